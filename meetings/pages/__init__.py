"""Pages that show several subjects of a meeting."""
