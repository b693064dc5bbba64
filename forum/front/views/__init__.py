"""The roof's views, one file per concept."""
