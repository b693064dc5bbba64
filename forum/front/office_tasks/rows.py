"""Everything that may wait for the secretariat, in one query: rows of a kind, with words, a day and a number."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Cast, Coalesce, TruncDate

from forum.base.compiled_queries import Param, compiled
from forum.base.heartbeat import Heartbeat
from forum.base.visibility import Viewer
from forum.jobs.models import Job
from forum.mail.models import OutboxMail
from forum.membership.models import Invitation, JoinRequest
from forum.membership.vacancies import vacant
from forum.people.models import Member, Seat, SeatHolding
from meetings.followup.models import Action, ActionStep
from meetings.minutes.models import MinutesPdf
from recommendations.areas.models import Area
from recommendations.reports.models import Report

ASKED_LATELY = timedelta(days=5)  # whoever was reminded of an action is given so long before they are telephoned
RUNS_OUT = timedelta(days=3)  # so long before its end an invitation is told of
COLUMNS = ("kind", "ref", "what", "name", "name_kind", "day", "number", "met_on")
NOTHING = Value("", CharField())
NO_DAY = Cast(Value(None), DateField())  # of a type that PostgreSQL knows from the first arms on
Mail = OutboxMail.State


class Row(NamedTuple):
    kind: str  # which of the arms below
    ref: str
    what: str
    name: str  # an organisation's, or an address
    name_kind: str  # the organisation's kind
    day: date | None
    number: int
    met_on: date | None  # the meeting that it comes from


def waiting(viewer: Viewer, now: datetime, today: date, *, silent_since: date, late_since: datetime) -> list[Row]:
    """All rows, by kind and day; actions to the end of the week of `today`, the secretariat's own whenever due."""
    sunday = today + timedelta(days=6 - today.weekday())
    given = {"now": now, "soon": now + RUNS_OUT, "sunday": sunday, "silent": silent_since, "late": late_since,
             "asked": now - ASKED_LATELY}  # fmt: skip
    return [Row(*row) for row in _waiting(viewer, **given)]


@compiled
def _waiting(viewer: Viewer) -> QuerySet[Any, Any]:
    now = Param("now", DateTimeField())
    arms = [
        *_mails(viewer, now),
        _people(viewer),
        *_invitations(viewer, now),
        _vacant(viewer, now),
        _actions(viewer),
        _areas(viewer),
        _alone(viewer, now),
        _arm(Report.objects.visible_to(viewer).filter(job__state=Job.State.FAILED), "report",
             day=TruncDate("requested_at")),
        _arm(MinutesPdf.objects.visible_to(viewer).filter(job__state=Job.State.FAILED), "minutes_pdf",
             ref=F("minutes__meeting__slug"), day=TruncDate("minutes__meeting__start")),
    ]  # fmt: skip
    return arms[0].union(*arms[1:], all=True).order_by("kind", "day", "ref")


def _mails(viewer: Viewer, now: Param) -> list[QuerySet[Any, Any]]:
    """Mails that will not go by themselves, counted by state; and whether a restored copy holds them back."""
    late = Q(state=Mail.QUEUED, created_at__lt=Param("late", DateTimeField()), not_before__lt=now)
    stuck = OutboxMail.objects.visible_to(viewer).filter(Q(state__in=[Mail.FAILED, Mail.UNCERTAIN, Mail.DRAFT]) | late)
    counted = (
        stuck.order_by().values("state").annotate(
            kind=Value("mail", CharField()), ref=F("state"), what=Min("subject"), name=Min("to_address"),
            name_kind=Cast(Min("pk"), CharField()), day=Value(None, DateField()), number=Count("pk"),
            met_on=NO_DAY,
        )
    )  # fmt: skip
    restored = Heartbeat.objects.filter(name=Heartbeat.RESTORED)
    return [counted.values_list(*COLUMNS), _arm(restored, "restored", day=TruncDate("at"))]


def _people(viewer: Viewer) -> QuerySet[Any, Any]:
    asked = JoinRequest.objects.visible_to(viewer).filter(state=JoinRequest.State.CONFIRMED)
    return _arm(asked, "request", what=F("name"), name=F("organisation"), day=TruncDate("created_at"))


