"""The demo's own doors, closed outside demo mode: the cast by name, and the mailbox that catches all mail."""

from __future__ import annotations

import functools
from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from forum.demo import mailbox
from forum.demo.cast import CAST
from forum.signin import actions
from forum.web.access import View, public
from forum.web.middleware import MAIL_CSP, SITE_CSP

FILE_CSP = "default-src 'none'; sandbox"
MAILS_SHOWN = 100


def demo_only(view: View) -> View:
    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return run


@public
@demo_only
def door(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        chosen = next((person for person in CAST if person.key == request.POST.get("hvem")), None)
        member = actions.member_with(chosen.email) if chosen else None
        if member is None:
            raise Http404
        logout(request)  # whoever was in before leaves nothing behind in the session
        request.session["demo_door"] = True
        return perform_login(request, member, email_verification="none", redirect_url="/")
    present = actions.members_with(person.email for person in CAST)  # who has left cannot go in
    return render(request, "forum/demo/door.html", {"cast": [person for person in CAST if person.email in present]})


@public
@demo_only
def mails(request: HttpRequest) -> HttpResponse:
    return render(request, "forum/demo/mailbox.html", {"mails": mailbox.newest(MAILS_SHOWN), "shown": MAILS_SHOWN})


@public
@demo_only
def mail(request: HttpRequest, name: str) -> HttpResponse:
    opened = mailbox.read(name)
    if opened is None:
        raise Http404
    response = render(request, "forum/demo/mailbox_mail.html", {"mail": opened})
    response["Content-Security-Policy"] = SITE_CSP + "; frame-src 'self'"
    return response


@public
@demo_only
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    opened = mailbox.read(name)
    if opened is None or not opened.html:
        raise Http404
    html = opened.html.replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(html, headers={"Content-Security-Policy": MAIL_CSP, "X-Frame-Options": "SAMEORIGIN"})


@public
@demo_only
def mail_file(request: HttpRequest, name: str, number: int) -> HttpResponse:
    opened = mailbox.read(name)
    if opened is None or number >= len(opened.files):
        raise Http404
    file = opened.files[number]
    response = HttpResponse(file.content, content_type=file.content_type)
    response["Content-Security-Policy"] = FILE_CSP
    response.headers["Content-Disposition"] = file.disposition
    return response
