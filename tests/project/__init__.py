"""The rules of projects, as events in and events out."""
