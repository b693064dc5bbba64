"""Fixtures of the roof: a mail server."""

from tests.forum.mail.conftest import sink, smtp_settings

__all__ = ["sink", "smtp_settings"]
