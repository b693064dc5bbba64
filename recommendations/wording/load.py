"""Loads the forum's ten recommendations from the text KL published, wording kept to the letter."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

from forum.audit.context import audited
from forum.people.models import Member
from recommendations.wording.models import Recommendation, RecommendationVersion

TEXT = Path(__file__).resolve().parent.parent / "data" / "udvikling-og-innovation-i-indkoeb.txt"
SOURCE = "KL: Udvikling og innovation i indkøb"
PUBLISHED = date(2019, 6, 1)  # "juni 2019": the source gives no day, and pages show none
NUMBERED = re.compile(r"^ +(\d+)\. (.+)$", re.MULTILINE)


def parse() -> dict[int, str]:
    """The numbered lines of the published text."""
    return {int(number): wording for number, wording in NUMBERED.findall(TEXT.read_text(encoding="utf-8"))}


@audited("Indlæste de ti anbefalinger")
def load_ten(*, by: Member | None, now: datetime) -> int:
    """Create the missing ones of the ten recommendations, preliminary and in version 1; returns how many they were.

    Recommendations that are there stay as they are.
    """
    existing = set(Recommendation.objects.values_list("number", flat=True))
    missing = {number: wording for number, wording in parse().items() if number not in existing}
    for number, wording in missing.items():
        made = Recommendation.objects.create(
            number=number,
            text=wording,
            state=Recommendation.State.PRELIMINARY,
            source=SOURCE,
            source_date=PUBLISHED,
        )
        RecommendationVersion.objects.create(
            recommendation=made, number=1, text=wording, date=PUBLISHED, note="Forummets foreløbige liste"
        )
    return len(missing)
