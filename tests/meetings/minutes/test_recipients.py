"""Who gets the mail about minutes: each member with a seat who may read them, and nobody else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice, SeatHolding
from meetings.meeting.models import Meeting
from meetings.minutes.actions import course
from meetings.minutes.models import Minutes, recipients_of
from tests import world
from tests.meetings.minutes.conftest import Held
from tests.world import NOW, Cast

MEMBERS = {"chair", "head", "lead", "supplier", "ski", "disqualified"}


def keys(cast: Cast, members: list[Member]) -> set[str]:
    return {key for key, member in cast.everyone().items() if member in members}


def told(held: Held) -> set[str]:
    return keys(held.cast, [mail.to_member for mail in OutboxMail.objects.filter(kind="meetings.minutes_released")])


def test_every_member_with_a_seat_is_told(held: Held) -> None:
    held.release()
    assert told(held) == MEMBERS


@pytest.mark.parametrize(("audience", "left_out"), [("authorities", {"supplier"}), ("secretariat", MEMBERS)])
def test_of_a_closed_meeting_those_who_may_read(held: Held, audience: str, left_out: set[str]) -> None:
    Meeting.objects.update(audience=audience)
    held.minutes.refresh_from_db()
    held.release()
    assert told(held) == MEMBERS - left_out


def test_neither_who_left_nor_who_wants_none(held: Held) -> None:
    SeatHolding.objects.filter(member=held.cast.ski).update(until=NOW.date())
    NotificationChoice.objects.create(member=held.cast.lead, kind="minutes", pace="never")
    NotificationChoice.objects.create(member=held.cast.head, kind="minutes", pace="weekly")
    held.release()
    assert told(held) == MEMBERS - {"ski", "lead", "head"}
    found = {one.member: (one.wants_mail, one.wants_digest) for one in recipients_of(held.meeting, NOW)}
    assert (found[held.cast.lead], found[held.cast.head]) == ((False, False), (False, True))


def test_each_is_promised_to_know_what_is_hidden(held: Held) -> None:
    hidden = {one.member: one.hidden_items for one in recipients_of(held.meeting, NOW)}
    assert [hidden[who] for who in (held.cast.head, held.cast.supplier, held.cast.disqualified)] == [(), (2,), (3,)]


def test_a_mail_names_ones_own_actions_of_open_items(held: Held) -> None:
    seat = world.seat_of(held.cast.head)
    for item, word in ((held.open, "åbent"), (held.closed, "lukket")):
        world.make_action(item, seat, text=f"Lovet {word}")
    held.release()
    named = {
        mail.to_member: set(re.findall(r"Lovet \w+", mail.text + mail.html))
        for mail in OutboxMail.objects.filter(kind="meetings.minutes_released")
    }
    assert named.pop(held.cast.head) == {"Lovet åbent"}
    assert set().union(*named.values()) == set()


def withdraw(held: Held) -> None:
    course.withdraw(minutes=held.minutes, reason="Forkert bilag", by=held.cast.secretary, now=NOW)


def close(held: Held) -> None:
    Meeting.objects.update(audience="secretariat")


def lose_the_seat(held: Held) -> None:
    SeatHolding.objects.filter(member=held.cast.head).update(until=NOW.date())


@pytest.mark.parametrize("change", [withdraw, close, lose_the_seat])
def test_a_mail_that_waits_is_dropped_when_it_holds_no_more(held: Held, change: Any) -> None:
    held.release()
    mail = OutboxMail.objects.get(kind="meetings.minutes_released", to_member=held.cast.head)
    assert delivery.why_not_send(mail, NOW) == ""
    change(held)
    mail = OutboxMail.objects.get(pk=mail.pk)
    assert delivery.why_not_send(mail, NOW) != ""


def test_nor_is_withdrawn_minutes_mail_sent_to_those_who_see_drafts(held: Held) -> None:
    """Who is in the secretariat and has a seat still finds the minutes, so the check asks for more than that."""
    Member.objects.filter(pk=held.cast.head.pk).update(is_secretariat=True)
    held.release()
    withdraw(held)
    mail = OutboxMail.objects.get(kind="meetings.minutes_released", to_member=held.cast.head)
    viewer = mail.viewer(world.NOW)
    assert viewer
    assert Minutes.objects.visible_to(viewer).exists()
    sentence = "Referatet er trukket tilbage, eller modtageren kan ikke længere se det."
    assert delivery.why_not_send(mail, NOW) == sentence
