"""How allauth meets Forum: closed to strangers, codes of 8 digits, mail through the outbox."""

from __future__ import annotations

import functools
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.utils import passthrough_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from forum.base.addresses import clean_address, exact_address
from forum.signin import actions, own_device, quota
from forum.web.access import View, has_second_factor
from forum.web.session_store import SessionStore

# allauth's internals are named in this module alone, and its version is capped: see pyproject.toml
__all__ = ["AccountAdapter", "LoginCodeVerificationProcess", "SocialAccountAdapter", "get_ip"]

WRONG_CODE = "Koden er ikke rigtig, eller den er udløbet. Se efter i den nyeste mail, eller bed om en ny kode."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": "Der har været for mange forkerte forsøg. Bed om en ny kode, og prøv igen.",
        "rate_limited": "Det går lidt for hurtigt. Vent et øjeblik, og prøv igen.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_email(self, email: str) -> str:
        return clean_address(email)

    def generate_login_code(self) -> str:
        """allauth keeps what this answers in the session, so it gets the hash; `send_mail` gets the code itself."""
        code = actions.new_code()
        self.request.fresh_login_code = code
        return actions.hash_code(code)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Only the sign-in code is mailed by allauth here; anything else is a mistake in the settings."""
        if template_prefix != "account/email/login_code":
            raise NotImplementedError(template_prefix)
        actions.send_code(to=self.request.code_is_for, code=self.request.fresh_login_code, now=timezone.now())

    def login(self, request: HttpRequest, user: Any) -> None:
        """A session ends with the browser until its owner says that the device is theirs; a secretary's always does.

        The demo's own door asks nobody.
        """
        super().login(request, user)
        is_demo = request.session.get("demo_door")
        request.session.set_expiry(settings.SESSION_COOKIE_AGE if is_demo else 0)
        if not (is_demo or user.is_secretariat):
            request.session[own_device.ASKS] = True

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """A member is asked whose device it is; a secretary who has no second factor yet goes to set one up."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.is_secretariat and not has_second_factor(request):
            response = redirect(f"{reverse('forum:second_factor')}?{urlencode({'next': response['Location']})}")
        elif own_device.ASKS in request.session:
            response = redirect(f"{reverse('forum:own_device')}?{urlencode({'next': response['Location']})}")
        quota.remember_browser(response, user.email)
        return response


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """OpenID Connect opens the door only for a verified address that a member has."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[Any, str] | None:
        found = [member for address in verified_addresses(sociallogin) if (member := actions.member_with(address))]
        return (found[0], found[0].email) if len(found) == 1 else None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Asked at every sign-in: an address that changed or is no longer verified shuts the door again."""
        member: Any = sociallogin.user if sociallogin.is_existing else None
        is_sign_in = sociallogin.state.get("process", "login") == "login"
        if not (is_sign_in and member and member.is_active and member.email in verified_addresses(sociallogin)):
            messages.error(
                request,
                "Vi kunne ikke logge dig ind på den måde. Log ind med en kode til den adresse, du er inviteret med.",
            )
            raise ImmediateHttpResponse(redirect("account_login"))


def verified_addresses(sociallogin: SocialLogin) -> set[str]:
    """The addresses the provider vouches for; Entra ID says so in `xms_edov`, others in `email_verified`."""
    data = sociallogin.account.extra_data or {}
    claims = [data, data.get("userinfo") or {}, data.get("id_token") or {}]
    vouched = {
        exact_address(str(claim.get("email", "")))
        for claim in claims
        if any(claim.get(name) in (True, 1, "1", "true", "True") for name in ("email_verified", "xms_edov"))
    }
    return vouched - {""}


def count_as_second_factor(request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    """Setting a factor up proves it as well as using it does: the session need not be asked again at once."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(
            request, request.user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
        )


def in_our_way(view: View) -> View:
    """Wrap one of allauth's views: 422 for a refused form, as everywhere here, and our own `site` in templates."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse):
            context = response.context_data or {}
            context.pop("site", None)  # allauth's, which would hide the one our templates expect
            forms = [context.get("form"), context.get("webauthn_form")]
            if request.method == "POST" and any(form and form.errors for form in forms):
                response.status_code = 422
        return response

    return run


def keeps_the_way(view: View) -> View:
    """Sent on to the code or to ask for a new one, one still ends where one was going: allauth forgets `next` there."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.get("Location") in {reverse("account_request_login_code"), reverse("account_confirm_login_code")}:
            response["Location"] = with_way_back(request, response["Location"])
        return response

    return run


def with_way_back(request: HttpRequest, path: str) -> str:
    """The path, with the request's own `next` when that is a page of ours."""
    return str(passthrough_next_redirect_url(request, path, REDIRECT_FIELD_NAME))


def begins_at_code(view: View) -> View:
    """For a page whose only purpose is to type a code: the field has focus on arrival."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if form and not form.is_bound:  # after a refusal the summary of errors has it
            form.fields["code"].widget.attrs["autofocus"] = True
        return response

    return run


def one_at_a_time(view: View) -> View:
    """Posts of one session wait for each other, so that guesses sent at once are counted one by one."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.session.session_key
        if request.method != "POST" or not key:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            Session.objects.select_for_update().filter(session_key=key).first()
            request.session = SessionStore(key)  # read anew: a twin may just have used a try
            response = view(request, *args, **kwargs)
            if request.session.modified and request.session.session_key == key:
                request.session.save()
                # Saved once more after the lock, by the middleware, it would bring a used-up code back to life
                request.session.modified = False
        return response

    return run
