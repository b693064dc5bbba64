"""Meetings: one date from which every deadline follows."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from forum.base.dates import local
from forum.base.fields import LONGEST_LINK
from forum.base.removal import Removable
from forum.base.search_index import StoredVector
from forum.base.visibility import OPEN, Protected, ProtectedQuerySet, Viewer, audience_field
from forum.people.models import Member


class MeetingQuerySet(ProtectedQuerySet):
    def standing(self) -> Self:
        return self.exclude(state=Meeting.State.CANCELLED)

    def listed(self) -> Self:
        """All but plans given up before anyone was called: those clutter the lists, and stay in the admin."""
        return self.exclude(state=Meeting.State.CANCELLED, convened_at=None)

    def ahead(self, now: datetime) -> Self:
        """Those whose time has not passed, the cancelled too: who planned to come must find out."""
        return self.listed().filter(end__gte=now).order_by("start", "pk")

    def coming(self, now: datetime) -> Self:
        return self.standing().ahead(now)

    def taking_answers(self, now: datetime) -> Self:
        """Those of which `takes_answers` is true."""
        return self.filter(state__in=Meeting.CALLED_STATES, start__gt=now)

    def once_at(self, slug: str) -> Self:
        """Those that had this address before they were moved."""
        return self.filter(former_slugs__contains=[slug])

    def past(self, now: datetime) -> Self:
        return self.listed().filter(end__lt=now).order_by("-start", "-pk")


# States of minutes (`Minutes.State`, a subject above) whose text the members read; all below the minutes ask for them
MINUTES_RELEASED = ("remarks", "corrected", "approved", "locked")


@pghistory.track()
class Meeting(Protected, Removable):
    class State(models.TextChoices):
        PLANNED = "planned", "Planlægges"
        CONVENED = "convened", "Indkaldt"
        RELEASED = "released", "Dagsordenen er klar"
        RUNNING = "running", "I gang"
        HELD = "held", "Afholdt"
        REMARKS = "remarks", "Referat i høring"
        APPROVED = "approved", "Referat godkendt"
        CLOSED = "closed", "Referat"
        CANCELLED = "cancelled", "Aflyst"

    NEXT: ClassVar = {
        State.PLANNED: (State.CONVENED, State.CANCELLED),
        State.CONVENED: (State.RELEASED, State.HELD, State.CANCELLED),
        State.RELEASED: (State.RELEASED, State.RUNNING, State.HELD, State.CANCELLED),
        State.RUNNING: (State.HELD,),
        State.HELD: (State.REMARKS,),
        State.REMARKS: (State.APPROVED, State.HELD),
        State.APPROVED: (State.CLOSED, State.HELD),  # HELD again = reopened, with a reason
        State.CLOSED: (State.HELD,),
    }
    # People are called to it, and it is not marked as held
    CALLED_STATES = (State.CONVENED, State.RELEASED, State.RUNNING)
    # States in which the invited may see the agenda
    RELEASED_STATES = (State.RELEASED, State.RUNNING, State.HELD, State.REMARKS, State.APPROVED, State.CLOSED)
    audience_paths = ("audience",)
    grant_paths: ClassVar = {"meetings.meeting": "pk", "meetings.agendaitem": "items"}
    not_removed = Q(removed_at=None)  # a plan that nobody was called to
    published = ~Q(state="planned") & ~Q(state="cancelled", convened_at=None)  # a plan given up was never theirs

    title = models.CharField("titel", max_length=120)
    slug = models.SlugField("adresse", max_length=60, unique=True)  # the date; "-2" for a second that day
    former_slugs = ArrayField(  # the addresses before moves; they lead to this one
        models.SlugField(max_length=60), default=list, db_default=[], blank=True, editable=False
    )
    start = models.DateTimeField("begynder")
    end = models.DateTimeField("slutter")
    place = models.CharField("sted", max_length=200, blank=True)
    online_link = models.URLField("onlinelink", max_length=LONGEST_LINK, blank=True)
    rsvp_deadline = models.DateTimeField("svarfrist")
    introduction = models.TextField("velkomst", blank=True)  # Markdown, shown above the agenda and in the convocation
    # The chair's own words, above the convocation's; signed with the name of who wrote them
    greeting = models.TextField("forpersonens hilsen", blank=True, db_default="")
    greeting_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="hilsen fra"
    )
    # May be asked with the answer; what people say is kept as `Wish`
    asks_wishes = models.BooleanField("spørg om ønsker til mad og adgang", default=False, db_default=False)
    audience = audience_field()
    state = models.CharField("tilstand", max_length=9, choices=State, default=State.PLANNED)
    agenda_version = models.PositiveSmallIntegerField("dagsordenens version", default=0)
    released_at = models.DateTimeField("dagsorden frigivet", null=True, blank=True)  # the newest version
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # stable in every calendar (RFC 5545 UID)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)  # RFC 5545 SEQUENCE
    convened_at = models.DateTimeField("indkaldt", null=True, blank=True)
    moved_at = models.DateTimeField("flyttet", null=True, blank=True)  # when people were told of the present start
    moved_from = models.DateTimeField("flyttet fra", null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)  # two people editing: the second is told
    created_at = models.DateTimeField("oprettet", null=True, blank=True, editable=False)
    changed_at = models.DateTimeField("ændret", default=timezone.now, editable=False)
    cancel_reason = models.CharField("hvorfor aflyst", max_length=300, blank=True)

    vector = StoredVector("title", "place", "introduction")
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "møde"
        verbose_name_plural = "møder"
        ordering = ["-start"]
        constraints = [
            models.CheckConstraint(name="meeting_ends_after_start", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(
                name="only_a_plan_is_removed", condition=Q(removed_at=None) | Q(state="planned", convened_at=None)
            ),
            models.CheckConstraint(name="rsvp_before_start", condition=Q(rsvp_deadline__lte=F("start"))),
            models.CheckConstraint(
                name="cancelled_meeting_says_why",
                condition=Q(state="cancelled") & ~Q(cancel_reason="") | ~Q(state="cancelled") & Q(cancel_reason=""),
            ),
            models.CheckConstraint(
                name="greeting_is_signed",
                condition=Q(greeting="", greeting_by=None) | ~Q(greeting="") & Q(greeting_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def announced(cls, now: datetime) -> datetime | None:
        """When the whole forum meets next: the only thing about a meeting that everyone may know."""
        whole = cls.objects.coming(now).exclude(state=cls.State.PLANNED)
        return whole.filter(audience__in=OPEN).values_list("start", flat=True).first()

    @classmethod
    def to_greet(cls, viewer: Viewer, now: datetime) -> MeetingQuerySet:
        """Planned meetings, the next first, whose convocation the chair may still put a greeting in.

        A plan is the secretariat's alone: the chair may know its day, and nothing else of it, so that is all to show.
        """
        rows: MeetingQuerySet = cls.objects.filter(state=cls.State.PLANNED, start__gt=now).order_by("start", "pk")
        in_mail = viewer.audiences & OPEN  # a closed meeting's mail says nothing of it
        return rows.filter(audience__in=in_mail) if viewer.is_chair else rows.none()

    def get_absolute_url(self) -> str:
        return reverse("meetings:detail", args=[self.slug])

    def takes_answers(self, now: datetime) -> bool:
        """Whether who is called can answer now: until the meeting begins, after the deadline too."""
        return self.state in self.CALLED_STATES and self.start > now

    def answer_by(self, now: datetime) -> datetime:
        """What an answer is asked for by: the deadline, and for those called after it the meeting's beginning."""
        return self.rsvp_deadline if now < self.rsvp_deadline else self.start

    @property
    def mail_name(self) -> str:
        """What mails and calendars call it: mails are passed on and calendars shared, so a closed title stays here."""
        return "Lukket møde" if self.is_closed else self.title

    @property
    def open_until(self) -> datetime:
        """Until when those without a seat who are called to it read its papers: the midnight after it."""
        return datetime.combine(local(self.end).date() + timedelta(days=1), time(), ZoneInfo(settings.TIME_ZONE))

    @property
    def is_standing(self) -> bool:
        return self.state != self.State.CANCELLED

    @property
    def is_released(self) -> bool:
        return self.state in self.RELEASED_STATES
