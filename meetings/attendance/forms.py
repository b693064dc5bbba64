"""The answer to a convocation, and the guests."""

from __future__ import annotations

from typing import Any

from django import forms

from forum.base.fields import AddressField, LineField, NameField, field_of
from forum.base.stale import RevisionField
from forum.base.visibility import SYSTEM, Audience
from meetings.agenda.models import AgendaItem
from meetings.attendance.models import Attendance, Guest
from meetings.attendance.rules import offered_to_stand_in
from meetings.attendance.wishes import KEPT_DAYS
from meetings.meeting.models import Meeting

CHOSEN_EACH_TIME = {"data-no-draft": ""}  # a draft that comes back lets nobody in
NAME_THEM = "Skriv navnet på den, der kommer."


def _wishes() -> LineField:
    return LineField(
        label="Har du ønsker til mad eller adgang?", max_length=300, required=False,
        help_text=f"Kun sekretariatet læser det, og vi sletter det {KEPT_DAYS} dage efter mødet.",
    )  # fmt: skip


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="Svar",
        choices=Attendance.Answer.choices,
        error_messages={"required": "Vælg et svar.", "invalid_choice": "Vælg et svar."},
    )
    substitute_name = NameField(label="Hvem kommer i stedet for dig?", max_length=120, required=False)
    substitute_email = AddressField(
        label="Den andens mailadresse",
        required=False,
        help_text="Så får din stedfortræder selv mail om mødet. Lad feltet stå tomt, hvis I selv giver besked.",
    )

    wishes = _wishes()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_named = data.get("substitute_name") or self.has_error("substitute_name")  # a refused name has its own reason
        if data.get("answer") == Attendance.Answer.SUBSTITUTE and not is_named:
            self.add_error("substitute_name", NAME_THEM)
        return data


class StandInForm(forms.Form):
    """The answer of the one who is asked to come instead of somebody."""

    answer = forms.ChoiceField(
        label="Svar", error_messages={"required": "Vælg et svar.", "invalid_choice": "Vælg et svar."}
    )
    wishes = _wishes()

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "answer").choices = offered_to_stand_in(meeting)


PART_ITEMS = "items"


class ItemBoxes(forms.CheckboxSelectMultiple):
    """The items to choose from; one that is closed says to whom."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        item: AgendaItem = value.instance
        return super().create_option(name, value, *args, **kwargs) | {"closed": item.read_by if item.is_closed else ""}


class GuestForm(forms.Form):
    """A guest, and what the guest is there for. To let somebody in to the whole meeting is chosen, never forgotten."""

    name = NameField(label="Navn", max_length=120, error_messages={"required": "Skriv gæstens navn."})
    organisation = LineField(label="Organisation", max_length=200, required=False)
    email = AddressField(
        label="Mailadresse",
        error_messages={"required": "Skriv gæstens mailadresse."},
        help_text="Slettes 90 dage efter, at referatet er godkendt. Navnet bliver i referatet.",
    )
    part = forms.ChoiceField(
        label="Hvad skal gæsten være med til og læse?",
        choices=[
            (PART_ITEMS, "Kun de punkter, jeg vælger her"),
            (Audience.MEMBERS, "Hele mødet: det, alle medlemmer må læse"),
            (Audience.AUTHORITIES, "Hele mødet: også det, kun ordregivere må læse"),
        ],
        initial=PART_ITEMS,
        widget=forms.RadioSelect(CHOSEN_EACH_TIME),
        error_messages={"required": "Vælg, hvad gæsten skal være med til."},
    )
    items: Any = forms.ModelMultipleChoiceField(
        label="Punkter", queryset=None, required=False, widget=ItemBoxes(CHOSEN_EACH_TIME)
    )
    is_online = forms.BooleanField(label="Gæsten er med online", required=False)
    revision = RevisionField()

    def __init__(self, *args: Any, meeting: Meeting, guest: Guest | None = None, **kwargs: Any) -> None:
        if guest:
            items = list(guest.items.all())
            said = {name: getattr(guest, name) for name in ("name", "organisation", "is_online", "revision")}
            said["email"] = guest.member.email if guest.member else ""
            kwargs["initial"] = said | {"part": PART_ITEMS if items else guest.audience, "items": items}
        super().__init__(*args, **kwargs)
        offered = AgendaItem.objects.filter(meeting=meeting).visible_to(SYSTEM).exclude(audience=Audience.SECRETARIAT)
        offered = offered.select_related("meeting")
        items_field = field_of(self, "items")
        items_field.queryset, items_field.is_needed = offered.order_by("number"), True  # by the first choice of `part`
        if not offered.exists():
            part = field_of(self, "part")
            part.choices, part.initial = part.choices[1:], None
            part.help_text = "Dagsordenen har ingen punkter endnu. Når den har, kan du vælge nogle af dem."
            del self.fields["items"]
        if not meeting.online_link:
            del self.fields["is_online"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        part = data.pop("part", "")
        chosen = list(data.get("items") or [])
        if part == PART_ITEMS and not chosen and not self.has_error("items"):
            self.add_error("items", "Sæt kryds ved mindst ét punkt, eller vælg hele mødet.")
        data["items"] = chosen if part == PART_ITEMS else []
        data["audience"] = part if part != PART_ITEMS else Audience.PUBLIC.value
        data.setdefault("is_online", False)
        return data


class GuestAnswerForm(forms.Form):
    """A guest's own answer."""

    answer = forms.ChoiceField(
        label="Svar",
        choices=Guest.Answer.choices,
        error_messages={"required": "Vælg et svar.", "invalid_choice": "Vælg et svar."},
    )
