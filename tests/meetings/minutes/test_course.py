"""From draft to locked: what is missing is said, an approval is bound to its text, mails go once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice
from meetings.agenda.models import AgendaItem
from meetings.followup import actions
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes import rules
from meetings.minutes.actions import course, decisions, notes, presence, promises, remarks
from meetings.minutes.mail import RELEASED
from meetings.minutes.models import Minutes, Note
from recommendations.areas.models import Area
from tests import world
from tests.meetings.minutes.conftest import Held
from tests.world import NOW

Clients = Callable[[Member | None], Client]
State = Minutes.State


def standing(held: Held) -> tuple[str, str]:
    return Minutes.objects.get().state, Meeting.objects.get(pk=held.meeting.pk).state


def test_the_whole_course_and_the_meeting_follows(held: Held) -> None:
    assert standing(held) == ("draft", "held")
    held.release()
    assert standing(held) == ("remarks", "remarks")
    # Ten Danish working days after Monday 23 November
    assert held.minutes.remarks_due == date(2026, 12, 7)
    held.write(held.open, "Rettet.", revision=2)
    assert standing(held) == ("corrected", "remarks")
    held.release()
    held.approve()
    assert standing(held) == ("approved", "approved")
    course.lock(minutes=held.minutes, by=held.cast.secretary, now=NOW)
    assert standing(held) == ("locked", "closed")
    course.reopen(minutes=held.minutes, reason="En fejl", by=held.cast.secretary, now=NOW)
    assert standing(held) == ("corrected", "remarks")


def test_presence_comes_from_the_answers(held: Held) -> None:
    rows = held.meeting.attendances.values_list("seat__organisation__name", "was_present")
    assert dict(rows) == {
        "Aarhus": True, "Odense": True, "Fjordtek A/S": True, "Aalborg": False, "SKI": False, "Kolding": False,
    }  # fmt: skip


def test_who_was_there_is_corrected(held: Held, client_for: Clients) -> None:
    ski = held.meeting.attendances.get(seat=world.seat_of(held.cast.ski))
    client = client_for(held.cast.secretary)
    was = [str(row.pk) for row in held.meeting.attendances.filter(was_present=True)]
    client.post(held.base + "deltagere/", {"present": [str(ski.pk)], "was": was, "also_present": "Sofie Krogh,\nKL"})
    assert [row.seat.organisation.name for row in held.meeting.attendances.filter(was_present=True)] == ["SKI"]
    assert Minutes.objects.get().also_present == "Sofie Krogh, KL"


def test_begun_once_and_only_when_the_meeting_has_begun(held: Held, client_for: Clients) -> None:
    client = client_for(held.cast.secretary)
    assert client.post(held.base + "begynd/").status_code == 302
    assert Minutes.objects.count() == 1
    coming = world.make_meeting()
    page = client.get(f"/moeder/{coming.slug}/referat/").content.decode()
    assert "Mødet begynder først torsdag den 17. december 2026." in page
    client.post(f"/moeder/{coming.slug}/referat/begynd/")
    assert Minutes.objects.count() == 1


def why_not_release(held: Held) -> str:
    return rules.why_not_release(Minutes.objects.select_related("meeting").get(), NOW)


def test_what_is_missing_before_release(held: Held) -> None:
    assert why_not_release(held) == ""
    notes.keep_draft(item=held.closed, text="Halvt", revision=2, by=held.cast.secretary, now=NOW)
    assert why_not_release(held) == "Punkt 2 har tekst, som ikke er gemt. Gem den, eller kassér kladden."
    held.meeting.attendances.update(was_present=False)
    assert why_not_release(held) == "Sæt først hak ved dem, der var til stede."
    Note.objects.update(text="")
    assert why_not_release(held) == "Der er ikke skrevet noget i referatet endnu."
    Meeting.objects.update(end=NOW + timedelta(hours=1))
    assert why_not_release(held) == "Mødet er ikke slut endnu."
    with pytest.raises(NotAllowed):
        held.release()


def test_what_is_missing_before_approval(held: Held) -> None:
    assert rules.why_not_approve(held.minutes, NOW.date()) == "Referatet skal først have været til bemærkninger."
    held.release()
    assert rules.why_not_approve(held.minutes, date(2026, 12, 7)) == (
        "Medlemmerne har frist til og med mandag den 7. december 2026. Derefter kan referatet godkendes."
    )
    remarks.send_remark(item=held.open, text="Mangler", by=held.cast.head, now=NOW)
    late = date(2026, 12, 8)
    assert rules.why_not_approve(held.minutes, late) == "Der er én bemærkning, som ikke er besvaret endnu."
    held.open.remarks.update(outcome="taken_in", answered_at=NOW)
    assert rules.why_not_approve(held.minutes, late) == ""
    assert rules.why_not_approve(held.approve(), late) == "Referatet er allerede godkendt."


def _edits(held: Held) -> dict[str, Callable[[], Any]]:
    by, owner = held.cast.secretary, world.seat_of(held.cast.head)
    decision, action = world.make_decision(held.open), world.make_action(held.open, owner)
    nothing: dict[str, Any] = {"recommendation": None, "area": None, "lead": None, "partners": []}
    told: dict[str, Any] = {"item": held.open, "by": by, "now": NOW}
    present = held.meeting.attendances.filter(was_present=True)[0]
    return {
        "note": lambda: held.write(held.open, "Andet", revision=held.open.note.revision),
        "draft": lambda: notes.keep_draft(text="Andet", revision=1, **told),
        "decision": lambda: decisions.write_decision(kind="noted", text="", **nothing, **told),
        "decision removed": lambda: decisions.remove_decision(decision=decision, by=by, now=NOW),
        "action": lambda: promises.write_action(text="Ny", owner=owner, due=NOW.date(), **told),
        "action removed": lambda: promises.remove_action(action=action, item=held.open, by=by, now=NOW),
        "presence on the meeting's page": lambda: presence.mark_presence(
            meeting=held.meeting, present={owner.pk: False}, by=by, now=NOW
        ),
        "presence": lambda: course.record_presence(
            minutes=held.minutes, came=set(), went={present.pk}, also_present=None, by=by, now=NOW
        ),
    }


EDITS = [
    "note",
    "draft",
    "decision",
    "decision removed",
    "action",
    "action removed",
    "presence",
    "presence on the meeting's page",
]


@pytest.mark.parametrize("edit", EDITS)
def test_nothing_is_written_into_approved_minutes(edit: str, held: Held) -> None:
    edits = _edits(held)
    held.release()
    held.approve()
    before = held.minutes.content_hash()
    with pytest.raises(NotAllowed, match=r"Referatet er godkendt\. Genåbn det først"):
        edits[edit]()
    assert held.minutes.content_hash() == before


@pytest.mark.parametrize("edit", [edit for edit in EDITS if edit != "draft"])
def test_every_edit_changes_what_an_approval_is_bound_to(edit: str, held: Held) -> None:
    edits = _edits(held)
    before = held.minutes.content_hash()
    edits[edit]()
    assert held.minutes.content_hash() != before


def test_an_edit_behind_our_back_voids_the_approval(held: Held, client_for: Clients) -> None:
    held.release()
    held.approve()
    assert held.minutes.approval_holds
    Note.objects.filter(item=held.open).update(text="Skrevet uden om")
    assert not held.minutes.approval_holds
    page = client_for(held.cast.secretary).get(held.base).content.decode()
    assert "så godkendelsen gælder ikke længere" in page
    with pytest.raises(NotAllowed, match="ændret, efter at den blev godkendt"):
        course.lock(minutes=held.minutes, by=held.cast.secretary, now=NOW)


def test_what_was_read_is_what_is_approved(held: Held) -> None:
    held.release()
    read = held.minutes.revision
    held.write(held.open, "Rettet imens", revision=2)
    held.release()
    with pytest.raises(StaleError):
        course.approve(minutes=held.minutes, revision=read, by=held.cast.chair, now=NOW + timedelta(days=30))
    assert Minutes.objects.get().state == State.REMARKS


def test_an_action_that_is_done_leaves_the_approval_alone(held: Held) -> None:
    action = world.make_action(held.open, world.seat_of(held.cast.head))
    held.release()
    held.approve()
    actions.move_action(action=action, to=Action.State.DONE, by=held.cast.head, now=NOW)
    assert held.minutes.approval_holds


@pytest.mark.parametrize(
    ("state", "verb"),
    [("draft", "approve"), ("draft", "withdraw"), ("draft", "reopen"), ("draft", "lock"), ("remarks", "release"),
     ("remarks", "reopen"), ("remarks", "lock"), ("approved", "release"), ("approved", "withdraw"),
     ("locked", "lock"), ("locked", "approve"), ("locked", "withdraw")],
)  # fmt: skip
def test_illegal_moves(state: str, verb: str, held: Held) -> None:
    if state != "draft":
        held.release()
    if state in {"approved", "locked"}:
        held.approve()
    if state == "locked":
        course.lock(minutes=held.minutes, by=held.cast.secretary, now=NOW)
    more = {"approve": {"revision": "x"}, "withdraw": {"reason": "x"}, "reopen": {"reason": "x"}}.get(verb, {})
    with pytest.raises(NotAllowed):
        getattr(course, verb)(minutes=held.minutes, by=held.cast.secretary, now=NOW, **more)
    assert Minutes.objects.get().state == state


def test_release_shows_first_and_tells_each_once(held: Held, client_for: Clients) -> None:
    ski = held.cast.ski
    NotificationChoice.objects.create(member=ski, kind="minutes", pace="never")
    NotificationChoice.objects.create(member=held.cast.lead, kind="minutes", pace="weekly")
    client = client_for(held.cast.secretary)
    page = client.get(held.base + "frigiv/").content.decode()
    assert OutboxMail.objects.count() == 0
    assert "4 får en mail" in page
    assert "Uden punkt 2: Camilla Bech (Fjordtek A/S)" in page
    assert "Uden punkt 3: Karen Dahl (Kolding Kommune)" in page
    (read,) = re.findall(r'name="revision" value="(\w+)"', page)
    held.write(held.open, "Nye ord, mens siden stod åben", revision=2)
    stale = client.post(held.base + "frigiv/", {"revision": read}, follow=True)
    assert ([str(message) for message in stale.context["messages"]], OutboxMail.objects.count()) == (
        ["Referatet er ændret, siden du åbnede siden. Læs det igen, før du sender det."], 0,
    )  # fmt: skip
    read = held.minutes.revision
    for key in ("en-nøgle", "en-nøgle", "en anden"):  # a double click, and a second window
        client.post(held.base + "frigiv/", {"form_key": key, "revision": read})
    receivers = sorted(OutboxMail.objects.values_list("to_member__name", flat=True))
    assert receivers == ["Camilla Bech", "Henrik Østergaard", "Karen Dahl", "Mette Lindholm"]


def test_the_mail_names_the_decisions_and_ones_own_open_actions_and_nothing_closed(held: Held) -> None:
    for item, text in ((held.open, "Vi mødes i maj."), (held.closed, "Hemmelig beslutning.")):
        world.make_decision(item, text=text)
    owner = world.seat_of(held.cast.head)
    world.make_action(held.open, owner, text="Skriv køreplanen")
    world.make_action(held.closed, owner, text="Hemmelig opgave")
    held.release()
    mine = OutboxMail.objects.get(to_member=held.cast.head)
    other = OutboxMail.objects.get(to_member=held.cast.chair)
    told = ("Skriv køreplanen", "Vi mødes i maj.")
    assert [(word in mine.text, word in mine.html) for word in told] == [(True, True), (True, True)]
    assert [word in other.text for word in told] == [False, True]
    for mail in (mine, other):
        assert "Hemmelig" not in mail.text + mail.html + mail.subject
        assert "Sagt" not in mail.text + mail.html
    assert mine.subject == "Er der noget, der skal rettes? Novembermøde"
    AgendaItem.objects.filter(pk=held.open.pk).update(audience="authorities")  # closed before the mail is sent
    anew = RELEASED.rerender(mine, NOW)
    assert anew is not None
    assert [word in anew.text + anew.html for word in told] == [False, False]


def delegated(held: Held, area: Area) -> Any:
    return decisions.write_decision(
        item=held.open, kind="delegated", text="", recommendation=None, area=area,
        lead=world.organisation("Odense"), partners=[world.organisation("Aarhus")], by=held.cast.secretary, now=NOW,
    )  # fmt: skip


def test_a_delegation_takes_effect_at_the_approval_and_once(held: Held, client_for: Clients) -> None:
    area = world.make_area()
    decision = delegated(held, area)
    page = client_for(held.cast.secretary).get(held.base + "frigiv/").content.decode()
    assert "»Skærmbesøg i hjemmeplejen« bliver uddelegeret til Odense Kommune." in page
    held.release()
    area.refresh_from_db()
    assert (area.state, area.lead) == ("proposed", None)
    held.approve()
    area.refresh_from_db()
    decision.refresh_from_db()
    assert (area.state, str(area.lead), [p.name for p in area.partners.all()]) == ("delegated", "Odense", ["Aarhus"])
    assert decision.effected_at is not None
    # Handed on afterwards; approving the reopened minutes must not take it back
    Area.objects.filter(pk=area.pk).update(lead=world.organisation("Aalborg"))
    course.reopen(minutes=held.minutes, reason="Slåfejl", by=held.cast.secretary, now=NOW)
    held.approve(days=31)
    area.refresh_from_db()
    assert str(area.lead) == "Aalborg"


def test_an_area_that_is_led_already_is_left_alone_and_that_is_said(held: Held, client_for: Clients) -> None:
    area = world.make_area(lead=world.organisation("Aalborg"))
    delegated(held, area)
    held.release()
    page = client_for(held.cast.secretary).get(held.base + "godkend/").content.decode()
    assert "bliver ikke ændret: Området er allerede uddelegeret til Aalborg." in page
    held.approve()
    area.refresh_from_db()
    assert str(area.lead) == "Aalborg"
