"""The ten recommendations are the published ones, to the letter."""

from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from recommendations.wording.load import load_ten, parse
from recommendations.wording.models import Recommendation, RecommendationVersion

SOURCE: Path = settings.BASE_DIR / "recommendations/data/udvikling-og-innovation-i-indkoeb.txt"


def test_wording_is_the_published_one_to_the_letter(db: None, now: datetime) -> None:
    assert load_ten(by=None, now=now) == 10
    published = [line for line in SOURCE.read_bytes().decode("utf-8").splitlines() if line[:2] == "  "]
    stored = [f"{r.number:>3}. {r.text}" for r in Recommendation.objects.all()]
    assert [line.removeprefix("  ").rjust(len(line) - 2) for line in published] == [s.lstrip() for s in stored]


def test_loaded_as_preliminary_first_version_with_source(db: None, now: datetime) -> None:
    load_ten(by=None, now=now)
    facts = {(r.state, r.version, r.source, r.source_date, r.audience) for r in Recommendation.objects.all()}
    assert facts == {("preliminary", 1, "KL: Udvikling og innovation i indkøb", date(2019, 6, 1), "public")}
    versions = RecommendationVersion.objects.values_list("recommendation__number", "number", "text")
    assert sorted(versions) == [(number, 1, text) for number, text in sorted(parse().items())]


def test_loading_again_leaves_what_is_there_alone(db: None, now: datetime) -> None:
    load_ten(by=None, now=now)
    Recommendation.objects.filter(number=3).update(text="Ny ordlyd", version=2)
    Recommendation.objects.filter(number=7).delete()
    assert load_ten(by=None, now=now) == 1
    assert Recommendation.objects.get(number=3).text == "Ny ordlyd"
    assert Recommendation.objects.get(number=7).text == "Innovation er for alvor!"


@pytest.mark.parametrize(
    ("number", "opening"),
    [
        (1, "Indkøb er motoren for offentlig privat innovation"),
        (4, "Tænk i behov, funktioner og effekt."),
        (7, "Innovation er for alvor!"),
        (10, "Bidrag til den kulturforandring,"),
    ],
)
def test_opening_is_a_part_of_the_wording(number: int, opening: str) -> None:
    recommendation = Recommendation(number=number, text=parse()[number])
    assert recommendation.opening == opening
    assert recommendation.opening + recommendation.rest == parse()[number]
