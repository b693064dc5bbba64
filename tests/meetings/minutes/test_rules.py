"""The edges of the rules of minutes: who approves, the last day for remarks, what an approval waits for."""

from __future__ import annotations

from datetime import timedelta

from meetings.minutes import rules
from meetings.minutes.models import Remark
from tests.meetings.minutes.conftest import Held
from tests.world import NOW


def test_the_chair_and_the_secretariat_approve(held: Held) -> None:
    may = {key for key, member in held.cast.everyone().items() if rules.can_approve(member.as_viewer())}
    assert may == {"chair", "secretary"}


def test_the_last_day_for_remarks_is_one(held: Held) -> None:
    minutes, viewer = held.release(), held.cast.head.as_viewer()
    assert minutes.remarks_due is not None
    last, next_day = minutes.remarks_due, minutes.remarks_due + timedelta(days=1)
    assert [rules.can_remark(viewer, minutes, day) for day in (last, next_day)] == [True, False]
    assert [rules.why_not_approve(minutes, day) == "" for day in (last, next_day)] == [False, True]


def test_an_approval_waits_for_an_answer_to_each_remark(held: Held) -> None:
    minutes = held.release()
    assert minutes.remarks_due is not None
    after = minutes.remarks_due + timedelta(days=1)
    remark = Remark.objects.create(item=held.open, by=held.cast.head, text="Ret")
    assert rules.why_not_approve(minutes, after) == "Der er én bemærkning, som ikke er besvaret endnu."
    Remark.objects.filter(pk=remark.pk).update(outcome="taken_in", answered_at=NOW)
    assert rules.why_not_approve(minutes, after) == ""
