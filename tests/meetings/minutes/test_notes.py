"""Notes: two editors, autosave, long and hostile texts; nothing anyone wrote is lost."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from forum.base.stale import StaleError
from forum.people.models import Member
from meetings.minutes.actions import notes
from meetings.minutes.models import Minutes, Note, NoteDraft
from tests.meetings.minutes.conftest import Held
from tests.world import NOW

Clients = Callable[[Member | None], Client]


@pytest.fixture
def other(held: Held) -> Member:
    return Member.objects.create_user("bente@example.dk", "Bente Lund", is_secretariat=True)


def url(held: Held, tail: str = "") -> str:
    return f"{held.base}punkt/{held.open.pk}/{tail}"


def test_the_second_editor_is_told_and_keeps_the_text(held: Held, other: Member, client_for: Clients) -> None:
    note = held.open.note
    first, second = client_for(held.cast.secretary), client_for(other)
    assert first.post(url(held), {"text": "Alfa beta gamma", "revision": note.revision}).status_code == 302
    answer = second.post(url(held), {"text": "Alfa <b>delta</b> gamma", "revision": note.revision})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert '<pre tabindex="0">Alfa beta gamma</pre>' in page
    assert '<pre tabindex="0">Alfa &lt;b&gt;delta&lt;/b&gt; gamma</pre>' in page
    assert "[fjernet:] </span>beta" in page
    assert Note.objects.get(pk=note.pk).text == "Alfa beta gamma"
    # The form that comes back carries the newer revision: pressing save again is a choice, not an accident
    again = second.post(url(held), {"text": "Alfa beta delta gamma", "revision": note.revision + 1})
    assert again.status_code == 302
    assert Note.objects.get(pk=note.pk).text == "Alfa beta delta gamma"


def test_htmx_gets_the_conflict_in_place_of_the_form(held: Held, other: Member, client_for: Clients) -> None:
    client_for(held.cast.secretary).post(url(held), {"text": "Min", "revision": 2})
    answer = client_for(other).post(url(held), {"text": "Din", "revision": 2}, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == f"#note-{held.open.pk}"
    assert "<html" not in answer.content.decode()


def test_saving_says_so_and_names_the_next_revision(held: Held, client_for: Clients) -> None:
    answer = client_for(held.cast.secretary).post(
        url(held), {"text": "Nyt", "revision": 2}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert "Gemt 09.00" in page
    assert '<input type="hidden" name="revision" value="3">' in page
    assert answer.headers["HX-Trigger"] == '{"forum:saved": {}}'


def test_autosave_keeps_a_draft_and_never_touches_the_note(held: Held, client_for: Clients) -> None:
    client = client_for(held.cast.secretary)
    answer = client.post(url(held, "kladde/"), {"text": "Halvt skr", "revision": 2})
    assert answer.json() == {"saved_at": "09.00", "draft_revision": NoteDraft.objects.get().revision}
    assert Note.objects.get(item=held.open).text == "Sagt åbent."
    assert NoteDraft.objects.get().text == "Halvt skr"
    assert "Halvt skr" not in client.get(held.base).content.decode()


def test_a_found_draft_is_offered_back(held: Held, other: Member, client_for: Clients) -> None:
    client = client_for(held.cast.secretary)
    client.post(url(held, "kladde/"), {"text": "Halvt skr", "revision": 2})
    page = client.get(held.base + "skriv/").content.decode()
    assert "Her er din kladde fra kl. 09.00" in page
    assert "Halvt skr</textarea>" in page
    # A draft is its writer's own
    assert "Halvt skr" not in client_for(other).get(held.base + "skriv/").content.decode()
    client.post(url(held, "kladde/kasser/"))
    page = client.get(held.base + "skriv/").content.decode()
    assert ("Halvt skr" in page, "Sagt åbent.</textarea>" in page) == (False, True)


def test_a_second_window_does_not_write_over_the_first(held: Held, client_for: Clients) -> None:
    client, path = client_for(held.cast.secretary), url(held, "kladde/")
    one = client.post(path, {"text": "Vindue et", "revision": 2}).json()
    answer = client.post(path, {"text": "Vindue to", "revision": 2})
    assert (answer.status_code, answer.json()) == (409, {"message": notes.TWO_WINDOWS})
    # Also when the second has come back to what the note says: that throws the first's draft away
    assert client.post(path, {"text": "Sagt åbent.", "revision": 2}).status_code == 409
    assert NoteDraft.objects.get().text == "Vindue et"
    more = {"text": "Vindue et, videre", "revision": 2, "draft_revision": one["draft_revision"]}
    assert client.post(path, more).status_code == 200
    page = client.get(held.base + "skriv/").content.decode()
    assert f'value="{NoteDraft.objects.get().revision}"' in page


def test_a_draft_from_before_somebody_elses_save_still_meets_the_race(
    held: Held, other: Member, client_for: Clients
) -> None:
    mine, theirs = client_for(held.cast.secretary), client_for(other)
    mine.post(url(held, "kladde/"), {"text": "Min kladde", "revision": 2})
    theirs.post(url(held), {"text": "Gemt imens", "revision": 2})
    page = mine.get(held.base + "skriv/").content.decode()
    assert "Min kladde</textarea>" in page
    assert "Bente Lund har gemt punktet siden." in page
    assert '<input type="hidden" name="revision" value="2">' in page
    assert mine.post(url(held), {"text": "Min kladde", "revision": 2}).status_code == 409
    assert NoteDraft.objects.get().text == "Min kladde"


def test_a_draft_that_is_thrown_away_comes_back(held: Held, other: Member, client_for: Clients) -> None:
    client, writing = client_for(held.cast.secretary), held.base + "skriv/"
    client.post(url(held, "kladde/"), {"text": "Næsten", "revision": 2})
    page = client.post(url(held, "kladde/kasser/"), follow=True).content.decode()
    assert ("Næsten</textarea>" in page, url(held, "kladde/fortryd/") in page) == (False, True)
    assert Minutes.objects.get().unsaved_items() == []
    client_for(other).post(url(held, "kladde/fortryd/"))  # another's is none of theirs
    assert "Næsten</textarea>" not in client.get(writing).content.decode()
    client.post(url(held, "kladde/fortryd/"))
    assert "Næsten</textarea>" in client.get(writing).content.decode()
    client.post(url(held, "kladde/kasser/"))
    client.post(url(held, "kladde/"), {"text": "Forfra", "revision": 2})
    client.post(url(held, "kladde/fortryd/"))
    assert NoteDraft.objects.get().text == "Forfra"


def test_saving_uses_the_draft_up(held: Held, client_for: Clients) -> None:
    client = client_for(held.cast.secretary)
    client.post(url(held, "kladde/"), {"text": "Næsten", "revision": 2})
    client.post(url(held), {"text": "Helt", "revision": 2})
    assert NoteDraft.objects.count() == 0
    # An autosave that was under way arrives after the save and says the same
    client.post(url(held, "kladde/"), {"text": "Helt", "revision": 2})
    assert NoteDraft.objects.count() == 0


def test_the_same_text_twice_is_one_save(held: Held, client_for: Clients) -> None:
    client = client_for(held.cast.secretary)
    assert [client.post(url(held), {"text": "Ens", "revision": 2}).status_code for _ in range(2)] == [302, 302]
    assert Note.objects.get(item=held.open).revision == 3


def test_a_megabyte_is_refused_with_the_text_kept(held: Held, client_for: Clients) -> None:
    client, text = client_for(held.cast.secretary), "æ" * 1_000_000
    answer = client.post(url(held), {"text": text, "revision": 2})
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert "Der er plads til 100.000 tegn." in answer.content.decode()
    kept = client.post(url(held, "kladde/"), {"text": text, "revision": 2})
    assert (kept.status_code, kept.json()) == (422, {"message": "Teksten er for lang. Der er plads til 100.000 tegn."})


@pytest.mark.parametrize("revision", ["", "x", "0", "99999999999999999999"])
def test_a_revision_that_is_none_saves_nothing(revision: str, held: Held, client_for: Clients) -> None:
    answer = client_for(held.cast.secretary).post(url(held), {"text": "Nyt", "revision": revision})
    assert answer.status_code == 422
    assert Note.objects.get(item=held.open).text == "Sagt åbent."


def test_scripts_are_shown_as_text_or_not_at_all(held: Held, client_for: Clients) -> None:
    text = "<script>alert(1)</script> **fed** [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    held.write(held.open, text, revision=2)
    held.release()
    page = client_for(held.cast.head).get(held.base).content.decode()
    assert "<strong>fed</strong>" in page
    assert ("<script>alert" in page, "<img src=x" in page, 'href="javascript' in page) == (False, False, False)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_instant_one_wins_and_the_other_is_told(held: Held, other: Member) -> None:
    barrier, ends = Barrier(2), []

    def save(by: Member, text: str) -> None:
        barrier.wait()
        try:
            notes.save_note(item=held.open, text=text, revision=2, by=by, now=NOW)
            ends.append(("saved", text))
        except StaleError as stale:
            ends.append(("told", stale.row.text))
        finally:
            connection.close()

    threads = [Thread(target=save, args=pair) for pair in ((held.cast.secretary, "A"), (other, "B"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner: Any = dict(ends)["saved"]
    assert sorted(ends) == [("saved", winner), ("told", winner)]
    assert Note.objects.get(item=held.open).revision == 3
