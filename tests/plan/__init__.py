"""The rules of plans, as events in and events out."""
