"""The words and mechanisms that every room of the domain uses."""
