"""The audit trail: it catches what goes past the actions, cannot be rewritten, and reads as sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.audit import history
from forum.audit.context import audited, label_of
from forum.mail.models import OutboxMail
from forum.panel import corrections
from forum.people.models import Member
from meetings.agenda.models import AgendaItem
from meetings.attendance.models import Attendance
from meetings.minutes.actions import remarks
from recommendations.wording.models import Recommendation
from tests import world
from tests.world import NOW

ClientFor = Callable[[Member | None], Client]


def deeds(cast: world.Cast, **question: Any) -> list[history.Deed]:
    found, _ = history.read(cast.secretary.as_viewer(), history.Question(**question), start=0, count=50)
    return found


@audited("Omdøbte")
def rename(*, member: Member, name: str, by: Member | None, now: object, reason: str = "", via: str = "") -> None:
    member.name = name
    member.title = "Chef"
    member.is_active = False
    member.left_at = NOW
    member.save()


def test_it_says_who_changed_what_from_what_to_what_why_and_how(cast: world.Cast) -> None:
    rename(member=cast.head, name="Mette B. Lindholm", by=cast.secretary, now=NOW, reason="Nyt navn", via="mail-link")
    (deed,) = deeds(cast, member=cast.secretary.pk)
    assert (deed.who, deed.verb, deed.reason, deed.via) == ("Sofie Krogh", "Omdøbte", "Nyt navn", "via link i mail")
    (entry,) = deed.entries
    assert (entry.what, entry.name, entry.how) == ("medlem", "Mette B. Lindholm", "ændret")
    assert entry.url == f"/admin/forum/member/{cast.head.pk}/change/"
    assert [(change.label, change.before, change.after) for change in entry.changes] == [
        ("navn", "Mette Lindholm", "Mette B. Lindholm"),
        ("titel", "Udbuds- og indkøbschef", "Chef"),
        ("aktiv", "ja", "nej"),
        ("udtrådt", "(tom)", "23. november 2026 kl. 09.00"),
    ]


def test_a_change_that_reads_the_same_is_not_told(cast: world.Cast) -> None:
    """Seconds apart is the same moment to a reader; a reworded end of a long text is not the same text."""
    given = world.make_answer(meeting := world.make_meeting(), world.seat_of(cast.head))  # at NOW
    Attendance.objects.filter(pk=given.pk).update(answered_at=NOW + timedelta(seconds=20), was_present=True)
    (entry, *_) = deeds(cast, model="meetings.attendance", pk=given.pk)[0].entries
    assert [change.label for change in entry.changes] == ["var til stede"]
    Attendance.objects.filter(pk=given.pk).update(answered_at=NOW + timedelta(minutes=1))
    (entry, *_) = deeds(cast, model="meetings.attendance", pk=given.pk)[0].entries
    assert [(change.before, change.after) for change in entry.changes] == [
        ("23. november 2026 kl. 09.00", "23. november 2026 kl. 09.01")
    ]
    item = world.make_item(meeting, background="Ord " * 1000 + "slut")
    AgendaItem.objects.filter(pk=item.pk).update(background="Ord " * 1000 + "en anden slutning")
    (entry, *_) = deeds(cast, model="meetings.agendaitem", pk=item.pk)[0].entries
    assert [change.label for change in entry.changes] == ["sagsfremstilling"]


def test_bulk_updates_are_caught(cast: world.Cast) -> None:
    world.make_recommendation(1)
    world.make_recommendation(2)
    Recommendation.objects.update(state="adopted")
    (deed,) = deeds(cast, model="recommendations.recommendation")[:1]
    assert deed.who == "Uden om systemet (direkte i databasen)"
    changed = [(e.name, c.label, c.before, c.after) for e in deed.entries if e.how == "ændret" for c in e.changes]
    assert sorted(changed) == [
        ("Anbefaling 1", "tilstand", "Foreløbig", "Vedtaget"),
        ("Anbefaling 2", "tilstand", "Foreløbig", "Vedtaget"),
    ]


def test_raw_sql_is_caught_and_so_is_a_deletion(cast: world.Cast) -> None:
    made = world.make_recommendation(3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE recommendations_recommendation SET why = 'Fordi' WHERE id = %s", [made.pk])
        cursor.execute("DELETE FROM recommendations_recommendationversion WHERE recommendation_id = %s", [made.pk])
        cursor.execute("DELETE FROM recommendations_recommendation WHERE id = %s", [made.pk])
    entries = [entry for deed in deeds(cast, model="recommendations.recommendation") for entry in deed.entries]
    assert [entry.how for entry in entries] == ["slettet", "ændret", "oprettet"]
    assert entries[1].changes[0].parts == [("added", "Fordi")]
    assert entries[0].name == f"nr. {made.pk}"


@pytest.mark.parametrize(
    "statement", ["UPDATE forum_memberevent SET name = 'En anden'", "DELETE FROM forum_memberevent"]
)
def test_history_cannot_be_rewritten(cast: world.Cast, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete rows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_no_secret_is_in_any_history() -> None:
    columns = {(model.__name__, field.name) for model in history.histories() for field in model._meta.fields}
    secret = {"password", "nonce", "calendar_secret", "text_of_mail", "html"}
    assert [column for column in columns if column[1] in secret] == []
    assert "text" not in {f.name for f in world.history(OutboxMail).model._meta.fields}


def test_an_action_that_touches_many_rows_is_one_deed(cast: world.Cast) -> None:
    @audited("Rettede begge")
    def both(*, by: Member, now: object) -> None:
        world.make_recommendation(1)
        world.make_recommendation(2)

    both(by=cast.secretary, now=NOW)
    (deed,) = deeds(cast, member=cast.secretary.pk)
    assert (deed.who, [entry.name for entry in deed.entries]) == ("Sofie Krogh", ["Anbefaling 2", "Anbefaling 1"])


def test_what_is_gone_stays_hidden_from_the_disqualified(cast: world.Cast) -> None:
    item = world.make_item(world.make_meeting(state="remarks"))
    said: dict[str, Any] = {"by": cast.head, "now": NOW}
    remarks.withdraw_remark(remark=remarks.send_remark(item=item, text="Hemmeligt", **said), **said)
    verbs = [deed.verb for deed in deeds(cast, model="meetings.remark")]
    assert verbs == ["Slettede bemærkning", "Sendte bemærkning"]
    item.disqualified.add(cast.secretary)
    assert deeds(cast, model="meetings.remark") == []


def test_it_is_found_by_object_person_words_and_day(cast: world.Cast) -> None:
    corrections.correct(obj=cast.head, fields=["name"], by=cast.secretary, now=NOW, reason="Ingenting")
    cast.head.title = "Direktør"
    corrections.correct(obj=cast.head, fields=["title"], by=cast.secretary, now=NOW, reason="Forfremmet")
    cast.lead.title = "Konsulent"
    corrections.correct(obj=cast.lead, fields=["title"], by=cast.chair, now=NOW, reason="Andet job")

    def found(**question: object) -> list[str]:
        return [deed.reason for deed in deeds(cast, **question) if deed.reason]

    assert set(found()) == {"Andet job", "Forfremmet"}
    assert found(model="forum.member", pk=cast.head.pk) == ["Forfremmet"]
    assert found(member=cast.chair.pk) == ["Andet job"]
    assert found(words="forfrem") == ["Forfremmet"]
    assert found(words="østergaard") == ["Andet job"]
    today = world.history(Member).latest("pgh_id").pgh_created_at.date()
    assert len(found(since=today - timedelta(days=1), until=today + timedelta(days=1))) == 2
    assert found(until=today - timedelta(days=2)) == []


def test_pages_follow_each_other_without_gap_or_repeat(cast: world.Cast) -> None:
    viewer, seen, more, start = cast.secretary.as_viewer(), [], True, 0
    while more:
        found, more = history.read(viewer, history.Question(), start=start, count=7)
        seen += [(entry.trail_key, entry.how) for deed in found for entry in deed.entries]
        start += 7
    assert len(seen) == len(set(seen)) == sum(model.objects.count() for model in history.histories())


def test_a_page_costs_the_same_with_many_events(cast: world.Cast) -> None:
    costs = []
    for count in (20, 30):
        with CaptureQueriesContext(connection) as queries:
            history.read(cast.secretary.as_viewer(), history.Question(model="forum.member"), start=0, count=count)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 6


def test_the_page_reads(cast: world.Cast, client_for: ClientFor) -> None:
    rename(member=cast.head, name="Mette <b>Lindholm</b>", by=cast.secretary, now=NOW, reason="Nyt navn")
    secretary = client_for(cast.secretary)
    page = secretary.get("/admin/historik/").content.decode()
    assert "Hvorfor: <bdi>Nyt navn</bdi>" in page
    assert "Mette &lt;b&gt;Lindholm&lt;/b&gt;" in page
    assert secretary.get(f"/admin/historik/?objekt=forum.member:{cast.head.pk}").status_code == 200
    for strange in (
        "objekt=forum.member:x",
        "objekt=auth.group:1",
        "side=-1",
        "side=999999999",
        "since=i+går",
        "model=x",
    ):
        assert secretary.get(f"/admin/historik/?{strange}").status_code == 200


def test_items_are_tracked_too(cast: world.Cast) -> None:
    item = world.make_item(world.make_meeting(), background="Den gamle tekst om indkøb")
    AgendaItem.objects.filter(pk=item.pk).update(background="Den nye tekst om indkøb")
    (entry, *_) = deeds(cast, model="meetings.agendaitem", pk=item.pk)[0].entries
    parts = next(change.parts for change in entry.changes if change.parts)
    assert [(kind, part.strip()) for kind, part in parts] == [
        ("same", "Den"), ("removed", "gamle"), ("added", "nye"), ("same", "tekst om indkøb"),
    ]  # fmt: skip


def test_actions_of_two_subjects_may_have_the_same_name() -> None:
    names = ("forum.membership.withdraw", "meetings.minutes.withdraw")
    assert [label_of(name) for name in names] == ["Trak invitation tilbage", "Trak referat tilbage"]


def test_two_actions_of_one_subject_may_not() -> None:
    def rename() -> None: ...

    with pytest.raises(ValueError, match=r"tests\.forum\.rename"):
        audited("Omdøbte")(rename)


def test_older_rows_name_the_function_alone() -> None:
    assert (label_of("write_decision"), label_of("long_gone")) == ("Skrev beslutning", "long gone")
    assert label_of("chase_silent") == label_of("meetings.convocation.remind_silent")  # the name it had
