"""A day that should be avoided is told once: before a meeting is made, and in the preview of a move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from django.test import Client
from icalendar import Calendar

from forum.base.workdays import why_avoided
from forum.mail.models import OutboxMail
from forum.people.models import Member
from meetings.convocation.actions.meeting import move_meeting
from meetings.convocation.mail import CONVOCATION, rendering
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.conftest import local

ClientFor = Callable[[Member | None], Client]
SATURDAY = {"day": "16.10.2027", "begins": "10.00", "ends": "15.00", "place": "KL-Huset"}
ADVICE = "Lørdag den 16. oktober 2027 ligger i en weekend."


@pytest.fixture
def office(cast: world.Cast, client_for: ClientFor) -> Client:
    return client_for(cast.secretary)


def move(office: Client, meeting: Meeting, **fields: str) -> tuple[int, str]:
    meeting.refresh_from_db()
    answer = office.post(f"/moeder/{meeting.slug}/flyt/", SATURDAY | {"revision": str(meeting.revision)} | fields)
    page = lxml.html.fromstring(answer.content or b"<p>").text_content()
    return answer.status_code, " ".join(page.split())


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2027-10-14", ""),
        ("2027-10-16", "ligger i en weekend"),
        ("2027-10-21", "ligger i uge 42, hvor mange holder ferie"),
        ("2027-03-26", "er helligdag (Langfredag)"),
        ("2027-03-24", "ligger op til påske, hvor mange holder ferie"),
        ("2026-12-24", "er fridag i kommunerne"),
    ],
)
def test_why_a_day_should_be_avoided(day: str, why: str) -> None:
    assert why_avoided(local(f"{day} 10:00").date()) == why


def test_the_preview_of_a_move_advises_and_the_second_yes_is_enough(
    meeting: Meeting, cast: world.Cast, office: Client
) -> None:
    status, page = move(office, meeting)
    assert (status, page.count(ADVICE), "Er det rigtigt?" in page) == (200, 1, True)
    assert move(office, meeting, send="ja")[0] == 302
    meeting.refresh_from_db()
    assert meeting.start == local("2027-10-16 10:00")
    # What stands on a Saturday already may change its place and its clock in peace
    status, page = move(office, meeting, place="Odense Rådhus")
    assert (status, ADVICE in page, "Er det rigtigt?" in page) == (200, False, True)


def test_back_from_the_preview_what_was_written_is_there(meeting: Meeting, office: Client) -> None:
    before = (meeting.start, meeting.revision)
    written = SATURDAY | {"revision": str(meeting.revision), "note": "Vi har fundet et bedre sted."}
    shown, back = [office.post(f"/moeder/{meeting.slug}/flyt/", written | more) for more in ({}, {"ret": "ja"})]
    (form,) = lxml.html.fromstring(back.content).xpath("//main//form[.//textarea]")
    assert (b'name="ret"' in shown.content, back.status_code) == (True, 200)
    assert {name: form.fields[name].strip() for name in written} == written
    meeting.refresh_from_db()
    assert (meeting.start, meeting.revision) == before


def test_where_nothing_is_previewed_the_tick_is_asked_for(meeting: Meeting, office: Client) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(convened_at=None, state="planned", agenda_version=0)
    fields = SATURDAY | {"title": "Møde", "audience": "members", "revision": str(meeting.revision)}
    page = office.post(f"/moeder/{meeting.slug}/ret/", fields)
    told = f"{ADVICE} Vælg en anden dag, eller sæt kryds ved »Ja, læg mødet den dag alligevel«."
    assert (page.status_code, page.context["form"].errors) == (422, {"day": [told]})
    assert office.post(f"/moeder/{meeting.slug}/ret/", fields | {"despite": "on"}).status_code == 302


def test_a_long_address_is_a_link_in_words(meeting: Meeting, cast: world.Cast) -> None:
    address = "https://example.dk/" + "a" * 60
    meeting.online_link = address
    seat, deadline = world.seat_of(cast.head), meeting.rsvp_deadline
    made = rendering.convocation(CONVOCATION, meeting, seat, cast.head, "", answer_by=deadline, now=world.NOW).rendered
    assert (address in made.text, address in lxml.html.fromstring(made.html).text_content()) == (True, False)
    assert f'href="{address}"' in made.html
    assert "Deltag online</a>" in made.html


def test_a_deadline_left_empty_is_never_told_to_be_wrong(meeting: Meeting, cast: world.Cast, office: Client) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(rsvp_deadline=local("2026-12-17 09:30"))
    day = {"day": "17.12.2026", "begins": "9.00", "send": "ja"}
    assert move(office, meeting, **day)[0] == 302
    meeting.refresh_from_db()
    assert (meeting.start, meeting.rsvp_deadline) == (local("2026-12-17 09:00"),) * 2


def test_the_mail_asks_anew_so_its_calendar_part_holds_no_old_answer(
    meeting: Meeting, cast: world.Cast, office: Client
) -> None:
    world.make_answer(meeting, world.seat_of(cast.head))
    world.make_answer(meeting, world.seat_of(cast.lead), "no")
    assert move(office, meeting, send="ja")[0] == 302
    mails = OutboxMail.objects.filter(kind="meetings.moved")
    events = [event for mail in mails for event in Calendar.from_ical(mail.calendar).walk("VEVENT")]
    assert {str(event["ATTENDEE"].params["PARTSTAT"]) for event in events} == {"NEEDS-ACTION"}
    assert {str(event["DESCRIPTION"]).split(" mandag den 4. oktober 2027")[0] for event in events} == {"Svar senest"}
    assert {str(event["TRANSP"]) for event in events} == {"OPAQUE"}
    # Some never answered: they are told what holds, not that they did
    assert {"Svar til den gamle tid gælder ikke længere." in mail.text for mail in mails} == {True}


def mail_to(member: Member) -> OutboxMail:
    return OutboxMail.objects.filter(kind="meetings.moved", to_member=member).latest("pk")


def test_a_new_place_after_an_earlier_move_tells_of_the_place_alone(
    meeting: Meeting, cast: world.Cast, office: Client
) -> None:
    later: dict[str, Any] = {"start": local("2027-01-14 10:00"), "end": local("2027-01-14 15:00")}
    move_meeting(meeting=meeting, revision=meeting.revision, by=cast.secretary, now=world.NOW, **later)
    world.make_answer(meeting, world.seat_of(cast.head), "yes")
    assert mail_to(cast.head).subject.startswith("Flyttet: ")
    place = {"day": "14.01.2027", "place": "Odense Rådhus"}
    status, page = move(office, meeting, **place)
    assert (status, "Emne: Nyt sted: Møde i samarbejdsforummet" in page) == (200, True)  # the mail itself is shown
    assert move(office, meeting, send="ja", **place)[0] == 302
    told, silent = mail_to(cast.head), mail_to(cast.ski)
    assert told.subject == "Nyt sted: Møde i samarbejdsforummet torsdag den 14. januar 2027"
    for text in (told.text, told.html):
        assert ("er flyttet fra" in text, "den gamle tid" in text) == (False, False)
    assert "\nNyt sted: Odense Rådhus\n" in told.text
    assert "Du har svaret, at du kommer, og det gælder stadig." in told.text
    assert "Du har ikke svaret endnu." in silent.text


def test_a_new_end_alone_is_told_as_that(meeting: Meeting, cast: world.Cast, office: Client) -> None:
    same = {"day": "17.12.2026", "place": meeting.place, "ends": "16.00"}
    assert move(office, meeting, send="ja", **same)[0] == 302
    mail = mail_to(cast.head)
    assert mail.subject.startswith("Ændret: ")
    assert "\nSlutter nu: kl. 16.00\n" in mail.text
    assert "Nyt sted" not in mail.text


def test_a_move_of_nothing_is_refused(meeting: Meeting, office: Client) -> None:
    same = {"day": "17.12.2026", "place": meeting.place, "note": "Vel mødt", "send": "ja"}
    status, page = move(office, meeting, **same)
    assert (status, "Der er ikke ændret noget." in page) == (422, True)
    assert OutboxMail.objects.count() == 0


def test_the_preview_of_a_move_shows_the_mail(meeting: Meeting, office: Client) -> None:
    page = move(office, meeting, note="Salen er optaget.")[1]
    assert "Emne: Flyttet: Kommer du lørdag den 16. oktober 2027? Møde i samarbejdsforummet" in page
    assert "er flyttet fra torsdag den 17. december 2026 kl. 10.00 til lørdag den 16. oktober 2027" in page
    assert page.count("Salen er optaget.") == 2  # the facts and the mail


def test_a_preview_or_a_slip_does_not_hide_that_somebody_was_first(meeting: Meeting, office: Client) -> None:
    path, fields = f"/moeder/{meeting.slug}/flyt/", SATURDAY | {"revision": str(meeting.revision)}
    Meeting.objects.update(title="En andens titel", revision=meeting.revision + 1)
    slip = office.post(path, fields | {"begins": "25"})
    preview = office.post(path, fields)
    assert (slip.status_code, preview.status_code) == (422, 200)
    began = str(meeting.revision)
    assert [page.context["form"]["revision"].value() for page in (slip, preview)] == [began, began]
    told = office.post(path, fields | {"send": "ja"})
    assert (told.status_code, told.context["form"]["revision"].value()) == (409, str(meeting.revision + 1))


def test_nor_does_it_in_the_meetings_own_form(meeting: Meeting, office: Client) -> None:
    form = {"title": "", "deadline": "01.12.2026", "revision": str(meeting.revision)}
    Meeting.objects.update(revision=meeting.revision + 1)
    slip = office.post(f"/moeder/{meeting.slug}/ret/", form)
    assert (slip.status_code, slip.context["form"]["revision"].value()) == (422, str(meeting.revision))
    assert office.post(f"/moeder/{meeting.slug}/ret/", form | {"title": "Ny"}).status_code == 409


def test_a_stale_page_does_not_open_a_meeting_that_was_just_closed(meeting: Meeting, office: Client) -> None:
    planned = {"convened_at": None, "state": "planned", "agenda_version": 0, "audience": "authorities", "revision": 2}
    Meeting.objects.update(**planned)
    form = {"title": "Ny", "day": "14.10.2027", "begins": "10", "ends": "15", "audience": "members", "revision": "1"}
    late = office.post(f"/moeder/{meeting.slug}/ret/", form)
    assert (late.status_code, late.context["form"]["audience"].value()) == (409, "authorities")
    assert "<dt>Kan ses af</dt><dd>Kun ordregivere</dd>" in late.content.decode()
