"""How long the meetings keep the names of people who are not members: the substitutes somebody named in an answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from forum.audit.context import audited
from forum.membership.retention import Rule
from forum.people.models import Member
from meetings.attendance.models import Attendance, Wish
from meetings.attendance.wishes import KEPT_DAYS
from meetings.minutes.models import Minutes

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
    Rule("Navne på stedfortrædere", f"{settings.RETENTION_DAYS_AFTER_LEAVING} dage efter mødet", _substitutes),
]
