"""The meetings' part of a member's own data: what they answered and remarked, where they may still read it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Case, F, OuterRef, Subquery, Value, When

from forum.base.visibility import SYSTEM, Viewer
from forum.mail.render import link
from forum.membership.own_data import LINK
from forum.people.models import Member
from meetings.attendance.models import Attendance, Guest, Wish
from meetings.followup.models import ActionStep
from meetings.meeting.models import Meeting
from meetings.minutes.models import NoRemarks, Remark


def _answers(member: Member, viewer: Viewer) -> dict[str, Any]:
    answers = Attendance.objects.visible_to(viewer).filter(answered_by=member).select_related("meeting")
    rows = [
        {
            "møde": row.meeting.title,
            "dato": row.meeting.start,
            "svar": row.get_answer_display(),
            "stedfortræder": row.substitute_name,
            "svaret": row.answered_at,
            LINK: settings.SITE_URL + row.meeting.get_absolute_url(),
        }
        for row in answers.order_by("answered_at")
    ]
    return {"svar på indkaldelser": rows}


def _guest_at(member: Member, viewer: Viewer) -> dict[str, Any]:
    """The parts as a guest; the meeting is named where the member may still see it."""
    meeting = Meeting.objects.visible_to(viewer).filter(pk=OuterRef("meeting")).order_by().values("title")
    parts = Guest.objects.visible_to(SYSTEM).filter(member=member).annotate(title=Subquery(meeting))
    rows = [
        {
            "møde": row.title or "",
            "dato": row.meeting.start,
            "navn": row.name,
            "organisation": row.organisation,
            "svar": row.get_answer_display(),
        }
        for row in parts.select_related("meeting").order_by("meeting__start")
    ]
    return {"gæst ved møder": rows}


def _remarks(member: Member, viewer: Viewer) -> dict[str, Any]:
    """What the member wrote to minutes, and where the word was that there was nothing to remark."""
    remarks = Remark.objects.visible_to(viewer).filter(by=member).order_by()
    told = Case(When(awaits_correction=True, then=Value("")), default=F("answer"))
    none = NoRemarks.objects.visible_to(viewer).filter(by=member).order_by()
    said = remarks.values_list("item__meeting__title", "item__meeting__slug", "text", "at", told).union(
        none.values_list("minutes__meeting__title", "minutes__meeting__slug", Value("Ingen"), "at", Value("")), all=True
    )
    rows = [
        {
            "møde": title,
            "bemærkning": text,
            "sendt": at,
            "sekretariatets svar": answer,
            LINK: link("meetings:minutes", slug),
        }
        for title, slug, text, at, answer in said.order_by("at")
    ]
    return {"bemærkninger til referater": rows}


def _greetings(member: Member, viewer: Viewer) -> dict[str, Any]:
    greeted = Meeting.objects.visible_to(viewer).filter(greeting_by=member).order_by("start")
    rows = [
        {"dato": row.start, "hilsen": row.greeting, LINK: settings.SITE_URL + row.get_absolute_url()} for row in greeted
    ]
    return {"hilsener i indkaldelser": rows}


def _steps(member: Member, viewer: Viewer) -> dict[str, Any]:
    steps = ActionStep.objects.visible_to(viewer).filter(by=member).order_by("at")
    rows = [
        {
            "opgave": row.action.text,
            "hvad": row.said,
            "note": row.text,
            "hvornår": row.at,
            LINK: settings.SITE_URL + row.action.get_absolute_url(),
        }
        for row in steps.select_related("action", "owner__organisation")
    ]
    return {"skridt i opgaver": rows}


def _wishes(member: Member, viewer: Viewer) -> dict[str, Any]:
    wishes = Wish.objects.visible_to(viewer).filter(by=member).select_related("meeting").order_by("at")
    rows = [
        {
            "møde": row.meeting.title,
            "ønsker": row.text,
            "skrevet": row.at,
            LINK: settings.SITE_URL + row.meeting.get_absolute_url(),
        }
        for row in wishes
    ]
    return {"ønsker til mad og adgang": rows}


PARTS = [_answers, _wishes, _guest_at, _greetings, _remarks, _steps]
