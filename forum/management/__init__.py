"""Commands, and the demo's data."""
