"""The minutes: notes, decisions, remarks, approval."""
