"""Forms of meetings, one file per concept."""
