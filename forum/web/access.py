"""A request and who may make it: the viewer, and the decision that every view must carry."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from forum.base.visibility import Viewer
from forum.people.models import Member
from forum.web import lost_forms


class Request(HttpRequest):
    """A request as our views meet it; `AccessMiddleware` gives it `viewer` and `member`."""

    viewer: Viewer
    member: Member  # who acts; for views behind a decorator that lets only members in
    is_behind_link: bool  # see `mail_link`; missing otherwise
    htmx: Any
    user: Any


View = Callable[..., HttpResponse]
Decision = Callable[[Any], HttpResponse | None]  # None: let in


def is_htmx(request: Request) -> bool:
    """True when htmx asks for a part of the page; the answer to a browser's back button is the whole page."""
    asks: Any = getattr(request, "htmx", None)
    return bool(asks) and not asks.history_restore_request


def _to_sign_in(request: Request) -> HttpResponse:
    if request.method == "POST":
        return lost_forms.signed_out(request)
    target = reverse(settings.LOGIN_URL) + "?" + urlencode({"next": request.get_full_path()})
    response: HttpResponse = HttpResponseRedirect(target)
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204, headers={"HX-Redirect": target})
    return response


def _require(request: Request, allowed: Callable[[Viewer], bool], *, guests: bool = False) -> HttpResponse | None:
    viewer = request.viewer
    if not viewer.is_signed_in:
        return _to_sign_in(request)
    if owes_second_factor(request):
        return redirect("forum:second_factor")
    if not viewer.is_member and not (guests and viewer.is_guest):
        return render(request, "forum/web/former_member.html", status=403)
    if not allowed(viewer):
        raise PermissionDenied
    return None


def has_second_factor(request: HttpRequest) -> bool:
    """True when this session was opened with TOTP, a passkey or a recovery code, or by the demo's own door."""
    if settings.DEMO and request.session.get("demo_door"):
        return True
    return any(entry.get("method") == "mfa" for entry in get_authentication_records(request, request.user))


def owes_second_factor(request: Request) -> bool:
    return request.member.is_secretariat and not has_second_factor(request)


def _anybody(request: Request) -> None:
    return None


def _signed_in(request: Request) -> HttpResponse | None:
    return None if request.viewer.is_signed_in else _to_sign_in(request)


def _member(request: Request) -> HttpResponse | None:
    return _require(request, lambda viewer: viewer.is_member)


def _guest(request: Request) -> HttpResponse | None:
    return _require(request, lambda viewer: True, guests=True)


def _authority(request: Request) -> HttpResponse | None:
    return _require(request, lambda viewer: viewer.is_authority)


def _secretariat(request: Request) -> HttpResponse | None:
    return _require(request, lambda viewer: viewer.is_secretariat)


def _decided(decide: Decision) -> Callable[[View], View]:
    def decorator(view: View) -> View:
        marked: Any = view
        marked.access = decide
        return view

    return decorator


public = _decided(_anybody)
# One's own devices and second factor: also for those who have no seat, or have yet to prove a second factor
signed_in = _decided(_signed_in)
member = _decided(_member)
# Whoever is let in by a grant, too: the view shows them what `viewer.in_part()` sees
guest = _decided(_guest)
authority = _decided(_authority)
secretariat = _decided(_secretariat)


def decision_of(view: View, *, in_admin: bool) -> Decision | None:
    """A view's access decision; None when it has none. Views of Django and allauth get theirs here."""
    decided: Decision | None = getattr(view, "access", None)
    if decided is None and getattr(view, "__module__", "").split(".")[0] in {"allauth", "django"}:
        return _secretariat if in_admin else _anybody
    return decided


def mail_link(view: View) -> View:
    """A view that checks a signed, expiring link itself; nobody needs to be signed in. Answers forged links.

    What is behind the link is left in no browser and no proxy, as a signed-in page is not; no draft is kept of what is
    written there.
    """

    @functools.wraps(view)
    def run(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        request.is_behind_link = True
        try:
            response = view(request, *args, **kwargs)
        except BadSignature:
            response = render(request, "forum/web/broken_link.html", status=404)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return public(run)


def sign_in_if_hidden(view: View) -> View:
    """For public pages about protected things: who is not signed in is asked to, "not there" included."""

    @functools.wraps(view)
    def run(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.viewer.is_signed_in:
                raise
            return _to_sign_in(request)

    return run
