"""The register's filters, read from the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractYear

from forum.base.fields import LineField, field_of
from forum.base.search_index import RAW
from forum.base.search_words import asked_for, terms, widened
from forum.base.visibility import Viewer
from forum.people.models import Organisation
from meetings.minutes.models import Decision
from meetings.minutes.models.decision_words import may_have, words_of
from recommendations.areas.models import Area
from recommendations.wording.models import Recommendation

Choices = Iterable[tuple[Any, str]]


class RegisterFilter(forms.Form):
    """Offers only what some decision has that the viewer may see. A value that is not offered filters nothing."""

    use_required_attribute = False

    ord = LineField(label="Søg", max_length=200, required=False, widget=forms.TextInput(attrs={"type": "search"}))
    aar = forms.ChoiceField(label="År", required=False)
    slags = forms.ChoiceField(label="Slags", required=False, choices=[("", "Alle"), *Decision.Kind.choices])
    anbefaling = forms.ChoiceField(label="Anbefaling", required=False)
    omraade = forms.ChoiceField(label="Innovationsområde", required=False)
    organisation = forms.ChoiceField(label="Organisation", required=False)
    FOLDED = ("slags", "anbefaling", "omraade", "organisation")  # behind »Flere valg«

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.decisions: Any = Decision.objects.visible_to(viewer)
        self.areas = Area.objects.visible_to(viewer)
        self._offer("aar", "Alle år", self._years())
        self._offer("anbefaling", "Alle", self._recommendations())
        self._offer("omraade", "Alle", self._treated_areas().values_list("slug", "title").order_by("title"))
        self._offer("organisation", "Alle", self._organisations())
        self.is_valid()
        self.chosen = {name: value for name, value in self.cleaned_data.items() if value}

    def _offer(self, name: str, everything: str, choices: Choices) -> None:
        field_of(self, name).choices = [("", everything), *choices]

    def _years(self) -> Choices:
        years = self.decisions.order_by().values_list(ExtractYear("item__meeting__start")).distinct()
        return [(str(year), str(year)) for (year,) in sorted(years, reverse=True)]

    def _recommendations(self) -> Choices:
        treated = Recommendation.objects.visible_to(self.viewer).filter(
            pk__in=self.decisions.order_by().values("recommendation")
        )
        return [(str(one.number), f"{one.number}. {one.short}") for one in treated]

    def _treated_areas(self) -> QuerySet[Area]:
        return self.areas.filter(pk__in=self.decisions.order_by().values("area"))

    def _organisations(self) -> Choices:
        """Those that lead an area or take part in it, when it was decided on or now."""
        areas = self._treated_areas().order_by()
        decided = self.decisions.filter(area__in=areas).order_by()
        named = Organisation.objects.filter(
            Q(led_areas__in=areas) | Q(partner_areas__in=areas)
            | Q(pk__in=decided.values("lead")) | Q(pk__in=decided.values("partners"))
        )  # fmt: skip
        return [(one.slug, one.full_name) for one in named.distinct()]

    def narrowed(self) -> Any:
        """The decisions that the viewer may see and that fit all that is chosen."""
        found = self.decisions
        if year := self.chosen.get("aar"):
            found = found.filter(item__meeting__start__year=int(year))
        if kind := self.chosen.get("slags"):
            found = found.filter(kind=kind)
        if number := self.chosen.get("anbefaling"):
            visible = Recommendation.objects.visible_to(self.viewer).filter(number=number)
            found = found.filter(recommendation__in=visible)
        if slug := self.chosen.get("omraade"):
            found = found.filter(area__in=self.areas.filter(slug=slug))
        if slug := self.chosen.get("organisation"):
            found = found.filter(self._concerns(Organisation.objects.filter(slug=slug)))
        return self._with_words(found)

    def _concerns(self, organisation: QuerySet[Organisation]) -> Q:
        """A condition: the decision names the organisation, or is on an area of its. Closed areas tell of nobody."""
        areas = self.areas.filter(Q(lead__in=organisation) | Q(partners__in=organisation)).order_by().values("pk")
        joined = Decision.partners.through._base_manager.filter(organisation__in=organisation).values("decision")
        named = Q(lead__in=organisation) | Q(pk__in=joined)
        return Q(area__in=areas) | named & Q(area__in=self.areas.order_by().values("pk"))

    def _with_words(self, found: Any) -> Any:
        words = asked_for(terms(self.chosen.get("ord", "")))
        if not words:
            return found
        asked = widened(words, nearly=False)
        if not asked.every:  # »og«: nothing to look for
            return found
        rarest, every = (SearchQuery(word, **RAW) for word in (asked.rarest, asked.every))
        return found.filter(may_have(self.viewer, rarest)).alias(searched=words_of(self.viewer)).filter(searched=every)
