"""Forms of sign-in: the address that asks for a code, and the code itself."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from forum.base.fields import AddressField, CodeField
from forum.signin import actions, quota
from forum.signin.adapters import LoginCodeVerificationProcess, get_ip


class AddressForm(forms.Form):
    """Asks for a code. Whether anybody has the address shows neither in the answer nor in the work done."""

    email = AddressField(
        label="Din mailadresse",
        help_text="Brug den adresse, du er inviteret med. Vi sender en kode til den.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        if not quota.may_ask(self.request, address, get_ip(self.request)):
            raise forms.ValidationError(
                "Der er bedt om for mange koder til denne adresse. Vent et par minutter, og prøv igen."
            )
        return address

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Called by allauth's view: start the code process in this session and go on to the code page."""
        address = self.cleaned_data["email"]
        member = actions.member_with(address)
        if member is None:
            actions.pretend_to_send_code(address=address, now=timezone.now())
        request.code_is_for = member  # type: ignore[attr-defined]  # read by the adapter's send_mail
        LoginCodeVerificationProcess.initiate(request=request, user=member, email=address)
        query = "?" + urlencode({REDIRECT_FIELD_NAME: redirect_url}) if redirect_url else ""
        return HttpResponseRedirect(reverse("account_confirm_login_code") + query)


class CodeForm(forms.Form):
    code = CodeField(
        label="Koden fra mailen",
        help_text="Otte cifre. Mellemrum gør ingen forskel.",
        lengths=(actions.DIGITS,),
        error_messages={"required": "Skriv de otte cifre fra mailen."},
    )

    def __init__(self, *args: Any, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = code
        if not code:
            # allauth reads the member of a pending sign-in; an address nobody has must cost that query too
            actions.member_with("")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not actions.code_matches(code, self.expected):
            raise get_adapter().validation_error("incorrect_code")
        return code
