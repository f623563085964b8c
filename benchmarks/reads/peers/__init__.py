"""Those whose answers are compared with ours: each a program of its own, over the same tables."""
