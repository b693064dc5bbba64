"""The audit trail in the admin: who changed what, when and why."""
