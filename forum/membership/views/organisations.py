"""The organisations that a new forum begins with, fetched by a press."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.base.text import counted
from forum.membership.actions.organisations import load_organisations
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, press


@secretariat
@require_POST
@idempotent
def load(request: Request) -> HttpResponse:
    """The 98 municipalities, SKI and KL; those that are there stay as they are."""

    def act() -> Done:
        number = load_organisations(by=request.member, now=timezone.now())
        loaded = f"{counted(number, 'organisation', 'organisationer')} er hentet."
        return Done(loaded if number else "Organisationerne er hentet allerede.", "front:home")

    return press(request, act, "front:home")
