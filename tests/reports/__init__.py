"""The ready questions of auditors, asked of a log in which rules were broken that the ledger itself keeps."""
