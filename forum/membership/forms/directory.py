"""The directory's search and filters, and what they narrow the members to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet

from forum.base.fields import AddressField, LineField, field_of
from forum.base.text import spellings
from forum.people.models import Member, Organisation, SeatHolding

ANY = ("", "Alle")
LIKENESS = 0.5  # of trigrams: »dal« and »Dahl« share half, which two other short names hardly do
MOST_WORDS = 10  # of what is asked for: each costs a condition for every spelling


class DirectoryForm(forms.Form):
    use_required_attribute = False

    q = LineField(
        label="Hvem ved noget om ...?",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    slags = forms.ChoiceField(label="Organisation", required=False, choices=[ANY, *Organisation.Kind.choices])
    region = forms.ChoiceField(label="Region", required=False, choices=[ANY, *Organisation.Region.choices])
    emne = forms.ChoiceField(label="Spørg om", required=False)
    is_near_miss = False  # do they only look like what was asked for?

    def __init__(self, *args: Any, topics: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "emne").choices = [ANY, *((topic, topic[:1].upper() + topic[1:]) for topic in topics)]

    def narrow(self, members: QuerySet[Member]) -> QuerySet[Member]:
        """Only those who fit, or whose names look like it; a filter that makes no sense narrows nothing."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        if kind := data.get("slags"):
            in_secretariat = Q(is_secretariat=True) if kind == Organisation.Kind.KL else Q(pk__in=[])
            members = members.filter(in_secretariat | Q(pk__in=_sitting(seat__organisation__kind=kind)))
        if region := data.get("region"):
            members = members.filter(pk__in=_sitting(seat__organisation__region=region))
        if topic := data.get("emne"):
            members = members.filter(competences__icontains=topic)
        return self._asked_for(members, data.get("q", ""))

    def _asked_for(self, members: QuerySet[Member], asked: str) -> QuerySet[Member]:
        fitting = members
        for word in asked.split()[:MOST_WORDS]:
            fitting = fitting.filter(reduce(or_, map(_fits, spellings(word))))
        if not asked or fitting.exists():
            return fitting
        alike = members.alias(likeness=TrigramWordSimilarity(asked, "name")).filter(likeness__gte=LIKENESS)
        self.is_near_miss = alike.exists()
        return alike


class AddressForm(forms.Form):
    email = AddressField(label="Ny mailadresse")
    reason = LineField(label="Hvorfor?", max_length=200, required=False, help_text="Kommer med i historikken.")


class CloseForm(forms.Form):
    reason = LineField(label="Hvorfor?", max_length=200, required=False, help_text="Kommer med i historikken.")


def _fits(word: str) -> Q:
    return (
        Q(name__icontains=word)
        | Q(title__icontains=word)
        | Q(competences__icontains=word)
        | Q(pk__in=_sitting(seat__organisation__name__icontains=word))
    )


def _sitting(**organisation: Any) -> QuerySet[Any]:
    """The members who sit now in a seat of such an organisation."""
    return SeatHolding.objects.present().filter(**organisation).values("member")


def topics_of(competences: Iterable[str], most: int = 20) -> list[str]:
    """What at least two may be asked about, by name; what one alone wrote is found by searching."""
    found = Counter(topic.strip().lower() for line in competences for topic in line.split(",") if topic.strip())
    return sorted(topic for topic, people in found.most_common(most) if people > 1)
