"""A request and who may make it: the viewer, and the decision that every view must carry."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
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
    """A request as our views meet it, for the type checker."""

    viewer: Viewer
    htmx: Any
    user: Any


View = Callable[..., HttpResponse]


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
        return lost_forms.signed_out(request)
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
        return render(request, "forum/web/former_member.html", status=403)
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
            return render(request, "forum/web/broken_link.html", status=404)

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
