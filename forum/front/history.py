"""»Hvem ændrede dette?«: the things whose history the secretariat reads beside them, and what belongs to each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from forum.audit.history import Question
from forum.base.visibility import Viewer
from forum.membership.models import Invitation
from forum.people.models import Member, NotificationChoice, Seat, SeatHolding
from meetings.agenda.models import AgendaItem, Attachment, AttachmentVersion, Pause
from meetings.attendance.models import Attendance, Guest, GuestItem
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.models import Decision, Minutes, Note
from recommendations.areas.models import Area, AreaPartner, AreaUpdate
from recommendations.wording.models import Recommendation

# Who, when and which way stand over each change; a file's name in its title; a correction is told when it is sent
SAID_ANYWAY = {
    "unsent", "saved_by", "saved_at", "answered_by", "answered_at", "added_by", "via", "file", "position",
    "invited_by", "invited_at", "told_begins", "told_ends", "meetings.GuestItem.guest", "meetings.GuestItem.item",
}  # fmt: skip
Way = list[tuple[str, str]]  # labels and addresses


@dataclass(frozen=True)
class Thing:
    """A kind of thing with a history: its rows for one viewer, and the models whose rows are part of it."""

    label: str
    rows: Callable[[Viewer], QuerySet[Any]]
    way: Callable[[Any], Way]  # below Home, the thing's own page last
    parts: dict[type[Model], str] = field(default_factory=dict)  # with the lookup from their rows to the thing

    def question(self, row: Model) -> Question:
        """What asks the history for the row and its parts."""
        lookups = {model._meta.label_lower: lookup for model, lookup in self.parts.items()}
        asked = {row._meta.label_lower: "pgh_obj_id", **lookups}
        about = tuple((label, lookup, row.pk) for label, lookup in asked.items())
        return Question(about=about, row=row, leave_out=SAID_ANYWAY)


def _meeting(meeting: Meeting) -> Way:
    return [("Møder", reverse("meetings:list")), (meeting.title, meeting.get_absolute_url())]


def _item(item: AgendaItem) -> Way:
    agenda = ("Dagsorden", reverse("meetings:agenda", args=[item.meeting.slug]))
    return [*_meeting(item.meeting), agenda, (item.title, reverse("meetings:item", args=[item.pk]))]


def _minutes(minutes: Minutes) -> Way:
    return [*_meeting(minutes.meeting), ("Referat", reverse("meetings:minutes", args=[minutes.meeting.slug]))]


def _area(area: Area) -> Way:
    return [("Innovationsområder", reverse("recommendations:areas")), (area.title, area.get_absolute_url())]


def _recommendation(one: Recommendation) -> Way:
    return [("Anbefalinger", reverse("recommendations:list")), (str(one), one.get_absolute_url())]


def _seat(seat: Seat) -> Way:
    above = [("Medlemmer", reverse("forum:directory")), ("Pladser", reverse("forum:seats"))]
    return [*above, (seat.organisation.full_name, seat.get_absolute_url())]


def _member(member: Member) -> Way:
    return [("Medlemmer", reverse("forum:directory")), (member.name, member.get_absolute_url())]


# By the word in the address
THINGS = {
    "moede": Thing(
        "Møde",
        lambda viewer: Meeting.objects.visible_to(viewer),
        _meeting,
        {
            AgendaItem: "meeting",
            Pause: "meeting",
            Attendance: "meeting",
            Guest: "meeting",
            GuestItem: "guest__meeting",
        },
    ),
    "punkt": Thing(
        "Punkt",
        lambda viewer: AgendaItem.objects.visible_to(viewer).select_related("meeting"),
        _item,
        {Attachment: "item", AttachmentVersion: "attachment__item", GuestItem: "item"},
    ),
    "referat": Thing(
        "Referat",
        lambda viewer: Minutes.objects.visible_to(viewer).select_related("meeting"),
        _minutes,
        dict.fromkeys((Note, Decision, Action), "item__meeting__minutes"),
    ),
    "omraade": Thing(
        "Innovationsområde",
        lambda viewer: Area.objects.visible_to(viewer),
        _area,
        {AreaUpdate: "area", AreaPartner: "area"},
    ),
    "anbefaling": Thing("Anbefaling", lambda viewer: Recommendation.objects.visible_to(viewer), _recommendation),
    "plads": Thing(
        "Plads",
        lambda viewer: Seat.objects.select_related("organisation"),
        _seat,
        {SeatHolding: "seat", Invitation: "seat"},
    ),
    "medlem": Thing(
        "Medlem",
        lambda viewer: Member.objects.visible_to(viewer),
        _member,
        {SeatHolding: "member", NotificationChoice: "member"},
    ),
}
