"""What the secretariat decides about a report: who may read it, and whom it is sent to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from forum.base.fields import AddressesField, LongField, field_of
from forum.base.stale import RevisionField
from forum.base.visibility import Audience
from recommendations.reports.models import Report
from recommendations.reports.recipients import Chosen

Choice = tuple[str, str]
Grouped = tuple[str, Iterable[Choice]]
EXPLAINED = {
    Audience.PUBLIC: "Kun det, alle må se. Uden navne på medlemmer. Kan sendes til hvem som helst.",
    Audience.MEMBERS: "Det, hele forummet ser, med navne på medlemmerne. Leverandørerne er med i forummet.",
    Audience.AUTHORITIES: "Også det, leverandørerne ikke må se. Kan kun sendes til kommuner, SKI og KL i forummet.",
    Audience.SECRETARIAT: "Alt, som er frigivet. Kan kun sendes til sekretariatet.",
}


class AskForm(forms.Form):
    audience = forms.ChoiceField(
        label="Hvem skal rapporten kunne læses af?", widget=forms.RadioSelect, initial=Audience.MEMBERS.value
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(audience.value, _explained(audience)) for audience in Audience]
        field_of(self, "audience").choices = choices


def _explained(audience: Audience) -> str:
    return format_html("<strong>{}</strong><br>{}", audience.label, EXPLAINED[audience])


class SendForm(forms.Form):
    groups = forms.MultipleChoiceField(
        label="Medlemmer", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Hver person får én mail, også når flere grupper er valgt.",
    )  # fmt: skip
    people = forms.MultipleChoiceField(
        label="Enkelte personer", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Listen har kun medlemmer, som må læse rapporten.",
        error_messages={
            "invalid_choice": "En af dem, du valgte, kan ikke få rapporten længere. Se listen igennem, og send igen."
        },
    )  # fmt: skip
    lists = forms.MultipleChoiceField(
        label="Modtagerlister", widget=forms.CheckboxSelectMultiple, required=False,
        error_messages={"invalid_choice": "En af listerne findes ikke længere. Se listerne igennem, og send igen."},
    )  # fmt: skip
    addresses = AddressesField(
        label="Andre modtagere",
        rows=4,
        required=False,
        help_text="Én mailadresse pr. linje, fx styregruppen. Et medlems adresse kan også skrives her.",
    )
    is_vouched = forms.BooleanField(
        label="Modtagerne uden for forummet må læse rapporten", required=False,
        help_text="Rapporten indeholder medlemmernes navne og det, forummet arbejder med internt.",
    )  # fmt: skip
    how = forms.ChoiceField(
        label="Hvordan skal den sendes?",
        widget=forms.RadioSelect,
        initial="file",
        choices=[
            ("file", "Som vedhæftet fil"),
            ("link", "Som link i 30 dage. Medlemmer logger ind for at læse, og kun så længe de må læse rapporten"),
        ],
    )
    letter = LongField(
        label="Hilsen", rows=5, max_length=2000, required=False,
        help_text="Begynd med »Kære ...«, og slut med dit navn: Hilsenen står alene øverst i mailen. Uden en hilsen "
        "begynder mailen med modtagerens navn.",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        report: Report,
        groups: Iterable[Choice],
        people: Iterable[Grouped],
        lists: list[Choice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "lists").choices = lists
        if not lists:
            del self.fields["lists"]
        field_of(self, "groups").choices = list(groups)
        field_of(self, "people").choices = list(people)
        if report.audience != Audience.MEMBERS:
            del self.fields["is_vouched"]
        if report.audience in {Audience.AUTHORITIES, Audience.SECRETARIAT}:
            self.fields["addresses"].help_text = "Én mailadresse pr. linje. Kun medlemmer, der må læse rapporten."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in ("groups", "people", "lists", "addresses")):
            raise ValidationError("Vælg mindst én gruppe eller person, eller skriv mindst én adresse.")
        return data

    @property
    def chosen(self) -> Chosen:
        """Whom the valid form says that the report goes to."""
        data = self.cleaned_data
        lists = [int(pk) for pk in data.get("lists", [])]
        return Chosen(data["groups"], [int(pk) for pk in data["people"]], lists, data["addresses"])


class AgainForm(forms.Form):
    """Sends the report to the receivers that were shown."""

    revision = RevisionField()
