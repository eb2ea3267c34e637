"""The steps of taking in a workbook: choose, recognise, review, import, result."""
