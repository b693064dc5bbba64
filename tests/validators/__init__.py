"""Every page and every kind of paper, held against its standard by the standard's own checker."""
