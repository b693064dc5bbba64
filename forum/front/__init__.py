"""The roof: home, search, feeds, digest and the public pages; it may see all the rest."""
