"""Excel in: read the workbook, find the people, match the columns, read the cells, report what is wrong."""
