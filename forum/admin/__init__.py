"""The admin panel's own pages, one file per concept; imported here so that Django finds them."""

from forum.admin import machinery, people

__all__ = ["machinery", "people"]
