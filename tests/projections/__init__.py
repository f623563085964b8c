"""What readers see is what happened: tables, the folds that fill them, and the questions they answer."""
