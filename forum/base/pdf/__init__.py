"""HTML to archival PDF, rendered in a child process."""
