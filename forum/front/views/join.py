"""»Bliv en del af forummet«: asked by anyone, confirmed from the mail."""

from __future__ import annotations

from contextlib import suppress

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from forum.membership.actions import join_requests
from forum.membership.forms.join_requests import JoinForm
from forum.web.access import mail_link, public

WRITTEN = ("name", "email", "organisation", "why")
TOO_MANY = "Der er sendt mange ansøgninger herfra. Vent en time, og prøv igen, eller skriv til sekretariatet."


@public
def join(request: HttpRequest) -> HttpResponse:
    """Ask for a seat. The answer is the same for a known and an unknown address, a person and a robot."""
    form = JoinForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            join_request = {name: form.cleaned_data[name] for name in WRITTEN}
            if form.is_robot:
                return redirect("front:join_sent")
            if ratelimit.consume(request, action="join", key=join_request["email"].lower()):
                join_requests.ask(**join_request, now=timezone.now())
                return redirect("front:join_sent")
            status = 429
            form.add_error(None, TOO_MANY)
    return render(request, "forum/front/join.html", {"form": form}, status=status)


@public
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "forum/front/join_sent.html", {"days": join_requests.UNCONFIRMED_DAYS})


@mail_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
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
        with suppress(StaleError, NotAllowed):  # pressed twice: the page says how it stands
            join_requests.confirm(request=join_request, now=timezone.now())
        return redirect(request.path)
    return render(request, "forum/front/join_confirm.html", {"join_request": join_request})
