"""Reports: services' figures → page description → PDF, workbook, page images."""
