"""Taking back what was done a minute ago: rows are put back, the mails that wait are deleted."""
