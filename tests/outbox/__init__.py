"""The outbox and its sender, against a real mail server."""
