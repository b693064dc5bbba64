"""»Bliv en del af forummet«: asked by anyone, confirmed from the mail."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.base.refusal import Refusal
from forum.membership.actions import join_requests
from forum.membership.forms.join_requests import JoinForm
from forum.web.access import Request, mail_link, public
from forum.web.form_page import Done, form_page, posted

WRITTEN = ("name", "email", "organisation", "why")
TOO_MANY = "Der er sendt mange ansøgninger herfra. Vent en time, og prøv igen, eller skriv til sekretariatet."


class TooMany(Refusal):
    """Somebody, or a robot, has sent more requests than a person would."""

    status = 429


@public
def join(request: Request) -> HttpResponse:
    """Ask for a seat. The answer is the same for a known and an unknown address, a person and a robot."""
    form = JoinForm(posted(request))

    def act(data: dict[str, Any]) -> Done:
        if not form.is_robot:
            if not ratelimit.consume(request, action="join", key=data["email"]):
                raise TooMany(TOO_MANY)
            join_requests.ask(**{name: data[name] for name in WRITTEN}, now=timezone.now())
        return Done("", "front:join_sent")

    return form_page(request, form, act, "forum/front/join.html")


@public
def sent(request: Request) -> HttpResponse:
    return render(request, "forum/front/join_sent.html", {"days": join_requests.UNCONFIRMED_DAYS})


@mail_link
def confirm(request: Request, token: str) -> HttpResponse:
    """GET shows what is confirmed; only POST confirms, so that a mail scanner's fetch changes nothing.

    The words to be corrected are shown here and not at the form's own address, which knows nobody's link.
    """
    join_request = join_requests.from_token(token)
    if join_request is None:
        return render(request, "forum/front/join_closed.html", status=410)
    if "ret" in request.POST and join_request.state == join_request.State.UNCONFIRMED:
        form = JoinForm(initial={name: getattr(join_request, name) for name in WRITTEN})
        return render(request, "forum/front/join.html", {"form": form})
    if request.method == "POST":
        with suppress(Refusal):  # pressed twice: the page says how it stands
            join_requests.confirm(request=join_request, now=timezone.now())
        return redirect(request.path)
    return render(request, "forum/front/join_confirm.html", {"join_request": join_request})
