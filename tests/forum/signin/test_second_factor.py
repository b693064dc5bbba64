"""The second factor of the secretariat: nothing opens without it, setting it up counts, a session is asked for it."""

from __future__ import annotations

import re
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from forum.mail.models import OutboxMail
from forum.people.models import Member
from tests.forum.signin.test_signin import CODE, DEVICE, ask, newest_code
from tests.world import Cast

SETUP = "/konto/sikkerhed/"


def sign_in_by_code(member: Member) -> tuple[Client, str]:
    client = Client()
    ask(client, member.email)
    return client, client.post(CODE, {"code": newest_code()})["Location"]


def totp_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up_app(client: Client) -> Any:
    page = client.get("/konto/to-trin/app/")
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page.content.decode())
    assert secret
    return client.post("/konto/to-trin/app/", {"code": totp_code(secret[1])})


def test_a_secretary_without_a_second_factor_gets_nowhere(cast: Cast) -> None:
    client, location = sign_in_by_code(cast.secretary)
    assert location == f"{SETUP}?next=%2F"
    assert client.get(location).status_code == 200
    response = client.get("/admin/")
    assert (response.status_code, response["Location"]) == (302, SETUP)
    viewer = client.get("/konto/enheder/").context["viewer"]
    assert (viewer.is_signed_in, viewer.is_member, viewer.is_secretariat) == (True, False, False)


def test_setting_up_an_app_opens_the_door_and_gives_emergency_codes(transactional_db: None, cast: Cast) -> None:
    client, _ = sign_in_by_code(cast.secretary)
    response = set_up_app(client)
    assert response["Location"] == "/konto/to-trin/noedkoder/"
    assert len(re.findall(r"<code>\d{8}</code>", client.get("/konto/to-trin/noedkoder/").content.decode())) == 10
    assert client.get("/admin/").status_code == 200


def test_the_factor_is_asked_for_at_the_next_sign_in(cast: Cast) -> None:
    TOTP.activate(cast.secretary, "JBSWY3DPEHPK3PXP")
    client, location = sign_in_by_code(cast.secretary)
    assert location == "/konto/log-ind/to-trin/"
    assert client.get("/admin/")["Location"].startswith("/konto/log-ind/")
    assert client.post(location, {"code": "000000"}).status_code == 422
    assert client.post(location, {"code": totp_code("JBSWY3DPEHPK3PXP")})["Location"] == "/"
    assert client.get("/admin/").status_code == 200


def test_a_session_from_before_the_factor_is_asked_for_it(cast: Cast) -> None:
    old, _ = sign_in_by_code(cast.secretary)
    TOTP.activate(cast.secretary, "JBSWY3DPEHPK3PXP")
    assert old.get("/admin/")["Location"] == SETUP
    asked = old.get(SETUP)["Location"]
    assert asked == "/konto/to-trin/bekraeft/?next=%2F"
    # a thief of the old session cannot simply set up a factor of their own
    assert old.get("/konto/to-trin/noegler/ny/")["Location"].startswith("/konto/to-trin/bekraeft/")
    assert old.post(asked, {"code": totp_code("JBSWY3DPEHPK3PXP"), "next": "/"})["Location"] == "/"
    assert old.get("/admin/").status_code == 200


def test_an_emergency_code_works_once(cast: Cast) -> None:
    TOTP.activate(cast.secretary, "JBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(cast.secretary).get_unused_codes()[0]
    for expected in (302, 422):
        cache.clear()
        client, location = sign_in_by_code(cast.secretary)
        assert client.post(location, {"code": code}).status_code == expected


def test_who_lost_the_phone_reads_what_to_do_where_the_factor_is_asked_for(cast: Cast) -> None:
    TOTP.activate(cast.secretary, "JBSWY3DPEHPK3PXP")
    old, location = sign_in_by_code(cast.secretary)
    again = old.get(location)
    assert b"forget_second_factor" in again.content
    old.post(location, {"code": totp_code("JBSWY3DPEHPK3PXP")})
    assert b"forget_second_factor sofie.krogh@example.dk" in old.get("/konto/to-trin/bekraeft/").content


def test_someone_elses_factor_does_not_count(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.secretary)
    session = client.session
    session["account_authentication_methods_user"] = str(cast.chair.pk)
    session.save()
    assert client.get("/admin/")["Location"] == SETUP


def test_members_are_not_asked_for_a_second_factor(cast: Cast) -> None:
    client, location = sign_in_by_code(cast.head)
    assert location == f"{DEVICE}?next=%2F"
    assert client.get(SETUP).status_code == 200
    assert not Authenticator.objects.exists()
    assert OutboxMail.objects.count() == 1


def test_the_admin_has_no_sign_in_page_of_its_own(cast: Cast, client_for: Any) -> None:
    response = Client().get("/admin/login/")
    assert (response.status_code, response["Location"]) == (302, "/konto/log-ind/?next=%2Fadmin%2Flogin%2F")
    assert Client().post("/admin/login/", {"username": cast.secretary.email, "password": "x"}).status_code == 403
    assert client_for(cast.head).get("/admin/").status_code == 403


def test_a_lost_factor_is_forgotten_by_another_secretary_or_from_the_console(cast: Cast, client_for: Any) -> None:
    colleague = Member.objects.create_user("to@example.dk", "Nummer To", is_secretariat=True)
    for forget in (
        lambda: client_for(cast.secretary).post(f"/medlemmer/{colleague.pk}/nulstil-to-trin/"),
        lambda: call_command("forget_second_factor", "TO@example.dk", verbosity=0),
    ):
        cache.clear()
        TOTP.activate(colleague, "JBSWY3DPEHPK3PXP")
        forget()
        assert not Authenticator.objects.exists()
        _, location = sign_in_by_code(colleague)
        assert location == f"{SETUP}?next=%2F"
    assert client_for(cast.head).post(f"/medlemmer/{colleague.pk}/nulstil-to-trin/").status_code == 403


def test_the_first_secretary_is_made_from_the_console(db: None) -> None:
    call_command("createsuperuser", "--noinput", "--email", "Foerste@kl.dk", "--name", "Den Første", verbosity=0)
    first = Member.objects.get(email="foerste@kl.dk")
    assert (first.is_secretariat, first.has_usable_password()) == (True, False)
