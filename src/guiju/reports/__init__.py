"""Reports that write themselves from the record, every figure open to its rows."""
