"""»Hvem ændrede dette?«: the things whose history the secretariat reads beside them, and what belongs to each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import reverse

from forum.audit.history import Question
from forum.base.visibility import Viewer
from forum.people.models import Member, NotificationChoice, Seat, SeatHolding
from meetings.agenda.models import AgendaItem, Attachment
from meetings.attendance.models import Attendance
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.models import Decision, Minutes, Note, Remark
from recommendations.areas.models import Area, AreaPartner, AreaUpdate
from recommendations.wording.models import Recommendation


@dataclass(frozen=True)
class Thing:
    """A kind of thing with a history: its rows for one viewer, and the models whose rows are part of it."""

    label: str
    rows: Callable[[Viewer], QuerySet[Any]]
    url: Callable[[Any], str] = lambda row: row.get_absolute_url()
    parts: dict[type[Model], str] = field(default_factory=dict)  # with the lookup from their rows to the thing

    def row_or_404(self, viewer: Viewer, pk: int) -> Any:
        row = self.rows(viewer).filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def question(self, row: Model) -> Question:
        """What asks the history for the row and its parts."""
        lookups = {model._meta.label_lower: lookup for model, lookup in self.parts.items()}
        asked = {row._meta.label_lower: "pgh_obj_id", **lookups}
        return Question(about=tuple((label, lookup, row.pk) for label, lookup in asked.items()))


# By the word in the address
THINGS = {
    "moede": Thing(
        "Møde",
        lambda viewer: Meeting.objects.visible_to(viewer),
        parts={AgendaItem: "meeting", Attendance: "meeting"},
    ),
    "punkt": Thing(
        "Punkt",
        lambda viewer: AgendaItem.objects.visible_to(viewer).select_related("meeting"),
        url=lambda item: reverse("meetings:item", args=[item.pk]),
        parts={Attachment: "item"},
    ),
    "referat": Thing(
        "Referat",
        lambda viewer: Minutes.objects.visible_to(viewer).select_related("meeting"),
        url=lambda minutes: reverse("meetings:minutes", args=[minutes.meeting.slug]),
        parts=dict.fromkeys((Note, Decision, Action, Remark), "item__meeting__minutes"),
    ),
    "omraade": Thing(
        "Innovationsområde",
        lambda viewer: Area.objects.visible_to(viewer),
        parts={AreaUpdate: "area", AreaPartner: "area"},
    ),
    "anbefaling": Thing("Anbefaling", lambda viewer: Recommendation.objects.visible_to(viewer)),
    "plads": Thing(
        "Plads",
        lambda viewer: Seat.objects.select_related("organisation"),
        url=lambda seat: reverse("forum:seat", args=[seat.pk]),
        parts={SeatHolding: "seat"},
    ),
    "medlem": Thing(
        "Medlem",
        lambda viewer: Member.objects.visible_to(viewer),
        url=lambda member: reverse("forum:member", args=[member.pk]),
        parts={SeatHolding: "member", NotificationChoice: "member"},
    ),
}
