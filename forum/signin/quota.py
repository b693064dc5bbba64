"""How often a sign-in code may be asked for, so that nobody floods an address and nobody keeps its owner out.

Counted by the address *and* where it is asked from: whoever asks for somebody's code too often is refused, and its
owner is not. A browser that has signed in as the owner has a count of its own; only what all other browsers ask for is
bounded together, by the hour. Whether anybody has the address changes nothing.
"""

from __future__ import annotations

from allauth.core import ratelimit
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

COOKIE = "forum_known"
MAX_AGE = 60 * 60 * 24 * 365  # seconds


def may_ask(request: HttpRequest, address: str, source: str) -> bool:
    """Count one ask for a code to this address from this source (an IP address or its network).

    False when there have been too many. The limits are in the settings.
    """
    browser = _known_browser(request, address)
    if not ratelimit.consume(request, action="request_login_code"):
        return False
    here = f"{address} {browser or source}"
    if not ratelimit.consume(request, action="request_login_code_here", key=here):
        return False
    return bool(browser) or bool(ratelimit.consume(request, action="request_login_code_elsewhere", key=address))


def remember_browser(response: HttpResponse, address: str) -> None:
    """After a sign-in: this browser has a count of its own from now on, for this member's address. It opens nothing."""
    value = _signer(address).sign(get_random_string(16))
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, value, MAX_AGE, path="/konto/", secure=secure, httponly=True, samesite="Lax")


def _known_browser(request: HttpRequest, address: str) -> str:
    """The browser's own name when it has signed in with this address before, else ""."""
    try:
        return _signer(address).unsign(request.COOKIES.get(COOKIE, ""))
    except BadSignature:
        return ""


def _signer(address: str) -> Signer:
    return Signer(salt=f"forum.signin.quota {address}")
