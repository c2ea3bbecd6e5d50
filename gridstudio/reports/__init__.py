"""Project to document data to PDF and Excel."""
