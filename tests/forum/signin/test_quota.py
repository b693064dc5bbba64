"""How often codes are asked for and typed: nobody floods an address, nobody keeps its owner out, nobody guesses on."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from forum.mail.models import OutboxMail
from forum.signin import quota
from tests.forum.signin.test_signin import CODE, LOGIN, ask, is_signed_in, newest_code, wrong
from tests.world import Cast

STRANGER, OWNER = "203.0.113.7", "198.51.100.9"


def times(number: int, email: str, address: str = STRANGER, client: Client | None = None) -> list[int]:
    """The statuses of so many asks for a code, each from a browser of its own unless one is given."""
    return [(client or Client()).post(LOGIN, {"email": email}, REMOTE_ADDR=address).status_code for _ in range(number)]


@pytest.fixture
def known(cast: Cast) -> Client:
    """A browser that the member has signed in with, and out again."""
    client = Client()
    ask(client, cast.head.email)
    client.post(CODE, {"code": newest_code()})
    client.post("/konto/log-ud/")
    assert not is_signed_in(client)
    return client


def test_a_stranger_does_not_keep_the_owner_out(cast: Cast) -> None:
    assert times(5, cast.head.email) == [302, 302, 302, 422, 422]
    assert times(1, cast.head.email, OWNER) == [302]


def test_many_strangers_do_not_keep_the_owners_browser_out(
    cast: Cast, known: Client, clock: time_machine.Traveller
) -> None:
    """From thirty places: the mails end at twenty an hour, and the browser that is known gets its own."""
    clock.shift(timedelta(hours=1, seconds=1))
    OutboxMail.objects.all().delete()
    asked = [times(1, cast.head.email, f"203.0.113.{number}")[0] for number in range(30)]
    assert (asked.count(302), asked[-1], OutboxMail.objects.count()) == (20, 422, 20)
    assert times(1, cast.head.email, OWNER) == [422]  # a browser that nobody knows is one of the many
    assert times(1, cast.head.email, STRANGER, known) == [302]
    known.post(CODE, {"code": newest_code()})
    assert is_signed_in(known)


def test_a_known_browser_has_limits_too(cast: Cast, known: Client, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(hours=1, seconds=1))
    hour = []
    for _ in range(5):
        for _ in range(4):
            hour += times(1, cast.head.email, OWNER, known)
            known.post("/konto/log-ud/")  # gives up the code that waits
        clock.shift(timedelta(minutes=1, seconds=1))
    assert hour == [302, 302, 302, 422] * 3 + [302] + [422] * 7  # three a minute, ten an hour


def test_a_browser_is_known_for_its_own_member_alone(cast: Cast, known: Client) -> None:
    """The cookie says nothing, and neither another address nor another browser's name passes with it."""
    value = known.cookies[quota.COOKIE].value
    assert cast.head.email not in value
    assert {known.cookies[quota.COOKIE][flag] for flag in ("httponly", "samesite", "path")} == {True, "Lax", "/konto/"}
    for number in range(20):
        times(1, cast.lead.email, f"203.0.113.{number}")
    assert times(1, cast.lead.email, OWNER, known) == [422]
    times(3, cast.head.email, OWNER)
    forged = Client()
    forged.cookies[quota.COOKIE] = "x" + value
    assert times(1, cast.head.email, OWNER, forged) == [422]


def test_an_address_that_nobody_has_is_counted_alike(cast: Cast) -> None:
    for email in (cast.head.email, "nobody@example.dk"):
        assert times(4, email) == [302, 302, 302, 422]
        assert times(1, email, OWNER) == [302]
    assert set(OutboxMail.objects.values_list("to_address", flat=True)) == {cast.head.email}


def test_one_source_asks_for_so_many_codes_a_minute_and_an_hour(cast: Cast, clock: time_machine.Traveller) -> None:
    """Whomever they are for. Signing in as such is counted a minute too, for whatever else is posted there."""
    minute = [times(1, f"en{number}@example.dk")[0] for number in range(21)]
    assert minute == [302] * 20 + [422]
    assert times(1, "anden@example.dk", OWNER) == [302]
    for turn in range(4):
        clock.shift(timedelta(minutes=1, seconds=1))
        assert times(1, f"nu{turn}@example.dk") == [302]
        assert [times(1, f"to{turn}-{number}@example.dk")[0] for number in range(19)] == [302] * 19
    clock.shift(timedelta(minutes=1, seconds=1))
    assert times(1, "en-mere@example.dk") == [422]  # a hundred in the hour
    clock.shift(timedelta(hours=1))
    assert times(1, "en-mere@example.dk") == [302]


def test_posts_to_the_sign_in_page_end_at_thirty_a_minute(cast: Cast, clock: time_machine.Traveller) -> None:
    empty = [Client().post(LOGIN, {"email": ""}, REMOTE_ADDR=STRANGER).status_code for _ in range(31)]
    assert empty == [422] * 30 + [429]
    assert Client().post(LOGIN, {"email": ""}, REMOTE_ADDR=OWNER).status_code == 422
    clock.shift(timedelta(minutes=1, seconds=1))
    assert Client().post(LOGIN, {"email": ""}, REMOTE_ADDR=STRANGER).status_code == 422


def test_an_hour_of_guessing_from_one_source(cast: Cast, clock: time_machine.Traveller) -> None:
    """Five guesses a code, ten codes an hour for one address: fifty guesses in a hundred million."""
    guesses = 0
    for _ in range(20):
        client = Client()
        if times(1, cast.head.email, STRANGER, client) == [302]:
            code = wrong(newest_code())
            guesses += sum(client.post(CODE, {"code": code}).status_code in {302, 422} for _ in range(5))
            assert client.post(CODE, {"code": code})["Location"] == "/konto/log-ind/ny-kode/"
        clock.shift(timedelta(seconds=61))
    assert guesses == 50


def test_a_network_of_ipv6_is_one_source(cast: Cast) -> None:
    """Anybody with IPv6 has more addresses than there are limits."""
    asked = [times(1, cast.head.email, f"2001:db8:1:2::{number}")[0] for number in range(4)]
    assert asked == [302, 302, 302, 422]
