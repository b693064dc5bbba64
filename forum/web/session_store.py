"""Sessions in the database. One that should end with the browser ends here, too: browsers can bring cookies back."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    def get_session_cookie_age(self) -> int:
        """Seconds until it ends when no other time is set; 0 is set for one that ends with the browser."""
        is_short = self.get("_session_expiry") == 0
        age: int = settings.SHORT_SESSION_AGE if is_short else settings.SESSION_COOKIE_AGE
        return age
