"""Addresses under /konto/: allauth's own names, for it looks them up, with only the pages that Forum keeps."""

from django.urls import path

from forum.signin import account, sessions

urlpatterns = [
    path("log-ind/", account.login, name="account_login"),
    path("log-ind/kode/", account.confirm_code, name="account_confirm_login_code"),
    path("log-ind/ny-kode/", account.request_code, name="account_request_login_code"),
    path("log-ind/to-trin/", account.authenticate, name="mfa_authenticate"),
    path("log-ind/adgangsnoegle/", account.passkey_login, name="mfa_login_webauthn"),
    path("log-ud/", account.logout, name="account_logout"),
    path("lukket/", account.inactive, name="account_inactive"),
    path("enheder/", sessions.devices, name="usersessions_list"),
    path("to-trin/", account.factors, name="mfa_index"),
    path("to-trin/bekraeft/", account.reauthenticate, name="mfa_reauthenticate"),
    path("to-trin/bekraeft-noegle/", account.reauthenticate_passkey, name="mfa_reauthenticate_webauthn"),
    path("to-trin/app/", account.activate_totp, name="mfa_activate_totp"),
    path("to-trin/app/fjern/", account.deactivate_totp, name="mfa_deactivate_totp"),
    path("to-trin/noedkoder/", account.recovery_codes, name="mfa_view_recovery_codes"),
    path("to-trin/noedkoder/nye/", account.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("to-trin/noedkoder/hent/", account.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("to-trin/noegler/", account.passkeys, name="mfa_list_webauthn"),
    path("to-trin/noegler/ny/", account.add_passkey, name="mfa_add_webauthn"),
    path("to-trin/noegler/<int:pk>/fjern/", account.remove_passkey, name="mfa_remove_webauthn"),
    path("to-trin/noegler/<int:pk>/navn/", account.edit_passkey, name="mfa_edit_webauthn"),
    path("oidc/<slug:provider_id>/login/", account.oidc_login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", account.oidc_callback, name="openid_connect_callback"),
    path("oidc/afbrudt/", account.oidc_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/fejl/", account.oidc_error, name="socialaccount_login_error"),
]
