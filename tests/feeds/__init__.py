"""The log for others, in every way out."""
