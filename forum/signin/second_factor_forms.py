"""Forms of the second factor: allauth's, with Danish words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from forum.base.fields import CodeField, LineField

APP, EMERGENCY = 6, 8  # digits
LONGEST_ANSWER = 64 * 1024  # characters; a key answers with two or three thousand
WRONG_PASSKEY = "Adgangsnøglen kunne ikke bruges. Prøv igen, eller vælg en anden måde."


def _code_field(label: str, *lengths: int, help_text: str = "") -> CodeField:
    return CodeField(label=label, help_text=help_text, lengths=lengths, error_messages={"required": "Skriv koden."})


class UseFactorForm(AuthenticateForm):
    code = _code_field("Kode", APP, EMERGENCY, help_text="Seks cifre fra din app eller en nødkode på otte.")


class UseFactorAgainForm(ReauthenticateForm):
    code = _code_field("Kode", APP, EMERGENCY, help_text="Seks cifre fra din app eller en nødkode på otte.")


class NewAppForm(ActivateTOTPForm):
    code = _code_field("Koden i appen", APP)


class CredentialField(forms.JSONField):
    """What a passkey answered, as the browser's script sends it: a JSON object that PostgreSQL can keep."""

    def __init__(self) -> None:
        required = {"required": WRONG_PASSKEY}
        super().__init__(
            label="Svar fra adgangsnøglen", widget=forms.HiddenInput, max_length=LONGEST_ANSWER, error_messages=required
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > LONGEST_ANSWER:
            raise ValidationError(WRONG_PASSKEY)
        try:
            credential = super().to_python(value)
            kept = json.dumps(credential, allow_nan=False, ensure_ascii=False).encode()
        except (
            ValidationError,
            ValueError,
            RecursionError,
        ) as error:  # a number of 5000 digits, half a character, a well of brackets
            raise ValidationError(WRONG_PASSKEY) from error
        if credential is not None and (not isinstance(credential, dict) or b"\\u0000" in kept):
            raise ValidationError(WRONG_PASSKEY)
        return credential

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Nothing: an answer is good once, and the page that comes back asks the key anew."""
        return None


@contextmanager
def _reading_a_passkey() -> Iterator[None]:
    """Whatever fido2 and allauth stumble over in what a client sent is a wrong key, said in one sentence.

    They document no errors, and raise KeyError, IndexError, struct.error and more for a part that is not as it should
    be. What the database says is not about the key.
    """
    try:
        yield
    except DatabaseError:
        raise
    except Exception as error:
        if getattr(error, "code", "") == "too_many_login_attempts":
            raise
        raise ValidationError(WRONG_PASSKEY) from error


class UsePasskeyForm(AuthenticateWebAuthnForm):
    credential = CredentialField()

    def clean_credential(self) -> Any:
        with _reading_a_passkey():
            return super().clean_credential()


class SignInWithPasskeyForm(UsePasskeyForm, LoginWebAuthnForm):
    pass


class UsePasskeyAgainForm(UsePasskeyForm, ReauthenticateWebAuthnForm):
    pass


class NewPasskeyForm(AddWebAuthnForm):
    credential = CredentialField()
    name = LineField(label="Nøglens navn", max_length=60, required=False)
    passwordless = forms.BooleanField(
        label="Log ind med nøglen alene, uden kode fra mailen",
        help_text="Kræver, at enheden spørger om fingeraftryk, ansigt eller pinkode.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": "Min nøgle", "passwordless": True} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        with _reading_a_passkey():
            data: dict[str, Any] = super().clean()
            if credential := data.get("credential"):
                self._read_as_kept(credential)
        return data

    @staticmethod
    def _read_as_kept(credential: dict[str, Any]) -> None:
        """What allauth will look for in the key whenever the list of keys is shown."""
        credential.get("clientExtensionResults", {}).get("credProps", {}).get("rk")


class RenamePasskeyForm(EditWebAuthnForm):
    name = LineField(label="Nøglens navn", max_length=60, error_messages={"required": "Skriv, hvad nøglen skal hedde."})
