"""Meetings: planned, called, answered, reminded of, moved, cancelled, and seen by the right people."""
