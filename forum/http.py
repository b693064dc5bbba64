"""What every request meets: malformed input refused, the viewer found, access decided, headers set."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import unquote_to_bytes, urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from forum import unsent
from forum.models import Member, SpentKey
from forum.visibility import NOBODY, Viewer


class Request(HttpRequest):
    """A request as our views meet it, for the type checker."""

    viewer: Viewer
    htmx: Any
    user: Any


View = Callable[..., HttpResponse]
GetResponse = Callable[[HttpRequest], HttpResponse]
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
    """Django leaves bytes that are no UTF-8 percent-encoded in `path_info`; our own addresses have no percent sign."""
    return "\x00" not in path and not re.search("%[89A-F][0-9A-F]", path)


def _malformed() -> HttpResponse:
    return HttpResponse(
        "Adressen eller det, du sendte, indeholder tegn, som ikke kan læses. Gå tilbage, og prøv igen.",
        status=400,
        content_type="text/plain; charset=utf-8",
    )


def _viewer_of(request: HttpRequest) -> Viewer:
    user: Any = request.user
    if not user.is_authenticated:
        return NOBODY
    if _owes_second_factor(request):
        return Viewer(member_id=user.pk, name=user.name)  # sees what the public sees
    viewer: Viewer = user.as_viewer()
    return viewer


class guard:  # noqa: N801 - a middleware reads like a function in settings
    """Finds the viewer, refuses views without an access decision, sets CSP and caching headers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        met: Any = request  # see `Request`
        met.viewer = SimpleLazyObject(lambda: _viewer_of(request))
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not response.content:
            allow = response.headers.get("Allow", ALLOW)
            response = render(request, "errors/405.html", status=405)  # a button's address, opened by itself
            response["Allow"] = allow
        in_admin = request.path.startswith("/admin/")
        response.headers.setdefault("Content-Security-Policy", ADMIN_CSP if in_admin else SITE_CSP)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if not nul_free(request):
            return _malformed()
        decide = getattr(view, "access", None)
        module = getattr(view, "__module__", "")
        if decide is None and module.split(".")[0] in {"allauth", "django"}:
            decide = _admin if request.path.startswith("/admin/") else _public
        if decide is None:
            raise PermissionDenied("view without access decision")
        answer: HttpResponse | None = decide(request)
        return answer


def nul_free(request: HttpRequest) -> bool:
    """False when a form field holds NUL or a lone surrogate, which PostgreSQL and UTF-8 cannot store."""
    if request.method != "POST":
        return True
    bad = re.compile("[\x00\ud800-\udfff]")
    return not any(bad.search(value) for values in request.POST.lists() for value in [values[0], *values[1]])


def viewer_of(request: HttpRequest) -> Viewer:
    """Who looks, for views."""
    return cast(Request, request).viewer


def member_of(request: HttpRequest) -> Member:
    """Who acts, for views behind a decorator that lets only members in."""
    member: Any = request.user
    assert isinstance(member, Member)
    return member


def is_htmx(request: HttpRequest) -> bool:
    """True when htmx asks for a part of the page; the answer to a browser's back button is the whole page."""
    asks: Any = getattr(request, "htmx", None)
    return bool(asks) and not asks.history_restore_request


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return unsent.signed_out(request)
    target = reverse(settings.LOGIN_URL) + "?" + urlencode({"next": request.get_full_path()})
    response: HttpResponse = HttpResponseRedirect(target)
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204, headers={"HX-Redirect": target})
    return response


def _require(request: HttpRequest, allowed: Callable[[Viewer], bool]) -> HttpResponse | None:
    viewer = viewer_of(request)
    if not viewer.is_signed_in:
        return _to_sign_in(request)
    if _owes_second_factor(request):
        return redirect("forum:second_factor")
    if not viewer.is_member:
        return render(request, "errors/former_member.html", status=403)
    if not allowed(viewer):
        raise PermissionDenied
    return None


def has_second_factor(request: HttpRequest) -> bool:
    """True when this session was opened with TOTP, a passkey or a recovery code, or by the demo's own door."""
    if settings.DEMO and request.session.get("demo_door"):
        return True
    return any(entry.get("method") == "mfa" for entry in get_authentication_records(request, request.user))


def _owes_second_factor(request: HttpRequest) -> bool:
    return member_of(request).is_secretariat and not has_second_factor(request)


def note_second_factor(request: HttpRequest, authenticator: Any) -> None:
    """Write in the session that its member has just proved this authenticator."""
    record_authentication(
        request, request.user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )


def _public(request: HttpRequest) -> None:
    return None


def _signed_in(request: HttpRequest) -> HttpResponse | None:
    viewer = viewer_of(request)
    return None if viewer.is_signed_in else _to_sign_in(request)


def _member(request: HttpRequest) -> HttpResponse | None:
    return _require(request, lambda viewer: viewer.is_member)


def _authority(request: HttpRequest) -> HttpResponse | None:
    return _require(request, lambda viewer: viewer.is_authority)


def _secretariat(request: HttpRequest) -> HttpResponse | None:
    return _require(request, lambda viewer: viewer.is_secretariat)


_admin = _secretariat


def _decided(decide: Callable[[HttpRequest], HttpResponse | None]) -> Callable[[View], View]:
    def decorator(view: View) -> View:
        marked: Any = view
        marked.access = decide
        return view

    return decorator


public = _decided(_public)
# One's own devices and second factor: also for those who have no seat, or have yet to prove a second factor
signed_in = _decided(_signed_in)
member = _decided(_member)
authority = _decided(_authority)
secretariat = _decided(_secretariat)


def mail_link(view: View) -> View:
    """The view itself checks a signed, expiring link: nobody needs to be signed in. A false one is told here."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadSignature:
            return render(request, "errors/broken_link.html", status=404)

    return public(run)


def sign_in_if_hidden(view: View) -> View:
    """For public pages about protected things: who is not signed in is asked to, "not there" included."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if viewer_of(request).is_signed_in:
                raise
            return _to_sign_in(request)

    return run


def once(view: View) -> View:
    """A form sent twice (double click, back button, retry) acts once; the second time answers with a sentence.

    The form carries `{% form_key %}`. The key is spent in the action's own transaction, so a failed action frees it.
    """

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.POST.get("form_key", "")
        if request.method != "POST" or not key:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            spent, is_new = SpentKey.spend(key[:64])
            if not is_new:
                messages.info(request, "Det har du allerede sendt. Her kan du se, hvordan det står nu.")
                return redirect(spent.answer or request.path)
            response = view(request, *args, **kwargs)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            else:
                SpentKey.objects.filter(pk=spent.pk).update(answer=response.headers.get("Location", ""))
        return response

    return run
