"""The pages of allauth that Forum keeps, each with an access decision; its other pages are not there at all."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from forum.signin.adapters import begins_at_code, in_our_way, keeps_the_way, one_at_a_time, with_way_back
from forum.web.access import public, signed_in


@public
def login(request: HttpRequest) -> HttpResponse:
    response = keeps_the_way(in_our_way(account.login))(request)
    if isinstance(response, TemplateResponse) and response.context_data is not None:
        apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        response.context_data["single_sign_on"] = [
            (app["name"], reverse("openid_connect_login", args=[app["provider_id"]])) for app in apps
        ]
    return response


confirm_code = public(begins_at_code(keeps_the_way(one_at_a_time(in_our_way(account.confirm_login_code)))))
logout = public(account.logout)
inactive = public(in_our_way(account.account_inactive))


@public
def request_code(request: HttpRequest) -> HttpResponse:
    """allauth sends people here to begin again; with us one begins on the sign-in page."""
    return redirect(with_way_back(request, reverse("account_login")))


# Signing in with a second factor: the session's pending sign-in is checked by allauth itself
authenticate = public(begins_at_code(one_at_a_time(in_our_way(mfa.authenticate))))
passkey_login = public(in_our_way(webauthn.login_webauthn))

factors = signed_in(mfa.index)
reauthenticate = signed_in(in_our_way(mfa.reauthenticate))
activate_totp = signed_in(in_our_way(totp.activate_totp))
deactivate_totp = signed_in(in_our_way(totp.deactivate_totp))
recovery_codes = signed_in(recovery.view_recovery_codes)
new_recovery_codes = signed_in(in_our_way(recovery.generate_recovery_codes))
download_recovery_codes = signed_in(recovery.download_recovery_codes)
passkeys = signed_in(webauthn.list_webauthn)
add_passkey = signed_in(in_our_way(webauthn.add_webauthn))
reauthenticate_passkey = signed_in(in_our_way(webauthn.reauthenticate_webauthn))
remove_passkey = signed_in(in_our_way(webauthn.remove_webauthn))
edit_passkey = signed_in(in_our_way(webauthn.edit_webauthn))

oidc_login = public(oidc.login)
oidc_callback = public(oidc.callback)
oidc_cancelled = public(in_our_way(social.login_cancelled))
oidc_error = public(in_our_way(social.login_error))
