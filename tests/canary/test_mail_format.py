"""Every mail and calendar of the sweep keeps to the standards: RFC 5322, 2045, 5545, 5546, 7986."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from forum.mail.message import to_message
from forum.mail.models import OutboxMail
from forum.membership.actions import members, seats
from forum.people.models import Member
from meetings.convocation.actions.meeting import cancel_meeting, move_meeting
from meetings.meeting.models import Meeting
from tests import calendar_checks, mail_checks, world
from tests.canary.test_mail import send_everything
from tests.canary.world import Sweep

ClientFor = Callable[[Member | None], Client]
NOW = world.NOW


def bytes_of(mail: OutboxMail) -> bytes:
    return to_message(mail).message().as_bytes(linesep="\r\n")


@pytest.fixture
def mails(sweep: Sweep) -> list[OutboxMail]:
    """What the sweep sends, and a meeting moved, then cancelled; a seat handed over; somebody who leaves."""
    send_everything(sweep)
    OutboxMail.objects.filter(kind="meetings.convocation").update(state=OutboxMail.State.SENT)
    to = Member.objects.create_user("ny.aase@example.dk", "Åse Ærø Østergaard")
    seats.hand_over(seat=world.seat_of(sweep.cast.head), to=to, by=sweep.cast.secretary, now=NOW)
    members.leave(member=sweep.cast.lead, by=sweep.cast.lead, now=NOW)
    meeting = Meeting.objects.get(slug="indkaldes")
    start = meeting.start + timedelta(days=1)
    move_meeting(
        meeting=meeting, revision=meeting.revision, by=sweep.cast.secretary, now=NOW, start=start,
        end=start + timedelta(hours=4), online_link="https://example.dk/a,b;c?d=e", rsvp_deadline=meeting.rsvp_deadline,
    )  # fmt: skip
    cancel_meeting(meeting=meeting, reason="Sygdom", by=sweep.cast.secretary, now=NOW)
    return list(OutboxMail.objects.exclude(kind="test.kanari").select_related("to_member"))


def test_every_mail_keeps_to_the_standards(mails: list[OutboxMail]) -> None:
    assert {mail.kind for mail in mails} >= {
        "forum.digest", "forum.left", "forum.member_left", "forum.seat_given", "forum.seat_lost", "meetings.cancelled",
        "meetings.convocation", "meetings.minutes_released", "meetings.moved", "meetings.reminder",
        "meetings.withdrawn",
    }  # fmt: skip
    found = defaultdict(set)
    for mail in mails:
        found[mail.kind].update(mail_checks.faults(bytes_of(mail)))
    assert {kind: sorted(faults) for kind, faults in found.items() if faults} == {}


def test_every_calendar_keeps_to_the_standards(
    mails: list[OutboxMail], sweep: Sweep, client: Client, client_for: ClientFor
) -> None:
    found = defaultdict(set)
    for mail in mails:
        for part in mail_checks.parsed(bytes_of(mail)).walk():
            if part.get_content_type() == "text/calendar":
                method = str(part.get_param("method"))
                found[mail.kind].update(calendar_checks.faults(part.get_content(), method))
    assert found.keys() == {
        "meetings.cancelled", "meetings.convocation", "meetings.moved", "meetings.reminder", "meetings.withdrawn",
    } | ({"meetings.answer_reminder"} & found.keys())  # fmt: skip
    feed = client.get(f"/kalender/{sweep.cast.supplier.calendar_secret}.ics").content.decode()
    single = client_for(sweep.cast.supplier).get(f"/moeder/{sweep.coming.slug}/kalender.ics").content.decode()
    found["feed"].update(calendar_checks.faults(feed))
    found["file"].update(calendar_checks.faults(single))
    assert {kind: sorted(faults) for kind, faults in found.items() if faults} == {}


def test_what_goes_on_from_a_convocation_stands_under_it(mails: list[OutboxMail]) -> None:
    called = {
        (mail.about["meeting"], mail.about["seat"], mail.about["member"]): mail.message_id
        for mail in mails
        if mail.kind == "meetings.convocation"
    }
    later = [mail for mail in mails if mail.kind in {"meetings.moved", "meetings.cancelled", "meetings.withdrawn"}]
    known = [mail for mail in later if (mail.about["meeting"], mail.about["seat"], mail.about["member"]) in called]
    assert len(known) > 5
    for mail in known:
        parent = called[mail.about["meeting"], mail.about["seat"], mail.about["member"]]
        headers = mail_checks.parsed(bytes_of(mail))
        assert (headers["In-Reply-To"], headers["References"]) == (parent, parent)


def test_only_what_may_be_stopped_has_a_way_out(mails: list[OutboxMail]) -> None:
    stoppable = {mail.kind: mail_checks.parsed(bytes_of(mail))["List-Unsubscribe"] is not None for mail in mails}
    assert stoppable == {mail.kind: mail.is_optional for mail in mails}
    assert {"meetings.convocation": False, "forum.digest": True}.items() <= stoppable.items()
