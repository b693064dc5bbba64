"""The admin panel's own pages, one file per concept."""
