"""The stored vectors and the table of words: what is in them, that no page pays for them, and that all is bounded."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.base.search_index import Word, danish
from forum.base.search_words import MOST_SPELLINGS, MOST_TERMS
from forum.base.text import spellings
from forum.front.hits import MOST_HITS
from forum.front.search import find
from forum.front.sources import SOURCES
from forum.front.words import refresh_words
from meetings.agenda.models import AgendaItem
from recommendations.areas.models import Area
from tests import world
from tests.world import Cast

STORED = [source for source in SOURCES if source.vector is None]


@pytest.fixture
def everything(cast: Cast) -> Cast:
    """A row of each kind that can be searched."""
    meeting = world.make_meeting(title="Møde om 02.19", introduction="Velkommen til e-handel/indkøb.")
    world.make_minutes(meeting)
    item = world.make_item(meeting, 1, title="Aftale 02.19", background="Se https://www.ski.dk/aftale")
    world.make_paper(item, cast.secretary, "Bilag 2019")
    world.make_note(item, "Det koster 1.000,50 kr.")
    world.make_decision(item, text="Tiltrådt: 3-2.")
    world.make_action(item, None, text="Skriv til a@b.dk")
    world.make_recommendation(1, text="Køb ind (sammen)")
    world.make_update(world.make_area(title="Droner"), cast.lead, sentence="50 % er nået", next_step="")
    return cast


@pytest.mark.parametrize("source", STORED, ids=lambda source: source.model.__name__)
def test_the_column_holds_the_words_of_the_models_own_fields(everything: Cast, source: Any) -> None:
    model = source.model
    assert source.fields == model.vector.texts
    rows = model._base_manager.order_by().values_list(model.vector.of(), danish(*model.vector.texts))
    assert len(rows) > 0
    assert [stored for stored, _ in rows] == [made for _, made in rows]


def test_the_index_is_asked_and_no_row_carries_the_column(everything: Cast, client_for: Any) -> None:
    item = AgendaItem.objects.get()
    with CaptureQueriesContext(connection) as queries:
        client_for(everything.head).get(item.meeting.get_absolute_url())
        AgendaItem.objects.create(meeting=item.meeting, number=2, title="Nyt punkt", kind="discussion")
    assert [query["sql"] for query in queries if '"vector"' in query["sql"]] == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM meetings_agendaitem WHERE vector @@ '''droner'''")
        assert "meetings_agendaitem_vector" in " ".join(line for (line,) in cursor.fetchall())


def test_the_history_goes_on_without_the_vectors(everything: Cast) -> None:
    item = AgendaItem.objects.get()
    item.title = "Aftale 17.11"
    item.save()
    assert [event.title for event in world.history(AgendaItem).order_by("pgh_id")] == ["Aftale 02.19", "Aftale 17.11"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'vector'")
        assert [name for (name,) in cursor.fetchall() if name.endswith("event")] == []
    hits = find("17.11", everything.head.as_viewer()).hits
    assert [(hit.kind, hit.heading) for hit in hits] == [
        ("Beslutning", "Aftale 17.11"), ("Punkt på dagsorden", "Aftale 17.11"),
    ]  # fmt: skip


def test_the_table_counts_in_how_many_texts_a_word_is_and_forgets_it(everything: Cast) -> None:
    for n in range(3):
        world.make_area(title=f"Flagermus {n}", description="flagermus og flagermus")
    refresh_words()
    assert Word.objects.get(stem="flagermus").uses == 3
    Area.objects.filter(title="Flagermus 0").delete()
    refresh_words()
    assert Word.objects.get(stem="flagermus").uses == 2
    Area.objects.filter(title__startswith="Flagermus").delete()
    refresh_words()
    assert not Word.objects.filter(stem="flagermus").exists()


def test_a_word_in_thousands_of_texts_finds_the_newest_and_a_few_are_found_all_the_same(everything: Cast) -> None:
    """The table says that the words are in very many texts; then the newest rows of each kind are asked alone."""
    meeting = world.make_meeting(slug="stort", start=world.NOW.replace(year=2028))
    texts = [AgendaItem(meeting=meeting, number=n, title=f"Droner {n}", kind="discussion") for n in range(1, 1100)]
    AgendaItem.objects.bulk_create(texts)
    world.make_item(meeting, 1100, title="Flyvende droner", audience="authorities")
    world.make_item(meeting, 1101, title="Sjældent sete droner")
    world.make_item(meeting, 1102, title="Sjældent sete sager")
    Word.objects.bulk_create(Word(stem=stem, uses=10_000) for stem in ("dron", "sjæld"))
    viewer, supplier = everything.head.as_viewer(), everything.supplier.as_viewer()
    assert [(group.slug, group.total) for group in find("droner", viewer).groups] == [
        ("omraader", 1),  # the area is named so
        ("moeder", MOST_HITS),
    ]
    hits = find("droner", viewer, "moeder").hits
    assert len(hits) == MOST_HITS
    assert {hit.heading for hit in hits} & {f"Droner {n}" for n in range(1, 100)} == set()  # too old
    assert [hit.heading for hit in find("flyvende droner", viewer).hits] == ["Flyvende droner"]
    assert "Flyvende droner" not in {hit.heading for hit in find("flyvende droner", supplier).hits}
    assert [hit.heading for hit in find("sjældent droner", viewer).hits] == ["Sjældent sete droner"]


def test_many_words_with_many_spellings_are_bounded(everything: Cast) -> None:
    """28 words with 16 spellings each cost 15 ordinary searches once."""
    query = " ".join(f"aaåaeoe{n}" for n in range(28))
    assert len(spellings("aaåaeoe1")) > 4
    with CaptureQueriesContext(connection) as queries:
        find(query, everything.head.as_viewer())
    (widened, *_) = [query["sql"] for query in queries if "levenshtein" in query["sql"]]
    given = widened.split("unnest('{", 1)[1].split("}'", 1)[0].split(",")
    assert len(given) == MOST_SPELLINGS
    assert given[:MOST_TERMS] == [f"aaåaeoe{n}" for n in range(MOST_TERMS)]
