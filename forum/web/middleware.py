"""What every request meets: malformed input refused, the viewer found, access decided, headers set."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from forum.base.refusal import Refusal
from forum.base.visibility import NOBODY, Viewer
from forum.web import lost_forms, signed_out
from forum.web.access import Request, View, decision_of, is_htmx, owes_second_factor
from forum.web.refused import refused

GetResponse = Callable[[Any], HttpResponse]


ALLOW = "GET, HEAD, POST, OPTIONS"


METHODS = set(ALLOW.split(", "))


SITE_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)


# A mail's HTML is shown in a frame that may run nothing and fetch nothing; its links open in a new window
MAIL_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


# Django's admin brings inline event data but no inline scripts; its date pickers set style attributes by script
ADMIN_CSP = SITE_CSP.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")


def refuse_malformed(get_response: GetResponse) -> GetResponse:
    """Plain 400 to NUL, bad UTF-8, lone surrogates, foreign charsets; 405 to unknown methods, before a body is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            told = {"Allow": ALLOW, "Content-Type": "text/plain; charset=utf-8"}
            return HttpResponse("Metoden kendes ikke.", status=405, headers=told)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ALLOW})
        if not _is_clean(request.META.get("RAW_URI", "")) or not _is_clean(request.META.get("QUERY_STRING", "")):
            return _malformed()
        if not _is_clean_path(request.path_info):
            return _malformed()
        charset = request.content_params.get("charset", "utf-8") if request.content_params else "utf-8"
        if charset.lower().strip('"') not in {"utf-8", "utf8", "us-ascii"}:
            return _malformed()
        return get_response(request)

    return middleware


def _is_clean(raw: str) -> bool:
    try:
        decoded = unquote_to_bytes(raw).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return False
    return "\x00" not in decoded


def _is_clean_path(path: str) -> bool:
    """False for a path with NUL or with bytes that are no UTF-8: Django leaves such bytes percent-encoded."""
    return "\x00" not in path and not re.search("%[89A-F][0-9A-F]", path)


def _malformed() -> HttpResponse:
    return HttpResponse(
        "Adressen eller teksten indeholder tegn, som ikke kan læses. Gå tilbage, og prøv igen.",
        status=400,
        content_type="text/plain; charset=utf-8",
    )


def _viewer_of(request: Request) -> Viewer:
    user: Any = request.user
    if not user.is_authenticated:
        return NOBODY
    if owes_second_factor(request):
        return Viewer(member_id=user.pk, name=user.name)  # sees what the public sees
    viewer: Viewer = user.as_viewer()
    return viewer


class AccessMiddleware:
    """Gives the request its viewer, refuses views without an access decision, sets CSP and caching headers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        met: Any = request  # see `Request`
        met.viewer = SimpleLazyObject(lambda: _viewer_of(request))
        met.member = request.user
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not response.content:
            allow = response.headers.get("Allow", ALLOW)
            response = render(request, "forum/web/405.html", status=405)  # a button's address, opened by itself
            response["Allow"] = allow
        response.headers.setdefault("Content-Security-Policy", ADMIN_CSP if _in_admin(request) else SITE_CSP)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        signed_out.tell(request, response)
        return response

    def process_view(self, request: Request, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if not nul_free(request):
            return _malformed()
        decide = decision_of(view, in_admin=_in_admin(request))
        if decide is None:
            raise PermissionDenied("view without access decision")
        return decide(request)

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        """A refusal that no view has shown beside its form becomes a page, with what was written.

        To htmx it is said on the page that asked, which keeps what was written where it stands.
        """
        if not isinstance(exception, Refusal):
            return None
        return refused(request, exception, [] if is_htmx(request) else lost_forms.texts(request))


def _in_admin(request: HttpRequest) -> bool:
    """By the address that was matched: `request.path` also holds what a proxy puts before our addresses."""
    match = request.resolver_match
    return match is not None and match.app_name == "admin"


def nul_free(request: Request) -> bool:
    """False when a form field holds NUL or a lone surrogate, which PostgreSQL and UTF-8 cannot store."""
    if request.method != "POST":
        return True
    bad = re.compile("[\x00\ud800-\udfff]")
    return not any(bad.search(value) for values in request.POST.lists() for value in [values[0], *values[1]])
