"""Who there is: organisations, seats, members."""
