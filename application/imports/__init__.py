"""What teams have in files, read and checked as a whole before any of it is recorded."""
