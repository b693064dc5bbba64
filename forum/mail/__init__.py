"""Mail: queued in the database, delivered over SMTP."""
