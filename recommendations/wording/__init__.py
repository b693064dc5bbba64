"""The recommendations' texts, versions and states."""
