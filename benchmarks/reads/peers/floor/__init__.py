"""The floor: SQL written by hand."""
