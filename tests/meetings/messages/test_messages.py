"""Messages: to those who were shown and nobody else, undone for a minute, read again by who got them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Member, Seat, SeatHolding
from forum.receivers.models import ReceiverList
from forum.undo.actions import take_back
from forum.undo.models import Undo
from meetings.attendance.actions import answer
from meetings.convocation.actions import substitutes
from meetings.meeting.models import Meeting
from meetings.messages.models import Message
from meetings.messages.receivers import receivers_of
from tests import world
from tests.sink import Sink, said
from tests.world import NOW, SENT, Cast

ClientFor = Callable[[Member | None], Client]
WRITTEN = {"subject": "Parkering", "text": "I kan holde i **kælderen**.\n\nHusk en p-skive."}


@pytest.fixture
def office(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.secretary)


def write(office: Client, meeting: Meeting | None, to: str, **fields: Any) -> Message:
    path = f"/moeder/{meeting.slug}/besked/" if meeting else "/beskeder/ny/"
    answered = office.post(path, WRITTEN | {"to": to} | fields)
    assert answered.status_code == 302, answered.context["form"].errors
    return Message.objects.earliest("-pk")


def send(office: Client, message: Message) -> Any:
    page = office.get(message.get_absolute_url())
    return office.post(message.get_absolute_url(), {"revision": page.context.get("revision", "x")}, follow=True)


def names(message: Message) -> set[str]:
    return {receiver.name or receiver.address for receiver in receivers_of(message, NOW)}


def test_it_goes_to_those_who_were_shown_and_can_be_undone(
    meeting: Meeting, cast: Cast, office: Client, sink: Sink
) -> None:
    world.make_answer(meeting, world.seat_of(cast.head))
    world.make_answer(meeting, world.seat_of(cast.ski), "online")
    world.make_answer(meeting, world.seat_of(cast.chair), "no")
    message = write(office, meeting, "coming")
    page = office.get(message.get_absolute_url())
    shown = [receiver.name for receiver in page.context["receivers"]]
    assert (sorted(shown), page.content.decode().count("Send til 2")) == (sorted([cast.head.name, cast.ski.name]), 1)
    send(office, message)
    send(office, message)  # a second press of a page that stood open
    assert (Message.objects.get().receivers, OutboxMail.objects.count(), delivery.send_due(now=NOW)) == (2, 2, 0)
    take_back(undo=Undo.objects.get(), by=cast.secretary, now=NOW, reason="")
    message.refresh_from_db()
    assert (message.sent_at, message.receipts.count(), OutboxMail.objects.count()) == (None, 0, 0)
    assert (message.subject, message.text) == (WRITTEN["subject"], WRITTEN["text"])  # a draft again, nothing lost
    send(office, message)
    assert delivery.send_due(now=SENT) == 2
    first = next(mail for mail in sink.mails if mail["To"] == cast.head.email)
    text = "\n".join(said(first).splitlines())
    assert first["Subject"] == "Parkering"
    assert text.startswith(f"Kære {cast.head.name}\n\nI kan holde i kælderen.\n\nHusk en p-skive.\n\n{meeting.title}, ")
    assert [text.count(words) for words in (cast.secretary.name, f"/moeder/{meeting.slug}/")] == [1, 1]


def test_each_group_is_who_it_says(meeting: Meeting, cast: Cast, office: Client) -> None:
    world.make_answer(meeting, world.seat_of(cast.head))
    listed = ReceiverList.objects.create(name="Styregruppen", addresses=["bo@direktion.example"])
    listed.members.set([cast.chair])
    ReceiverList.objects.create(name="Tom")
    everyone = {m.name for m in cast.everyone().values()} - {cast.former.name, cast.secretary.name}
    offered = dict(office.get(f"/moeder/{meeting.slug}/besked/").context["form"]["to"].field.choices)
    assert offered == {
        "all": "Alle indkaldte (6)", "coming": "Dem, der kommer (1)", "silent": "Dem, der ikke har svaret (5)",
        "authorities": "Ordregiverne (5)", "suppliers": "Leverandørerne (1)", "ski": "SKI (1)",
        f"list-{listed.pk}": "Styregruppen (2)",
    }  # fmt: skip
    assert office.get(f"/moeder/{meeting.slug}/besked/?til=silent").context["form"]["to"].value() == "silent"
    found = {to: names(write(office, meeting, to)) for to in offered}
    assert found == {
        "all": everyone, "coming": {cast.head.name}, "silent": everyone - {cast.head.name},
        "authorities": everyone - {cast.supplier.name}, "suppliers": {cast.supplier.name}, "ski": {cast.ski.name},
        f"list-{listed.pk}": {cast.chair.name, "bo@direktion.example"},
    }  # fmt: skip
    to_all = write(office, None, "all")
    assert (names(to_all), names(write(office, None, "suppliers"))) == (everyone, {cast.supplier.name})
    send(office, to_all)
    assert Message.objects.get(pk=to_all.pk).receivers == len(everyone)


def test_who_has_answered_since_is_not_asked_why_not(meeting: Meeting, cast: Cast, office: Client, sink: Sink) -> None:
    send(office, write(office, meeting, "silent"))
    answer(meeting=meeting, seat=world.seat_of(cast.head), answer="yes", by=cast.head, now=NOW, via="page")
    Member.objects.filter(pk=cast.ski.pk).update(is_active=False)
    assert delivery.send_due(now=SENT) == 4
    dropped = OutboxMail.objects.filter(state="dropped").order_by("to_member__name").values_list("to_member", "error")
    assert dict(dropped) == {
        cast.head.pk: "Modtageren er ikke længere blandt dem, der ikke har svaret.",
        cast.ski.pk: "Modtageren er ikke længere medlem af forummet.",
    }


def test_it_is_read_again_by_the_secretariat_and_those_who_got_it(
    meeting: Meeting, cast: Cast, office: Client, client_for: ClientFor
) -> None:
    world.make_answer(meeting, world.seat_of(cast.head))
    message, place = write(office, meeting, "coming"), f"/moeder/{meeting.slug}/"
    head, chair = client_for(cast.head), client_for(cast.chair)

    def seen(client: Client) -> tuple[int, bool, bool]:
        page, log = client.get(place).content.decode(), client.get("/beskeder/").content.decode()
        return client.get(message.get_absolute_url()).status_code, "Parkering" in page, "Parkering" in log

    assert [seen(client) for client in (office, head, chair)] == [
        (200, True, True),
        (404, False, False),
        (404, False, False),
    ]
    send(office, message)
    assert [seen(client) for client in (office, head, chair)] == [
        (200, True, True),
        (200, True, True),
        (404, False, False),
    ]
    read = head.get(message.get_absolute_url()).content.decode()
    assert ("<strong>kælderen</strong>" in read, cast.ski.name in read, "Modtagere" in read) == (True, False, False)
    row = office.get(place).content.decode()
    assert f"fra <bdi>{cast.secretary.name}</bdi> til <bdi>dem, der kommer</bdi> (1)" in row
    SeatHolding.objects.filter(member=cast.head).update(until=NOW.date() - timedelta(days=1))
    assert client_for(cast.head).get(message.get_absolute_url()).status_code == 403


def test_whom_a_grant_lets_in_reads_again_what_they_got_and_nothing_else(
    meeting: Meeting, cast: Cast, office: Client, client_for: ClientFor
) -> None:
    """A substitute of one meeting, who was a member once."""
    said: Any = {"answer": "substitute", "substitute_name": "Ulla Dam", "substitute_email": cast.former.email}
    by: Any = {"seat": world.seat_of(cast.head), "by": cast.head, "via": "page", "now": NOW}
    substitutes.answer(meeting=meeting, **said, **by)
    got, others, before = (write(office, *to) for to in ((meeting, "coming"), (meeting, "silent"), (None, "all")))
    for message in (got, others, before):
        send(office, message)
    before.receipts.filter(member=cast.ski).update(member=cast.former)
    paths, theirs = [one.get_absolute_url() for one in (got, others, before)], client_for(cast.former)
    assert [client_for(cast.chair).get(path).status_code for path in paths] == [404, 200, 200]
    assert [theirs.get(path).status_code for path in paths] == [200, 404, 404]
    assert list(Message.objects.visible_to(cast.former.as_viewer().in_part())) == [got]  # once, of six receipts
    Meeting.objects.update(audience="authorities")  # the seat's own audience: Odense buys
    assert theirs.get(paths[0]).status_code == 200
    Meeting.objects.update(audience="secretariat")
    assert theirs.get(paths[0]).status_code == 404
    Meeting.objects.update(audience="members")
    substitutes.answer(meeting=meeting, answer="yes", **by)
    assert client_for(cast.former).get(paths[0]).status_code == 403


def test_a_closed_meetings_message_is_read_on_the_page_alone(cast: Cast, office: Client, client_for: ClientFor) -> None:
    closed = world.make_meeting(audience="authorities", title="Fusion med SKI")
    listed = ReceiverList.objects.create(name="Alle", addresses=["bo@direktion.example"])
    listed.members.set([cast.head, cast.supplier])
    message = write(office, closed, f"list-{listed.pk}")
    page = office.post(message.get_absolute_url(), {"revision": "x"})
    assert (page.status_code, OutboxMail.objects.count()) == (409, 0)
    assert f"{cast.supplier.name}, bo@direktion.example må ikke se mødet" in page.content.decode()
    send(office, write(office, closed, "all"))
    (subject,) = set(OutboxMail.objects.values_list("subject", flat=True))
    assert subject == "Besked om lukket møde torsdag den 17. december 2026"
    told = " ".join(f"{mail.text} {mail.html}" for mail in OutboxMail.objects.all())
    assert [word in told for word in ("kælderen", "Fusion", "Parkering")] == [False, False, False]
    sent = Message.objects.sent().get()
    assert client_for(cast.head).get(sent.get_absolute_url()).status_code == 200
    Meeting.objects.update(audience="secretariat")
    assert client_for(cast.head).get(sent.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"to": ""}, "to"),
        ({"to": "list-0"}, "to"),
        ({"to": "present"}, "to"),
        ({"subject": " "}, "subject"),
        ({"text": "\u200b"}, "text"),
    ],
)
def test_what_makes_no_message_is_said_at_its_field(
    meeting: Meeting, office: Client, typed: dict[str, str], field: str
) -> None:
    answered = office.post(f"/moeder/{meeting.slug}/besked/", WRITTEN | {"to": "all"} | typed)
    assert (answered.status_code, list(answered.context["form"].errors)) == (422, [field])
    assert Message.objects.count() == 0


def test_a_draft_is_changed_thrown_away_and_fetched_again(meeting: Meeting, cast: Cast, office: Client) -> None:
    message = write(office, meeting, "all")
    page = office.get(message.get_absolute_url())
    edit = f"/beskeder/{message.pk}/ret/"
    typed = {"to": "ski", "subject": "Ny", "text": "Tekst", "revision": message.revision}
    assert office.post(edit, typed)["Location"] == message.get_absolute_url()
    stale = office.post(edit, typed | {"subject": "Min"})
    assert (stale.status_code, stale.content.decode().count('value="Min"')) == (409, 1)
    late = office.post(message.get_absolute_url(), {"revision": page.context["revision"]})
    assert (late.status_code, OutboxMail.objects.count()) == (409, 0)  # what was shown is not what would be sent
    office.post(f"/beskeder/{message.pk}/slet/")
    assert office.get(message.get_absolute_url()).status_code == 404
    office.post(f"/beskeder/{message.pk}/fortryd/")
    send(office, message)
    office.post(f"/beskeder/{message.pk}/slet/")
    assert (office.get(edit).status_code, Message.objects.sent().count()) == (302, 1)  # sent is sent


def test_only_the_secretariat_writes_and_only_of_a_meeting_with_people(
    meeting: Meeting, cast: Cast, office: Client, client_for: ClientFor
) -> None:
    chair, path = client_for(cast.chair), f"/moeder/{meeting.slug}/besked/"
    assert [chair.get(one).status_code for one in (path, "/beskeder/ny/")] == [403, 403]
    Meeting.objects.update(state="planned")
    refused = office.post(path, WRITTEN | {"to": "all"})
    assert (refused.status_code, Message.objects.count()) == (409, 0)
    assert WRITTEN["subject"] in refused.content.decode()


def test_pages_cost_the_same_however_many_there_are(meeting: Meeting, cast: Cast, office: Client) -> None:
    costs = []
    for number in range(3):
        message = write(office, meeting, "all")
        send(office, write(office, meeting, "all"))
        found = []
        for path in (
            meeting.get_absolute_url(),
            "/beskeder/",
            message.get_absolute_url(),
            f"/moeder/{meeting.slug}/besked/",
        ):
            with CaptureQueriesContext(connection) as queries:
                assert office.get(path).status_code == 200
            found.append(len(queries))
        costs.append(found)
        seat = Seat.objects.create(organisation=world.organisation(f"Firma {number}"), since=NOW.date())
        more = Member.objects.create_user(f"n{number}@example.dk", f"Ny {number}")
        SeatHolding.objects.create(seat=seat, member=more, since=NOW.date())
    assert costs[0] == costs[1] == costs[2]
    assert max(costs[0]) <= 15
