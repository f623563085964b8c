"""What the events look like to a reader: tables, the folds that fill them, the questions they answer."""
