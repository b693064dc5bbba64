"""Guesses sent at the same moment: each is counted, so twenty at once are no more than five."""

from __future__ import annotations

from threading import Barrier, Thread

from django.db import connection
from django.test import Client

from tests.forum.signin.test_signin import CODE, ask, is_signed_in, newest_code, wrong
from tests.world import Cast

AT_ONCE = 8


def test_guesses_at_once_are_counted_one_by_one(transactional_db: None, cast: Cast) -> None:
    client = Client()
    ask(client, cast.head.email)
    code, cookie = newest_code(), client.cookies["forum_session"].value
    start, statuses = Barrier(AT_ONCE), []

    def guess() -> None:
        thief = Client()
        thief.cookies["forum_session"] = cookie
        start.wait()
        try:
            statuses.append(thief.post(CODE, {"code": wrong(code)}).status_code)
        finally:
            connection.close()

    threads = [Thread(target=guess) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302] * (AT_ONCE - 4) + [422] * 4
    client.post(CODE, {"code": code})
    assert not is_signed_in(client)


def test_the_right_code_twice_at_once_makes_one_session(transactional_db: None, cast: Cast) -> None:
    client = Client()
    ask(client, cast.head.email)
    code, cookie = newest_code(), client.cookies["forum_session"].value
    start, signed_in = Barrier(2), []

    def use() -> None:
        one = Client()
        one.cookies["forum_session"] = cookie
        start.wait()
        try:
            one.post(CODE, {"code": code})
            signed_in.append(is_signed_in(one))
        finally:
            connection.close()

    threads = [Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(signed_in) == [False, True]
