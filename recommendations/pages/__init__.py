"""Reading pages that show several subjects."""
