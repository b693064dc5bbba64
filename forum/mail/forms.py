"""What the secretariat decides about a mail: to send it, or why it is not sent."""

from __future__ import annotations

from typing import Any

from django import forms

from forum.base.fields import LineField
from forum.base.stale import RevisionField
from forum.mail.models import OutboxMail


class RevisionForm(forms.Form):
    """A button that goes by what the page said: the revision of the mail is all that is sent."""

    revision = RevisionField()


class LeaveForm(forms.Form):
    reason = LineField(
        label="Hvorfor skal den ikke sendes?",
        max_length=300,
        help_text="Fx »Modtageren har fået den på mødet«. Står ved mailen og i historikken.",
        error_messages={"required": "Skriv, hvorfor mailen ikke skal sendes."},
    )
    revision = RevisionField()

    def __init__(self, mail: OutboxMail, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"revision": mail.revision}
        super().__init__(*args, **kwargs)
