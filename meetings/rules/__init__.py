"""Who may do what with meetings; one file per concept."""
