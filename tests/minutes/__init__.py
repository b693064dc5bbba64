"""Minutes, decisions and actions."""
