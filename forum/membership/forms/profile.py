"""Forms a member fills in about themselves."""

from __future__ import annotations

from typing import Any

from django import forms

from forum import files
from forum.base.fields import LineField, NameField, PhoneField
from forum.people.models import Member, NotificationChoice

WORDS = ("name", "title", "phone", "competences")


class ProfileForm(forms.Form):
    name = NameField(
        label="Navn",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Skriv dit navn."},
    )
    title = LineField(
        label="Titel",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    phone = PhoneField()
    competences = LineField(
        label="Spørg mig om",
        help_text="Adskil med komma, fx markedsdialog, funktionskrav, velfærdsteknologi.",
        max_length=300,
        required=False,
    )
    upload = forms.FileField(
        label="Billede",
        help_text=f"En {files.picture_limits()}. Vi gemmer kun selve billedet, ikke hvor og hvornår det er taget.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(kind.content_type for kind in files.PICTURES)}),
    )
    without_picture = forms.BooleanField(label="Fjern mit billede", required=False)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(member, name) for name in WORDS}
        super().__init__(*args, **kwargs)
        for name in WORDS:  # what one tab did not touch, it does not put back over another's
            self.fields[name].show_hidden_initial = True
        if not member.picture_id:
            del self.fields["without_picture"]

    def changed_words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in WORDS if name in self.fields and name in self.changed_data}


class WelcomeForm(ProfileForm):
    """What a newcomer is asked for: what the invitation did not know. Nothing of it need be answered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"], self.fields["title"]
        self.order_fields(["upload", "without_picture", "competences", "phone"])


class NotificationForm(forms.Form):
    """A choice of pace for each kind of optional mail, set as it stands now."""

    def __init__(self, *args: Any, now: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in NotificationChoice.Kind:
            pace = (now or {}).get(kind, NotificationChoice.DEFAULT)
            choices = NotificationChoice.Pace.choices
            self.fields[kind.value] = forms.ChoiceField(label=kind.label, choices=choices, initial=pace)

    def choices(self) -> dict[str, str]:
        return {kind: self.cleaned_data[kind] for kind in NotificationChoice.Kind.values}


class LeaveForm(forms.Form):
    sure = forms.BooleanField(
        label="Ja, jeg vil forlade forummet",
        error_messages={"required": "Sæt kryds, hvis du vil forlade forummet."},
    )
