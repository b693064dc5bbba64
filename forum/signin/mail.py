"""The mail with a sign-in code."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from forum.mail.kinds import Kind
from forum.mail.models import OutboxMail

LIFETIME = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)


def _still_useful(mail: OutboxMail, now: datetime) -> str:
    """The code has not expired."""
    return "Koden er udløbet." if now - mail.created_at > LIFETIME else ""


SIGN_IN_CODE = Kind("forum.sign_in_code", "Kode til login", is_secret=True, is_urgent=True, check=_still_useful)
KINDS = [SIGN_IN_CODE]
