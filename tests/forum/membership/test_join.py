"""»Bliv en del af forummet«: asked by anyone, confirmed from the mail, answered; and what robots get out of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from forum.mail import delivery, outbox
from forum.mail.models import OutboxMail
from forum.membership.actions import join_requests
from forum.membership.forms.join_requests import JoinForm
from forum.membership.models import JoinRequest
from forum.people.models import Member
from tests import world

ClientFor = Callable[..., Client]
State = JoinRequest.State
WISH = {
    "name": "Åse Winther",
    "email": "Aase@example.dk",
    "organisation": "Randers Kommune",
    "why": "Vi vil dele erfaringer.",
}


@pytest.fixture(autouse=True)
def _no_limits_left_over(db: None) -> None:
    cache.clear()


def send(client: Client, wait: float = 10, **fields: Any) -> Any:
    """Opens the form, waits as a person would, and sends it."""
    with time_machine.travel(world.NOW, tick=False) as clock:
        stamp = client.get("/bliv-medlem/").context["form"].initial["stamp"]
        clock.shift(wait)
        return client.post("/bliv-medlem/", {**WISH, "stamp": stamp, **fields})


def link_in(mail: OutboxMail) -> str:
    return next(line for line in mail.text.splitlines() if "/bekraeft/" in line).removeprefix("http://127.0.0.1:8000")


@pytest.fixture
def confirmed(cast: world.Cast, now: datetime) -> JoinRequest:
    return JoinRequest.objects.create(**(WISH | {"email": "aase@example.dk"}), state=State.CONFIRMED)


class TestAsking:
    def test_from_form_to_secretariat(self, client: Client, cast: world.Cast) -> None:
        assert send(client).headers["Location"] == "/bliv-medlem/tjek-din-mail/"
        request = JoinRequest.objects.get()
        assert (request.email, request.state) == ("aase@example.dk", State.UNCONFIRMED)
        mail = OutboxMail.objects.get()
        assert (mail.kind, mail.to_address) == ("forum.join_confirm", "aase@example.dk")
        with time_machine.travel(world.NOW + timedelta(days=1)):
            path = link_in(mail)
            page = client.get(path)
            assert ("Vi vil dele erfaringer." in page.content.decode(), JoinRequest.objects.get().state) == (
                True,
                State.UNCONFIRMED,
            )
            assert [client.post(path).headers["Location"] for _ in range(2)] == [path, path]
        assert JoinRequest.objects.get().state == State.CONFIRMED
        told = OutboxMail.objects.filter(kind="forum.join_received").values_list("to_member__name", flat=True)
        assert list(told) == ["Sofie Krogh"]

    def test_link_dies_with_age_with_new_words_and_with_tampering(self, client: Client) -> None:
        send(client)
        first = link_in(OutboxMail.objects.get())
        with time_machine.travel(world.NOW + timedelta(days=8)):
            assert client.get(first).status_code == 410
        with time_machine.travel(world.NOW + timedelta(hours=1)):
            opened = [client.get(path) for path in (first, first[:-3] + "x/", "/bliv-medlem/bekraeft/x/")]
            assert [page.status_code for page in opened] == [200, 404, 404]
        send(client, why="Med andre ord.")
        second = link_in(OutboxMail.objects.exclude(text__contains=first)[0])
        with time_machine.travel(world.NOW + timedelta(hours=1)):
            assert [client.get(path).status_code for path in (first, second)] == [410, 200]
        assert JoinRequest.objects.get().why == "Med andre ord."

    def test_who_wants_it_corrected_meets_what_they_wrote(self, client: Client) -> None:
        send(client)
        path = link_in(OutboxMail.objects.get())
        with time_machine.travel(world.NOW + timedelta(hours=1), tick=False) as clock:
            assert 'name="ret"' in client.get(path).content.decode()
            page = client.post(path, {"ret": "ja"})
            form: JoinForm = page.context["form"]
            assert (page.status_code, JoinRequest.objects.get().state) == (200, State.UNCONFIRMED)
            assert {name: form[name].value() for name in WISH} == WISH | {"email": "aase@example.dk"}
            assert 'action="/bliv-medlem/"' in page.content.decode()
            clock.shift(10)
            corrected = {**WISH, "why": "Vi vil lære.", "stamp": form["stamp"].value()}
            assert client.post("/bliv-medlem/", corrected).status_code == 302
            assert JoinRequest.objects.get().why == "Vi vil lære."
            assert client.post(path, {"ret": "ja"}).status_code == 410  # the newest mail's bearer alone reads it

    def test_what_is_confirmed_is_not_shown_for_correction(self, client: Client) -> None:
        send(client)
        path = link_in(OutboxMail.objects.get())
        with time_machine.travel(world.NOW + timedelta(hours=1)):
            client.post(path)
            assert client.post(path, {"ret": "ja"}).headers["Location"] == path

    def test_double_click_is_one_request_and_one_mail(self, client: Client) -> None:
        for _ in range(2):
            send(client)
        assert (JoinRequest.objects.count(), OutboxMail.objects.count()) == (1, 1)

    def test_known_addresses_get_the_same_answer_and_another_mail(
        self, client: Client, cast: world.Cast, confirmed: JoinRequest
    ) -> None:
        answers = {
            email: send(client, email=email).headers["Location"]
            for email in ("ny@example.dk", cast.head.email, confirmed.email)
        }
        assert set(answers.values()) == {"/bliv-medlem/tjek-din-mail/"}
        assert dict(OutboxMail.objects.values_list("to_address", "kind")) == {
            "ny@example.dk": "forum.join_confirm",
            cast.head.email: "forum.join_known",
            confirmed.email: "forum.join_known",
        }
        confirmed.refresh_from_db()
        assert confirmed.why == "Vi vil dele erfaringer."

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"name": ""}, "name"),
            ({"name": "Vind 1000 kr. paa http://evil.dk/ nu"}, "name"),
            ({"email": "ikke en adresse"}, "email"),
            ({"email": "a@example.dk\r\nBcc: b@example.dk"}, "email"),
            ({"why": "a" * 20_000}, "why"),
            ({"organisation": "a" * 121}, "organisation"),
        ],
    )
    def test_bad_input_is_said_and_kept(self, client: Client, fields: dict[str, Any], error: str) -> None:
        response = send(client, **fields)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [error]
        assert JoinRequest.objects.count() == 0

    def test_name_with_line_breaks_and_script_is_one_line_of_text(self, client: Client, cast: world.Cast) -> None:
        send(client, name="Å\r\nBcc: x <script>alert(1)</script>\u202e")
        asked = OutboxMail.objects.get()
        words = ("Å", "Bcc", WISH["organisation"], WISH["why"])  # none of them reaches a stranger's mailbox
        assert [word for word in words if word in asked.text + asked.html] == []
        with time_machine.travel(world.NOW + timedelta(days=1)):
            client.post(link_in(asked))
        mail = OutboxMail.objects.get(kind="forum.join_received")
        assert "Å Bcc: x" in mail.text
        message = delivery.to_message(mail).message()
        assert (message["Bcc"], "<script>" in mail.html, "\u202e" in mail.text) == (None, False, False)


class TestRobots:
    def test_one_who_fills_everything_hears_thanks_and_leaves_nothing(self, client: Client) -> None:
        response = send(client, website="https://spam.example")
        assert response.headers["Location"] == "/bliv-medlem/tjek-din-mail/"
        assert (JoinRequest.objects.count(), OutboxMail.objects.count()) == (0, 0)

    @pytest.mark.parametrize("wait", [1, 90_000])
    def test_too_fast_and_too_old_are_asked_once_more(self, client: Client, wait: float) -> None:
        response = send(client, wait=wait)
        assert response.status_code == 422
        form: JoinForm = response.context["form"]
        assert form["why"].value() == WISH["why"]
        with time_machine.travel(world.NOW + timedelta(seconds=wait + 5)):
            assert client.post("/bliv-medlem/", {**WISH, "stamp": form["stamp"].value()}).status_code == 302

    def test_without_or_with_a_made_up_stamp(self, client: Client) -> None:
        assert [send(client, stamp=stamp).status_code for stamp in ("", "join:1:x")] == [422, 422]

    def test_flood_from_one_place_is_stopped(self, client: Client) -> None:
        codes = [send(client, email=f"p{n}@example.dk").status_code for n in range(7)]
        assert codes == [302] * 5 + [429] * 2
        assert JoinRequest.objects.count() == 5

    def test_flood_against_one_address_is_stopped(self, client: Client) -> None:
        codes = []
        for n in range(4):
            with time_machine.travel(world.NOW + timedelta(hours=2 * n)):
                stamp = client.get("/bliv-medlem/").context["form"].initial["stamp"]
            with time_machine.travel(world.NOW + timedelta(hours=2 * n, seconds=9)):
                data = {**WISH, "why": f"Nr. {n}", "stamp": stamp}
                codes.append(client.post("/bliv-medlem/", data, REMOTE_ADDR=f"10.0.0.{n}").status_code)
        assert codes == [302, 302, 302, 429]


def test_forgotten_in_time(cast: world.Cast, now: datetime) -> None:
    def request(n: int, days: int, state: str, **fields: object) -> None:
        made = JoinRequest.objects.create(**(WISH | {"email": f"{n}@example.dk"}), state=state, **fields)
        JoinRequest.objects.filter(pk=made.pk).update(created_at=now - timedelta(days=days))

    request(1, 8, State.UNCONFIRMED)
    request(2, 6, State.UNCONFIRMED)
    request(3, 400, State.CONFIRMED)
    request(4, 400, State.DECLINED, answered_at=now - timedelta(days=181))
    request(5, 400, State.DECLINED, answered_at=now - timedelta(days=179))
    join_requests.forget(now=now)
    kept = JoinRequest.objects.order_by("email").values_list("email", flat=True)
    assert list(kept) == ["2@example.dk", "3@example.dk", "5@example.dk"]


def test_old_mails_lose_their_text_but_not_their_row(cast: world.Cast, now: datetime) -> None:
    rendered = outbox.Rendered("Emne", "Tekst", "<p>Tekst</p>")
    for key, days in (("old", 366), ("new", 364)):
        mail = outbox.queue(key=key, kind=world.GREETING, to=cast.head, rendered=rendered, now=now)
        OutboxMail.objects.filter(pk=mail.pk).update(state="sent", sent_at=now - timedelta(days=days))
    outbox.forget_texts(now=now)
    assert dict(OutboxMail.objects.values_list("key", "text")) == {"old": "", "new": "Tekst"}
    assert Member.objects.filter(pk=cast.head.pk).exists()
