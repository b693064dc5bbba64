"""What the secretariat writes on the agenda."""
