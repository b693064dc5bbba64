"""»Ingen bemærkninger«: one press on the page and in the mail, by whoever held a seat on the day, to one text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.base.refusal import NotAllowed
from forum.people.models import Member, SeatHolding
from meetings.attendance.models import Attendance
from meetings.minutes.actions import remarks
from meetings.minutes.actions.no_remarks import say_no_remarks
from meetings.minutes.mail import NoRemarksLink
from meetings.minutes.models import Minutes, NoRemarks, silent_members, silent_minutes
from tests import world
from tests.meetings.minutes.conftest import Held
from tests.world import NOW

Clients = Callable[[Member | None], Client]
EVERYONE = ["Camilla Bech", "Henrik Østergaard", "Jens Åkjær", "Karen Dahl", "Mette Lindholm", "Peter Ravn"]
TODAY = NOW.date()
THANKS = "Tak. Sekretariatet kan se, at du ingen bemærkninger har."


def silent(held: Held) -> list[str]:
    return [member.name for member in silent_members(Minutes.objects.select_related("meeting").get())]


def waits_for(member: Member, day: date = TODAY) -> bool:
    return silent_minutes(member.as_viewer(), day).exists()


def link(held: Held, member: Member) -> str:
    return f"/moeder/referat/svar/{NoRemarksLink(held.minutes.pk, member.pk, held.minutes.sending).token()}/"


def press(client: Client, held: Held, **data: str) -> str:
    """What the page says after the press."""
    told = {"sending": held.minutes.sending, **data}
    response: Any = client.post(f"{held.base}ingen-bemaerkninger/", told, follow=True)
    (message,) = response.context["messages"]
    return str(message)


def test_said_on_the_page_it_is_asked_no_more(held: Held, client_for: Clients) -> None:
    assert not waits_for(held.cast.head)
    held.release()
    assert (silent(held), waits_for(held.cast.head)) == (EVERYONE, True)
    client, office = client_for(held.cast.head), client_for(held.cast.secretary)
    assert "0 har ingen bemærkninger, 6 har ikke svaret" in office.get(held.base).content.decode()
    assert 'id="svar-overskrift">Har du noget at rette?<' in client.get(held.base).content.decode()
    assert press(client, held) == THANKS
    assert press(client, held) == THANKS  # twice is once
    page = client.get(held.base).content.decode()
    assert ("Du har ingen bemærkninger. Kommer du" in page, "har ikke svaret" in page) == (True, False)
    assert "1 har ingen bemærkninger, 5 har ikke svaret" in office.get(held.base).content.decode()
    assert list(NoRemarks.objects.values_list("by__name", "via")) == [("Mette Lindholm", "page")]
    assert (silent(held), waits_for(held.cast.head)) == ([name for name in EVERYONE if name != "Mette Lindholm"], False)
    assert not waits_for(held.cast.chair, date(2026, 12, 8))  # the day after the term
    assert client_for(held.cast.chair).get(f"{held.base}ingen-bemaerkninger/").status_code == 405
    from_home = {"sending": held.minutes.sending, "fra": "hjem"}
    assert client.post(f"{held.base}ingen-bemaerkninger/", from_home).headers["Location"] == "/"


def test_a_remark_is_an_answer_too_and_takes_the_place_of_none(held: Held, client_for: Clients) -> None:
    held.release()
    client = client_for(held.cast.head)
    press(client, held)
    sent = remarks.send_remark(item=held.open, text="Alligevel", by=held.cast.head, now=NOW)
    assert (NoRemarks.objects.count(), waits_for(held.cast.head)) == (0, False)
    assert press(client, held) == "Du har sendt en bemærkning til referatet. Den har sekretariatet fået."
    remarks.withdraw_remark(remark=sent, by=held.cast.head, now=NOW)
    assert waits_for(held.cast.head)
    assert press(client, held) == THANKS


def test_who_held_no_seat_on_the_day_is_not_asked(held: Held, client_for: Clients) -> None:
    """A successor is not; whoever stands by for a seat is when they came, or had the seat alone."""
    held.release()
    day, seat = held.meeting.start.date(), world.seat_of(held.cast.head)
    SeatHolding.objects.filter(seat=seat).update(until=day)
    new = Member.objects.create_user("ny@example.dk", "Nina Ny")
    SeatHolding.objects.create(seat=seat, member=new, since=day + timedelta(days=1))
    sara = Member.objects.create_user("s@example.dk", "Sara Sten")
    held_by_sara = SeatHolding.objects.create(
        seat=world.seat_of(held.cast.chair), member=sara, is_substitute=True, since=date(2020, 1, 1)
    )
    assert silent(held) == [name for name in EVERYONE if name != "Mette Lindholm"]
    assert [waits_for(member) for member in (new, sara, held.cast.secretary)] == [False, False, False]
    assert press(client_for(new), held) == (
        "Du havde ikke en plads i forummet, da mødet blev holdt. Derfor bliver du ikke spurgt om referatet."
    )
    Attendance.objects.filter(seat=held_by_sara.seat).update(answer="substitute", substitute_name="Sara Sten")
    assert (waits_for(sara), "Sara Sten" in silent(held)) == (True, True)
    Attendance.objects.filter(seat=held_by_sara.seat).update(answer="yes", substitute_name="")
    assert not waits_for(sara)
    SeatHolding.objects.filter(seat=held_by_sara.seat, is_substitute=False).update(until=date(2026, 1, 1))
    assert waits_for(sara)


def test_the_mails_link_shows_and_only_a_press_acts(held: Held, client_for: Clients) -> None:
    held.release()
    url, nobody = link(held, held.cast.head), client_for(None)
    assert "<h1>Har du noget at rette?</h1>" in nobody.get(url).content.decode()
    assert NoRemarks.objects.count() == 0
    assert nobody.post(url).status_code == 302
    assert list(NoRemarks.objects.values_list("by__name", "via")) == [("Mette Lindholm", "mail-link")]
    page = nobody.get(url).content.decode()
    assert ("<h1>Tak. Du har ingen bemærkninger</h1>" in page, "<form method" in page) == (True, False)
    event: Any = world.history(NoRemarks).get()
    assert (event.pgh_context.metadata["name"], event.pgh_context.metadata["via"]) == ("Mette Lindholm", "mail-link")


def test_the_link_is_good_for_one_text_and_one_reader(held: Held, client_for: Clients) -> None:
    held.release()
    url, nobody = link(held, held.cast.head), client_for(None)
    assert nobody.get(url).status_code == 200
    assert nobody.post(url[:-3] + "xx/").status_code == 404
    with time_machine.travel(NOW + timedelta(days=61)):
        assert nobody.post(url).status_code == 410
    SeatHolding.objects.filter(member=held.cast.head).update(until=NOW.date())
    assert nobody.post(url).status_code == 410
    SeatHolding.objects.filter(member=held.cast.head).update(until=None)
    page = client_for(held.cast.chair)
    read = held.minutes.sending
    Minutes.objects.update(released_at=NOW + timedelta(hours=1))  # sent again
    assert nobody.post(url).status_code == 410
    again = "Referatet er rettet og sendt igen, siden du åbnede siden. Læs den nye tekst, før du svarer."
    assert (press(page, held, sending=read), press(page, held, sending="")) == (again, again)
    assert NoRemarks.objects.count() == 0


def test_a_word_about_the_text_before_is_none_about_the_new(held: Held) -> None:
    held.release()
    say_no_remarks(minutes=held.minutes, by=held.cast.head, via="page", now=NOW)
    assert not waits_for(held.cast.head)
    Minutes.objects.update(released_at=NOW + timedelta(hours=1))
    assert waits_for(held.cast.head)
    with pytest.raises(NotAllowed, match=r"^Fristen for bemærkninger var"):
        say_no_remarks(minutes=held.minutes, by=held.cast.head, via="page", now=NOW + timedelta(days=30))


def test_one_and_all_silent_ask_the_same(held: Held) -> None:
    held.release()
    counts = []
    for who in ([held.cast.head], [held.cast.chair, held.cast.lead]):
        for member in who:
            say_no_remarks(minutes=held.minutes, by=member, via="page", now=NOW)
        with CaptureQueriesContext(connection) as asked:
            assert len(silent(held)) == len(EVERYONE) - NoRemarks.objects.count()
        counts.append(len(asked))
    assert counts[0] == counts[1]
