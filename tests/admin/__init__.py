"""The admin panel, the audit trail and the cockpit."""
