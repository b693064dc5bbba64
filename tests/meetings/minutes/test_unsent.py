"""Members read the text that was sent until its correction is sent; the secretariat reads what is not sent yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from forum.base.stale import StaleError
from forum.people.models import Member
from forum.undo.actions import take_back
from forum.undo.models import Undo
from meetings.followup.models import Action
from meetings.minutes.actions import course, decisions, promises
from meetings.minutes.document import document, paper_html
from meetings.minutes.models import Decision, Minutes, Note
from tests import world
from tests.meetings.minutes.conftest import Held
from tests.world import NOW

Clients = Callable[[Member | None], Client]
SENT = {"sendtnote", "sendtbeslutning", "sendtfjernes", "sendtopgave", "sendtbortfalder", "sendtgæst"}
NEW = {"nynote", "nyrettet", "nybeslutning", "nyopgave", "nytløfte", "nygæst"}


def decided(held: Held, text: str, row: Decision | None = None, **fields: Any) -> Decision:
    about: dict[str, Any] = {"kind": "decided", "recommendation": None, "area": None, "lead": None, "partners": []}
    told = about | fields | {"item": held.open, "by": held.cast.secretary, "now": NOW}
    return decisions.write_decision(text=text, decision=row, **told)


def promised(held: Held, text: str, row: Action | None = None) -> Action:
    owner, due = world.seat_of(held.cast.head), NOW.date() + timedelta(days=9)
    told: dict[str, Any] = {"item": held.open, "owner": owner, "due": due, "by": held.cast.secretary, "now": NOW}
    return promises.write_action(text=text, action=row, **told)


def present(held: Held, who: str) -> None:
    minutes = Minutes.objects.get()
    told: dict[str, Any] = {"came": set(), "went": set(), "by": held.cast.secretary, "now": NOW}
    before = (minutes.unsent or minutes.said())["also_present"]
    assert course.record_presence(minutes=minutes, also_present=who, also_before=before, **told) is None


def sent_and_corrected(held: Held) -> Decision:
    """Minutes that were sent, and then changed in everything that can be changed."""
    by, now = held.cast.secretary, NOW
    held.write(held.open, "sendtnote", revision=2)
    first, gone = decided(held, "sendtbeslutning"), decided(held, "sendtfjernes")
    action, lapsed = promised(held, "sendtopgave"), promised(held, "sendtbortfalder")
    present(held, "sendtgæst")
    held.release()
    held.write(held.open, "nynote", revision=3)
    decided(held, "nyrettet", first)
    decided(held, "nybeslutning")
    decisions.remove_decision(decision=gone, by=by, now=now)
    promised(held, "nyopgave", action)
    promised(held, "nytløfte")
    promises.remove_action(action=lapsed, item=held.open, by=by, now=now)
    present(held, "nygæst")
    held.minutes = Minutes.objects.select_related("meeting").get()
    return first


def read(client: Client, held: Held, *more: str) -> set[str]:
    """Which of the words stand where the minutes' text is shown, their PDF included."""
    pages = [held.base, held.meeting.get_absolute_url(), "/beslutninger/", "/moeder/opgaver/?vis=aabne", "/", *more]
    said = "".join(client.get(path).content.decode() for path in pages)
    said += paper_html(document(Minutes.objects.select_related("meeting").get(), held.cast.head.as_viewer()))
    return {word for word in SENT | NEW if word in said}


def found(client: Client) -> set[str]:
    """Which of the words search finds something for."""
    return {word for word in SENT | NEW if "hit-list" in client.get(f"/soeg/?q={word}").content.decode()}


