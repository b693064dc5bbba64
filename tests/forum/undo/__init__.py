"""Undoing what was done a minute ago."""
