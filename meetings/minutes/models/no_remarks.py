"""»Ingen bemærkninger«: who has said so of the text that was sent, and from whom an answer is still awaited."""

from __future__ import annotations

from datetime import date
from typing import Any

import pghistory
from django.db import models
from django.db.models import DateField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, TruncDate

from forum.base.dates import local
from forum.base.visibility import Protected, ProtectedQuerySet, Viewer
from forum.people.models import Member, SeatHolding
from meetings.attendance.models import Attendance
from meetings.meeting.models import Meeting
from meetings.minutes.models.minutes import Minutes
from meetings.minutes.models.remarks import Remark


@pghistory.track()
class NoRemarks(Protected):
    """A member's word that there is nothing to correct, to the text sent at `sent_at`; another text is another sending.

    Visible to the member and the secretariat, never to other members.
    """

    class Via(models.TextChoices):
        PAGE = "page", "på siden"
        MAIL = "mail-link", "via link i mail"

    audience_paths = ("minutes__meeting__audience",)
    published = Q(pk__in=[])
    own_paths = ("by",)

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="no_remarks", verbose_name="referat")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="fra")
    sent_at = models.DateTimeField("teksten blev sendt")  # `Minutes.released_at` of that sending
    at = models.DateTimeField("svaret")
    via = models.CharField("svaret hvordan", max_length=9, choices=Via)

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "ingen bemærkninger"
        verbose_name_plural = "ingen bemærkninger"
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["minutes", "by", "sent_at"], name="one_word_a_person_a_sending")]

    def __str__(self) -> str:
        return f"Ingen bemærkninger fra {self.by} til {self.minutes}"

    @classmethod
    def to(cls, minutes: Minutes, viewer: Viewer) -> QuerySet[NoRemarks]:
        """Who has said so, as far as the viewer may know, to the text that was sent last."""
        said: QuerySet[NoRemarks] = cls.objects.visible_to(viewer).filter(minutes=minutes.pk)
        return said.filter(sent_at=F("minutes__released_at"))


def silent_members(minutes: Minutes) -> QuerySet[Member]:
    """The members who are asked about the minutes and have said nothing to the text that was sent last.

    Asked is whoever held a seat on the meeting's day, is a member still, and may read the minutes; never the
    secretariat. Whether they can still answer is another question: `rules.can_remark`.
    """
    day, meeting = Value(local(minutes.meeting.start).date(), DateField()), Value(minutes.meeting_id, IntegerField())
    asked = _asked(day, meeting).filter(member=OuterRef("pk"))
    spoken = _spoken(Value(minutes.pk, IntegerField()), meeting, Value(minutes.released_at, models.DateTimeField()))
    members: Any = Member.objects.in_audience(minutes.meeting.audience).filter(Exists(asked), is_secretariat=False)
    for said in spoken:
        members = members.exclude(Exists(said.filter(by=OuterRef("pk"))))
    return members


def silent_minutes(viewer: Viewer, today: date) -> QuerySet[Minutes]:
    """The minutes about which the viewer is asked »Har du noget at rette?«, and has not answered yet."""
    if viewer.is_secretariat or viewer.member_id is None:
        return Minutes.objects.none()
    out: Any = Minutes.objects.visible_to(viewer).filter(
        state__in=[Minutes.State.REMARKS, Minutes.State.CORRECTED], remarks_due__gte=today
    )
    rows = out.annotate(day=TruncDate("meeting__start"))
    rows = rows.filter(Exists(_asked(OuterRef("day"), OuterRef("meeting")).filter(member=viewer.member_id)))
    for said in _spoken(OuterRef("pk"), OuterRef("meeting"), OuterRef("released_at")):
        rows = rows.exclude(Exists(said.filter(by=viewer.member_id)))
    return rows


def asked_ids(meeting: Meeting) -> set[int]:
    """The ids of the members who are asked about the meeting's minutes, whether they are members still or not."""
    day, pk = Value(local(meeting.start).date(), DateField()), Value(meeting.pk, IntegerField())
    return set(_asked(day, pk).filter(member__is_secretariat=False).values_list("member", flat=True))


def _asked(day: Any, meeting: Any) -> QuerySet[SeatHolding]:
    """The holdings, on that day, of those who are asked: the holders of the seats, and a standing substitute who came
    in the holder's place or had the seat alone."""
    on_day = Q(until=None) | Q(until__gte=F("day"))
    held: Any = SeatHolding.objects.annotate(day=Cast(day, DateField()), meeting=Cast(meeting, IntegerField()))
    holders = SeatHolding.objects.filter(
        Q(until=None) | Q(until__gte=OuterRef("day")), seat=OuterRef("seat"), since__lte=OuterRef("day"),
        is_substitute=False,
    )  # fmt: skip
    came = Attendance._base_manager.filter(
        meeting=OuterRef("meeting"), seat=OuterRef("seat"), substitute_name=OuterRef("member__name")
    )
    rows: QuerySet[SeatHolding] = held.filter(on_day, since__lte=F("day"))
    return rows.filter(Q(is_substitute=False) | ~Exists(holders) | Exists(came))


def _spoken(minutes: Any, meeting: Any, sent_at: Any) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """The remarks, and the words that there are none, that were sent since the minutes were sent."""
    remarks = Remark._base_manager.filter(item__meeting=meeting, at__gte=sent_at)
    return remarks, NoRemarks._base_manager.filter(minutes=minutes, sent_at=sent_at)
