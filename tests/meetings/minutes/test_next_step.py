"""A meeting's next step, as a table over its states, the time, the answers and its minutes; and read from real rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.people.models import Member
from meetings.agenda.models import AgendaItem
from meetings.convocation.actions.meeting import create_meeting, edit_meeting
from meetings.meeting.models import Meeting
from meetings.minutes.models import Note, NoteDraft, Remark
from meetings.minutes.next_step import Facts, next_step
from meetings.minutes.step_facts import next_steps
from tests import world
from tests.world import NOW, Cast

Row = tuple[str, dict[str, Any], dict[str, Any], tuple[str, str, str]]
DAY = timedelta(days=1)
TODAY = NOW.date()
AGENDA = {"item_count": 5}
WRITTEN = {"minutes_state": "draft", "has_text": True, "has_presence": True}
WAIT = ""
# The meeting's state, what more of it, the facts: the sentence, the button where it stands alone, the page
TABLE: list[Row] = [
    ("planned", {}, {}, ("Mødet er ikke indkaldt", "Indkald til mødet", "convene")),
    ("planned", {"place": ""}, {}, ("Mødet mangler et sted", "Skriv, hvor mødet holdes", "edit")),
    ("planned", {"place": "", "online_link": "https://example.dk"}, {},
     ("Mødet er ikke indkaldt", "Indkald til mødet", "convene")),
    ("planned", {"rsvp_deadline": NOW}, {},
     ("Svarfristen er passeret, før mødet er indkaldt", "Ret svarfristen", "edit")),
    ("planned", {"start": NOW - DAY}, {},
     ("Mødet blev aldrig indkaldt, og dagen er passeret", "Flyt mødet", "move")),
    ("cancelled", {}, {}, (WAIT, WAIT, WAIT)),
    # Called: first who was not; then what is due first, the answers or the agenda (ten working days before)
    ("convened", {}, {**AGENDA, "uncalled": 2, "silent": 2, "to_remind": 2},
     ("2 har ikke fået indkaldelsen", "2 har ikke fået indkaldelsen: send den", "convene")),
    ("convened", {}, {}, ("Dagsordenen er tom", "Skriv dagsorden", "agenda")),
    ("convened", {}, AGENDA, ("Dagsordenen er ikke frigivet", "Frigiv dagsordenen", "release")),
    ("convened", {"rsvp_deadline": NOW + DAY}, {**AGENDA, "silent": 9, "to_remind": 9, "last_reminded": NOW - DAY},
     ("9 har ikke svaret", "9 har ikke svaret: påmind", "chase")),
    ("convened", {"rsvp_deadline": NOW + DAY}, {**AGENDA, "silent": 9, "to_remind": 7},
     ("9 har ikke svaret", "9 har ikke svaret: påmind 7", "chase")),
    ("convened", {"rsvp_deadline": NOW + 20 * DAY}, {**AGENDA, "silent": 9, "to_remind": 9},
     ("Dagsordenen er ikke frigivet", "Frigiv dagsordenen", "release")),
    ("released", {}, {**AGENDA, "silent": 1, "to_remind": 1, "last_reminded": NOW - 5 * DAY},
     ("1 har ikke svaret", "1 har ikke svaret: påmind", "chase")),
    ("released", {"convened_at": NOW - 4 * DAY}, {**AGENDA, "silent": 1, "to_remind": 1},
     ("1 har ikke svaret endnu. Svarfristen er torsdag den 10. december 2026 kl. 10.00", "Se svarene", "attendance")),
    ("released", {}, {**AGENDA, "silent": 1, "to_remind": 1, "last_reminded": NOW - 4 * DAY},
     ("1 har ikke svaret endnu. Svarfristen er torsdag den 10. december 2026 kl. 10.00", "Se svarene", "attendance")),
    ("released", {}, {**AGENDA, "new_items": 1},
     ("1 nyt punkt ses kun af sekretariatet", "Frigiv en ny version", "release")),
    ("released", {"rsvp_deadline": NOW - DAY}, {**AGENDA, "silent": 3},
     ("3 har ikke svaret", "3 har ikke svaret: ring", "attendance")),
    ("released", {}, AGENDA, ("Alt er klar til mødet torsdag den 17. december 2026", "Se svarene", "attendance")),
    # The day itself: only its end makes "held" the step
    ("released", {"start": NOW - timedelta(hours=1)}, AGENDA, ("Mødet er i gang", "Skriv referat", "minutes_start")),
    ("convened", {"start": NOW - timedelta(hours=1)}, {"minutes_state": "draft"},
     ("Mødet er i gang", "Skriv referat", "minutes_write")),
    ("running", {"start": NOW - timedelta(hours=1)}, {}, ("Mødet er i gang", "Skriv referat", "minutes_start")),
    ("convened", {"start": NOW - timedelta(hours=5)}, {}, ("Mødet er slut", "Mødet er holdt", "hold")),
    ("released", {"start": NOW - timedelta(hours=5)}, WRITTEN, ("Mødet er slut", "Mødet er holdt", "hold")),
    ("running", {"start": NOW - DAY}, {}, ("Mødet er slut", "Mødet er holdt", "hold")),
    # The minutes
    ("held", {}, {}, ("Referatet er ikke begyndt", "Skriv referat", "minutes_start")),
    ("held", {}, {"minutes_state": "draft"}, ("Referatet er ikke skrevet", "Skriv referat", "minutes_write")),
    ("held", {}, {**WRITTEN, "has_presence": False},
     ("Referatet mangler, hvem der var til stede", "Skriv referat", "minutes_write")),
    ("held", {}, {**WRITTEN, "unsaved": 1},
     ("1 punkt i referatet har tekst, som ikke er gemt", "Skriv referat", "minutes_write")),
    ("held", {}, {**WRITTEN, "unwritten": 3}, ("Referatet mangler 3 punkter", "Skriv referat", "minutes_write")),
    ("held", {}, WRITTEN, ("Referatet er skrevet", "Send referatet til bemærkninger", "minutes_release")),
    ("held", {"start": NOW - timedelta(hours=1)}, WRITTEN,
     ("Referatet er ikke skrevet", "Skriv referat", "minutes_write")),
    ("remarks", {}, {"minutes_state": "remarks", "remarks_due": TODAY},
     ("Medlemmerne kan sende bemærkninger til og med mandag den 23. november 2026", "Læs bemærkningerne", "minutes")),
    ("remarks", {}, {"minutes_state": "remarks", "remarks_due": TODAY, "remarks": 2},
     ("2 bemærkninger venter på svar", "Besvar 2 bemærkninger", "minutes")),
    ("remarks", {}, {"minutes_state": "corrected", "remarks_due": TODAY - DAY, "remarks": 1},
     ("1 bemærkning venter på svar", "Besvar bemærkningen", "minutes")),
    ("remarks", {}, {"minutes_state": "remarks", "remarks_due": TODAY - DAY, "unsaved": 2},
     ("2 punkter i referatet har tekst, som ikke er gemt", "Skriv referat", "minutes_write")),
    ("remarks", {}, {"minutes_state": "remarks", "remarks_due": TODAY - DAY},
     ("Referatet kan godkendes", "Godkend referatet", "minutes_approve")),
    ("remarks", {}, {"minutes_state": "corrected"}, ("Referatet er genåbnet", "Ret referatet", "minutes")),
    ("remarks", {}, {"minutes_state": "corrected", "is_unchanged": True},
     ("Referatet er genåbnet", "Godkend referatet", "minutes_approve")),
    ("remarks", {}, {"minutes_state": "corrected", "is_unchanged": False},
     ("Referatet er rettet", "Send rettelsen", "minutes_release")),
    ("remarks", {}, {"minutes_state": "corrected", "is_unchanged": False, "remarks_due": TODAY},
     ("Referatet er rettet", "Send rettelsen", "minutes_release")),
    ("remarks", {}, {"minutes_state": "corrected", "remarks_due": TODAY - DAY},
     ("Referatet er rettet", "Send rettelsen", "minutes")),
    ("remarks", {}, {"minutes_state": "corrected", "is_unchanged": True, "remarks_due": TODAY - DAY},
     ("Referatet kan godkendes", "Godkend referatet", "minutes_approve")),
    ("remarks", {}, {"minutes_state": "corrected", "is_unchanged": False, "unsaved": 1},
     ("1 punkt i referatet har tekst, som ikke er gemt", "Skriv referat", "minutes_write")),
    ("approved", {}, {"minutes_state": "approved"}, ("Referatet er godkendt", "Lås referatet", "minutes_lock")),
    ("approved", {}, {"minutes_state": "approved", "is_unchanged": False},
     ("Referatet er ændret, efter at det blev godkendt", "Genåbn referatet", "minutes_reopen")),
    ("closed", {}, {"minutes_state": "locked"}, (WAIT, WAIT, WAIT)),
]  # fmt: skip


def meeting_of(state: str, fields: dict[str, Any]) -> Meeting:
    is_over = state in {"held", "remarks", "approved", "closed"}
    start = fields.get("start", NOW - 20 * DAY if is_over else NOW + timedelta(days=24, hours=1))
    given = {
        "slug": "moede", "title": "Møde", "place": "KL-Huset", "start": start, "end": start + timedelta(hours=5),
        "rsvp_deadline": start - 7 * DAY,
    }  # fmt: skip
    return Meeting(state=state, **given | fields)


@pytest.mark.parametrize(("state", "fields", "facts", "expected"), TABLE)
def test_each_state_has_one_next_step(
    state: str, fields: dict[str, Any], facts: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    step = next_step(meeting_of(state, fields), Facts(**facts), NOW)
    assert ((step and (step.what, step.label, step.view.removeprefix("meetings:"))) or ("", "", "")) == expected
    if step and step.verb:
        assert step.url.startswith("/moeder/moede/")
        assert step.is_post == (
            step.view.removeprefix("meetings:") in {"chase", "hold", "minutes_start", "minutes_lock"}
        )


def test_the_table_has_every_state() -> None:
    assert {state for state, *_ in TABLE} == set(Meeting.State.values)
    states = {facts.get("minutes_state", "") for _, _, facts, _ in TABLE}
    assert states >= {"", "draft", "remarks", "corrected", "approved"}


def test_what_is_due_comes_from_the_meetings_day() -> None:
    due = {}
    for state, facts in (
        ("planned", {}), ("convened", AGENDA), ("held", {}),
        ("remarks", {"minutes_state": "remarks", "remarks_due": date(2026, 11, 19)}), ("approved", {}),
    ):  # fmt: skip
        step = next_step(meeting_of(state, {}), Facts(**facts), NOW)
        due[state] = step and step.due
    assert due == {
        "planned": date(2026, 10, 22), "convened": date(2026, 12, 3), "held": date(2026, 11, 10),
        "remarks": date(2026, 11, 26), "approved": None,
    }  # fmt: skip


def steps(cast: Cast) -> dict[str, str]:
    viewer, meetings = cast.secretary.as_viewer(), list(Meeting.objects.order_by("start"))
    found = next_steps(meetings, viewer, NOW)
    return {meeting.slug: step.what for meeting in meetings if (step := found.get(meeting.pk))}


def make_all(cast: Cast, suffix: str, days: int) -> None:
    """A meeting of each kind: one that is convened, one whose minutes are written, one with a remark."""
    world.make_item(world.make_meeting(slug=f"kaldt{suffix}", start=NOW + days * DAY + timedelta(hours=1)))
    held = world.make_meeting(slug=f"holdt{suffix}", start=NOW - days * DAY, state="held")
    world.make_minutes(held, state="draft", released_at=None)
    for number, kind in enumerate(("information", "discussion", "decision"), 1):
        Note.objects.create(item=world.make_item(held, number, kind=kind), text="" if kind == "decision" else "Sagt")
    heard = world.make_meeting(slug=f"hoert{suffix}", start=NOW - (days + 30) * DAY, state="remarks")
    world.make_minutes(heard, remarks_due=TODAY)
    Remark.objects.create(item=world.make_item(heard, 4), by=cast.head, text="Forkert navn")


def test_the_facts_are_read_from_the_rows(cast: Cast) -> None:
    make_all(cast, "", 20)
    assert steps(cast) == {
        "kaldt": "6 har ikke fået indkaldelsen",
        "holdt": "Referatet mangler, hvem der var til stede",
        "hoert": "1 bemærkning venter på svar",
    }
    held = Meeting.objects.get(slug="holdt")
    world.make_answer(held, world.seat_of(cast.head), was_present=True)
    assert steps(cast)["holdt"] == "Referatet mangler 1 punkt"
    world.make_decision(AgendaItem.objects.get(meeting=held, kind="decision"))
    assert steps(cast)["holdt"] == "Referatet er skrevet"
    NoteDraft.objects.create(
        note=Note.objects.filter(item__meeting=held)[0], member=cast.secretary, text="Mere", note_revision=1
    )
    assert steps(cast)["holdt"] == "1 punkt i referatet har tekst, som ikke er gemt"
    viewer, heard = cast.secretary.as_viewer(), Meeting.objects.get(slug="hoert")
    assert next_steps([heard], viewer, NOW)[heard.pk].url == "/moeder/hoert/referat/#punkt-4"


def test_many_meetings_cost_as_many_queries_as_one(cast: Cast) -> None:
    counts = []
    for number in range(3):
        make_all(cast, str(number), 20 + number)
        with CaptureQueriesContext(connection) as queries:
            assert len(steps(cast)) == 3 * (number + 1)
        counts.append(len(queries))
    assert counts == [6, 6, 6]  # the viewer, the meetings, and four for the steps


def test_the_step_is_the_only_primary_button_on_the_meetings_pages_and_in_the_list(
    cast: Cast, client_for: Callable[[Member | None], Client]
) -> None:
    make_all(cast, "", 20)
    world.make_meeting(slug="plan", start=NOW + 90 * DAY, state="planned", agenda_version=0)
    world.make_meeting(slug="slut", start=NOW - timedelta(hours=6))
    secretary, member = client_for(cast.secretary), client_for(cast.head)
    primary = {}
    for path in ("kaldt/", "plan/", "slut/", "holdt/", "hoert/", "holdt/referat/", ""):
        (page,) = lxml.html.fromstring(secretary.get(f"/moeder/{path}").content).iter("main")
        buttons = page.find_class("button-primary")
        primary[path] = [" ".join(found.text_content().split()) for found in buttons]
    assert primary == {
        "kaldt/": ["6 har ikke fået indkaldelsen: send den"],
        "plan/": ["Indkald til mødet"],
        "slut/": ["Mødet er holdt"],
        "holdt/": ["Skriv referat"],
        "hoert/": ["Besvar bemærkningen"],
        "holdt/referat/": ["Skriv referat"],
        "": ["6 har ikke fået indkaldelsen: send den: søndag den 13. december 2026"],
    }
    assert "har ikke fået indkaldelsen" not in member.get("/moeder/").content.decode()
    assert secretary.post("/moeder/slut/afholdt/", {"fra": "moeder"}).headers["Location"] == "/moeder/"
    assert secretary.post("/moeder/kaldt/deltagelse/paamind/", {"fra": "hjem"}).headers["Location"] == "/"


def test_a_plan_is_not_late_on_the_day_it_is_made(cast: Cast) -> None:
    """Eight weeks before is gone already; nor is it put off by a correction."""
    start = NOW + timedelta(days=40)
    when = {"start": start, "end": start + timedelta(hours=5), "rsvp_deadline": start - timedelta(days=7)}
    meeting = create_meeting(by=cast.secretary, now=NOW, title="Januarmøde", place="Odense", **when)
    edit_meeting(meeting=meeting, revision=meeting.revision, by=cast.secretary, now=NOW + 3 * DAY, title="Møde")
    step = next_step(meeting, Facts(), NOW + 3 * DAY)
    assert (step and step.due, start - timedelta(weeks=8) < NOW) == (TODAY, True)


@pytest.mark.parametrize("facts", [{"unsaved": 1}, {"minutes_state": "corrected", "is_unchanged": False}])
def test_a_correction_that_is_begun_is_due_when_the_remarks_are(facts: dict[str, Any]) -> None:
    """Without a day it would stand last on the desk, behind what nobody waits for."""
    told: dict[str, Any] = {"minutes_state": "remarks", "remarks_due": TODAY + DAY} | facts
    step = next_step(meeting_of("remarks", {}), Facts(**told), NOW)
    assert (step and step.due) == TODAY + DAY
