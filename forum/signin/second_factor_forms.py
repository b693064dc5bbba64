"""Forms of the second factor: allauth's, with Danish words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms

from forum.base.fields import CodeField, LineField

APP, EMERGENCY = 6, 8  # digits


def _code_field(label: str, *lengths: int, help_text: str = "") -> CodeField:
    return CodeField(label=label, help_text=help_text, lengths=lengths, error_messages={"required": "Skriv koden."})


class UseFactorForm(AuthenticateForm):
    code = _code_field("Kode", APP, EMERGENCY, help_text="Seks cifre fra din app eller en nødkode på otte.")


class UseFactorAgainForm(ReauthenticateForm):
    code = _code_field("Kode", APP, EMERGENCY, help_text="Seks cifre fra din app eller en nødkode på otte.")


class NewAppForm(ActivateTOTPForm):
    code = _code_field("Koden i appen", APP)


class NewPasskeyForm(AddWebAuthnForm):
    name = LineField(label="Nøglens navn", max_length=60, required=False)
    passwordless = forms.BooleanField(
        label="Log ind med nøglen alene, uden kode fra mailen",
        help_text="Kræver, at enheden spørger om fingeraftryk, ansigt eller pinkode.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": "Min nøgle", "passwordless": True} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class RenamePasskeyForm(EditWebAuthnForm):
    name = LineField(label="Nøglens navn", max_length=60, error_messages={"required": "Skriv, hvad nøglen skal hedde."})
