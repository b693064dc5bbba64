"""Coming and going: invitations, join requests, seats, profiles."""
