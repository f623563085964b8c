"""The organisation's promises, checked."""
