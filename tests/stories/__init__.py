"""Whole stories through the real ledger: commands, reactions, and what the time alone does, on a clock that is set."""
