"""Messages to guests: by mail alone, to the address, with a link to their own page."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client

from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Grant
from forum.undo.actions import take_back
from forum.undo.models import Undo
from meetings.attendance.models import Guest
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.messages.test_messages import ClientFor, names, send, write
from tests.sink import Sink, said
from tests.world import NOW, SENT, Cast


def test_guests_get_it_by_mail_and_read_nothing_else_by_it(
    meeting: Meeting, cast: Cast, client_for: ClientFor, sink: Sink
) -> None:
    office = client_for(cast.secretary)
    world.make_answer(meeting, world.seat_of(cast.head))
    closed = world.make_item(meeting, 1, title="Fusion", audience="authorities")
    items = {"anna": [closed], "bo": [], "carl": []}
    guests = {
        name: world.make_guest(meeting, *mine, by=cast.secretary, email=f"{name}@example.dk", name=name)
        for name, mine in items.items()
    }
    path = f"/moeder/{meeting.slug}/besked/"

    def offered() -> dict[str, str]:
        found = dict(office.get(path).context["form"]["to"].field.choices)
        return {to: label for to, label in found.items() if "guests" in to}

    assert offered() == {"guests": "Gæsterne (3)"}
    for name, answer_of in {"anna": "yes", "carl": "no"}.items():
        Guest.objects.filter(pk=guests[name].pk).update(answer=answer_of, answered_at=NOW, via="mail")
    assert offered() == {"with_guests": "Dem, der kommer, også gæster (2)", "guests": "Gæsterne (2)"}
    assert names(write(office, meeting, "with_guests")) == {cast.head.name, "anna"}
    assert names(write(office, meeting, "coming")) == {cast.head.name}  # not outsiders by surprise
    message = write(office, meeting, "guests")
    assert "/gaest/svar/" not in office.get(message.get_absolute_url()).content.decode()  # their own links
    send(office, message)
    undone = Undo.objects.get()
    take_back(undo=undone, by=cast.secretary, now=NOW, reason="")
    assert not OutboxMail.objects.filter(kind="meetings.message").exists()
    send(office, message)
    delivery.send_due(now=SENT)
    got = {mail["To"]: said(mail) for mail in sink.mails if mail["Subject"] == "Parkering"}
    assert set(got) == {"anna@example.dk", "bo@example.dk"}
    link = re.search(r"/moeder/gaest/svar/\S+", got["anna@example.dk"])
    assert ("Fusion" in got["anna@example.dk"], f"/moeder/{meeting.slug}/" in got["anna@example.dk"]) == (False, False)
    assert link is not None
    assert Client().get(link[0]).status_code == 200
    anna = client_for(guests["anna"].member)
    page = anna.get(message.get_absolute_url())
    assert (page.status_code, 'href="/moeder/"' in page.content.decode()) == (200, False)
    assert [anna.get(one).status_code for one in ("/beskeder/", path)] == [403, 403]
    # The day after, when they are let in no more, they are still thanked
    Meeting.objects.update(
        start=NOW - timedelta(days=1), end=NOW - timedelta(hours=20), rsvp_deadline=NOW - timedelta(days=9)
    )
    Grant.objects.update(since=NOW - timedelta(days=9), until=NOW - timedelta(hours=1))
    thanks = write(office, Meeting.objects.get(), "guests")
    send(office, thanks)
    delivery.send_due(now=SENT + timedelta(minutes=2))
    late = [said(mail) for mail in sink.mails if mail["To"] == "bo@example.dk"][-1]
    assert ("kælderen" in late, "/moeder/" in late) == (True, False)
