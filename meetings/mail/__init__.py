"""Mails about meetings, minutes and actions; one file per concept."""
