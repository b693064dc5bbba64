"""The canary sweep: every address as every member of the cast, and no word above one's audience."""
