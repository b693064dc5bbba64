"""Innovation areas: proposed, delegated, followed."""
