"""Work in the background, and whether the machinery is well."""
