"""The feeds under load: hundreds who follow live, and one who catches up."""
