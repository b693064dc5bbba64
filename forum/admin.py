"""The index of the admin panel's pages, for Django alone."""

from forum.panel import mail, people

__all__ = ["mail", "people"]
