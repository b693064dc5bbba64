"""The words that a decision is found by: its own, its kind, its item's title, and what it is about."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, Case, CharField, F, Func, Q, Value, When
from django.db.models.functions import Cast, Concat

from forum.base.search_index import is_one_of, joined_vectors, weighted
from forum.base.visibility import Viewer
from forum.people.models import Organisation
from meetings.agenda.models import AgendaItem
from meetings.minutes.models.decisions import Decision
from recommendations.areas.models import Area
from recommendations.wording.models import Recommendation

Kind = Decision.Kind
# How people say it, besides the kind's own word. Stems do the rest: »tiltrådte« is »tiltrådt«
ALSO_SAID = {
    Kind.DECIDED: "besluttede vedtaget vedtog",
    Kind.ENDORSED: "tiltræde tilslutning",
    Kind.DISCUSSED: "drøftede drøftelse",
    Kind.POSTPONED: "udskudt udskød udskyde",
    Kind.REJECTED: "afslået afvise",
    Kind.DELEGATED: "uddelegering delegeret tovholder",
}
NO_WORDS = Cast(Value(""), SearchVectorField())
NUMBERED = Concat(Value("Anbefaling "), F("number"), output_field=CharField())


def words_of(viewer: Viewer) -> Any:
    """A tsvector of all the words of the query's own decision.

    What it is about is among them only where the viewer may see the recommendation or the area: who finds a decision
    by the name of a closed area would know the area.
    """
    about = Value("Anbefaling "), F("recommendation__number")
    area = [_titles(Area.vector.of("area__")), _titles(Organisation.vector.of("lead__")), _if_led()]
    return joined_vectors(
        Decision.vector.of(),
        Case(*[When(kind=kind, then=_said(kind)) for kind in Kind], default=NO_WORDS),
        _titles(AgendaItem.vector.of("item__")),
        Case(
            When(
                recommendation__in=Recommendation.objects.visible_to(viewer),
                then=joined_vectors(
                    _titles(Recommendation.vector.of("recommendation__")),
                    weighted("A", Concat(*about, output_field=CharField())),
                ),
            ),
            default=NO_WORDS,
        ),
        Case(When(area__in=Area.objects.visible_to(viewer), then=joined_vectors(*area)), default=NO_WORDS),
    )


def may_have(viewer: Viewer, word: Any) -> Q:
    """A condition: the decision has this word (a tsquery) somewhere; found by indexes, where `words_of` has none.

    For rows that are visible to the viewer and asked for `words_of` as well: it lets through decisions of an item that
    has the word elsewhere than in its title.
    """
    decisions: Any = Decision._base_manager.order_by()
    areas, recommendations = Area.objects.visible_to(viewer), Recommendation.objects.visible_to(viewer)
    led = Organisation.objects.alias(searched=Organisation.vector.of()).filter(searched=word)
    numbered = recommendations.alias(searched=joined_vectors(Recommendation.vector.of(), weighted("A", NUMBERED)))
    found = [
        decisions.alias(searched=Decision.vector.of()).filter(searched=word),
        decisions.alias(searched=AgendaItem.vector.of("item__")).filter(searched=word),
        decisions.filter(area__in=areas.alias(searched=Area.vector.of()).filter(searched=word).order_by().values("pk")),
        decisions.filter(area__in=areas, lead__in=led.order_by().values("pk")),
        decisions.filter(recommendation__in=numbered.filter(searched=word).order_by().values("pk")),
        decisions.filter(_is_kind(word)),
    ]
    pks = [rows.values("pk") for rows in found]
    return is_one_of(pks[0].union(*pks[1:], all=True))


def _titles(vector: Any) -> Any:
    """Of a stored vector the words of the title; no words where there is no row."""
    titles = Func(vector, Value("{a}"), function="ts_filter", output_field=SearchVectorField())
    return Func(titles, NO_WORDS, function="coalesce", output_field=SearchVectorField())


def _if_led() -> Any:
    """»Kommune«, which a municipality's name in the list of organisations leaves out."""
    return Case(When(lead__isnull=False, then=weighted("A", Value("Kommune"))), default=NO_WORDS)


def _said(kind: Kind) -> Any:
    return weighted("A", Value(f"{kind.label} {ALSO_SAID.get(kind, '')}"))


def _is_kind(word: Any) -> Q:
    """A condition: the kind is called that. PostgreSQL works it out before it looks at any row."""
    is_called = {kind: Func(_said(kind), word, template="(%(expressions)s)", arg_joiner=" @@ ",
                            output_field=BooleanField()) for kind in Kind}  # fmt: skip
    found = Q(pk__in=[])
    for kind, called in is_called.items():
        found |= Q(called, kind=kind)
    return found
