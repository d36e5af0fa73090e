"""Exchange: lists, ledgers and cases in from Excel and out to Excel."""
