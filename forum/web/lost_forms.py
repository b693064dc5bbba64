"""A form that could not be received: what was typed in it is shown again, so that nobody has to write it twice."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

SECRETS = {"csrfmiddlewaretoken", "form_key", "stamp", "next", "code", "credential", "password", "website"}
MACHINE = {"also_before", "draft_at", "revision"}  # what the form was filled from, as all that begins with »initial-«
# Choices, versions and keys of the form itself; what a person writes has a space, a capital letter or the like
NO_TEXT = re.compile(r"[a-z0-9_-]*|[0-9a-f-]{32,}")
# What the fields that are written in are called where they stand; for a name with several labels the word they share
LABELS = {
    "addresses": "Andre modtagere",
    "also_present": "Desuden deltog",
    "answer": "Svar",
    "background": "Sagsfremstilling",
    "begins": "Begynder kl.",
    "competences": "Spørg mig om",
    "day": "Dato",
    "deadline": "Svarfrist",
    "description": "Hvad går det ud på?",
    "due": "Frist",
    "email": "Mailadresse",
    "ends": "Slutter kl.",
    "introduction": "Velkomst",
    "letter": "Hilsen",
    "lines": "Én person på hver linje: navn, mail, organisation",
    "minutes": "Minutter",
    "motion": "Indstilling",
    "name": "Navn",
    "next_step": "Næste skridt",
    "note": "Besked til deltagerne",
    "online_link": "Onlinelink",
    "organisation": "Organisation",
    "phone": "Telefon",
    "place": "Sted",
    "reason": "Begrundelse",
    "result": "Hvad kom der ud af det?",
    "sentence": "Status i én sætning",
    "greeting": "Din hilsen",
    "substitute_email": "Den andens mailadresse",
    "subject": "Emne",
    "substitute_name": "Hvem kommer i stedet for dig?",
    "supplier": "Eller en ny plads til en ny leverandør",
    "text": "Tekst",
    "title": "Titel",
    "handle": "Kort navn",
    "why": "Begrundelse",
    "wishes": "Har du ønsker til mad eller adgang?",
}
CHOSEN_ELSEWHERE = {"answer", "organisation"}  # written in one form, chosen from a list in another


def signed_out(request: HttpRequest) -> HttpResponse:
    """The answer to a form from somebody who is not signed in any more."""
    return _answer(request, is_signed_out=True)


def too_old(request: HttpRequest) -> HttpResponse:
    """The answer to a form from a page that is too old, or from a browser without our cookie."""
    return _answer(request, is_signed_out=False)


def _answer(request: HttpRequest, *, is_signed_out: bool) -> HttpResponse:
    if getattr(request, "htmx", False):  # the page and its text stay where they are: static/js/failures.js says why
        response = HttpResponse(status=401)
    else:
        back = _form_page(request)
        if is_signed_out:
            back = reverse(settings.LOGIN_URL) + "?" + urlencode({"next": back})
        context = {"texts": texts(request), "back": back, "is_signed_out": is_signed_out}
        response = render(request, "forum/web/unsent.html", context, status=403)
    add_never_cache_headers(response)
    return response


def texts(request: HttpRequest) -> list[tuple[str, str]]:
    """(label, text) of what a person wrote, in the form's order; "" for a field that is not in the table.

    Nothing of a body that cannot be read: an error page asks too, before anyone else has tried.
    """
    try:
        posted = request.POST
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return []
    return [
        (LABELS.get(name, ""), text)
        for name, values in posted.lists()
        if name not in SECRETS | MACHINE and not name.startswith("initial-")
        for text in values
        if _is_written(name, text.strip())
    ]


def _is_written(name: str, text: str) -> bool:
    if name in LABELS and name not in CHOSEN_ELSEWHERE:
        return bool(text)
    return not NO_TEXT.fullmatch(text)


def _form_page(request: HttpRequest) -> str:
    """The address of the page with the form: the Referer, or else the form's own, which may answer to POST alone."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return reverse("front:home")
    parts = urlsplit(page)
    return parts.path + (f"?{parts.query}" if parts.query else "")
