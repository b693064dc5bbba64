"""The pages an invited person meets: the invitation, »ja tak«, »nej tak«."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.membership.actions import invitation_answers as answers
from forum.membership.forms.invitations import AcceptForm, DeclineForm
from forum.membership.models import Invitation
from forum.membership.next_meeting import meeting_told_of, next_meeting
from forum.people.models import Member
from forum.web.access import Request, mail_link
from forum.web.form_keys import idempotent
from forum.web.form_page import Act, Done, form_page, posted

CLOSED = "forum/membership/invitation_closed.html"


@mail_link
@idempotent
def accept(request: Request, token: str) -> HttpResponse:
    """GET shows what one is invited to; POST makes the member, signs in and goes on to the welcome."""
    opened = _opened(request, token)
    if isinstance(opened, HttpResponse):
        return opened
    known = answers.invited_member(opened)
    if known:
        return _accept_as_member(request, token, opened, known)
    return _accept_as_new(request, token, opened)


@mail_link
@idempotent
def decline(request: Request, token: str) -> HttpResponse:
    """»Nej tak«: nobody needs to sign in to say it, members neither."""
    opened = _opened(request, token)
    if isinstance(opened, HttpResponse):
        return opened
    if request.method != "POST":
        return redirect("forum:invitation", token)

    def act(data: dict[str, Any]) -> Done:
        answers.decline_invitation(token=token, **data, by=None, now=timezone.now())
        page = {"heading": "Tak for svaret", "sentence": "Sekretariatet har fået besked. Du hører ikke mere fra os."}
        return Done("", lambda: render(request, CLOSED, page))

    known, form = answers.invited_member(opened), DeclineForm(request.POST)
    accepting = forms.Form() if known else AcceptForm(initial={"name": opened.name})
    page = _page(token, opened) | {"form": accepting, "is_known": bool(known)}
    return form_page(request, form, act, "forum/membership/invitation.html", page, name="declining")


@mail_link
@require_POST
def note_opened(request: Request, token: str) -> HttpResponse:
    """Sent by the page itself when somebody has it before them: a mail scanner only fetches it."""
    try:
        answers.note_opened(token=token, by=None, now=timezone.now())
    except answers.NotOpen as closed:
        return HttpResponse(status=closed.status)
    return HttpResponse(status=204)


def _opened(request: Request, token: str) -> Invitation | HttpResponse:
    """The open invitation; or the page that says why there is none for this person to answer."""
    try:
        invitation = answers.from_token(token, now=timezone.now())
    except answers.AlreadyAccepted as used:
        return _lead_home(request, used)
    except answers.NotOpen as closed:
        return render(request, CLOSED, {"sentence": str(closed)}, status=closed.status)
    if invitation is None:
        raise Http404
    if request.user.is_authenticated and request.user.email != invitation.email:
        return _to_somebody_else(request, invitation)
    return invitation


def _lead_home(request: Request, used: answers.AlreadyAccepted) -> HttpResponse:
    """Home for the one who said yes, over the sign-in when nobody is signed in; a page for anybody else."""
    if request.user.is_authenticated and request.user == used.member:
        messages.info(request, "Du har allerede sagt ja.")
        return redirect("front:home")
    if used.member and used.member.is_active and not request.user.is_authenticated:
        messages.info(request, "Du har allerede sagt ja. Log ind med din mailadresse.")
        return redirect_to_login(reverse("front:home"))
    return render(request, CLOSED, {"sentence": str(used)}, status=used.status)


def _to_somebody_else(request: Request, invitation: Invitation) -> HttpResponse:
    """Who is signed in keeps their session, and the invited their link: one of them must say so first."""
    sentence = (
        f"Du er logget ind som {request.member}. Invitationen er til {invitation.email}. "
        "Log ud først, så kommer du tilbage til invitationen."
    )
    page = {"heading": "Invitationen er til en anden", "sentence": sentence, "may_sign_out": True}
    return render(request, CLOSED, page, status=409)


def _accept_as_member(request: Request, token: str, invitation: Invitation, known: Member) -> HttpResponse:
    """Who is a member already signs in as ever and says yes to the seat; nothing is asked anew."""
    if request.user != known:
        messages.info(request, "Du er allerede medlem af forummet. Log ind, så kan du svare på invitationen.")
        return redirect_to_login(request.path)

    def act(data: dict[str, Any]) -> Done:
        answers.accept(token=token, by=known, now=timezone.now(), via="")
        return Done("Tak. Du er med.", "forum:welcome")

    return _invitation_page(request, forms.Form(posted(request)), act, token, invitation, is_known=True)


def _accept_as_new(request: Request, token: str, invitation: Invitation) -> HttpResponse:
    form = AcceptForm(posted(request), initial={"name": invitation.name})

    def act(data: dict[str, Any]) -> Done:
        words = {name: data[name] for name in ("name", "title", "phone")}
        joined = answers.accept(token=token, **words, choices=form.choices(), by=None, now=timezone.now())
        logout(request)  # whatever was begun in this browser before
        return Done(
            "", perform_login(request, joined, email_verification="none", redirect_url=reverse("forum:welcome"))
        )

    return _invitation_page(request, form, act, token, invitation)


def _invitation_page(
    request: Request, form: forms.Form, act: Act, token: str, invitation: Invitation, **more: Any
) -> HttpResponse:
    context = _page(token, invitation) | more
    return form_page(request, form, act, "forum/membership/invitation.html", context)


def _page(token: str, invitation: Invitation) -> dict[str, Any]:
    """What the invitation's page says, whichever of its two forms was sent."""
    return {
        "invitation": invitation,
        "follows": answers.present_holder(invitation),
        "next_meeting": next_meeting(timezone.now()),
        "told_of": meeting_told_of(invitation, timezone.now()),
        "declining": DeclineForm(),
        "token": token,
    }
