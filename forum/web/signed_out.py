"""Tells the browser who signed out in it, so that static/js/drafts.js drops what that member had begun to write."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "forum_signed_out"
MAX_AGE = 60 * 60 * 24 * 7  # seconds; no draft is older, see static/js/drafts.js


def note(sender: object, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """On the signal `user_logged_out`, however it came about: the answer to this request will tell."""
    if request is not None and user is not None:
        noted: Any = request
        noted.signed_out = user.pk


def tell(request: HttpRequest, response: HttpResponse) -> None:
    """Name who signed out in this request in a cookie that the page's script reads and takes away."""
    if (pk := getattr(request, "signed_out", None)) is not None:
        response.set_cookie(COOKIE, pk, MAX_AGE, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
