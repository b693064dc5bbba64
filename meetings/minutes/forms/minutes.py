"""Forms of the minutes: a note, who was there, a reason, a remark and its answer."""

from __future__ import annotations

from typing import Any

from django import forms

from forum.base.fields import LineField, LongField
from forum.base.stale import RevisionField
from meetings.minutes.models import NoteDraft, Remark
from meetings.minutes.rules import LONGEST_NOTE

TOO_LONG = f"Teksten er for lang. Der er plads til {LONGEST_NOTE // 1000}.000 tegn."


class NoteForm(forms.Form):
    """A note's text. `revision` is the note's that the writer began from, `draft_revision` the writer's own draft's."""

    use_required_attribute = False  # the one field there is needs no word about being optional

    text = LongField(
        label="Drøftelse",
        required=False,
        max_length=LONGEST_NOTE,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"data-editor": True, "rows": 6}),
    )
    draft_revision = RevisionField()  # for autosave alone
    # A number and required, other than in the forms of whole rows: the draft stores it
    revision = forms.IntegerField(label="Udgave", min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: NoteDraft | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft  # the unsaved text that the form begins with, if that is so


class PresenceForm(forms.Form):
    """`was` and `also_before` are what the page said when it was opened: what is changed against them is saved."""

    present = forms.TypedMultipleChoiceField(label="Til stede", coerce=int, required=False)
    was = forms.TypedMultipleChoiceField(label="Var til stede", coerce=int, required=False)
    guests = forms.TypedMultipleChoiceField(label="Gæster", coerce=int, required=False)
    guests_were = forms.TypedMultipleChoiceField(label="Gæster før", coerce=int, required=False)
    also_present = LineField(label="Desuden deltog", required=False, max_length=500)
    also_before = LineField(label="Stod der før", required=False, max_length=500, widget=forms.HiddenInput)

    def __init__(self, *args: Any, attendance_ids: list[int], guest_ids: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["present"].choices = fields["was"].choices = [(pk, pk) for pk in attendance_ids]
        fields["guests"].choices = fields["guests_were"].choices = [(pk, pk) for pk in guest_ids]


class ReasonForm(forms.Form):
    """Why minutes are taken back or reopened."""

    reason = LineField(
        label="Begrundelse",
        max_length=300,
        help_text="Én sætning. Den står i historikken og vises for dem, der kan læse referatet.",
        error_messages={"required": "Skriv, hvorfor."},
    )


class RemarkForm(forms.Form):
    """A member's remark to an item of the minutes."""

    text = LongField(
        label="Din bemærkning",
        max_length=2000,
        rows=3,
        help_text="Kun sekretariatet kan læse den.",
        error_messages={
            "required": "Skriv din bemærkning.",
            "max_length": "Bemærkningen er for lang. Der er plads til 2.000 tegn.",
        },
    )


class AnswerForm(forms.Form):
    """The secretariat's answer to a remark, first or anew."""

    WHICH = "Vælg, om bemærkningen er indarbejdet eller ej."

    outcome = forms.ChoiceField(
        label="Er bemærkningen indarbejdet?",
        choices=Remark.Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": WHICH, "invalid_choice": WHICH},
    )
    answer = LineField(
        label="Svar til medlemmet",
        required=False,
        max_length=300,
        error_messages={"max_length": "Svaret er for langt. Der er plads til 300 tegn."},
    )
    revision = RevisionField()
