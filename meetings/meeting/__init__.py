"""A meeting: when, where, for whom, and in which state."""
