"""Answers: from the page, from the mail's link without signing in, on a seat's behalf; changed until the start."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from forum.people.models import Member, SeatHolding
from meetings.attendance import actions
from meetings.attendance.models import Attendance
from meetings.convocation.mail import RsvpLink
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.conftest import At, call, local

ClientFor = Callable[[Member | None], Client]
HTMX = {"HTTP_HX_REQUEST": "true"}


def said() -> list[tuple[str, str, str, str]]:
    rows = Attendance.objects.order_by("seat__organisation__name")
    return list(rows.values_list("seat__organisation__name", "answer", "substitute_name", "via"))


def link(meeting: Meeting, member: Member) -> str:
    token = RsvpLink(meeting.pk, world.seat_of(member).pk, member.pk, meeting.start).token()
    return f"/moeder/svar/{token}/"


def page_post(client: Client, meeting: Meeting, member: Member, answer: str, **more: Any) -> int:
    data = {"seat": world.seat_of(member).pk, "answer": answer, "substitute_name": more.pop("name", "")}
    return client.post(f"/moeder/{meeting.slug}/svar/", data, **more).status_code


@pytest.mark.parametrize(("answer", "name"), [("yes", ""), ("online", ""), ("no", ""), ("substitute", "Åse Kvist")])
def test_every_answer_from_the_page(
    meeting: Meeting, cast: world.Cast, client_for: ClientFor, answer: str, name: str
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(online_link="https://example.dk/online")
    assert page_post(client_for(cast.head), meeting, cast.head, answer, name=name) == 302
    assert said() == [("Odense", answer, name, "page")]


def test_nobody_comes_online_without_a_link_but_an_earlier_answer_is_read(
    meeting: Meeting, cast: world.Cast, client_for: ClientFor
) -> None:
    office, path = client_for(cast.secretary), f"/moeder/{meeting.slug}/deltagelse/"
    choice, earlier = '<option value="online"', "<td>Deltager online<br>"

    def shown() -> tuple[bool, bool]:
        html = office.get(path).content.decode()
        return choice in html, earlier in html

    Meeting.objects.filter(pk=meeting.pk).update(online_link="https://example.dk/online")
    page_post(client_for(cast.head), meeting, cast.head, "online")
    assert shown() == (True, True)
    Meeting.objects.filter(pk=meeting.pk).update(online_link="")
    assert shown() == (False, True)
    page_post(office, meeting, cast.supplier, "online")
    assert actions.NOT_ONLINE in office.get(path).content.decode()
    assert said() == [("Odense", "online", "", "page")]


def test_the_last_answer_stands(meeting: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    client = client_for(cast.head)
    page_post(client, meeting, cast.head, "substitute", name="Åse Kvist")
    page_post(client, meeting, cast.head, "yes", name="Åse Kvist")
    assert said() == [("Odense", "yes", "", "page")]


def test_a_substitute_is_named_or_asked_for(meeting: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    client = client_for(cast.head)
    data = {"seat": world.seat_of(cast.head).pk, "answer": "substitute", "substitute_name": " \t "}
    response = client.post(f"/moeder/{meeting.slug}/svar/", data)
    assert (response.status_code, said()) == (422, [])
    page, seat = response.content.decode(), world.seat_of(cast.head).pk
    field = f"#svar-{meeting.pk}-{seat}-substitute_name"
    assert f'<a href="{field}">Hvem kommer i stedet for dig? Skriv navnet på den, der kommer.</a>' in page
    # Without JavaScript the answer opens at the panel, not at the page's top
    assert (page.count(f'svar/#svar-{seat}"'), page.count(f'id="svar-{seat}"')) == (2, 1)


def test_with_htmx_the_swapped_part_is_the_reloaded_pages(
    meeting: Meeting, cast: world.Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.head)
    data = {"seat": world.seat_of(cast.head).pk, "answer": "yes"}
    swapped = client.post(f"/moeder/{meeting.slug}/svar/", data, HTTP_HX_REQUEST="true").content.decode()
    reloaded = client.get(f"/moeder/{meeting.slug}/").content.decode()

    def part(html: str, start: str, end: str) -> list[str]:
        cut = html[html.index(start) : html.index(end, html.index(start))].replace(' data-hx-swap-oob="outerHTML"', "")
        return [line.strip() for line in cut.splitlines() if "csrfmiddlewaretoken" not in line]

    for start, end in (('id="mit-svar"', '<div class="with-aside'), ('id="hvem-kommer"', "</section>")):
        if start == 'id="mit-svar"':
            assert "<html" not in swapped
            ours = part(swapped, start, '<section id="hvem-kommer"')
            theirs = part(reloaded, start, end)
            assert [line for line in ours if line] == [line for line in theirs if line]
        else:
            assert part(swapped, start, end) == part(reloaded, start, end)


def test_a_stranger_cannot_answer_for_a_seat(meeting: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    assert page_post(client_for(cast.supplier), meeting, cast.head, "no") == 403
    assert said() == []


@pytest.mark.parametrize("seat", ["", "x", "0", "99999999999999999999"])
def test_no_such_seat(meeting: Meeting, cast: world.Cast, client_for: ClientFor, seat: str) -> None:
    response = client_for(cast.head).post(f"/moeder/{meeting.slug}/svar/", {"seat": seat, "answer": "yes"})
    assert response.status_code == 404


def test_the_secretariat_answers_on_a_seats_behalf(meeting: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    client = client_for(cast.secretary)
    Meeting.objects.filter(pk=meeting.pk).update(online_link="https://example.dk/online")
    assert page_post(client, meeting, cast.head, "online") == 302
    assert said() == [("Odense", "online", "", "secretariat")]
    assert Attendance.objects.get().answered_by == cast.secretary


def test_the_secretariat_is_told_why_a_seats_answer_was_not_taken(
    meeting: Meeting, cast: world.Cast, client_for: ClientFor
) -> None:
    client, path = client_for(cast.secretary), f"/moeder/{meeting.slug}/deltagelse/"
    data = {"seat": world.seat_of(cast.head).pk, "answer": "substitute", "substitute_name": ""}
    response = client.post(f"/moeder/{meeting.slug}/svar/", data, follow=True)
    told = [str(message) for message in response.context["messages"]]
    assert (response.redirect_chain, told) == (
        [(f"{path}#plads-{world.seat_of(cast.head).pk}", 302)],
        ["Svaret for Odense Kommune er ikke gemt. Skriv navnet på den, der kommer."],
    )
    assert said() == []


def test_the_mail_link_shows_and_only_a_press_acts(meeting: Meeting, cast: world.Cast, client: Client) -> None:
    path = link(meeting, cast.head)
    for _ in range(3):  # mail scanners open every link, some more than once
        page = client.get(path, {"svar": "yes"})
        assert page.status_code == 200
    assert said() == []
    html = page.content.decode()
    assert html.index("Jeg kommer</button>") < html.index("Jeg kommer ikke")
    answered = client.post(path, {"answer": "yes"})
    assert (answered.status_code, answered.headers["Location"]) == (302, path)
    assert said() == [("Odense", "yes", "", "mail")]
    assert "Tak. Dit svar er gemt." in client.get(path).content.decode()


def test_the_chosen_answer_comes_first(meeting: Meeting, cast: world.Cast, client: Client) -> None:
    html = client.get(link(meeting, cast.head), {"svar": "no"}).content.decode()
    assert html.index("Jeg kommer ikke") < html.index("Jeg kommer</button>")
    assert (
        '<details class="choice-more" open>'
        in client.get(link(meeting, cast.head), {"svar": "substitute"}).content.decode()
    )


def test_a_mail_answer_can_be_changed_by_the_same_link(meeting: Meeting, cast: world.Cast, client: Client) -> None:
    path = link(meeting, cast.head)
    client.post(path, {"answer": "yes"})
    client.post(path, {"answer": "substitute", "substitute_name": "Åse Kvist"})
    assert said() == [("Odense", "substitute", "Åse Kvist", "mail")]
    assert client.post(path, {"answer": "substitute"}).status_code == 422
    assert client.post(path, {"answer": "måske"}).status_code == 422
    assert said() == [("Odense", "substitute", "Åse Kvist", "mail")]


def test_the_audit_trail_says_how_and_who(meeting: Meeting, cast: world.Cast, client: Client) -> None:
    client.post(link(meeting, cast.head), {"answer": "yes"})
    (event,) = world.history(Attendance).select_related("pgh_context")
    trail = event.pgh_context.metadata
    assert (trail["verb"], trail["user"], trail["via"]) == ("meetings.convocation.answer", cast.head.pk, "mail")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path[:-6] + "AAAAA/",
        lambda path: path.replace("svar/", "svar/9", 1),
        lambda path: "/moeder/svar/kladde/",
        lambda path: "/moeder/svar/1-2-3-4/",
    ],
)
def test_a_forged_link_is_refused(
    meeting: Meeting, cast: world.Cast, client: Client, spoil: Callable[[str], str]
) -> None:
    response = client.post(spoil(link(meeting, cast.head)), {"answer": "no"})
    assert (response.status_code, said()) == (404, [])
    assert "<h1>Linket er ikke fuldstændigt</h1>" in response.content.decode()


def test_a_link_for_one_meeting_is_no_good_for_another(cast: world.Cast, meeting: Meeting, client: Client) -> None:
    other = world.make_meeting(slug="andet", start=meeting.start + timedelta(days=60))
    client.post(link(other, cast.head), {"answer": "no"})
    assert list(Attendance.objects.values_list("meeting", flat=True)) == [other.pk]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "cancelled", "cancel_reason": "Sygdom"}, "Mødet er aflyst, så du behøver ikke at svare."),
        ({"start": local("2027-01-14 10:00"), "end": local("2027-01-14 15:00")}, actions.MOVED),
        ({"audience": "secretariat"}, "Linket gælder et møde, som du ikke kan se."),
    ],
)
def test_a_link_to_what_is_gone_says_so(
    meeting: Meeting, cast: world.Cast, client: Client, fields: dict[str, object], sentence: str
) -> None:
    path = link(meeting, cast.head)
    Meeting.objects.filter(pk=meeting.pk).update(**fields)
    response = client.post(path, {"answer": "yes"})
    assert (response.status_code, said()) == (410, [])
    assert sentence in response.content.decode()


def test_after_the_start_neither_link_nor_page_acts(
    meeting: Meeting, cast: world.Cast, client_for: ClientFor, at: At
) -> None:
    path = link(meeting, cast.head)
    at(meeting.start - timedelta(seconds=1))
    assert client_for(None).post(path, {"answer": "yes"}).status_code == 302
    at(meeting.start)
    late = client_for(None).post(path, {"answer": "no"})
    assert late.status_code == 410
    assert "Mødet begyndte torsdag den 17. december 2026 kl. 10.00" in late.content.decode()
    page_post(client_for(cast.head), meeting, cast.head, "no")
    assert said() == [("Odense", "yes", "", "mail")]


def test_a_link_dies_with_the_seat_it_was_for(meeting: Meeting, cast: world.Cast, client: Client) -> None:
    path = link(meeting, cast.head)
    SeatHolding.objects.filter(member=cast.head).update(until=world.NOW.date())
    response = client.post(path, {"answer": "yes"})
    assert (response.status_code, said()) == (410, [])


def test_after_the_deadline_an_answer_still_counts(meeting: Meeting, cast: world.Cast, client: Client, at: At) -> None:
    at(meeting.rsvp_deadline + timedelta(days=2))
    assert client.post(link(meeting, cast.head), {"answer": "yes"}).status_code == 302
    assert said() == [("Odense", "yes", "", "mail")]


def test_everyone_who_was_called_can_answer_by_the_mails_own_link(
    meeting: Meeting, cast: world.Cast, client: Client
) -> None:
    from forum.mail.models import OutboxMail

    call(meeting, cast)
    mail = OutboxMail.objects.get(kind="meetings.convocation", to_member=cast.head)
    addresses = [line for line in mail.text.splitlines() if "/moeder/svar/" in line]
    assert [address.partition("?svar=")[2] for address in addresses] == ["yes", "no", "substitute"]
    client.post(addresses[0].partition("8000")[2].partition("?")[0], {"answer": "yes"})
    assert said() == [("Odense", "yes", "", "mail")]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_leave_one_answer(cast: world.Cast) -> None:
    meeting = world.make_meeting()
    seat = world.seat_of(cast.head)

    def click(answer: str) -> None:
        actions.answer(meeting=meeting, seat=seat, answer=answer, by=cast.head, now=world.NOW, via="page")
        connection.close()

    clicks = [threading.Thread(target=click, args=(answer,)) for answer in ("yes", "no", "yes", "no")]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert Attendance.objects.count() == 1


def test_presence_is_marked_after_the_start(meeting: Meeting, cast: world.Cast, client_for: ClientFor, at: At) -> None:
    world.make_answer(meeting, world.seat_of(cast.head), "yes")
    at(meeting.end + timedelta(hours=1))
    came = [world.seat_of(cast.head).pk, world.seat_of(cast.lead).pk]
    client_for(cast.secretary).post(f"/moeder/{meeting.slug}/deltagelse/", {"present": came})
    there = Attendance.objects.filter(was_present=True).order_by("seat__organisation__name")
    assert list(there.values_list("seat__organisation__name", "answer")) == [("Odense", "yes"), ("Aalborg", "")]
    assert Attendance.objects.filter(was_present=False).count() == 4
