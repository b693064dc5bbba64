"""A request on its way in and out."""
