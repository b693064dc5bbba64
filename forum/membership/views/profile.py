"""One's own profile: what is said about oneself, which mails one wants, one's data, and the way out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from forum import files
from forum.membership.actions import members
from forum.membership.forms.profile import LeaveForm, NotificationForm, ProfileForm, WelcomeForm
from forum.web.access import Request, member, public
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, at_field, form_page, posted


@member
@idempotent
def profile(request: Request) -> HttpResponse:
    form = ProfileForm(posted(request), request.FILES or None, member=request.member)
    return _saved(request, form, "forum/membership/profile.html", Done("Din profil er gemt.", "forum:profile"))


@member
@idempotent
def welcome(request: Request) -> HttpResponse:
    """A newcomer's first page: what there is to know, and a face and a few words for the others."""
    form = WelcomeForm(posted(request), request.FILES or None, member=request.member)
    return _saved(request, form, "forum/membership/welcome.html", Done("Tak. Nu kan de andre finde dig.", "front:home"))


def _saved(request: Request, form: ProfileForm, template: str, done: Done) -> HttpResponse:
    me = request.member

    def act(data: dict[str, Any]) -> Done:
        now, upload = timezone.now(), data["upload"]
        with at_field("upload"):
            picture = files.picture(upload) if upload else None
        members.update_profile(member=me, **form.changed_words(), by=me, now=now)
        if picture or data.get("without_picture"):
            members.set_picture(member=me, picture=picture, by=me, now=now)
        return done

    return form_page(request, form, act, template, {"me": me})


@member
@idempotent
def notifications(request: Request) -> HttpResponse:
    me = request.member
    form = NotificationForm(posted(request), now=dict(me.notification_choices.values_list("kind", "pace")))

    def act(data: dict[str, Any]) -> Done:
        members.choose_notifications(member=me, choices=form.choices(), by=me, now=timezone.now())
        return Done("Dine valg er gemt.", "forum:notifications")

    return form_page(request, form, act, "forum/membership/notifications.html")


@member
@idempotent
def leave(request: Request) -> HttpResponse:
    me = request.member

    def act(data: dict[str, Any]) -> Done:
        members.leave(member=me, by=me, now=timezone.now(), reason="eget ønske")
        logout(request)
        return Done("", "forum:goodbye")

    context = {"is_chair": me.holds_chair(), "days_kept": settings.RETENTION_DAYS_AFTER_LEAVING}
    return form_page(request, LeaveForm(posted(request)), act, "forum/membership/leave.html", context)


@public
def goodbye(request: Request) -> HttpResponse:
    return render(request, "forum/membership/goodbye.html")
