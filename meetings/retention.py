"""How long the meetings keep what they know of people who are not members: named substitutes, and guests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Least

from forum.audit.context import audited
from forum.membership.actions.pseudonymise import pseudonymise
from forum.membership.models import Invitation
from forum.membership.retention import Rule
from forum.people.models import Member
from meetings.attendance.models import Attendance, Guest, Wish
from meetings.attendance.wishes import KEPT_DAYS
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes

ADDRESS_DAYS = 90  # after the approval of the minutes
NAME = "(navn slettet)"  # an answer by a substitute has a name
UNLOCKED = "meetings.AttendanceEvent:append_only"  # forgetting is the one thing that may rewrite the trail


@audited("Glemte navne på stedfortrædere")
def forget_substitutes(*, now: datetime, by: Member | None = None) -> int:
    """Take the names out of old answers and their history; who was there by the minutes stays with the minutes."""
    limit = now - timedelta(days=settings.RETENTION_DAYS_AFTER_LEAVING)
    named = ~Q(substitute_name__in=["", NAME])
    answers: Any = Attendance._base_manager.filter(meeting__end__lt=limit)
    minuted = Exists(Minutes._base_manager.filter(meeting=OuterRef("meeting")))
    forgotten = answers.filter(named).exclude(minuted, was_present=True).update(substitute_name=NAME)
    events: Any = apps.get_model("meetings", "AttendanceEvent")._base_manager.filter(named)
    kept = Attendance._base_manager.filter(pk=OuterRef("pgh_obj_id"), substitute_name=OuterRef("substitute_name"))
    with pgtrigger.ignore(UNLOCKED):
        forgotten += events.filter(~Exists(kept), pgh_obj_id__in=answers.values("pk")).update(substitute_name=NAME)
    return int(forgotten)


def _long_approved(now: datetime) -> Q:
    """Of meetings whose minutes were approved, or that were cancelled, so long ago; without minutes after the term."""
    limit = now - timedelta(days=ADDRESS_DAYS)
    approved = Q(meeting__minutes__approved_at__lt=limit)
    cancelled = Q(meeting__state=Meeting.State.CANCELLED, meeting__changed_at__lt=limit)
    never = Q(meeting__end__lt=now - timedelta(days=settings.RETENTION_DAYS_AFTER_LEAVING))
    return approved | cancelled | never


@audited("Glemte gæsters og stedfortræderes mailadresser og svar")
def forget_addresses(*, now: datetime, by: Member | None = None) -> int:
    """Take away addresses and answers of guests and called substitutes; who was there stays with the minutes."""
    guests: Any = Guest._base_manager.filter(member__isnull=False)
    gone = Q(removed_at__lt=now - timedelta(days=ADDRESS_DAYS))
    old = guests.filter(_long_approved(now) | gone).values_list("pk", flat=True)
    pks = list(old)
    minuted = Q(was_present=True, removed_at=None) & Exists(Minutes._base_manager.filter(meeting=OuterRef("meeting")))
    named = list(Guest._base_manager.filter(minuted, pk__in=pks).values_list("pk", flat=True))
    blank: dict[str, Any] = {"member": None, "answer": "", "answered_at": None, "via": ""}
    nameless = {"name": NAME, "organisation": ""}
    Guest._base_manager.filter(pk__in=pks).update(**blank)
    Guest._base_manager.filter(pk__in=pks).exclude(pk__in=named).update(**nameless)
    called: Any = Attendance._base_manager.filter(_long_approved(now), substitute__isnull=False)
    answers = list(called.values_list("pk", flat=True))
    Attendance._base_manager.filter(pk__in=answers).update(substitute=None)
    with pgtrigger.ignore(UNLOCKED, "meetings.GuestEvent:append_only"):
        events: Any = apps.get_model("meetings", "GuestEvent")._base_manager.filter(pgh_obj_id__in=pks)
        events.update(**blank)
        events.exclude(pgh_obj_id__in=named).update(**nameless)
        apps.get_model("meetings", "AttendanceEvent")._base_manager.filter(pgh_obj_id__in=answers).update(
            substitute=None
        )
    for member in _no_longer_known(now):
        pseudonymise(member=member, by=None, now=now)
    return len(pks) + len(answers)


def _no_longer_known(now: datetime) -> list[Member]:
    """Those who were let in by grants alone, and whom nothing points to any more but what they did."""
    limit = now - timedelta(days=ADDRESS_DAYS)
    rows = Member.objects.filter(is_guest=True, pseudonymised_at=None, grants__isnull=False)
    rows = rows.exclude(grants__ended_at=None, grants__until__gt=now).exclude(guest_at__isnull=False)
    rows = rows.exclude(pk__in=Attendance._base_manager.exclude(substitute=None).values("substitute"))
    awaited = Invitation.objects.open(now).values("email")
    found = rows.exclude(email__in=awaited).annotate(last=Max(Least("grants__ended_at", "grants__until")))
    return list(found.filter(last__lt=limit))


def _addresses(now: datetime) -> int:
    return 0 if settings.DEMO else forget_addresses(now=now)


def _substitutes(now: datetime) -> int:
    """The demo's substitutes are invented, as its members are."""
    return 0 if settings.DEMO else forget_substitutes(now=now)


@audited("Slettede ønsker til mad og adgang")
def forget_wishes(*, now: datetime, by: Member | None = None) -> int:
    """What people needed at a meeting is nobody's any more when it is over."""
    old = Wish._base_manager.filter(meeting__end__lt=now - timedelta(days=KEPT_DAYS))
    return int(old.delete()[0])


RULES = [
    Rule("Ønsker til mad og adgang", f"{KEPT_DAYS} dage efter mødet", lambda now: forget_wishes(now=now)),
    Rule(
        "Gæsters og stedfortræderes mailadresser og svar",
        f"{ADDRESS_DAYS} dage efter referatets godkendelse",
        _addresses,
    ),
    Rule("Navne på stedfortrædere", f"{settings.RETENTION_DAYS_AFTER_LEAVING} dage efter mødet", _substitutes),
]
