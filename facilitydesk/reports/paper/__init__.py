"""How a paper is drawn: pages, tables, type and pictures, as PDF, workbook and preview."""
