"""The agenda written in its list: new rows, rows edited and moved in place, many at once, by two secretaries too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.mail.models import OutboxMail
from forum.people.models import Grant, Member
from meetings.agenda.actions.order import take_in_late
from meetings.agenda.models import AgendaItem, Pause, StandardAgenda, programme
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.agenda.test_agenda import order
from tests.meetings.conftest import call

ClientFor = Callable[[Member | None], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def office(cast: world.Cast, client_for: ClientFor) -> Client:
    return client_for(cast.secretary)


@pytest.fixture
def plan(meeting: Meeting) -> Meeting:
    """Called, not released: Velkomst and Eventuelt."""
    Meeting.objects.update(state="convened", agenda_version=0)
    for number, (title, kind) in enumerate((("Velkomst", "information"), ("Eventuelt", "other")), start=1):
        world.make_item(meeting, number, title=title, kind=kind)
    meeting.refresh_from_db()
    return meeting


def lines(meeting: Meeting, cast: world.Cast) -> list[str]:
    """»1 Velkomst«, and a pause without a number."""
    shown = programme(meeting, cast.secretary.as_viewer()).lines
    return [line.pause.title if line.pause else f"{line.number} {line.item and line.item.title}" for line in shown]


def add(client: Client, meeting: Meeting, **typed: Any) -> Any:
    return client.post(f"/moeder/{meeting.slug}/dagsorden/raekke/", typed)


def test_a_line_becomes_a_row_before_any_other_business(plan: Meeting, office: Client, cast: world.Cast) -> None:
    for typed in ("Udbudsplaner - 45 - Odense - lukket", "Frokost - 30", "Status"):
        assert add(office, plan, title=typed).status_code == 302
    assert lines(plan, cast) == ["1 Velkomst", "2 Udbudsplaner", "Frokost", "3 Status", "4 Eventuelt"]
    made = AgendaItem.objects.get(title="Udbudsplaner")
    assert (made.minutes, made.audience, made.responsible) == (45, "authorities", world.seat_of(cast.head))
    # What is chosen beside the title is stronger than what the title says
    add(office, plan, title="Status - 10 - til orientering", minutes="20", kind="decision")
    assert AgendaItem.objects.filter(title="Status", kind="decision", minutes=20).exists()
    wrong = add(office, plan, title="", minutes="700")
    assert (wrong.status_code, sorted(wrong.context["add"].errors)) == (422, ["minutes", "title"])
    assert 'value="700"' in wrong.content.decode()


def test_a_form_sent_twice_adds_one_row(plan: Meeting, office: Client, cast: world.Cast) -> None:
    for _ in range(2):
        add(office, plan, title="Status", form_key="ens")
    assert lines(plan, cast) == ["1 Velkomst", "2 Status", "3 Eventuelt"]


def test_a_row_is_edited_in_place_and_the_clocks_follow(plan: Meeting, office: Client) -> None:
    first = AgendaItem.objects.get(title="Velkomst")
    typed = {"title": "Velkommen", "kind": "discussion", "minutes": "20", "revision": "1"}
    answer = office.post(f"/moeder/punkt/{first.pk}/raekke/", typed, headers=HTMX)
    html, last = answer.content.decode(), AgendaItem.objects.get(title="Eventuelt")
    assert f'id="kl-punkt-{last.pk}" data-hx-swap-oob="true">10.20</p>' in html
    assert (html.count('name="revision" value="2"'), "<li" in html, "<form" in html) == (2, False, False)
    first.refresh_from_db()
    assert (first.title, first.kind, first.minutes, first.revision) == ("Velkommen", "discussion", 20, 2)
    office.post(f"/moeder/punkt/{first.pk}/raekke/", typed | {"revision": "2"})  # left as it was
    first.refresh_from_db()
    assert first.revision == 2


def test_the_second_of_two_sees_both_and_chooses(plan: Meeting, office: Client) -> None:
    item = AgendaItem.objects.get(title="Velkomst")
    path = f"/moeder/punkt/{item.pk}/raekke/"
    typed = {"title": "Deres <b>", "kind": "decision", "minutes": "5", "revision": "1"}
    office.post(path, typed)
    for headers in ({}, HTMX):
        late = office.post(path, typed | {"title": "Min <i>", "minutes": "9"}, headers=headers)
        html = late.content.decode()
        assert (late.status_code, "Deres &lt;b&gt;, Til beslutning, 5 min." in html) == (409, True)
        assert ("Min &lt;i&gt;, Til beslutning, 9 min." in html, "<b>" in html) == (True, False)
    assert late.headers["HX-Retarget"] == f"#svar-punkt-{item.pk}"
    again = {name: str(late.context["row_form"][name].value()) for name in typed}
    assert office.post(path, again).status_code == 302
    item.refresh_from_db()
    assert (item.title, item.minutes) == ("Min <i>", 9)


def test_an_item_is_closed_in_place_and_a_stale_press_does_not_open_it(plan: Meeting, office: Client) -> None:
    item = AgendaItem.objects.get(title="Velkomst")
    path = f"/moeder/punkt/{item.pk}/laesere/"
    assert office.post(path, {"audience": "authorities", "revision": "1"}, headers=HTMX).status_code == 200
    stale = office.post(path, {"audience": "members", "revision": "1"})
    assert (stale.status_code, stale.context["row_form"]["audience"].value()) == (409, "authorities")
    Meeting.objects.update(audience="authorities")
    wider = office.post(path, {"audience": "members", "revision": "2"})
    assert (wider.status_code, AgendaItem.objects.get(pk=item.pk).audience) == (422, "authorities")


def test_a_row_is_moved_before_another(plan: Meeting, office: Client, cast: world.Cast) -> None:
    add(office, plan, title="Frokost")
    add(office, plan, title="Status")
    status, lunch = AgendaItem.objects.get(title="Status"), Pause.objects.get()
    first = AgendaItem.objects.get(title="Velkomst")
    office.post(f"/moeder/punkt/{status.pk}/flyt/", {"before": f"pause-{lunch.pk}"})
    assert lines(plan, cast) == ["1 Velkomst", "2 Status", "Frokost", "3 Eventuelt"]
    office.post(f"/moeder/pause/{lunch.pk}/flyt/", {"before": f"punkt-{first.pk}"})
    assert lines(plan, cast) == ["Frokost", "1 Velkomst", "2 Status", "3 Eventuelt"]
    office.post(f"/moeder/punkt/{first.pk}/flyt/", {"before": "slut"})
    assert lines(plan, cast) == ["Frokost", "1 Status", "2 Eventuelt", "3 Velkomst"]
    office.post(f"/moeder/pause/{lunch.pk}/flyt/", {"way": "down"})
    gone = office.post(f"/moeder/punkt/{first.pk}/flyt/", {"before": "punkt-999"}, follow=True)
    assert [str(message) for message in gone.context["messages"]][-1:] == [
        "En anden har ændret dagsordenen, mens du flyttede. Se, hvordan den står nu, og flyt igen."
    ]
    assert lines(plan, cast) == ["1 Status", "Frokost", "2 Eventuelt", "3 Velkomst"]


def test_a_pause_is_edited_removed_and_brought_back(plan: Meeting, office: Client, cast: world.Cast) -> None:
    first = AgendaItem.objects.get(title="Velkomst")
    add(office, plan, title="Pause", kind="pause", after=f"punkt-{first.pk}")
    pause = Pause.objects.get()
    typed = {"title": "Kaffe", "minutes": "10", "revision": "1"}
    assert office.post(f"/moeder/pause/{pause.pk}/raekke/", typed).status_code == 302
    assert office.post(f"/moeder/pause/{pause.pk}/raekke/", typed | {"minutes": "99"}).status_code == 409
    page = office.post(f"/moeder/punkt/{first.pk}/fjern/", follow=True).content.decode()
    assert f'action="/moeder/punkt/{first.pk}/fortryd/1/"' in page
    page = office.post(f"/moeder/pause/{pause.pk}/fjern/", follow=True).content.decode()
    assert (lines(plan, cast), f'action="/moeder/pause/{pause.pk}/fortryd/1/"' in page) == (["1 Eventuelt"], True)
    office.post(f"/moeder/pause/{pause.pk}/fortryd/1/")
    office.post(f"/moeder/punkt/{first.pk}/fortryd/1/")
    assert lines(plan, cast) == ["1 Velkomst", "Kaffe", "2 Eventuelt"]


def test_a_pause_has_time_and_no_number_and_is_in_no_minutes(
    plan: Meeting, office: Client, cast: world.Cast, client_for: ClientFor
) -> None:
    add(office, plan, title="Frokost - 45")
    world.make_item(plan, 3, title="Lukket punkt", audience="authorities", minutes=15)
    page = f"/moeder/{plan.slug}/"
    assert "Frokost" not in client_for(cast.head).get(page).content.decode()  # not released
    Meeting.objects.update(state="released", agenda_version=1)
    for reader in (cast.head, cast.supplier):
        assert "Frokost" in client_for(reader).get(page).content.decode()
    closed = "Punkt 3 (kl. 11.45-12.00) er kun for ordregivere."  # the pause's time counts
    assert closed in client_for(cast.supplier).get(page).content.decode()
    called = call(Meeting.objects.get(), cast)
    assert called
    texts = [mail.text for mail in OutboxMail.objects.filter(kind="meetings.convocation")]
    assert texts
    assert all("10.30  Frokost\n" in text for text in texts)
    Meeting.objects.update(state="held")
    world.make_minutes(plan)
    read = client_for(cast.supplier).get(f"{page}referat/").content.decode()
    assert ("Punkt 3 (kl. 11.45-12.00) var kun for ordregivere." in read, "Frokost" in read) == (True, False)


def test_who_is_let_in_to_an_item_alone_learns_the_pauses_time_and_not_its_name(
    meeting: Meeting, cast: world.Cast
) -> None:
    item = world.make_item(meeting, 1)
    Pause.objects.create(meeting=meeting, title="Rundvisning", after=1, minutes=20)
    guest = Member.objects.create(email="gaest@example.dk", name="Bo Gæst", is_guest=True)

    def pauses() -> list[tuple[str, int]]:
        shown = programme(meeting, guest.as_viewer()).lines
        return [(line.pause.title, line.minutes) for line in shown if line.pause]

    for thing, name in ((item, "Pause"), (meeting, "Rundvisning")):
        Grant.objects.create(
            kind="guest", member=guest, thing=thing._meta.label_lower, thing_id=thing.pk, given_by=cast.secretary,
            since=world.NOW, until=world.NOW + timedelta(days=60),
        )  # fmt: skip
        assert pauses() == [(name, 20)]


def test_a_late_item_comes_in_before_any_other_business_and_its_pause_waits_with_it(
    plan: Meeting, office: Client, cast: world.Cast
) -> None:
    Meeting.objects.update(state="released", agenda_version=1)
    plan.refresh_from_db()
    add(office, plan, title="Sent punkt")
    late = AgendaItem.objects.get(title="Sent punkt")
    add(office, plan, title="Sen pause", kind="pause", after=f"punkt-{late.pk}")
    assert lines(plan, cast) == ["1 Velkomst", "2 Eventuelt", "3 Sent punkt", "Sen pause"]
    seen = programme(plan, cast.head.as_viewer()).lines
    assert [line.pause or line.number for line in seen] == [1, 2]
    take_in_late(plan)
    assert lines(plan, cast) == ["1 Velkomst", "2 Sent punkt", "Sen pause", "3 Eventuelt"]


def test_many_lines_are_seen_before_they_are_added(plan: Meeting, office: Client, cast: world.Cast) -> None:
    path, typed = f"/moeder/{plan.slug}/dagsorden/linjer/", {"text": "• Status - 20\nFrokost\nPlan - Odense"}
    seen = office.post(path, typed)
    assert (seen.status_code, [line.title for line in seen.context["reading"].lines]) == (
        200, ["Status", "Frokost", "Plan"],
    )  # fmt: skip
    assert lines(plan, cast) == ["1 Velkomst", "2 Eventuelt"]
    for _ in range(2):
        assert office.post(path, typed | {"add": "ja", "form_key": "ens"}).status_code == 302
    assert lines(plan, cast) == ["1 Velkomst", "2 Status", "Frokost", "3 Plan", "4 Eventuelt"]
    for title in ("Næste møde - 5", "Nyt punkt - 10"):  # what closes the meeting stays together, last
        office.post(path, {"text": title, "add": "ja"})
    assert lines(plan, cast)[3:] == ["3 Plan", "4 Nyt punkt", "5 Næste møde", "6 Eventuelt"]
    wrong = office.post(path, {"text": "Plan - 0", "add": "ja"}, headers=HTMX)
    assert (wrong.status_code, "Plan - 0" in wrong.content.decode()) == (422, True)


def test_the_standard_items_are_the_secretariats_to_change(
    plan: Meeting, office: Client, cast: world.Cast, client_for: ClientFor
) -> None:
    path, add_path = "/moeder/faste-punkter/", f"/moeder/{plan.slug}/dagsorden/faste-punkter/"
    new = {"text": "Velkomst - 5\nReferat - 10\nFrokost - 45", "revision": "1"}
    assert client_for(cast.chair).post(path, new).status_code == 403
    assert office.post(path, new).status_code == 302
    late = office.post(path, new | {"text": "Andet"})
    assert (late.status_code, late.context["form"]["text"].value(), StandardAgenda.objects.count()) == (409, "Andet", 1)
    assert office.post(path, new | {"text": "Andet - 0", "revision": "2"}).status_code == 422
    for _ in range(2):  # what stands there already is not added again
        office.post(add_path)
    assert lines(plan, cast) == ["1 Velkomst", "2 Referat", "Frokost", "3 Eventuelt"]


def test_chosen_items_of_another_meeting_come_along_and_stay_closed(
    plan: Meeting, office: Client, cast: world.Cast
) -> None:
    earlier = world.make_meeting(slug="2026-09-10", start=world.NOW.replace(month=9, day=10), state="held")
    old = world.make_item(earlier, 1, title="Udbud", audience="authorities", background="Sagen", minutes=25)
    old.disqualified.add(cast.disqualified)
    other, lunch = world.make_item(earlier, 2, title="Andet"), Pause.objects.create(meeting=earlier, title="Frokost")
    path = f"/moeder/{plan.slug}/dagsorden/fra-et-andet-moede/?fra={earlier.slug}"
    assert office.post(path, {}).status_code == 422
    chosen = {"rows": [f"punkt-{old.pk}", f"pause-{lunch.pk}"]}
    assert office.post(path, chosen | {"with_texts": "on"}).status_code == 302
    assert lines(plan, cast) == ["1 Velkomst", "Frokost", "2 Udbud", "3 Eventuelt"]
    copy = AgendaItem.objects.get(meeting=plan, title="Udbud")
    assert (copy.audience, copy.background, copy.minutes) == ("authorities", "Sagen", 25)
    assert list(copy.disqualified.all()) == [cast.disqualified]
    assert office.get(path.replace(earlier.slug, "nej")).status_code == 404
    assert office.post(path, {"rows": [f"punkt-{AgendaItem.objects.get(title='Velkomst').pk}"]}).status_code == 422
    assert other.title not in str(lines(plan, cast))


@pytest.mark.parametrize("what", ["raekke/", "laesere/", "skriver/"])
def test_members_do_not_write_in_the_list(plan: Meeting, cast: world.Cast, client_for: ClientFor, what: str) -> None:
    item, chair = AgendaItem.objects.get(title="Velkomst"), client_for(cast.chair)
    assert chair.post(f"/moeder/punkt/{item.pk}/{what}", {"title": "x", "audience": "public"}).status_code == 403


def test_a_held_meetings_rows_lie_fast(plan: Meeting, office: Client, cast: world.Cast) -> None:
    item, pause = AgendaItem.objects.get(title="Velkomst"), Pause.objects.create(meeting=plan, title="Kaffe")
    Meeting.objects.update(state="held")
    row = {"title": "Ny", "kind": "other", "minutes": "1", "revision": "1", "audience": "secretariat", "text": "Nyt"}
    addresses = [
        f"punkt/{item.pk}/raekke/", f"punkt/{item.pk}/laesere/", f"pause/{pause.pk}/raekke/",
        f"{plan.slug}/dagsorden/raekke/", f"{plan.slug}/dagsorden/linjer/",
    ]  # fmt: skip
    assert [office.post(f"/moeder/{address}", row).status_code for address in addresses] == [409] * 5
    for address in (f"pause/{pause.pk}/flyt/", f"pause/{pause.pk}/fjern/", f"{plan.slug}/dagsorden/faste-punkter/"):
        office.post(f"/moeder/{address}", row)
    assert order(plan) == [(1, "Velkomst"), (2, "Eventuelt")]
    assert lines(plan, cast) == ["Kaffe", "1 Velkomst", "2 Eventuelt"]


def test_the_list_asks_as_often_for_one_row_as_for_three(plan: Meeting, office: Client, cast: world.Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert office.get(f"/moeder/{plan.slug}/dagsorden/").status_code == 200
        return len(asked)

    world.make_paper(AgendaItem.objects.get(title="Velkomst"), cast.secretary)
    Pause.objects.create(meeting=plan, title="Kaffe")
    queries()
    few = queries()
    for number in (3, 4, 5):
        world.make_paper(world.make_item(plan, number), cast.secretary)
        Pause.objects.create(meeting=plan, title="Kaffe")
    assert queries() == few <= 15