def test_members_read_what_was_sent_until_the_correction_is_sent(held: Held, client_for: Clients) -> None:
    first = sent_and_corrected(held)
    head, office = client_for(held.cast.head), client_for(held.cast.secretary)
    decision = first.get_absolute_url()
    assert (read(head, held, decision), found(head)) == (SENT, SENT - {"sendtgæst"})
    assert "Rettet" not in head.get(held.base).content.decode()
    page, writing = (office.get(held.base + more).content.decode() for more in ("", "skriv/"))
    assert {word for word in NEW if word in page} == {word for word in NEW if word in writing} == NEW
    marks = [
        page.count(said) for said in ("Rettelsen er ikke sendt endnu", "Rettet, men ikke sendt endnu: Se ændringen")
    ]
    assert (marks, re.findall(r'button-primary" href="[^"]*">([^<]*)', page)) == ([1, 2], ["Send rettelsen"])
    held.release()
    assert (read(head, held, decision) & NEW, found(head)) == (NEW, NEW - {"nygæst"})
    assert (Decision.objects.get(pk=first.pk).text, Note.objects.get(item=held.open).text) == ("nyrettet", "nynote")
    take_back(undo=Undo.objects.latest("pk"), by=held.cast.secretary, now=NOW, reason="x")
    assert read(head, held, decision) == SENT
    assert "nynote" in office.get(held.base).content.decode()


def test_a_correction_is_written_on_taken_back_and_brought_back_before_it_is_sent(held: Held) -> None:
    first, by = sent_and_corrected(held), held.cast.secretary
    said = held.minutes.content_hash()
    new = Decision._base_manager.get(text="nybeslutning")
    decided(held, "nybeslutning to", new)
    decisions.remove_decision(decision=new, by=by, now=NOW)
    with pytest.raises(StaleError):
        decisions.remove_decision(decision=new, by=by, now=NOW)
    decisions.restore_decision(decision_id=new.pk, item=held.open, by=by, now=NOW)
    decided(held, "nybeslutning", new)
    with pytest.raises(StaleError):
        decided(held, "Anden", first, revision=Decision.objects.get(pk=first.pk).revision)
    assert held.minutes.content_hash() == said
    assert not Decision.objects.filter(removed_at=None, text__startswith="nybeslutning").exists()
    # Everything as it was sent: there is nothing to send, and nothing to hide
    held.write(held.open, "sendtnote", revision=4)
    decided(held, "sendtbeslutning", first)
    decisions.remove_decision(decision=new, by=by, now=NOW)
    present(held, "sendtgæst")
    for model in (Decision, Action):
        for row in model._base_manager.filter(unsent__isnull=False):
            row.unsent = None
            row.save()
    held.minutes = Minutes.objects.select_related("meeting").get()
    assert (Note.objects.get(item=held.open).unsent, held.minutes.unsent) == (None, None)
    held.approve()


def test_partners_of_a_delegation_come_back_with_the_undo(held: Held) -> None:
    """Who takes part is a relation, which has no history of its own."""
    about: dict[str, Any] = {"kind": "delegated", "area": world.make_area(), "lead": world.organisation("Odense")}
    row = decided(held, "", partners=[world.organisation("Aarhus")], **about)
    held.release()

    def partners() -> list[str]:
        return [partner.name for partner in Decision.objects.get(pk=row.pk).partners.all()]

    decided(held, "", row, partners=[world.organisation("Vejle")], **about)
    assert partners() == ["Aarhus"]
    held.release()
    assert partners() == ["Vejle"]
    take_back(undo=Undo.objects.latest("pk"), by=held.cast.secretary, now=NOW, reason="x")
    assert (partners(), Decision.objects.get(pk=row.pk).corrected().partner_names) == (["Aarhus"], "Vejle Kommune")


def test_taken_back_to_a_draft_the_correction_is_its_text(held: Held) -> None:
    first = sent_and_corrected(held)
    course.withdraw(minutes=held.minutes, reason="Fejl", by=held.cast.secretary, now=NOW)
    first.refresh_from_db()
    rows: list[Any] = [Decision, Action, Note, Minutes]
    assert (first.text, [model._base_manager.filter(unsent__isnull=False).count() for model in rows]) == (
        "nyrettet", [0, 0, 0, 0],
    )  # fmt: skip
