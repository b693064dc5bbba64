"""Convocations: a draft first, then one mail each with a calendar part; nobody is told more than the site tells."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from forum.base.stale import StaleError
from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.mail.render import OWN as OWN_LINK
from forum.people.models import Member, SeatHolding
from meetings.agenda.actions import items
from meetings.agenda.models import AgendaItem
from meetings.convocation.actions import convene
from meetings.convocation.actions.meeting import cancel_meeting, edit_meeting, move_meeting
from meetings.convocation.forms import ConvenedForm
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.conftest import call, local
from tests.sink import Sink

ClientFor = Callable[[Member | None], Client]
SECRET, OWN = "Fælles udbudsplaner", "Koldings udbud"


@pytest.fixture
def planned(cast: world.Cast) -> Meeting:
    """A meeting nobody has been called to: an open item, one for authorities, one with Karen Dahl disqualified."""
    meeting = world.make_meeting(state="planned", agenda_version=0, online_link="https://example.dk/online")
    world.make_item(meeting, 1, title="Velkomst")
    world.make_item(meeting, 2, title=SECRET, audience="authorities")
    world.make_item(meeting, 3, title=OWN).disqualified.add(cast.disqualified)
    return meeting


def mails(kind: str = "meetings.convocation") -> dict[str, OutboxMail]:
    return {mail.to_address.partition(".")[0]: mail for mail in OutboxMail.objects.filter(kind=kind)}


def event(mail: OutboxMail) -> dict[str, str]:
    (found,) = Calendar.from_ical(mail.calendar).walk("VEVENT")
    return {name: str(value.to_ical().decode()) for name, value in found.items()}


def press(client: Client, path: str, **more: str) -> int:
    """Send the draft that the page shows, as a browser does."""
    html = client.get(path).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(revision|release|form_key)" value="([^"]*)"', html))
    return client.post(path.partition("?")[0], hidden | more).status_code


def test_nothing_is_sent_before_the_secretariat_says_so(
    planned: Meeting, cast: world.Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.secretary)
    path = f"/moeder/{planned.slug}/indkald/"
    html = client.get(path).content.decode()
    receivers = [name for name in ("camilla.bech", "karen.dahl", "peter.ravn", "ulla.moerk") if f"{name}@" in html]
    assert receivers == ["camilla.bech", "karen.dahl", "peter.ravn"]
    assert "Du er inviteret for" in html
    assert OutboxMail.objects.count() == 0
    assert press(client, path) == 302
    planned.refresh_from_db()
    assert (planned.state, planned.agenda_version, planned.convened_at) == ("released", 1, world.NOW)
    assert sorted(mails()) == ["camilla", "henrik", "jens", "karen", "mette", "peter"]


def test_the_draft_without_agenda_is_sent_without(planned: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    press(client_for(cast.secretary), f"/moeder/{planned.slug}/indkald/?dagsorden=nej")
    planned.refresh_from_db()
    assert (planned.state, planned.agenda_version) == ("convened", 0)
    assert "Velkomst" not in mails()["mette"].text


def test_the_draft_holds_nobodys_own_link(planned: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    client, base = client_for(cast.secretary), f"/moeder/{planned.slug}"
    draft = client.get(f"{base}/kladde/indkaldelse/{world.seat_of(cast.head).pk}/")
    shown, page = (answer.content.decode() for answer in (draft, client.get(f"{base}/indkald/")))
    assert ("Jeg kommer</a>" in shown, OWN_LINK in page, "/moeder/svar/" in shown + page) == (True, True, False)
    assert draft.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_draft_that_has_changed_since_is_not_sent(planned: Meeting, cast: world.Cast) -> None:

    revision = convene.revision_of_draft(planned, convene.not_yet_called(planned, world.NOW))
    items.add_item(meeting=planned, by=cast.secretary, now=world.NOW, title="Nyt", kind="discussion")
    with pytest.raises(StaleError):
        convene.convene(meeting=planned, revision=revision, release=True, by=cast.secretary, now=world.NOW)
    assert OutboxMail.objects.count() == 0


def test_each_gets_only_what_they_may_see(planned: Meeting, cast: world.Cast) -> None:
    call(planned, cast, release=True)

    def shown(who: str) -> list[str]:
        mail = mails()[who]
        both = mail.text + mail.html + mail.calendar + mail.subject
        return [title for title in ("Velkomst", OWN, SECRET) if title in both]

    # Closed items are named in nobody's mail; those who may read them are told that they are there
    assert {who: shown(who) for who in ("mette", "camilla", "karen")} == {
        "mette": ["Velkomst", OWN],
        "camilla": ["Velkomst", OWN],
        "karen": ["Velkomst"],
    }
    assert "2. Kun for ordregivere (log ind for at læse punktet)\n" in mails()["mette"].text
    assert "2. Kun for ordregivere\n" in mails()["camilla"].text
    assert "3. Du er inhabil i punktet og kan ikke læse det\n" in mails()["karen"].text


def test_an_item_closed_before_the_mail_goes_is_taken_out_of_it(planned: Meeting, cast: world.Cast, sink: Sink) -> None:
    call(planned, cast, release=True)
    assert OWN in mails()["mette"].text
    item = AgendaItem.objects.get(title=OWN)
    item.disqualified.add(cast.head)
    assert delivery.send_due(now=world.SENT) == 6
    naming = [str(mail["To"]) for mail in sink.mails if OWN in mail.as_string()]
    assert (len(naming), "mette.lindholm@example.dk" in naming) == (4, False)  # neither Karen nor Mette


def test_the_calendar_part(planned: Meeting, cast: world.Cast, sink: Sink) -> None:
    call(planned, cast)
    said = event(mails()["mette"])
    said_first = (said["UID"], said["SEQUENCE"], said["STATUS"], said["SUMMARY"])
    assert said_first == (f"{planned.uid}@forum", "0", "CONFIRMED", planned.title)
    assert (said["DTSTART"], said["DTEND"]) == ("20261217T100000", "20261217T150000")
    people = (said["ORGANIZER"], said["ATTENDEE"])
    assert people == ("mailto:forum@example.dk", "mailto:mette.lindholm@example.dk")
    assert (calendar := Calendar.from_ical(mails()["mette"].calendar))["METHOD"] == "REQUEST"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Copenhagen"]
    delivery.send_due(now=world.SENT)
    kinds = [(part.get_content_type(), part.get_param("method")) for part in sink.mails[0].iter_parts()]
    assert kinds[-1] == ("text/calendar", "REQUEST")


def test_line_breaks_and_commas_in_words_make_no_new_calendar_lines(cast: world.Cast) -> None:
    meeting = world.make_meeting(
        state="convened",
        title="Møde\r\nATTENDEE:mailto:x@example.dk",
        place="Sal 1; Weidekampsgade 10,\r\nKøbenhavn\nX-EVIL:1",
        online_link="https://example.dk/a",
    )
    Member.objects.filter(pk=cast.head.pk).update(name='Mette "M"\r\nX-EVIL:2')
    call(meeting, cast)
    mail = mails()["mette"]
    unfolded = mail.calendar.replace("\r\n ", "")
    names = {re.split("[:;]", line)[0] for line in unfolded.split("\r\n") if line}
    assert "X-EVIL" not in names
    assert unfolded.count("\r\nATTENDEE") == 1
    assert event(mail)["SUMMARY"] == "Møde ATTENDEE:mailto:x@example.dk"
    assert "\n" not in mail.subject


def test_whoever_took_a_seat_later_is_called_alone(planned: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    call(planned, cast, release=True)
    vacant = world.organisation("Vejle").seats.get()
    heir = Member.objects.create_user("ny@example.dk", "Ny Chef")
    SeatHolding.objects.create(seat=vacant, member=heir, since=world.NOW.date())
    html = client_for(cast.secretary).get(f"/moeder/{planned.slug}/").content.decode()
    assert "1 har ikke fået indkaldelsen" in html
    told = call(planned, cast)
    assert [place.receiver for place in told] == [heir]
    assert len(mails()) == 7


def test_a_meeting_of_authorities_calls_no_supplier(cast: world.Cast) -> None:
    meeting = world.make_meeting(state="planned", audience="authorities")
    call(meeting, cast)
    assert sorted(mails()) == ["henrik", "jens", "karen", "mette", "peter"]


def test_releasing_tells_everyone_what_the_draft_showed(
    planned: Meeting, cast: world.Cast, client_for: ClientFor
) -> None:
    call(planned, cast)
    client = client_for(cast.secretary)
    assert "Velkomst" not in client_for(cast.head).get(f"/moeder/{planned.slug}/").content.decode()
    path = f"/moeder/{planned.slug}/frigiv/"
    draft = client.get(path).content.decode()
    assert "Velkomst" in draft
    assert press(client, path, tell="ja") == 302
    assert len(mails("meetings.agenda")) == 6
    assert "Velkomst" in client_for(cast.head).get(f"/moeder/{planned.slug}/").content.decode()


def test_a_late_item_awaits_the_next_version(planned: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    world.make_item(planned, 4, title="Eventuelt", kind="other")
    call(planned, cast, release=True)
    items.add_item(meeting=planned, by=cast.secretary, now=world.NOW, title="Tillæg", kind="decision")
    page = f"/moeder/{planned.slug}/"
    member, office = client_for(cast.head), client_for(cast.secretary)
    assert ("Tillæg" in member.get(page).content.decode(), "Tillæg" in office.get(page).content.decode()) == (
        False,
        True,
    )
    assert press(office, page + "frigiv/", tell="ja") == 302
    html = member.get(page).content.decode()
    assert html.index("Tillæg") < html.index("Eventuelt")
    assert "Version 2, 23. november 2026" in html
    assert mails("meetings.agenda")["mette"].subject.startswith("Ny dagsorden: ")


def test_moving_tells_everyone_and_asks_anew(planned: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    call(planned, cast)
    world.make_answer(planned, world.seat_of(cast.head), "yes")
    client, path = client_for(cast.secretary), f"/moeder/{planned.slug}/flyt/"
    new = {
        "day": "14/1-2027", "begins": "10.00", "ends": "15.00", "place": "Odense Rådhus", "note": "Salen er optaget.",
        "revision": str(Meeting.objects.get(pk=planned.pk).revision),
    }  # fmt: skip
    draft = client.post(path, new)
    assert draft.status_code == 200
    assert "6 modtagere" in draft.content.decode()
    assert OutboxMail.objects.filter(kind="meetings.moved").count() == 0
    assert client.post(path, new | {"send": "ja"}).status_code == 302
    planned.refresh_from_db()
    assert (planned.start, planned.sequence) == (local("2027-01-14 10:00"), 1)
    assert planned.rsvp_deadline == local("2026-12-29 12:00")  # a new day, a new deadline
    assert planned.attendances.get().answer == ""
    said = event(mails("meetings.moved")["mette"])
    assert (said["SEQUENCE"], said["DTSTART"], said["LOCATION"]) == ("1", "20270114T100000", "Odense Rådhus")
    assert said["UID"] == f"{planned.uid}@forum"
    assert "Salen er optaget." in mails("meetings.moved")["mette"].text
    assert convene.not_yet_called(planned, world.NOW) == []


def test_a_new_place_alone_keeps_the_answers(planned: Meeting, cast: world.Cast) -> None:
    call(planned, cast)
    world.make_answer(planned, world.seat_of(cast.head), "yes")
    move_meeting(meeting=planned, revision=planned.revision, by=cast.secretary, now=world.NOW, place="Odense")
    assert planned.attendances.get().answer == "yes"
    mail = mails("meetings.moved")["mette"]
    assert mail.subject.startswith("Nyt sted: ")
    assert "Du har svaret, at du kommer, og det gælder stadig." in mail.text


def test_a_new_name_reaches_calendars_without_a_mail(planned: Meeting, cast: world.Cast) -> None:
    call(planned, cast)
    link = {"online_link": "https://video.dk/2"}
    for change, sequence in (({"title": "Julemøde"}, 1), ({"title": "Julemøde"}, 1), (link, 2)):
        edit_meeting(meeting=planned, revision=planned.revision, by=cast.secretary, now=world.NOW, **change)
        assert planned.sequence == sequence
    assert len(mails("meetings.moved")) == 0


def test_a_called_meeting_takes_no_passed_deadline_but_keeps_its_own(planned: Meeting, cast: world.Cast) -> None:
    call(planned, cast)

    def errors(now: datetime, deadline: str) -> dict[str, list[str]]:
        data = {"title": "Møde", "audience": planned.audience, "deadline": deadline}
        form = ConvenedForm(data, now=now, meeting=planned)
        return {name: [str(sentence) for sentence in said] for name, said in form.errors.items()}

    own, later = planned.rsvp_deadline, planned.rsvp_deadline + timedelta(days=2)
    passed = {"deadline": ["Svarfristen er passeret. Vælg en senere dag."]}
    assert errors(later, f"{own - timedelta(days=1):%d.%m.%Y}") == passed
    assert errors(later, f"{own:%d.%m.%Y}") == {}


def test_cancelling_takes_it_out_of_the_calendars(planned: Meeting, cast: world.Cast, sink: Sink) -> None:
    call(planned, cast)
    cancel_meeting(meeting=planned, reason="For mange afbud.", by=cast.secretary, now=world.NOW)
    assert delivery.send_due(now=world.SENT) == 6  # the convocations that had not gone are dropped
    calendars = [
        Calendar.from_ical(part.get_content())
        for mail in sink.mails
        for part in mail.iter_parts()
        if part.get_content_type() == "text/calendar"
    ]
    assert {str(calendar["METHOD"]) for calendar in calendars} == {"CANCEL"}
    (said,) = calendars[0].walk("VEVENT")
    assert (said["STATUS"], said["SEQUENCE"], said["UID"]) == ("CANCELLED", 1, f"{planned.uid}@forum")
    assert {mail.error for mail in mails().values()} == {"Mødet er aflyst."}


def test_a_cancelled_plan_tells_nobody(planned: Meeting, cast: world.Cast) -> None:
    assert cancel_meeting(meeting=planned, reason="Til foråret.", by=cast.secretary, now=world.NOW) == []
    assert OutboxMail.objects.count() == 0


def test_a_meeting_moved_before_its_convocation_went_sends_only_the_new(
    planned: Meeting, cast: world.Cast, sink: Sink
) -> None:
    call(planned, cast)
    later: dict[str, Any] = {"start": planned.start + timedelta(days=7), "end": planned.end + timedelta(days=7)}
    move_meeting(meeting=planned, revision=planned.revision, by=cast.secretary, now=world.NOW, **later)
    assert delivery.send_due(now=world.SENT) == 6
    assert {str(mail["Subject"]).strip()[:7] for mail in sink.mails} == {"Flyttet"}
