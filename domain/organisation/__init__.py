"""The organisation: units, positions, people and duties, as they are on any day."""
