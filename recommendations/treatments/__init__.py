"""Where a recommendation or an area was treated."""
