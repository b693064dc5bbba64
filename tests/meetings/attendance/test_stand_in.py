"""Somebody comes instead, with a mail address: called, let in to that one meeting, and out of it again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from icalendar import Calendar

from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.membership.actions import invitations, seats
from forum.membership.actions.bulk_invitations import plan
from forum.membership.forms.pasted_people import Line
from forum.people.models import Grant, Member
from forum.signin.actions import member_with
from meetings.attendance.models import Attendance, Wish
from meetings.attendance.own_answers import own_answers
from meetings.convocation.actions import reminders, substitutes
from meetings.convocation.actions.convene import release_agenda, revision_of_draft
from meetings.convocation.actions.meeting import cancel_meeting, move_meeting, recipients_of
from meetings.convocation.mail import RsvpLink
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.attendance.test_answers import ClientFor
from tests.sink import Sink, said
from tests.world import NOW, Cast

ADDRESS = "aase.kvist@example.dk"
NAMED = {"answer": "substitute", "substitute_name": "Åse Kvist", "substitute_email": f" {ADDRESS.upper()} "}


@pytest.fixture
def agenda(meeting: Meeting, cast: Cast) -> Meeting:
    """Items for all, for authorities, for the secretariat; the second with an attachment."""
    for number, audience in enumerate(["members", "authorities", "secretariat"], start=1):
        item = world.make_item(meeting, number, title=f"Sag {audience}", audience=audience)
        world.make_paper(item, cast.secretary, text=f"Bilag {audience}")
    return meeting


def link(meeting: Meeting, seat: Any, member: Member) -> str:
    return f"/moeder/svar/{RsvpLink(meeting.pk, seat.pk, member.pk, meeting.start).token()}/"


def named(meeting: Meeting, cast: Cast, **more: Any) -> Member:
    told: dict[str, Any] = {"by": cast.head, "now": NOW, "via": "page"} | NAMED | more
    substitutes.answer(meeting=meeting, seat=world.seat_of(cast.head), **told)
    delivery.send_due(now=NOW)
    return Member.objects.get(email=told["substitute_email"].strip().lower())


def to(address: str, sink: Sink) -> list[str]:
    return [mail["Subject"] for mail in sink.mails if mail["To"] == address]


def calendar_of(mail: Any) -> tuple[str, Any]:
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    (event,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
    return part.get_param("method"), event


def test_named_by_the_mails_link_called_and_let_in(
    agenda: Meeting, cast: Cast, client_for: ClientFor, sink: Sink
) -> None:
    head, seat = cast.head, world.seat_of(cast.head)
    answer = Client().post(link(agenda, seat, head), NAMED)
    assert (answer.status_code, Attendance.objects.get().substitute_name) == (302, "Åse Kvist")
    assert delivery.send_due(now=NOW) == 2
    stand_in = Member.objects.get(email=ADDRESS)
    (called,) = [mail for mail in sink.mails if mail["To"] == ADDRESS]
    method, event = calendar_of(called)
    assert (method, str(event["UID"]), event["ATTENDEE"].params["PARTSTAT"]) == (
        "REQUEST", f"{agenda.uid}@forum", "NEEDS-ACTION",
    )  # fmt: skip
    assert "Mette Lindholm har bedt dig om at komme i stedet for sig. Du kommer for Odense Kommune." in said(called)
    assert "1. Sag members" in said(called)
    assert "Sag authorities" not in said(called)  # closed: on the page alone
    # The head hears who was named by the link: the mail may be in others' hands
    assert to(head.email, sink) == ["Din stedfortræder torsdag den 17. december 2026: Åse Kvist"]

    client = client_for(stand_in)
    page = client.get(f"/moeder/{agenda.slug}/").content.decode()
    assert [f"Sag {audience}" in page for audience in ("members", "authorities", "secretariat")] == [True, True, False]
    assert "Kan du komme i stedet for <bdi>Mette Lindholm</bdi>?" in page
    assert f'href="/moeder/{agenda.slug}/"' in client.get("/").content.decode()
    papers = [
        client.get(f"/moeder/bilag/{paper.pk}/").status_code
        for item in agenda.items.all()
        for paper in item.attachments.all()
    ]
    assert papers == [200, 200, 404]
    others = ["/moeder/", "/medlemmer/", f"/moeder/{agenda.slug}/deltagelse/", "/kalender/", "/profil/"]
    assert [client.get(path).status_code for path in others] == [403] * 5
    assert "DTSTART" in client.get(f"/moeder/{agenda.slug}/kalender.ics").content.decode()

    own = link(agenda, seat, stand_in)
    assert "Kan du komme i stedet for" in Client().get(own).content.decode()
    assert Client().post(own, {"answer": "online"}).status_code == 422
    Client().post(own, {"answer": "yes"})
    row = Attendance.objects.get()
    assert (row.answer, row.substitute_name, row.answered_by, row.via) == ("substitute", "Åse Kvist", stand_in, "mail")
    assert "Du kommer i stedet for" in client.get(f"/moeder/{agenda.slug}/").content.decode()


def test_reminded_and_told_with_the_seat(agenda: Meeting, cast: Cast, sink: Sink) -> None:
    named(agenda, cast)
    revision = revision_of_draft(agenda, recipients_of(agenda, NOW))
    agenda.items.update(changed_at=NOW)
    release_agenda(meeting=agenda, revision=revision, tell=True, by=cast.secretary, now=NOW)
    delivery.send_due(now=world.SENT)
    week_before = agenda.start - timedelta(days=7)
    reminders.plan_mail(now=week_before)
    delivery.send_due(now=week_before)
    agenda.refresh_from_db()
    cancel_meeting(meeting=agenda, reason="Sygdom", by=cast.secretary, now=week_before)
    delivery.send_due(now=week_before + timedelta(minutes=1))
    assert [subject.partition(":")[0] for subject in to(ADDRESS, sink)] == [
        "Kommer du den 17. december? Møde i samarbejdsforummet",
        "Dagsordenen er klar" if agenda.agenda_version < 2 else "Ny dagsorden",
        "Kommer du torsdag den 17. december 2026? Møde i samarbejdsforummet",
        "Aflyst",
    ]  # fmt: skip
    reminder = next(mail for mail in sink.mails if mail["To"] == ADDRESS and "Kommer du torsdag" in mail["Subject"])
    assert ("List-Unsubscribe" in reminder, "kommer i stedet for Mette Lindholm" in said(reminder)) == (False, True)


WAYS: dict[str, dict[str, str]] = {
    "comes after all": {"answer": "yes", "substitute_name": "", "substitute_email": ""},
    "another": {"substitute_name": "Bo Ek", "substitute_email": "bo.ek@example.dk"},
    "another by name": {"substitute_name": "Bo Ek", "substitute_email": ""},
}


@pytest.mark.parametrize("way", WAYS)
def test_the_head_changes_their_mind(agenda: Meeting, cast: Cast, client_for: ClientFor, sink: Sink, way: str) -> None:
    stand_in = named(agenda, cast)
    client, address = client_for(stand_in), f"/moeder/{agenda.slug}/"
    assert client.get(address).status_code == 200
    told: dict[str, Any] = {"by": cast.head, "now": NOW + timedelta(minutes=1), "via": "page"} | NAMED | WAYS[way]
    substitutes.answer(meeting=agenda, seat=world.seat_of(cast.head), **told)
    delivery.send_due(now=NOW + timedelta(minutes=2))
    mine = [mail for mail in sink.mails if mail["To"] == ADDRESS]
    assert "Du skal ikke længere komme i stedet for Mette Lindholm" in said(mine[-1])
    method, event = calendar_of(mine[-1])
    assert (len(mine), method, event["SEQUENCE"], str(event["STATUS"])) == (2, "CANCEL", 1, "CANCELLED")
    assert (client.get(address).status_code, member_with(ADDRESS)) == (403, None)
    assert Client().get(link(agenda, world.seat_of(cast.head), stand_in)).status_code == 410
    assert len(to("bo.ek@example.dk", sink)) == (way == "another")


def test_a_mail_that_has_not_gone_is_not_taken_back(agenda: Meeting, cast: Cast, sink: Sink) -> None:
    told: dict[str, Any] = {"seat": world.seat_of(cast.head), "by": cast.head, "now": NOW, "via": "page"}
    substitutes.answer(meeting=agenda, **told | NAMED)
    substitutes.answer(meeting=agenda, **told, answer="no")
    delivery.send_due(now=NOW)
    assert (to(ADDRESS, sink), OutboxMail.objects.get().state) == ([], "dropped")
    named(agenda, cast)  # once more is a convocation anew
    assert len(to(ADDRESS, sink)) == 1


def test_the_substitute_says_no_and_the_head_is_asked(agenda: Meeting, cast: Cast, sink: Sink) -> None:
    stand_in, seat = named(agenda, cast), world.seat_of(cast.head)
    page = Client().post(link(agenda, seat, stand_in), {"answer": "no"})
    assert "Du er taget af listen" in page.content.decode()
    delivery.send_due(now=NOW)
    row = Attendance.objects.get()
    assert (row.answer, row.substitute, row.answered_by) == ("no", None, stand_in)
    assert to(cast.head.email, sink) == ["Kommer du alligevel torsdag den 17. december 2026?"]
    assert (to(ADDRESS, sink)[-1][:24], stand_in.as_viewer().grants) == ("Ikke længere indkaldt: M", frozenset())


def test_a_moved_meeting_asks_the_head_anew(agenda: Meeting, cast: Cast, sink: Sink) -> None:
    stand_in, start = named(agenda, cast), agenda.start + timedelta(days=1)
    when: dict[str, Any] = {"start": start, "end": agenda.end + timedelta(days=1), "rsvp_deadline": start}
    move_meeting(meeting=agenda, revision=agenda.revision, by=cast.secretary, now=NOW, **when)
    delivery.send_due(now=world.SENT)
    assert [subject.partition(":")[0] for subject in to(ADDRESS, sink)] == [
        "Kommer du den 17. december? Møde i samarbejdsforummet", "Ikke længere indkaldt",
    ]  # fmt: skip
    assert (Attendance.objects.get().answer, stand_in.as_viewer().grants) == ("", frozenset())


def test_the_substitute_is_online_and_writes_what_they_need(
    agenda: Meeting, cast: Cast, client_for: ClientFor, sink: Sink
) -> None:
    Meeting.objects.update(online_link="https://x.dk/moede", asks_wishes=True)
    agenda.refresh_from_db()
    stand_in = named(agenda, cast)
    own, client = link(agenda, world.seat_of(cast.head), stand_in), client_for(stand_in)
    assert "Jeg er med online" in sink.mails[-1].as_string() + said(sink.mails[-1])
    assert Client().post(own, {"answer": "online", "wishes": "x" * 301}).status_code == 422
    assert Client().post(own, {"answer": "online", "wishes": "Vegansk"}).status_code == 302
    row = Attendance.objects.get()
    assert (row.answer, row.stand_ins_answer, own_answers(stand_in, [agenda])[agenda.pk].comes) == (
        "substitute", "online", True,
    )  # fmt: skip
    for page in (client.get(f"/moeder/{agenda.slug}/"), Client().get(own)):
        text = page.content.decode()
        assert ("Du er med online i stedet for" in text, text.count('value="Vegansk"')) == (True, 1)
    office = client_for(cast.secretary).get(f"/moeder/{agenda.slug}/deltagelse/").content.decode()
    assert ("<bdi>Åse Kvist</bdi>, online" in office, "Ønsker: <bdi>Vegansk</bdi>" in office) == (True, True)
    assert Client().post(own, {"answer": "yes", "wishes": ""}).status_code == 302
    row.refresh_from_db()
    assert (row.stand_ins_answer, Wish.objects.count()) == ("yes", 0)


def test_it_ends_with_the_meeting_and_with_the_seat(
    agenda: Meeting, cast: Cast, clock: time_machine.Traveller, sink: Sink
) -> None:
    stand_in = named(agenda, cast)
    (grant,) = Grant.objects.all()
    assert (grant.until, grant.audience, grant.instead_of) == (agenda.open_until, "authorities", cast.head)
    with time_machine.travel(agenda.open_until, tick=False):
        assert stand_in.as_viewer().grants == frozenset()
    assert stand_in.as_viewer().is_guest
    seats.close_seat(seat=world.seat_of(cast.head), by=cast.secretary, now=NOW)
    assert (stand_in.as_viewer().grants, Attendance.objects.get().answer) == (frozenset(), "")


def test_who_may_not_or_need_not_be_called(agenda: Meeting, cast: Cast, client_for: ClientFor) -> None:
    """A supplier would read what is closed to suppliers; who has a seat is called for it, the seat's own holder too."""
    client, path = client_for(cast.head), f"/moeder/{agenda.slug}/svar/"
    data = NAMED | {"seat": str(world.seat_of(cast.head).pk)}
    refused = client.post(path, data | {"substitute_email": cast.supplier.email})
    assert (refused.status_code, Attendance.objects.count()) == (422, 0)
    assert "Ingen kan sidde både for en leverandør og for en ordregiver" in refused.content.decode()
    assert client.post(path, data | {"substitute_email": "ikke en adresse"}).status_code == 422
    of_lead = world.seat_of(cast.lead).organisation.full_name
    for wrong, sentence in (
        ({"substitute_email": cast.lead.email}, f"{cast.lead.name} er selv indkaldt til mødet for {of_lead}."),
        ({"substitute_email": cast.head.email}, f"{cast.head.name} har selv pladsen."),
        ({"substitute_email": "", "substitute_name": cast.head.name.upper()}, f"{cast.head.name} har selv pladsen."),
    ):
        refused = client.post(path, data | wrong)
        assert (refused.status_code, sentence in refused.content.decode()) == (422, True)
    assert (Attendance.objects.count(), Grant.objects.count()) == (0, 0)
    standby = Member.objects.create_user("fast@x.dk", "Fast Vikar")
    world.seat_of(cast.head).holdings.create(member=standby, since=NOW.date(), is_substitute=True)
    assert client.post(path, data | {"substitute_email": standby.email}).status_code == 302
    assert (Attendance.objects.get().substitute, Grant.objects.count()) == (None, 0)
    for number in range(5):
        assert client.post(path, data | {"substitute_email": f"nr{number}@example.dk"}).status_code == 302
    assert client.post(path, data | {"substitute_email": "nr6@example.dk"}).status_code == 409
    assert Grant.objects.filter(ended_at=None).count() == 1


