"""The secretariat edits: new wording, reasons, states; and two who edit at once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import NotificationChoice
from recommendations.wording import actions, rules
from recommendations.wording.models import Recommendation, RecommendationVersion
from tests import world

ClientFor = Callable[..., Client]
State = Recommendation.State
REWORDED = {"text": "Fordel ansvaret", "reason": "Besluttet på mødet"}


def reword(client: Client, revision: str, **fields: str) -> Any:
    return client.post("/anbefalinger/9/ordlyd/", REWORDED | {"revision": revision} | fields)


def test_new_wording_is_a_new_version_and_the_old_one_stays(cast: world.Cast, client_for: ClientFor) -> None:
    made = world.make_recommendation(9)
    response = reword(client_for(cast.secretary), made.revision)
    assert (response.status_code, response.headers["Location"]) == (302, "/anbefalinger/9/")
    made.refresh_from_db()
    assert (made.text, made.version) == ("Fordel ansvaret", 2)
    versions = RecommendationVersion.objects.order_by("number").values_list("number", "text", "note")
    first = "Fordel det fælleskommunale ansvar for innovationsprojekter"
    assert list(versions) == [(1, first, ""), (2, "Fordel ansvaret", "Besluttet på mødet")]


SAVED = "Version 2 er gemt. "


def test_the_page_says_how_many_get_a_mail_and_the_answer_how_many_got_it(
    cast: world.Cast, client_for: ClientFor
) -> None:
    made = world.make_recommendation(9)
    NotificationChoice.objects.create(member=cast.head, kind="recommendations", pace="weekly")
    client = client_for(cast.secretary)
    tell = client.get("/anbefalinger/9/ordlyd/").context["form"]["tell"]
    wanting = len(cast.everyone()) - 2  # the former member, and who waits for the digest
    said = f"Mailen går til {wanting} modtagere, så snart du gemmer."
    assert (tell.value(), tell.help_text[: len(said)]) == (True, said)
    response = client.post("/anbefalinger/9/ordlyd/", REWORDED | {"revision": made.revision, "tell": "on"})
    sentence = f"{SAVED}En mail med den nye ordlyd er på vej til {wanting} modtagere."
    assert [str(message) for message in get_messages(response.wsgi_request)] == [sentence]
    assert OutboxMail.objects.filter(kind="recommendations.reworded").count() == wanting


def test_a_slip_of_the_pen_is_corrected_in_silence(cast: world.Cast, client_for: ClientFor) -> None:
    made = world.make_recommendation(9)
    response = reword(client_for(cast.secretary), made.revision)
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert (said, OutboxMail.objects.count()) == ([f"{SAVED}Der er ikke sendt besked til nogen."], 0)


def test_a_silent_correction_does_not_stop_the_news_that_is_on_its_way(cast: world.Cast, now: datetime) -> None:
    made = world.make_recommendation(9)
    told = []
    for text, tell in (("Fordel ansvart", True), ("Fordel ansvaret", False), ("Fordel det hele", True)):
        made.refresh_from_db()
        actions.reword(
            recommendation=made, text=text, reason="", tell=tell, revision=made.revision, by=cast.secretary, now=now
        )
        mails = OutboxMail.objects.filter(to_member=cast.head).order_by("pk")
        told.append([delivery.why_not_send(mail, now) for mail in mails])
    assert told == [[""], [""], ["Ordlyden er ændret igen siden.", ""]]


def test_the_news_of_what_is_closed_meanwhile_does_not_go(cast: world.Cast, now: datetime) -> None:
    made = world.make_recommendation(9)
    typed: dict[str, Any] = {"text": "Fordel ansvaret", "reason": "", "tell": True, "revision": made.revision}
    actions.reword(recommendation=made, by=cast.secretary, now=now, **typed)
    Recommendation.objects.update(audience="authorities")

    def why_not(key: str) -> str:
        return delivery.why_not_send(OutboxMail.objects.get(to_member=cast.everyone()[key]), now)

    assert (why_not("head"), why_not("supplier")) == ("", "Modtageren kan ikke længere se anbefalingen.")


def test_a_drafts_wording_is_told_to_nobody_so_nobody_is_asked(cast: world.Cast, client_for: ClientFor) -> None:
    made = world.make_recommendation(9, state=State.DRAFT)
    client = client_for(cast.secretary)
    assert list(client.get("/anbefalinger/9/ordlyd/").context["form"].fields) == ["text", "reason", "revision"]
    response = reword(client, made.revision, tell="on")
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert (said, OutboxMail.objects.count()) == ([f"{SAVED}Der er ikke sendt besked til nogen."], 0)


def test_second_of_two_editors_is_told_and_keeps_the_text(cast: world.Cast, client_for: ClientFor) -> None:
    made = world.make_recommendation(9)
    begun = made.revision
    client = client_for(cast.secretary)
    reword(client, begun, text="Den første")
    response = reword(client, begun, text="Den anden")
    page = response.content.decode()
    assert response.status_code == 409
    assert ("Den første" in page, ">\nDen anden</textarea>" in page) == (True, True)
    assert RecommendationVersion.objects.count() == 2
    # The page now carries what it was shown with, so that sending it again is a choice
    again = response.context["form"].data["revision"]
    assert reword(client, again, text="Den anden").status_code == 302
    made.refresh_from_db()
    assert (made.text, made.version) == ("Den anden", 3)


def test_of_two_who_write_reasons_the_second_is_told(cast: world.Cast, client_for: ClientFor) -> None:
    made = world.make_recommendation(9)
    begun = made.revision
    client = client_for(cast.secretary)
    assert client.post("/anbefalinger/9/hvorfor/", {"why": "Fordi", "revision": begun}).status_code == 302
    assert client.post("/anbefalinger/9/hvorfor/", {"why": "Derfor", "revision": begun}).status_code == 409
    made.refresh_from_db()
    assert made.why == "Fordi"


def test_double_click_makes_one_version(cast: world.Cast, client_for: ClientFor) -> None:
    made = world.make_recommendation(9)
    client = client_for(cast.secretary)
    answers = [reword(client, made.revision, form_key="k1").status_code for _ in range(2)]
    assert answers == [302, 302]
    assert RecommendationVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"text": ""}, "text"),
        ({"text": "a" * 1_000_000}, "text"),
        ({"reason": "a" * 201}, "reason"),
        ({"text": "Fordel det fælleskommunale ansvar for innovationsprojekter"}, "text"),
    ],
)
def test_bad_wording_is_refused_with_what_was_typed(
    cast: world.Cast, client_for: ClientFor, fields: dict[str, str], error: str
) -> None:
    made = world.make_recommendation(9)
    response = reword(client_for(cast.secretary), made.revision, **fields)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [error]
    assert Recommendation.objects.get().version == 1


@pytest.mark.parametrize("who", ["head", "lead", "chair", "supplier", "ski"])
def test_only_the_secretariat_edits(cast: world.Cast, client_for: ClientFor, who: str) -> None:
    made = world.make_recommendation(9)
    client = client_for(getattr(cast, who))
    assert client.get("/anbefalinger/9/ordlyd/").status_code == 403
    assert reword(client, made.revision).status_code == 403
    assert Recommendation.objects.get().version == 1


def test_adopted_wording_is_closed_until_revision(cast: world.Cast, client_for: ClientFor) -> None:
    made = world.make_recommendation(9, state=State.ADOPTED)
    client = client_for(cast.secretary)
    why_not = "Ordlyden er vedtaget. Tag anbefalingen op til revision, før du ændrer den."
    assert why_not in client.get("/anbefalinger/9/").content.decode()
    response = reword(client, made.revision)
    assert (response.status_code, response.context["why_not"]) == (409, why_not)
    page = response.content.decode()
    assert (why_not in page, ">\nFordel ansvaret</textarea>" in page) == (True, True)


def test_every_move_follows_the_table_or_says_why_not(cast: world.Cast, now: datetime) -> None:
    for state in State:
        for to in State:
            recommendation = Recommendation(state=state, text="x")
            assert bool(rules.why_not_move(recommendation, to)) == (to not in Recommendation.NEXT.get(state, ()))


class TestMoving:
    def test_to_consultation_with_a_reason(self, cast: world.Cast, client_for: ClientFor) -> None:
        made = world.make_recommendation(9)
        client = client_for(cast.secretary)
        page = client.get("/anbefalinger/9/tilstand/?til=consultation")
        assert page.context["form"].initial == {"to": "consultation"}
        assert client.post("/anbefalinger/9/tilstand/", {"to": "consultation"}).status_code == 422
        data = {"to": "consultation", "reason": "Alle kommuner skal høres"}
        assert client.post("/anbefalinger/9/tilstand/", data).status_code == 302
        made.refresh_from_db()
        assert made.state == State.CONSULTATION

    def test_illegal_move_is_refused_with_its_sentence(self, cast: world.Cast, client_for: ClientFor) -> None:
        world.make_recommendation(9)
        data = {"to": "adopted", "reason": "Nu"}
        response = client_for(cast.secretary).post("/anbefalinger/9/tilstand/", data)
        why_not = "Anbefalingen skal være indstillet, før den kan vedtages."
        assert (response.status_code, response.context["why_not"]) == (409, why_not)
        assert why_not in response.content.decode()

    def test_replaced_needs_what_replaces_it(self, cast: world.Cast, client_for: ClientFor) -> None:
        world.make_recommendation(9, state=State.ADOPTED)
        other = world.make_recommendation(10, state=State.ADOPTED)
        client = client_for(cast.secretary)
        data = {"to": "superseded", "reason": "Skrevet sammen"}
        assert list(client.post("/anbefalinger/9/tilstand/", data).context["form"].errors) == ["superseded_by"]
        assert client.post("/anbefalinger/9/tilstand/", data | {"superseded_by": other.pk}).status_code == 302
        page = client.get("/anbefalinger/9/")
        assert page.context["superseded_by"] == other
        assert client.get("/anbefalinger/").context["ended"] == [Recommendation.objects.get(number=9)]

    def test_a_colleague_was_first(self, cast: world.Cast, now: datetime) -> None:
        made = world.make_recommendation(9)
        Recommendation.objects.update(state=State.PROPOSED)
        with pytest.raises(StaleError):
            actions.change_state(recommendation=made, to=State.CONSULTATION, reason="x", by=cast.secretary, now=now)

    def test_nothing_leads_out_of_retired(self, cast: world.Cast, now: datetime) -> None:
        made = world.make_recommendation(9, state=State.RETIRED)
        with pytest.raises(NotAllowed, match="og det kan ikke gøres om"):
            actions.change_state(recommendation=made, to=State.PRELIMINARY, reason="x", by=cast.secretary, now=now)
