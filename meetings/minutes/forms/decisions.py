"""The form of a decision: what was decided, what it concerns, and to whom an area is delegated."""

from __future__ import annotations

from typing import Any

from django import forms

from forum.base.dates import local
from forum.base.fields import LongField
from forum.base.stale import RevisionField
from forum.base.visibility import Viewer, is_wider
from forum.people.models import Organisation
from meetings.agenda.models import AgendaItem
from meetings.minutes.models import Decision
from recommendations.areas.models import Area
from recommendations.wording.models import Recommendation

Kind = Decision.Kind
# Kinds that say enough by themselves; the others need words
SPEAKS_FOR_ITSELF = {Kind.NOTED, Kind.ENDORSED, Kind.DISCUSSED, Kind.POSTPONED, Kind.DELEGATED}


class DecisionForm(forms.Form):
    use_required_attribute = False  # which fields are needed depends on the kind

    kind = forms.ChoiceField(
        label="Beslutning",
        choices=Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvad der blev besluttet."},
    )
    text = LongField(
        label="Ordlyd",
        required=False,
        max_length=2000,
        rows=2,
        error_messages={"max_length": "Ordlyden er for lang. Der er plads til 2.000 tegn."},
    )
    recommendation: forms.ModelChoiceField[Recommendation] = forms.ModelChoiceField(
        None, label="Anbefaling", required=False, empty_label="Ingen"
    )
    area: forms.ModelChoiceField[Area] = forms.ModelChoiceField(
        None, label="Innovationsområde", required=False, empty_label="Intet"
    )
    lead = forms.ModelChoiceField(
        Organisation.objects.none(), label="Tovholderkommune", required=False, empty_label="Vælg kommune"
    )
    partners = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label="Deltagende kommuner",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    revision = RevisionField()

    def __init__(self, *args: Any, item: AgendaItem, viewer: Viewer, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"beslutning-{item.pk}-%s"
        super().__init__(*args, **kwargs)
        self.item = item
        fields: Any = self.fields
        members = Organisation.objects.municipalities().with_seat(local(item.meeting.start).date())
        fields["recommendation"].queryset = Recommendation.objects.visible_to(viewer).in_force()
        fields["recommendation"].label_from_instance = _short
        fields["area"].queryset = Area.objects.visible_to(viewer)
        fields["lead"].queryset = fields["partners"].queryset = members

    @staticmethod
    def initial_of(decision: Decision) -> dict[str, Any]:
        return {
            "kind": decision.kind,
            "text": decision.text,
            "recommendation": decision.recommendation_id,
            "area": decision.area_id,
            "lead": decision.lead_id,
            "partners": [partner.pk for partner in decision.partners.all()],
            "revision": decision.revision,
        }

    def clean_area(self) -> Area | None:
        area: Area | None = self.cleaned_data["area"]
        if area and is_wider(self.item.audience, area.audience):
            raise forms.ValidationError(
                "Området kan ses af færre end punktet. Gør punktet mere lukket, eller skriv beslutningen uden området."
            )
        return area

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind == Kind.DELEGATED:
            self._clean_delegation(data)
        elif kind and kind not in SPEAKS_FOR_ITSELF and not data.get("text", "").strip():
            self.add_error("text", "Skriv, hvad der blev besluttet.")
        return data

    def _clean_delegation(self, data: dict[str, Any]) -> None:
        if not data.get("area") and "area" not in self.errors:
            self.add_error("area", "Vælg det område, der bliver uddelegeret.")
        if not data.get("lead"):
            self.add_error("lead", "Vælg den kommune, der er tovholder.")
        elif data["lead"] in data.get("partners", []):
            self.add_error("partners", "Tovholderkommunen skal ikke også stå som deltager.")


def _short(recommendation: Recommendation) -> str:
    text = recommendation.text
    cut = text if len(text) <= 70 else text[:70].rsplit(" ", 1)[0] + " …"
    return f"{recommendation.number}. {cut}"
