"""Authority's promises, checked."""
