"""»Ingen bemærkninger«: one press on the page of the minutes, or from the mail without signing in."""

from __future__ import annotations

from django.core.signing import SignatureExpired
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.base.dates import local
from forum.base.visibility import NOBODY, SYSTEM
from forum.people.models import Member
from forum.web.access import Request, mail_link, member
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, from_home, press
from meetings.minutes import rules
from meetings.minutes.actions.no_remarks import SENT_AGAIN, say_no_remarks
from meetings.minutes.mail import NoRemarksLink
from meetings.minutes.models import Minutes, NoRemarks
from meetings.minutes.views.minutes import fetch, page_of

Via = NoRemarks.Via
THANKS = "Tak. Sekretariatet kan se, at du ingen bemærkninger har."
TOO_OLD = "Linket er for gammelt. Log ind for at læse referatet."
NOT_YOURS = "Linket gælder et referat, som du ikke længere kan læse."


@member
@require_POST
@idempotent
def no_remarks(request: Request, slug: str) -> HttpResponse:
    """From the page of the minutes, or from a card on the home page, to which it then goes back."""
    minutes = fetch(request, slug)
    at_home = from_home(request)
    to = "front:home" if at_home else page_of(slug)
    sending = request.POST.get("sending", "")[:40]

    def act() -> Done:
        say_no_remarks(minutes=minutes, sending=sending, by=request.member, via=Via.PAGE, now=timezone.now())
        return Done(THANKS, to, change=f"{page_of(slug)}#svar" if at_home else "")

    return press(request, act, to)


@mail_link
def no_remarks_answer(request: Request, token: str) -> HttpResponse:
    """The mail's link: GET shows the question, POST answers it. The link is good for this one text alone."""
    now = timezone.now()
    try:
        link = NoRemarksLink.read(token)
    except SignatureExpired:
        return _over(request, TOO_OLD)
    by = Member.objects.active().visible_to(SYSTEM).filter(pk=link.member_id).first()
    viewer = by.as_viewer() if by else NOBODY
    minutes = Minutes.objects.visible_to(viewer).select_related("meeting").filter(pk=link.minutes_id).first()
    if by is None or minutes is None:
        return _over(request, NOT_YOURS)
    if minutes.sending != link.sending:
        return _over(request, SENT_AGAIN, minutes)
    said = NoRemarks.to(minutes, viewer).filter(by=by).first()
    why_not = "" if said else rules.why_not_say_no_remarks(viewer, minutes, local(now).date())
    here = reverse("meetings:no_remarks_answer", args=[token])

    def act() -> Done:
        say_no_remarks(minutes=minutes, sending=link.sending, by=by, via=Via.MAIL, now=now)
        return Done("", here)

    if request.method == "POST":
        return press(request, act, here)
    context = {"minutes": minutes, "by": by, "said": said, "why_not": why_not}
    return render(request, "meetings/minutes/no_remarks.html", context)


def _over(request: Request, sentence: str, minutes: Minutes | None = None) -> HttpResponse:
    context = {"sentence": sentence, "minutes": minutes}
    return render(request, "meetings/minutes/link_over.html", context, status=410)
