"""What the secretariat writes about mails: what to look for, and why one is not sent."""

from __future__ import annotations

from django import forms

from forum.base.fields import LineField


class LeaveForm(forms.Form):
    reason = LineField(
        label="Hvorfor skal den ikke sendes?",
        max_length=300,
        help_text="Fx »Modtageren har fået den på mødet«. Står ved mailen og i historikken.",
        error_messages={"required": "Skriv, hvorfor mailen ikke skal sendes."},
    )
