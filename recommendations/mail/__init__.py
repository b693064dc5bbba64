"""Mails about recommendations, areas and reports; one file per concept."""
