"""What is wanted of the views, as one SQL statement that gives JSON."""
