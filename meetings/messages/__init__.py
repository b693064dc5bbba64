"""What the secretariat writes to those of a meeting, or to the members."""