def test_a_substitute_is_bound_to_the_seats_side_and_the_invited_to_theirs(
    agenda: Meeting, cast: Cast, client_for: ClientFor
) -> None:
    """Whoever reads what is closed to suppliers is given no supplier's seat meanwhile, nor the other way round."""
    stand_in, seat = named(agenda, cast), world.seat_of(cast.supplier)
    given: dict[str, Any] = {"by": cast.secretary, "now": NOW}
    bound = "Åse Kvist er stedfortræder for Mette Lindholm til et møde. Ingen kan sidde både for en leverandør"
    with pytest.raises(ValidationError, match=bound):
        seats.hand_over(seat=seat, to=stand_in, **given)
    with pytest.raises(ValidationError, match=bound):
        invitations.invite(email=ADDRESS, name="Åse Kvist", seat=seat, is_substitute=True, **given)
    (line,) = plan([Line(1, "", name="Åse", email=ADDRESS, organisation=seat.organisation)], may_follow=True, now=NOW)
    assert line.problem.startswith(bound)
    own_side = invitations.invite(email=ADDRESS, name="Åse Kvist", seat=world.seat_of(cast.lead), **given)
    Grant.objects.update(ended_at=NOW)
    with pytest.raises(ValidationError, match="Åse Kvist er inviteret til en plads for"):
        seats.hand_over(seat=seat, to=stand_in, **given)
    invitations.withdraw(invitation=own_side, **given)
    invitations.invite(email=ADDRESS, name="Åse Kvist", seat=seat, is_substitute=True, **given)
    # Who is invited is the secretariat's to know: the head reads no more than that it cannot be
    client, typed = client_for(cast.head), NAMED | {"seat": str(world.seat_of(cast.head).pk)}
    refused = client.post(f"/moeder/{agenda.slug}/svar/", typed)
    assert refused.status_code == 422
    assert "Åse Kvist kan ikke komme for Odense Kommune. Vælg en anden, eller" in refused.content.decode()
    assert Grant.objects.live(NOW).count() == 0
