"""The secretariat reminds the silent: a reminder now, the list of them alone, and where to ring."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import lxml.html
import pytest
from django.db import connection
from django.test import Client

from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice
from forum.undo.models import Undo
from meetings.convocation.actions import remind_now
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.conftest import At

ClientFor = Callable[[Member | None], Client]
SILENT = ["Camilla Bech", "Jens Åkjær", "Karen Dahl", "Peter Ravn"]


@pytest.fixture
def path(meeting: Meeting, cast: world.Cast) -> str:
    world.make_answer(meeting, world.seat_of(cast.head), "yes")
    world.make_answer(meeting, world.seat_of(cast.chair), "no")
    return f"/moeder/{meeting.slug}/deltagelse/"


def nagged() -> list[str]:
    rows = OutboxMail.objects.filter(kind="meetings.answer_reminder").order_by("to_member__name")
    return list(rows.values_list("to_member__name", flat=True))


def told(client: Client, path: str) -> list[str]:
    response = client.post(f"{path}paamind/", follow=True)
    assert response.redirect_chain == [(path, 302)]
    return [str(message) for message in response.context["messages"]]


def bar(client: Client) -> list[str]:
    return [entry.before for entry in client.get("/").context["undos"]]


def text_of(client: Client, path: str) -> str:
    return " ".join(lxml.html.fromstring(client.get(path).content).text_content().split())


def test_the_silent_get_one_reminder_a_day(path: str, cast: world.Cast, client_for: ClientFor, at: At) -> None:
    office, before = client_for(cast.secretary), OutboxMail.objects.count()
    assert "Send påmindelse til de 4, der ikke har svaret" in text_of(office, path)
    assert (told(office, path), bar(office)) == ([], ["Påmindelsen går ud til 4 om"])
    office.post(f"/fortryd/{Undo.objects.get().pk}/")
    assert (nagged(), bar(office), OutboxMail.objects.count()) == ([], [], before)
    assert (told(office, path), nagged()) == ([], SILENT)
    assert told(office, path)[0].startswith("Ingen fik en mail")
    assert nagged() == SILENT
    page = text_of(office, path)
    assert ("4 har fået en påmindelse i dag, senest kl. 09.00" in page, "Send påmindelse" in page) == (True, False)
    at(world.NOW + timedelta(days=1))
    assert "Sidste påmindelse gik ud mandag den 23. november 2026 kl. 09.00." in text_of(office, path)
    assert told(office, path) == []
    assert bar(office) == ["Påmindelsen går ud til 4 om"]


def test_whoever_wants_no_reminders_is_rung_instead(path: str, cast: world.Cast, client_for: ClientFor) -> None:
    NotificationChoice.objects.create(member=cast.ski, kind="reminders", pace="never")
    office = client_for(cast.secretary)
    assert "1 har fravalgt påmindelser på mail. Ring i stedet." in text_of(office, path)
    told(office, path)
    assert nagged() == [name for name in SILENT if name != "Peter Ravn"]


def test_the_list_of_the_silent_says_where_to_reach_them(path: str, cast: world.Cast, client_for: ClientFor) -> None:
    Member.objects.filter(pk=cast.lead.pk).update(phone="+45 12 34 56 78")
    office = client_for(cast.secretary)

    def rows(query: str) -> list[lxml.html.HtmlElement]:
        return lxml.html.fromstring(office.get(path + query).content).xpath("//tbody/tr[starts-with(@id, 'plads-')]")

    assert (len(rows("")), len(rows("?vis=tavse"))) == (6, 4)
    row = next(row for row in rows("?vis=tavse") if row.get("id") == f"plads-{world.seat_of(cast.lead).pk}")
    assert row.xpath(".//a/@href") == [f"mailto:{cast.lead.email}", "tel:+4512345678"]


def test_an_answer_given_for_a_seat_returns_to_its_row(path: str, cast: world.Cast, client_for: ClientFor) -> None:
    seat = world.seat_of(cast.lead)
    data = {"seat": seat.pk, "answer": "yes", "vis": "tavse"}
    answer = client_for(cast.secretary).post(path.replace("deltagelse", "svar"), data, follow=True)
    assert answer.redirect_chain == [(f"{path}?vis=tavse#plads-{seat.pk}", 302)]
    assert [str(message) for message in answer.context["messages"]] == ["Svaret for Aalborg Kommune er gemt: Deltager."]


@pytest.mark.parametrize("state", ["planned", "cancelled", "begun"])
def test_nobody_is_reminded_where_there_is_nothing_to_answer(
    path: str, meeting: Meeting, cast: world.Cast, client_for: ClientFor, at: At, state: str
) -> None:
    if state == "begun":
        at(meeting.start)
    else:
        Meeting.objects.filter(pk=meeting.pk).update(state=state, cancel_reason="x" if state == "cancelled" else "")
    office = client_for(cast.secretary)
    assert "Send påmindelse" not in text_of(office, path)
    told(office, path)
    assert nagged() == []


def test_only_the_secretariat_reminds(path: str, cast: world.Cast, client_for: ClientFor) -> None:
    assert client_for(cast.head).post(f"{path}paamind/").status_code == 403
    assert nagged() == []


@pytest.mark.django_db(transaction=True)
def test_clicks_at_once_send_once(path: str, meeting: Meeting, cast: world.Cast) -> None:
    def remind() -> None:
        remind_now.remind_silent(meeting=meeting, by=cast.secretary, now=world.NOW)
        connection.close()

    threads = [threading.Thread(target=remind) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert nagged() == SILENT
