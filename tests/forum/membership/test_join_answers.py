"""Requests to join as the secretariat answers them: a seat that is there, a new one, or a kind word."""

from datetime import datetime

import lxml.html
import pytest
from django.test import Client

from forum.base.refusal import NotAllowed
from forum.mail.models import OutboxMail
from forum.membership.actions import join_requests
from forum.membership.models import Invitation, JoinRequest
from forum.people.models import Organisation, Seat
from tests import world
from tests.forum.membership.test_join import WISH, ClientFor, State


@pytest.fixture
def confirmed(cast: world.Cast, now: datetime) -> JoinRequest:
    return JoinRequest.objects.create(**(WISH | {"email": "aase@example.dk"}), state=State.CONFIRMED)


def test_only_the_secretariat_reads_them(cast: world.Cast, client_for: ClientFor, confirmed: JoinRequest) -> None:
    path = f"/ansoegninger/{confirmed.pk}/"
    found = {who: client_for(getattr(cast, who)).get(path).status_code for who in ("secretary", "chair", "supplier")}
    assert found == {"secretary": 200, "chair": 403, "supplier": 403}
    assert Client().get(path).status_code == 302


def test_approval_invites_to_a_new_seat(cast: world.Cast, client_for: ClientFor, confirmed: JoinRequest) -> None:
    path = f"/ansoegninger/{confirmed.pk}/imoedekom/"
    client = client_for(cast.secretary)
    odense = world.organisation("Odense")
    assert client.post(path, {"organisation": odense.pk, "form_key": "a"}).status_code == 302
    confirmed.refresh_from_db()
    invitation = Invitation.objects.get()
    assert (confirmed.state, confirmed.answered_by, confirmed.invitation) == (
        "approved",
        cast.secretary,
        invitation,
    )
    assert invitation.seat
    assert (invitation.email, invitation.seat.organisation) == ("aase@example.dk", odense)
    assert OutboxMail.objects.filter(kind="forum.invitation").count() == 1


def test_approval_may_bring_a_new_supplier(cast: world.Cast, client_for: ClientFor, confirmed: JoinRequest) -> None:
    path = f"/ansoegninger/{confirmed.pk}/imoedekom/"
    client = client_for(cast.secretary)
    refused = client.post(path, {"supplier": "Fjordtek A/S"})
    assert (refused.status_code, list(refused.context["approving"].errors)) == (422, ["supplier"])
    assert client.post(path, {"supplier": "Ny Løsning ApS"}).status_code == 302
    assert Seat.objects.get(organisation__slug="ny-loesning-aps").organisation.kind == Organisation.Kind.SUPPLIER


def test_what_is_suggested_gives_way_to_what_is_chosen(
    cast: world.Cast, client_for: ClientFor, confirmed: JoinRequest
) -> None:
    """The page suggests a new seat for the applicant's organisation; a seat that is there is chosen beside it."""
    JoinRequest.objects.update(organisation="Odense komm.")
    client, path = client_for(cast.secretary), f"/ansoegninger/{confirmed.pk}/"
    suggested = client.get(path).context["approving"]
    odense, seat = world.organisation("Odense"), world.seat_of(cast.lead)
    assert {name: suggested[name].value() for name in ("seat", "organisation")} == {
        "seat": None,
        "organisation": odense.pk,
    }
    sent = {"seat": seat.pk, "organisation": odense.pk, "supplier": ""}
    assert client.post(f"{path}imoedekom/", sent).status_code == 302
    assert (Invitation.objects.get().seat, Seat.objects.filter(organisation=odense).count()) == (seat, 1)


def test_the_organisations_vacant_seat_is_suggested_before_a_new_one(
    cast: world.Cast, client_for: ClientFor, confirmed: JoinRequest
) -> None:
    JoinRequest.objects.update(organisation="Vejle Kommune")
    client, path = client_for(cast.secretary), f"/ansoegninger/{confirmed.pk}/"
    vacant = Seat.objects.get(organisation__name="Vejle")
    suggested = client.get(path).context["approving"]
    assert [suggested[name].value() for name in ("seat", "organisation")] == [vacant.pk, None]
    sent = {"seat": vacant.pk, "organisation": "", "supplier": "Ny Løsning ApS"}
    assert client.post(f"{path}imoedekom/", sent).status_code == 302
    assert Invitation.objects.filter(seat__organisation__name="Ny Løsning ApS").exists()


@pytest.mark.parametrize("fields", [{}, {"supplier": "X", "organisation": "kl"}])
def test_exactly_one_seat_is_chosen(
    cast: world.Cast, client_for: ClientFor, confirmed: JoinRequest, fields: dict[str, str]
) -> None:
    if "organisation" in fields:
        fields = fields | {"organisation": str(world.organisation("KL").pk)}
    response = client_for(cast.secretary).post(f"/ansoegninger/{confirmed.pk}/imoedekom/", fields)
    assert (response.status_code, Invitation.objects.count()) == (422, 0)


def test_a_kind_word_is_mailed_as_it_was_written(
    cast: world.Cast, client_for: ClientFor, confirmed: JoinRequest
) -> None:
    client, path = client_for(cast.secretary), f"/ansoegninger/{confirmed.pk}/"
    word = client.get(path).context["declining"]["answer"].value()
    assert word.startswith("Kære Åse Winther")
    assert client.post(f"{path}afslaa/", {"answer": ""}).status_code == 422
    assert client.post(f"{path}afslaa/", {"answer": word}).status_code == 302
    mail = OutboxMail.objects.get(kind="forum.join_declined")
    assert (mail.to_address, "Der er desværre ikke en ledig plads lige nu." in mail.text) == (
        "aase@example.dk",
        True,
    )
    late = client.post(f"{path}afslaa/", {"answer": "Kære Åse\n\nEt andet svar."})
    (kept,) = lxml.html.fromstring(late.content).iter("textarea")
    assert (late.status_code, kept.text_content().strip()) == (409, "Kære Åse\n\nEt andet svar.")
    assert client.post(f"{path}imoedekom/", {"supplier": "For sent ApS"}).status_code == 409
    assert Organisation.objects.filter(name="For sent ApS").count() == 0


def test_unconfirmed_cannot_be_answered(cast: world.Cast, now: datetime) -> None:
    request = JoinRequest.objects.create(**WISH)
    with pytest.raises(NotAllowed):
        join_requests.decline(request=request, answer="Nej", by=cast.secretary, now=now)


def test_list_shows_those_that_wait(cast: world.Cast, client_for: ClientFor, confirmed: JoinRequest) -> None:
    JoinRequest.objects.create(**(WISH | {"email": "b@example.dk"}))
    client = client_for(cast.secretary)
    found = [len(client.get(f"/ansoegninger/{query}").context["page"]) for query in ("", "?vis=alle")]
    assert found == [1, 2]
