"""Guests: invited to items or to the whole meeting, told and reminded, let in to that alone, named in the minutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Grant, Member
from forum.undo.actions import take_back
from forum.undo.models import Undo
from meetings.attendance.models import Attendance, Guest
from meetings.convocation.actions import guests, reminders
from meetings.convocation.actions.convene import release_agenda, revision_of_draft
from meetings.convocation.actions.meeting import cancel_meeting, move_meeting, recipients_of
from meetings.convocation.mail.guests import GuestLink
from meetings.meeting.models import Meeting
from meetings.minutes.actions import course
from meetings.minutes.document import document
from meetings.minutes.models import Minutes
from tests import world
from tests.meetings.attendance.test_answers import ClientFor
from tests.meetings.attendance.test_stand_in import calendar_of, to
from tests.meetings.conftest import call
from tests.sink import Sink, said
from tests.world import NOW, SENT, Cast

ADDRESS = "anna@example.dk"


@pytest.fixture
def agenda(meeting: Meeting, cast: Cast) -> Meeting:
    """Thursday 17 December at 10: items of half an hour for all, for authorities, for all; each with an attachment."""
    for number, audience in enumerate(["members", "authorities", "members"], start=1):
        item = world.make_item(meeting, number, title=f"Sag {number}", audience=audience)
        world.make_paper(item, cast.secretary, text=f"Bilag {number}")
    Meeting.objects.filter(pk=meeting.pk).update(introduction="Velkommen alle sammen")
    meeting.refresh_from_db()
    return meeting


def path(meeting: Meeting, rest: str = "") -> str:
    return f"/moeder/{meeting.slug}/{rest}"


def link(guest: Guest) -> str:
    return f"/moeder/gaest/svar/{GuestLink.to(guest, guest.meeting).token()}/"


def kinds(sink: Sink) -> list[str]:
    return [subject.partition(":")[0].partition("?")[0] for subject in to(ADDRESS, sink)]


def test_invited_to_an_item_by_the_secretariat(agenda: Meeting, cast: Cast, client_for: ClientFor, sink: Sink) -> None:
    office, item = client_for(cast.secretary), agenda.items.get(number=3)
    typed = {"name": "Anna Ekspert", "organisation": "Teknologisk Institut", "email": ADDRESS, "part": "items"}
    nothing = office.post(path(agenda, "gaester/"), typed)  # to let in to the whole meeting is chosen, never forgotten
    assert (nothing.status_code, Guest.objects.count()) == (422, 0)
    assert 'value="Teknologisk Institut"' in nothing.content.decode()
    way = f"{path(agenda, 'gaester/')}?punkt={item.pk}"
    assert f'href="{way}#ny-gaest">Inviter en gæst' in office.get(f"/moeder/punkt/{item.pk}/").content.decode()
    assert "checked" in office.get(way).content.decode()
    assert office.post(path(agenda, "gaester/"), typed | {"items": [item.pk]}).status_code == 302
    assert office.post(path(agenda, "gaester/"), typed | {"items": [item.pk]}).status_code == 422  # invited already
    assert (delivery.send_due(now=NOW), delivery.send_due(now=SENT)) == (0, 1)  # a wrong address is soon typed
    (mail,) = [mail for mail in sink.mails if mail["To"] == ADDRESS]
    assert mail["Subject"] == "Kommer du torsdag den 17. december 2026 kl. 11.00? Møde i samarbejdsforummet"
    assert "Punkt 3, kl. 11.00-11.30: Sag 3" in said(mail)
    assert "Sag 1" not in said(mail)
    method, event = calendar_of(mail)
    begins, ends = (event.decoded(name).strftime("%H.%M") for name in ("DTSTART", "DTEND"))
    assert (method, begins, ends) == ("REQUEST", "11.00", "11.30")

    client = client_for(Member.objects.get(email=ADDRESS))
    page = client.get(path(agenda)).content.decode()
    own_time = "kl.\u00a011.00-\u206011.30"
    words = ("Sag 3", "Bilag 3", own_time, "Sag 1", "Punkt 2", "Velkommen alle", "Mette Lindholm")
    assert [word in page for word in words] == [True, True, True, False, False, False, False]
    files = [
        client.get(f"/moeder/bilag/{paper.pk}/").status_code
        for each in agenda.items.all()
        for paper in each.attachments.all()
    ]
    assert files == [404, 404, 200]
    assert "T110000" in client.get(path(agenda, "kalender.ics")).content.decode()
    others = [
        "/moeder/",
        "/medlemmer/",
        path(agenda, "deltagelse/"),
        path(agenda, "referat/"),
        path(agenda, "gaester/"),
    ]
    assert [client.get(one).status_code for one in others] == [403] * 5

    guest = Guest.objects.get()
    assert "Punkt 3, kl. 11.00-11.30: Sag 3" in Client().get(link(guest)).content.decode()
    typed_answers = [{"answer": answer} for answer in ("", "måske", "online", "yes")]
    assert [Client().post(link(guest), one).status_code for one in typed_answers] == [422, 422, 409, 302]
    assert Guest.objects.get().answer == "yes"
    assert "Gæster: 1" in client_for(cast.head).get(path(agenda)).content.decode()
    assert "Gæster til punktet: <bdi>Anna Ekspert</bdi>" in office.get(f"/moeder/punkt/{item.pk}/").content.decode()


def test_a_guest_of_the_whole_meeting_and_of_what_is_closed(agenda: Meeting, cast: Cast, client_for: ClientFor) -> None:
    whole = world.make_guest(agenda, by=cast.secretary, email=ADDRESS)
    page = client_for(whole.member).get(path(agenda)).content.decode()
    assert [word in page for word in ("Sag 1", "Sag 2", "Sag 3", "Velkommen alle")] == [True, False, True, True]
    closed = world.make_guest(
        agenda, agenda.items.get(number=2), by=cast.secretary, email="bo@example.dk", name="Bo Ek"
    )
    page = client_for(closed.member).get(path(agenda)).content.decode()
    assert [word in page for word in ("Sag 1", "Sag 2", "Velkommen alle")] == [False, True, False]
    # Who may not read the item does not hear who is there for it; its mail does not name it
    names = ["Bo Ek" in client_for(member).get(path(agenda)).content.decode() for member in (cast.head, cast.supplier)]
    agenda.items.get(number=2).disqualified.add(cast.disqualified)
    assert names == [True, False]
    assert "Bo Ek" not in client_for(cast.disqualified).get(path(agenda)).content.decode()
    (mail,) = OutboxMail.objects.filter(to_address="bo@example.dk")
    assert ("Punkt 2, kl. 10.30-11.00" in mail.text, "Sag 2" in mail.text) == (True, False)
    agenda.items.filter(number=2).update(audience="secretariat")
    assert "Sag 2" not in client_for(closed.member).get(path(agenda)).content.decode()


def test_told_of_all_that_changes(agenda: Meeting, cast: Cast, sink: Sink) -> None:
    guest = world.make_guest(agenda, agenda.items.get(number=3), by=cast.secretary, email=ADDRESS)
    delivery.send_due(now=SENT)
    agenda.items.filter(number=1).update(minutes=60, changed_at=SENT)
    by: dict[str, Any] = {"by": cast.secretary, "now": SENT}
    release_agenda(meeting=agenda, revision=revision_of_draft(agenda, recipients_of(agenda, SENT)), tell=False, **by)
    Guest.objects.update(answer="yes", answered_at=SENT, via="mail")
    agenda.refresh_from_db()
    start = agenda.start + timedelta(days=1)
    when: dict[str, Any] = {"start": start, "end": agenda.end + timedelta(days=1), "rsvp_deadline": start}
    later = SENT + timedelta(minutes=5)
    delivery.send_due(now=later)
    move_meeting(
        meeting=agenda, revision=agenda.revision, by=cast.secretary, now=later, note="Lokalet var optaget.", **when
    )
    delivery.send_due(now=later + timedelta(minutes=1))
    mine = [mail for mail in sink.mails if mail["To"] == ADDRESS]
    assert kinds(sink) == ["Kommer du torsdag den 17. december 2026 kl. 11.00", "Ændret", "Ændret"]
    times = [calendar_of(mail)[1].decoded("DTSTART").strftime("%d.%m %H.%M") for mail in mine]
    assert times == ["17.12 11.00", "17.12 11.30", "18.12 11.30"]
    assert ("Lokalet var optaget." in said(mine[-1]), Guest.objects.get().answer) == (True, "")
    assert Grant.objects.get().until == Meeting.objects.get().open_until
    agenda.refresh_from_db()
    guest.refresh_from_db()
    for now in (agenda.start - timedelta(days=7), agenda.start - timedelta(days=1), agenda.start - timedelta(hours=1)):
        reminders.plan_mail(now=now)
        delivery.send_due(now=now)
    assert kinds(sink)[3:] == ["Påmindelse", "Påmindelse"]
    cancel_meeting(meeting=agenda, reason="Sygdom", by=cast.secretary, now=now)
    delivery.send_due(now=now + timedelta(minutes=1))
    method, event = calendar_of([mail for mail in sink.mails if mail["To"] == ADDRESS][-1])
    assert (kinds(sink)[-1], method, event["SEQUENCE"]) == ("Aflyst", "CANCEL", 3)


def test_taken_off_and_brought_back(agenda: Meeting, cast: Cast, client_for: ClientFor, sink: Sink) -> None:
    guest = world.make_guest(agenda, by=cast.secretary, email=ADDRESS)
    delivery.send_due(now=SENT)
    client, office = client_for(guest.member), client_for(cast.secretary)
    assert client.get(path(agenda)).status_code == 200
    assert office.post(f"/moeder/gaest/{guest.pk}/tag-tilbage/").status_code == 302
    gone = client.get(path(agenda)).status_code, Client().get(link(guest)).status_code
    (undo,) = Undo.objects.all()
    take_back(undo=undo, by=cast.secretary, now=NOW, reason="x")
    assert (gone, client_for(guest.member).get(path(agenda)).status_code) == ((403, 410), 200)
    guests.take_off_guest(guest=guest, by=cast.secretary, now=SENT)
    delivery.send_due(now=SENT + timedelta(minutes=1))
    assert kinds(sink)[1:] == ["Du skal alligevel ikke med"]
    # Before the invitation has gone there is nothing to call off
    second = world.make_guest(agenda, by=cast.secretary, email=ADDRESS, name="Anna igen")
    guests.take_off_guest(guest=second, by=cast.secretary, now=NOW)
    delivery.send_due(now=SENT)
    assert len(kinds(sink)) == 2


def test_the_secretariat_answers_for_a_guest_who_phoned(agenda: Meeting, cast: Cast, client_for: ClientFor) -> None:
    guest = world.make_guest(agenda, agenda.items.get(number=3), by=cast.secretary, email=ADDRESS)
    office, reply, place = client_for(cast.secretary), f"/moeder/gaest/{guest.pk}/svar/", path(agenda, "deltagelse/")
    start = str(int(agenda.start.timestamp()))
    assert client_for(cast.chair).post(reply, {"answer": "yes"}).status_code == 403
    wrong: list[dict[str, str]] = [{}, {"answer": "online"}, {"answer": "yes", "start": "1"}]
    for typed in wrong:
        assert office.post(reply, typed)["Location"] == f"{place}#gaest-{guest.pk}"
    assert Guest.objects.get().answer == ""
    office.post(reply, {"answer": "yes", "start": start})
    said = Guest.objects.get()
    assert (said.answer, said.via) == ("yes", "secretariat")
    page = office.get(place).content.decode()
    shown = ("Gæst, punkt 3", "af sekretariatet", "<dt>Gæster, der kommer</dt><dd>1</dd>")
    assert [word in page for word in shown] == [True] * 3
    sheet = office.get(f"{place}regneark/?som=csv")
    assert f"Deltagere {agenda.start.date().isoformat()}.csv" in sheet["Content-Disposition"]
    rows = sheet.content.decode("utf-8-sig").replace('"', "").splitlines()
    assert rows[0].endswith(";Gæst ved punkt")
    assert rows[-1] == f"Teknologisk Institut;Gæst;Anna Ekspert;;{ADDRESS};;Deltager;;2026-11-23;;3"
    assert all(row.endswith(";") for row in rows[1:-1])  # a seat is there for all of it


def test_a_wrong_address_is_put_right(agenda: Meeting, cast: Cast, client_for: ClientFor, sink: Sink) -> None:
    guest = world.make_guest(agenda, agenda.items.get(number=3), by=cast.secretary, email="ana@example.dk")
    stranger, office, edit = client_for(guest.member), client_for(cast.secretary), f"/moeder/gaest/{guest.pk}/"
    old = link(guest)
    again = office.post(f"{edit}igen/"), office.post(f"{edit}igen/")  # the second: not twice a day
    assert [one.status_code for one in again] == [302, 302]
    assert delivery.send_due(now=SENT) == 2
    assert (Client().post(old, {"answer": "no"}).status_code, stranger.get(path(agenda)).status_code) == (302, 200)

    def typed(email: str) -> dict[str, Any]:
        known = {"name": "Anna Ekspert", "organisation": "", "part": "items", "items": [guest.items.get().pk]}
        return known | {"email": email, "revision": Guest.objects.get(pk=guest.pk).revision}

    taken = world.make_guest(agenda, agenda.items.get(number=1), by=cast.secretary, email="bo@example.dk", name="Bo Ek")
    refused = office.post(edit, typed("bo@example.dk"))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["email"])
    assert office.post(edit, typed(ADDRESS)).status_code == 302
    delivery.send_due(now=SENT + timedelta(minutes=2))
    assert (Client().get(old).status_code, stranger.get(path(agenda)).status_code) == (410, 403)
    gone = [mail for mail in sink.mails if mail["To"] == "ana@example.dk"][-1]
    method, event = calendar_of(gone)
    assert (method, "sendt til en anden mailadresse" in said(gone)) == ("CANCEL", True)
    assert kinds(sink) == ["Kommer du torsdag den 17. december 2026 kl. 11.00"]
    now = Guest.objects.get(pk=guest.pk)
    assert (now.answer, now.member and now.member.email, now.grants().get().ended_at) == ("", ADDRESS, None)
    assert calendar_of(next(mail for mail in sink.mails if mail["To"] == ADDRESS))[1]["UID"] == event["UID"]
    assert Client().get(link(now)).status_code == 200
    assert Guest.objects.get(pk=taken.pk).member != now.member


def test_invited_with_the_others_when_the_meeting_is_convened(cast: Cast, sink: Sink, client_for: ClientFor) -> None:
    planned = world.make_meeting(state="planned", agenda_version=0)
    guest = world.make_guest(planned, by=cast.secretary, email=ADDRESS)
    client, office = client_for(guest.member), client_for(cast.secretary)
    form = office.post(path(planned, "gaester/"), {"name": "Bo Ek", "email": "bo@example.dk"}).context["form"]
    assert (list(form.errors), "items" in form.fields) == (["part"], False)  # nothing to choose from but the whole

    def shown(rest: str) -> tuple[bool, int]:
        page = office.get(path(planned, rest))
        return "<bdi>Anna Ekspert</bdi>" in page.content.decode(), page.context.get("people", 0)

    assert shown("indkald/") == (True, 7)
    assert (delivery.send_due(now=SENT), client.get(path(planned)).status_code) == (0, 404)
    call(planned, cast)
    delivery.send_due(now=SENT)
    assert (len(kinds(sink)), client.get(path(planned)).status_code) == (1, 200)
    assert [shown(rest) for rest in ("indkald/", "aflys/")] == [(False, 0), (True, 7)]
    client_for(cast.secretary).post(path(planned, "aflys/"), {"reason": "Sygdom"})
    assert Undo.objects.latest("pk").goes_to == "7"  # as the page said: each person once, guests too


def test_named_in_the_minutes_by_those_who_may_know(agenda: Meeting, cast: Cast, client_for: ClientFor) -> None:
    for number, (name, audience) in enumerate([("Anna Ekspert", "members"), ("Bo Ek", "authorities")], start=1):
        item = agenda.items.get(number=2 if audience == "authorities" else 1)
        guest = world.make_guest(agenda, item, by=cast.secretary, email=f"nr{number}@example.dk", name=name)
        Guest.objects.filter(pk=guest.pk).update(answer="yes", answered_at=NOW, via="mail")
    Meeting.objects.update(
        state="held", start=NOW - timedelta(days=2), end=NOW - timedelta(days=1), rsvp_deadline=NOW - timedelta(days=9)
    )
    minutes = course.start(meeting=Meeting.objects.get(), by=cast.secretary, now=NOW)
    assert [guest.was_present for guest in Guest.objects.all()] == [True, True]
    before = minutes.content_hash()
    anna = Guest.objects.get(name="Anna Ekspert")
    office = client_for(cast.secretary)
    seats = [str(pk) for pk in Attendance.objects.filter(was_present=True).values_list("pk", flat=True)]
    kept = {"present": seats, "was": seats, "guests_were": [str(anna.pk)], "also_present": "", "also_before": ""}
    assert office.post(path(Meeting.objects.get(), "referat/deltagere/"), kept).status_code == 302
    assert (Guest.objects.get(pk=anna.pk).was_present, minutes.content_hash() != before) == (False, True)
    Guest.objects.update(was_present=True)
    assert minutes.content_hash() == before

    def named(member: Member) -> list[str]:
        there = document(Minutes.objects.get(), member.as_viewer()).presence
        return [f"{one.name} ({one.items})" for one in there.guests_present]

    everyone = ["Anna Ekspert (punkt 1)", "Bo Ek (punkt 2)"]
    assert [named(member) for member in (cast.secretary, cast.head, cast.supplier)] == [
        everyone,
        everyone,
        everyone[:1],
    ]
    agenda.items.get(number=1).disqualified.add(cast.disqualified)
    assert named(cast.disqualified) == everyone[1:]


def test_answers_that_come_too_late_or_cross(agenda: Meeting, cast: Cast) -> None:
    guest = world.make_guest(agenda, by=cast.secretary, email=ADDRESS)
    old = link(guest)
    Meeting.objects.update(start=agenda.start + timedelta(hours=1))
    statuses = [Client().get(old).status_code, Client().get("/moeder/gaest/svar/forfalsket/").status_code]
    assert statuses == [410, 404]
    Grant.objects.update(until=datetime(2026, 11, 23, 8, tzinfo=world.COPENHAGEN), since=NOW - timedelta(days=9))
    assert Client().get(link(Guest.objects.get())).status_code == 410
