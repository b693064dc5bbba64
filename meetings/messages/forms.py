"""The form of a message."""

from __future__ import annotations

from typing import Any

from django import forms

from forum.base.fields import LineField, LongField, field_of
from forum.base.stale import RevisionField
from forum.base.visibility import Viewer
from forum.receivers.models import ReceiverList
from meetings.messages.models import Message
from meetings.messages.receivers import LIST


class MessageForm(forms.Form):
    to = forms.ChoiceField(
        label="Hvem skal have beskeden?", widget=forms.RadioSelect,
        error_messages={
            "required": "Vælg, hvem der skal have beskeden.",
            "invalid_choice": "Der er ingen i den gruppe lige nu. Vælg en anden.",
        },
    )  # fmt: skip
    subject = LineField(label="Emne", max_length=120, error_messages={"required": "Skriv et emne."})
    text = LongField(
        label="Besked", editor=True, help_text="Mailen begynder selv med »Kære« og navnet og slutter med dit navn.",
        error_messages={"required": "Skriv beskeden."},
    )  # fmt: skip
    revision = RevisionField()

    def __init__(
        self, *args: Any, choices: list[tuple[str, str]], message: Message | None = None, **kwargs: Any
    ) -> None:
        if message:
            to = f"{LIST}{message.list_id}" if message.list_id else message.to
            kwargs["initial"] = {
                "to": to, "subject": message.subject, "text": message.text, "revision": message.revision,
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        field_of(self, "to").choices = choices

    def fields_of_message(self, viewer: Viewer) -> dict[str, Any]:
        """What the valid form says, for the actions."""
        data = dict(self.cleaned_data)
        to = data["to"]
        lists = ReceiverList.objects.visible_to(viewer)
        chosen = lists.get(pk=int(to.removeprefix(LIST))) if to.startswith(LIST) else None
        return data | {"to": Message.To.LIST.value if chosen else to, "list": chosen}


class SendForm(forms.Form):
    """Sends the message that was shown, to those who were shown."""

    revision = RevisionField()
