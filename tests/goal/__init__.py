"""Goals' promises, checked."""
