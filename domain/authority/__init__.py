"""Authority: who may do what, and in whose place."""
