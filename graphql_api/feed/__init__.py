"""The log over plain HTTP: pages and a stream (API-04, API-05)."""
