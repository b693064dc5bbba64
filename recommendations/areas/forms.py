"""What members write about innovation areas, and how the list is filtered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.http import QueryDict

from forum.base.fields import LineField, LongField, field_of
from forum.base.stale import RevisionField
from forum.base.visibility import Audience, Viewer
from forum.people.models import Organisation
from recommendations.areas import rules
from recommendations.areas.models import Area, AreaUpdate, NewestUpdate
from recommendations.wording.models import Recommendation


class RecommendationChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Recommendation) -> str:
        return f"{obj.number}. {obj.short}"


class ProposeForm(forms.Form):
    title = LineField(
        label="Titel",
        max_length=120,
        help_text="Kort, så man ved, hvad det er. Fx »Skærmbesøg i hjemmeplejen«.",
        error_messages={"required": "Skriv, hvad området skal hedde."},
    )
    description = LongField(
        label="Hvad går det ud på?",
        rows=10,
        editor=True,
        help_text="Behovet, hvem der har det, og hvad et fælles forløb kunne give.",
        error_messages={"required": "Skriv, hvilket behov det handler om, og hvem der har det."},
    )
    recommendation: forms.Field = RecommendationChoice(
        label="Hvilken anbefaling hører det til?", queryset=None, required=False, empty_label="Ingen bestemt"
    )
    audience = forms.ChoiceField(
        label="Hvem kan læse om området?",
        widget=forms.RadioSelect,
        initial=Audience.MEMBERS,
        choices=[(choice.value, choice.label) for choice in (Audience.MEMBERS, Audience.AUTHORITIES)],
        help_text="Vælg »Kun ordregivere«, hvis det ville give leverandørerne i forummet et forspring.",
    )

    def __init__(self, *args: Any, viewer: Viewer, recommendations: QuerySet[Recommendation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "recommendation").queryset = recommendations
        if not rules.can_restrict_area(viewer):
            del self.fields["audience"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "audience" not in self.fields:
            data["audience"] = Audience.MEMBERS
        return data


class AmendForm(ProposeForm):
    """New words for an area that is there; only the secretariat is asked who may read them."""

    revision = RevisionField()

    def __init__(self, *args: Any, area: Area, viewer: Viewer, **kwargs: Any) -> None:
        names = ("title", "description", "recommendation", "audience", "revision")
        start = {name: getattr(area, name) for name in names}
        super().__init__(*args, viewer=viewer, initial=start, **kwargs)
        self.audience = area.audience
        if not rules.can_change_audience(viewer):
            self.fields.pop("audience", None)
            return
        choice: Any = self.fields["audience"]
        choice.choices = Audience.choices
        choice.help_text = "Nye læsere kan også se områdets tidligere status."

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        return data if "audience" in self.fields else data | {"audience": self.audience}


class StatusForm(forms.Form):
    """An area's next status. `revision` is the number of the status that the writer saw as the newest, "" for none."""

    colour = forms.ChoiceField(
        label="Hvordan går det?",
        widget=forms.RadioSelect,
        choices=AreaUpdate.Colour.choices,
        help_text="Ved »Gået i stå« får sekretariatet og deltagerne besked om 60 sekunder. Du kan nå at fortryde.",
    )
    asks_for_help = forms.BooleanField(
        label="Bed forummet om hjælp",
        required=False,
        help_text="Så får alle, der kan læse om området, mailen. Kun ved »Gået i stå«.",
    )
    sentence = LineField(
        label="Status i én sætning",
        max_length=300,
        error_messages={"required": "Skriv med én sætning, hvordan det går."},
    )
    next_step = LineField(
        label="Næste skridt",
        max_length=300,
        help_text="Gerne med en dato. Fx »Markedsdialog den 14. januar«.",
        error_messages={"required": "Skriv, hvad der skal ske som det næste."},
    )
    revision = RevisionField(validators=[RegexValidator(r"^[0-9]{1,18}\Z")])

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        newest: NewestUpdate,
        again: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        before = newest.update
        start = {"colour": before.colour, "next_step": before.next_step} if before else {}
        super().__init__(data, initial=start | (again or {}) | {"revision": newest.revision}, **kwargs)


class StatusCard:
    """The form of an area's next status as a card on the home page, where other areas have theirs."""

    def __init__(self, area: Area, newest: NewestUpdate, data: QueryDict | None = None) -> None:
        self.area, self.newest, self.key = area, newest, f"omraade-{area.pk}"
        self.form = StatusForm(data, newest=newest, auto_id=f"{self.key}-%s")


class PhaseForm(forms.Form):
    to = forms.ChoiceField(label="Ny fase", widget=forms.RadioSelect, choices=Area.State.choices)
    reason = LineField(label="Bemærkning", max_length=300, required=False, help_text="Gemmes i historikken.")

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Any phase is understood, so that a move that somebody else came first with is answered with its own sentence
        phases = rules.phases_after(area)
        widget: Any = self.fields["to"].widget
        widget.choices = [(phase, Area.State(phase).label) for phase in phases]


class StopForm(forms.Form):
    reason = LineField(
        label="Hvorfor stopper området?",
        max_length=300,
        help_text="Vises på områdets side, så andre kan lære af det.",
        error_messages={"required": "Skriv, hvorfor området stopper."},
    )


class AreaFilter(forms.Form):
    """The filters of the list of areas, read from the address; unknown values filter nothing."""

    use_required_attribute = False
    fase = forms.ChoiceField(label="Fase", required=False, choices=[("", "Alle faser"), *Area.State.choices])
    region = forms.ChoiceField(
        label="Region", required=False, choices=[("", "Hele landet"), *Organisation.Region.choices]
    )
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Alle"), *AreaUpdate.Colour.choices, ("none", "Ingen status endnu")],
    )

    def apply(self, areas: Any) -> Any:
        """`areas` with `with_latest_update`, narrowed by what is chosen."""
        chosen = self.cleaned_data if self.is_valid() else {}
        if phase := chosen.get("fase"):
            areas = areas.filter(state=phase)
        if region := chosen.get("region"):
            areas = areas.filter(lead__region=region)
        if status := chosen.get("status"):
            # A colour says how it goes: as in the figures, of areas that still run
            areas = areas.running().filter(colour=None if status == "none" else status)
        return areas
