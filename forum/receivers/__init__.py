"""Named lists of receivers, for messages and reports."""
