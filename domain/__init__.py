"""What is true of the business: rooms of events, states and decisions that touch nothing outside."""
