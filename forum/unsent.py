"""A form that could not be received: what was typed in it is shown again, so that nobody has to write it twice."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

SECRETS = {"csrfmiddlewaretoken", "form_key", "stamp", "next", "code", "credential", "password", "website"}
# Choices, versions and keys of the form itself; what a person writes has a space, a capital letter or the like
NO_TEXT = re.compile(r"[a-z0-9_-]*|[0-9a-f-]{32,}")


def signed_out(request: HttpRequest) -> HttpResponse:
    """To a form sent by somebody who is not signed in any more."""
    return _answer(request, is_signed_out=True)


def too_old(request: HttpRequest) -> HttpResponse:
    """To a form from a page that is too old, or from a browser without our cookie."""
    return _answer(request, is_signed_out=False)


def _answer(request: HttpRequest, *, is_signed_out: bool) -> HttpResponse:
    if getattr(request, "htmx", False):  # the page and its text stay where they are: static/js/failures.js says why
        response = HttpResponse(status=401)
    else:
        back = _form_page(request)
        if is_signed_out:
            back = reverse(settings.LOGIN_URL) + "?" + urlencode({"next": back})
        context = {"texts": _texts(request), "back": back, "is_signed_out": is_signed_out}
        response = render(request, "errors/unsent.html", context, status=403)
    add_never_cache_headers(response)
    return response


def _texts(request: HttpRequest) -> list[str]:
    typed = [text for name, values in request.POST.lists() if name not in SECRETS for text in values]
    return [text for text in typed if not NO_TEXT.fullmatch(text.strip())]


def _form_page(request: HttpRequest) -> str:
    """Where the form stood. Its own address may answer to POST alone, so the browser's word comes first."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return reverse("front:home")
    parts = urlsplit(page)
    return parts.path + (f"?{parts.query}" if parts.query else "")
