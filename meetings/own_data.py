"""The meetings' part of a member's own data: what they answered and remarked, where they may still read it."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from forum.base.visibility import SYSTEM
from forum.mail.render import link
from forum.membership.own_data import LINK
from forum.people.models import Member
from meetings.attendance.models import Attendance, Guest, Wish
from meetings.followup.models import ActionStep
from meetings.meeting.models import Meeting
from meetings.minutes.models import NoRemarks, Remark


def _answers(member: Member) -> list[dict[str, Any]]:
    visible = Attendance.objects.visible_to(member.as_viewer())
    rows = visible.filter(answered_by=member).select_related("meeting").order_by("answered_at")
    return [
        {
            "møde": row.meeting.title,
            "dato": row.meeting.start,
            "svar": row.get_answer_display(),
            "stedfortræder": row.substitute_name,
            "svaret": row.answered_at,
            LINK: settings.SITE_URL + row.meeting.get_absolute_url(),
        }
        for row in rows
    ]


def _guest_at(member: Member) -> list[dict[str, Any]]:
    rows = Guest.objects.visible_to(SYSTEM).filter(member=member).select_related("meeting").order_by("meeting__start")
    return [
        {
            "møde": row.meeting.title
            if Meeting.objects.visible_to(member.as_viewer()).filter(pk=row.meeting_id)
            else "",
            "dato": row.meeting.start,
            "navn": row.name,
            "organisation": row.organisation,
            "svar": row.get_answer_display(),
        }
        for row in rows
    ]


def _remarks(member: Member) -> list[dict[str, Any]]:
    rows = Remark.objects.visible_to(member.as_viewer()).filter(by=member).select_related("item__meeting")
    return [
        {
            "møde": row.item.meeting.title,
            "bemærkning": row.text,
            "sendt": row.at,
            "sekretariatets svar": row.answer,
            LINK: _minutes(row.item.meeting),
        }
        for row in rows.order_by("at")
    ]


def _no_remarks(member: Member) -> list[dict[str, Any]]:
    rows = NoRemarks.objects.visible_to(member.as_viewer()).filter(by=member).select_related("minutes__meeting")
    return [{"møde": row.minutes.meeting.title, "svaret": row.at, LINK: _minutes(row.minutes.meeting)} for row in rows]


def _greetings(member: Member) -> list[dict[str, Any]]:
    rows = Meeting.objects.visible_to(member.as_viewer()).filter(greeting_by=member).order_by("start")
    return [
        {"dato": row.start, "hilsen": row.greeting, LINK: settings.SITE_URL + row.get_absolute_url()} for row in rows
    ]


def _steps(member: Member) -> list[dict[str, Any]]:
    rows = ActionStep.objects.visible_to(member.as_viewer()).filter(by=member).order_by("at")
    return [
        {
            "opgave": row.action.text,
            "hvad": row.said,
            "note": row.text,
            "hvornår": row.at,
            LINK: settings.SITE_URL + row.action.get_absolute_url(),
        }
        for row in rows.select_related("action", "owner__organisation")
    ]


def _minutes(meeting: Meeting) -> str:
    return link("meetings:minutes", meeting.slug)


def _wishes(member: Member) -> list[dict[str, Any]]:
    rows = Wish.objects.visible_to(member.as_viewer()).filter(by=member).select_related("meeting").order_by("at")
    return [
        {
            "møde": row.meeting.title,
            "ønsker": row.text,
            "skrevet": row.at,
            LINK: settings.SITE_URL + row.meeting.get_absolute_url(),
        }
        for row in rows
    ]


PARTS = {
    "svar på indkaldelser": _answers,
    "ønsker til mad og adgang": _wishes,
    "gæst ved møder": _guest_at,
    "hilsener i indkaldelser": _greetings,
    "bemærkninger til referater": _remarks,
    "skridt i opgaver": _steps,
    "ingen bemærkninger til referater": _no_remarks,
}
