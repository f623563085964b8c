"""The log for others: each event as a CloudEvent, shown to whoever may see it, to all who follow (API-04, API-05)."""
