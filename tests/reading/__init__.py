"""The log of what auditors have read."""