def _invitations(viewer: Viewer, now: Param) -> list[QuerySet[Any, Any]]:
    """Invitations that have run out, and those that do within three days; a reminder gives these a whole term more."""
    sent = Invitation.objects.visible_to(viewer)
    over, soon = sent.expired(now), sent.open(now)
    kinds = {"invitation": over, "expiring": soon.filter(expires_at__lte=Param("soon", DateTimeField()))}
    return [
        _arm(rows, kind, what=F("email"), name=Coalesce("seat__organisation__name", NOTHING),
             name_kind=Coalesce("seat__organisation__kind", NOTHING), day=TruncDate("expires_at"))
        for kind, rows in kinds.items()
    ]  # fmt: skip


def _vacant(viewer: Viewer, now: Param) -> QuerySet[Any, Any]:
    """Seats that nobody holds and nobody is invited to; since when, and how many open actions they have."""
    left = SeatHolding.objects.filter(seat=OuterRef("pk"), is_substitute=False, until__isnull=False)
    promised = Action.objects.visible_to(viewer).open().filter(owner=OuterRef("pk")).order_by().values("owner")
    number = Subquery(promised.annotate(number=Count("pk", distinct=True)).values("number"))
    is_chair = Case(When(role=Seat.Role.CHAIR, then=Value("chair")), default=Value("seat"), output_field=CharField())
    free = vacant(Seat.objects.all(), now).filter(is_invited=False)
    return _arm(free, is_chair, name=F("organisation__name"), name_kind=F("organisation__kind"),
                day=Subquery(left.order_by("-until").values("until")[:1]), number=Coalesce(number, 0))  # fmt: skip


def _actions(viewer: Viewer) -> QuerySet[Any, Any]:
    """With their number 1 where somebody was reminded of it lately."""
    rows = Action.objects.visible_to(viewer).open().filter(Q(owner=None) | Q(due__lte=Param("sunday", DateField())))
    reminded = ActionStep.objects.visible_to(viewer).filter(
        action=OuterRef("pk"), kind=ActionStep.Kind.REMINDED, at__gt=Param("asked", DateTimeField())
    )
    return _arm(rows, "action", what=F("text"), name=Coalesce("owner__organisation__name", NOTHING),
                name_kind=Coalesce("owner__organisation__kind", NOTHING), day=F("due"),
                number=Cast(Exists(reminded), IntegerField()), met_on=TruncDate("item__meeting__start"))  # fmt: skip


def _areas(viewer: Viewer) -> QuerySet[Any, Any]:
    silent = Area.objects.visible_to(viewer).without_news_since(Param("silent", DateField()))
    return _arm(silent, "area", ref=F("slug"), what=F("title"), name=F("lead__name"), name_kind=F("lead__kind"),
                day=F("news_on"))  # fmt: skip


def _alone(viewer: Viewer, now: Param) -> QuerySet[Any, Any]:
    """The one secretary, while there is no other and nobody is invited to be."""
    office = Member.objects.visible_to(viewer).secretariat()
    invited = Invitation.objects.visible_to(viewer).open(now).filter(is_secretariat=True)
    return _arm(office.filter(~Exists(office.exclude(pk=OuterRef("pk"))), ~Exists(invited)), "alone")


def _arm(rows: Any, kind: Any, **columns: Any) -> QuerySet[Any, Any]:
    """The query of one kind, in the columns that all kinds share."""
    plain = {"ref": Cast("pk", CharField()), "what": NOTHING, "name": NOTHING, "name_kind": NOTHING,
             "day": Value(None, DateField()), "number": Value(0, BigIntegerField()), "met_on": NO_DAY}  # fmt: skip
    named = {"kind": Value(kind, CharField()) if isinstance(kind, str) else kind, **plain, **columns}
    arm: QuerySet[Any, Any] = rows.order_by().values_list(*(named[name] for name in COLUMNS))
    return arm
