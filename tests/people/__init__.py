"""Sign-in, invitations, members and seats."""
