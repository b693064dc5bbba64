"""Actions: what somebody promised, and what became of it."""
