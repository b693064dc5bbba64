"""Ten questions that a member might ask of the demo: each has its decision among the first three hits."""

from __future__ import annotations

import pytest

from forum.front.search import find
from forum.people.models import Member
from meetings.minutes.models import Decision

pytestmark = pytest.mark.django_db

# The question -> the decision's kind, its item's title, what its words begin with
QUESTIONS = {
    "Hvornår besluttede vi at prioritere skærmbesøg?": ("decided", "Prioritering af områder", "Området prioriteres"),
    "Hvornår besluttede vi at standse robotter til gulvvask?": (
        "decided", "Robotter til gulvvask: fortsætte eller standse?", "Området",
    ),
    "Hvem blev tovholder for tolkning på skærm?": ("delegated", "Tolkning på skærm til sjældne sprog", "Odense"),
    "Hvad besluttede vi om anbefaling 9?": (
        "decided", "Uddelegering af det fælleskommunale ansvar for innovationsprojekter", "Forummet arbejder videre",
    ),
    "Hvornår blev indeklima på skoler udsat?": ("postponed", "Indeklima på skoler som en ydelse", "Området"),
    "Hvornår besluttede vi, hvor tit vi mødes?": ("decided", "Hvornår mødes forummet?", "Forummet mødes to gange"),
    "hvornår besluttede vi at lægge listen med anbefalinger frem": (
        "decided", "En foreløbig liste af anbefalinger", "Den foreløbige liste",
    ),
    "hvem går foran med byggepladser uden udledning": (
        "delegated", "Uddelegering af innovationsområder", "København går foran",
    ),
    "hvornår tiltrådte vi fremgangsmåden for at vælge en tovholderkommune": (
        "endorsed", "Sådan vælges en tovholderkommune", "Fremgangsmåden",
    ),
    "hvornår blev kontormøbler uddelegeret til Horsens": ("delegated", "To områder, der prøves af", "Horsens"),
}  # fmt: skip


def test_each_question_has_its_decision_among_the_first_three_hits(demo: None) -> None:
    viewer = Member.objects.get(email="mette.lindholm@example.dk").as_viewer()
    missed = {}
    for question, (kind, item, text) in QUESTIONS.items():
        (decision,) = Decision.objects.filter(kind=kind, item__title=item, text__startswith=text)[:1]
        equals = Decision.objects.filter(item=decision.item, kind=kind, text__startswith=text)
        urls = [hit.url for hit in find(question, viewer).hits[:3]]
        if not {one.get_absolute_url() for one in equals} & set(urls):
            missed[question] = urls
    assert missed == {}
