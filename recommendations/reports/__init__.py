"""Reports as PDF, by mail."""
