"""What a page that stood open may learn of the session, and what it is told of the thing that a form is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from forum.people.models import Member
from forum.web.form_keys import FormKey
from meetings.agenda.models import AgendaItem, Attachment
from tests import world

ClientFor = Callable[[Member | None], Client]
STATUS = "/konto/status/"


def test_it_names_the_member_and_the_keys_that_were_acted_on(cast: world.Cast, client_for: ClientFor) -> None:
    FormKey.objects.create(key="brugt")
    asked = {"key": ["brugt", "ny"]}
    head, nobody, former = (client_for(who).get(STATUS, asked) for who in (cast.head, None, cast.former))
    assert (head.json()["member"], head.json()["arrived"]) == (cast.head.pk, ["brugt"])
    assert [(one.json()["member"], one.json()["arrived"]) for one in (nobody, former)] == [(None, [])] * 2
    assert head.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    client = client_for(cast.secretary)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code"}]  # the second factor is still owed
    session.save()
    assert client.get(STATUS).json()["member"] is None


def test_a_form_goes_on_with_the_token_it_is_given(cast: world.Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    token = client.get(STATUS).json()["csrf"]
    sent = {"email": cast.head.email}
    assert [
        client.post("/konto/log-ind/", sent | more).status_code for more in ({}, {"csrfmiddlewaretoken": token})
    ] == [
        403,
        302,
    ]


def test_the_browser_is_told_who_signed_out(cast: world.Cast, client_for: ClientFor) -> None:
    client = client_for(cast.head)
    assert client.post("/konto/log-ud/").cookies["forum_signed_out"].value == str(cast.head.pk)
    client = client_for(cast.lead)
    assert client.post("/konto/enheder/", {"hvor": "alle"}).cookies["forum_signed_out"].value == str(cast.lead.pk)
    assert "forum_signed_out" not in Client().post("/konto/log-ud/").cookies


def test_a_button_that_is_refused_spends_no_key_so_what_was_written_beside_it_is_not_taken_for_saved(
    cast: world.Cast, client_for: ClientFor
) -> None:
    meeting = world.make_meeting()
    action = world.make_action(world.make_item(meeting), world.seat_of(cast.lead))
    world.make_minutes(meeting)
    path, sent = f"/moeder/opgaver/{action.pk}/", {"form_key": "nøgle", "result": "Udbuddet er i gang."}
    for to, arrived in (("slettet", []), ("done", ["nøgle"])):
        answer = client_for(cast.lead).post(path, sent | {"to": to})
        assert (answer.status_code, list(FormKey.objects.values_list("key", flat=True))) == (302, arrived)


def form_tag(client: Client, path: str) -> Any:
    return html.fromstring(client.get(path).content).xpath("//main//form[@id='punkt']")[0]


def test_what_is_closed_by_itself_or_from_above_says_so_to_its_form(cast: world.Cast, client_for: ClientFor) -> None:
    office = client_for(cast.secretary)
    meeting = world.make_meeting()
    item = world.make_item(meeting)
    assert "data-no-draft" not in form_tag(office, f"/moeder/punkt/{item.pk}/").attrib
    AgendaItem.objects.update(audience="authorities")
    assert "data-no-draft" in form_tag(office, f"/moeder/punkt/{item.pk}/").attrib
    meeting.audience = "authorities"
    meeting.save()
    assert "data-no-draft" in form_tag(office, f"/moeder/{meeting.slug}/dagsorden/nyt/").attrib
    paper = Attachment(item=AgendaItem(audience="members", meeting=meeting), audience="members")
    assert [one.is_closed for one in (meeting, paper, cast.head, world.make_area())] == [True, True, False, False]


@pytest.mark.parametrize("audience", ["members", "authorities"])
def test_without_scripts_too_an_attachment_leaves_the_items_text(
    cast: world.Cast, client_for: ClientFor, audience: str
) -> None:
    office, item = client_for(cast.secretary), world.make_item(world.make_meeting(), audience=audience)
    shown = html.fromstring(office.get(f"/moeder/punkt/{item.pk}/").content)
    fields = dict(shown.get_element_by_id("punkt").form_values())

    def upload(name: str, **typed: str) -> Any:
        paper = SimpleUploadedFile(name, b"Hej")
        sent = fields | {"uploads": paper, "upload_audience": audience, "form_key": name} | typed
        return office.post(f"/moeder/punkt/{item.pk}/bilag/", sent)

    assert upload("a.txt").status_code == 302
    answers = [upload("b.txt", background="Ikke gemt."), upload("c.svg", background="Ikke gemt.", title="")]
    forms = [html.fromstring(answer.content).get_element_by_id("punkt") for answer in answers]
    assert [answer.status_code for answer in answers] == [200, 422]
    shown_again = [(form.fields["background"].strip(), form.fields["title"]) for form in forms]
    assert shown_again == [("Ikke gemt.", "Punkt 1"), ("Ikke gemt.", None)]
    assert (Attachment.objects.count(), AgendaItem.objects.get().background) == (2, "")
