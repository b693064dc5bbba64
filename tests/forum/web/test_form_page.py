"""Pages with a form and buttons: one way for 200, 422 and 409, with what was typed always kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest import mock

import lxml.html
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client

from forum.base import stale
from forum.base.refusal import Refusal
from forum.web import form_page
from tests.forum.web.texts import actions
from tests.forum.web.texts.models import Text
from tests.world import Cast

HTMX = {"HX-Request": "true"}
FINAL = "Teksten er endelig og kan ikke rettes mere."


@pytest.fixture
def secretary(cast: Cast, client_for: Any, text: Text) -> Client:
    client: Client = client_for(cast.secretary)
    return client


def edit(text: Text) -> str:
    return f"/tekster/{text.pk}/ret/"


def typed(wording: str = "Min ordlyd", audience: str = "members", revision: object = 1) -> dict[str, str]:
    return {"wording": wording, "audience": audience, "revision": str(revision)}


def fields(response: Any) -> dict[str, str]:
    """What the form on the page would send: wording, audience and revision."""
    (form,) = [form for form in lxml.html.fromstring(response.content).forms if "wording" in form.fields]
    return {name: str(form.fields[name]).strip() for name in ("wording", "audience", "revision")}


def alerts(response: Any) -> list[str]:
    found = lxml.html.fromstring(response.content.decode()).find_class("alert")
    return [" ".join(alert.text_content().split()) for alert in found]


def saved(text: Text) -> tuple[str, str, int]:
    text.refresh_from_db()
    return text.wording, text.audience, text.revision


def instead_of_rewording(monkeypatch: pytest.MonkeyPatch, act: Callable[..., None]) -> None:
    monkeypatch.setattr(actions, "reword", act)


def refuse_with(error: Exception) -> Callable[..., None]:
    def act(**given: Any) -> None:
        raise error

    return act


def test_it_opens_with_what_is_saved(secretary: Client, text: Text) -> None:
    page = secretary.get(edit(text))
    assert (page.status_code, alerts(page)) == (200, [])
    assert fields(page) == typed("Den første ordlyd")


def test_a_good_form_is_acted_on_and_the_person_goes_on(secretary: Client, text: Text) -> None:
    page = secretary.post(edit(text), typed(), follow=True)
    assert page.redirect_chain == [(text.get_absolute_url(), 302)]
    assert [str(said) for said in page.context["messages"]] == ["Teksten er gemt."]
    assert saved(text) == ("Min ordlyd", "members", 2)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_invalid_fields_come_back_with_422_and_what_was_typed(
    secretary: Client, text: Text, headers: dict[str, str]
) -> None:
    page = secretary.post(edit(text), typed("", "authorities"), headers=headers)
    assert (page.status_code, fields(page)["audience"]) == (422, "authorities")
    assert alerts(page) == ["Der er én ting, du skal rette Ordlyd: Skriv, hvad der skal stå."]
    assert saved(text)[2] == 1


def test_an_empty_sending_is_a_sending(secretary: Client, text: Text) -> None:
    assert secretary.post(edit(text)).status_code == 422


def test_a_fault_found_by_the_action_is_an_error_of_the_form(
    secretary: Client, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    for error, where in ((ValidationError("Nej"), "__all__"), (ValidationError({"wording": "Nej"}), "wording")):
        instead_of_rewording(monkeypatch, refuse_with(error))
        page = secretary.post(edit(text), typed())
        assert (page.status_code, page.context["form"].errors) == (422, {where: ["Nej"]})
        assert fields(page)["wording"] == "Min ordlyd"


@pytest.mark.parametrize("error", [Refusal("Nej"), ValidationError("Nej")])
def test_a_refusal_may_be_the_fault_of_a_field(error: Exception) -> None:
    with pytest.raises(ValidationError) as shown, form_page.at_field("wording"):
        raise error
    assert shown.value.message_dict == {"wording": ["Nej"]}


def test_what_cannot_be_done_is_said_before_and_after_and_keeps_the_text(secretary: Client, text: Text) -> None:
    Text.objects.update(is_final=True)
    before, after = secretary.get(edit(text)), secretary.post(edit(text), typed())
    assert [(page.status_code, alerts(page)) for page in (before, after)] == [(200, [FINAL]), (409, [FINAL])]
    assert fields(after)["wording"] == "Min ordlyd"
    assert saved(text)[0] == "Den første ordlyd"


@pytest.mark.parametrize("status", [409, 410, 429])
def test_a_refusal_of_the_action_has_its_own_status(
    secretary: Client, text: Text, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    refusal = type("Refused", (Refusal,), {"status": status})("Det <b>går</b> ikke.")
    instead_of_rewording(monkeypatch, refuse_with(refusal))
    page = secretary.post(edit(text), typed())
    assert (page.status_code, alerts(page)) == (status, ["Det <b>går</b> ikke."])
    assert fields(page)["wording"] == "Min ordlyd"


@pytest.mark.parametrize("revision", ["1", "", "x"])
def test_the_second_of_two_is_told_and_goes_on_from_what_is_saved(
    cast: Cast, client_for: Any, secretary: Client, text: Text, revision: str
) -> None:
    client_for(cast.chair).post(edit(text), typed("Forpersonens ordlyd"))
    late = secretary.post(edit(text), typed(revision=revision))
    assert (late.status_code, alerts(late)) == (409, [stale.CHANGED])
    assert "Forpersonens ordlyd" in late.content.decode()
    assert fields(late) == typed("Min ordlyd", revision=2)
    assert saved(text)[0] == "Forpersonens ordlyd"
    assert secretary.post(edit(text), fields(late)).status_code == 302  # a choice, made with both in sight
    assert saved(text) == ("Min ordlyd", "members", 3)


@pytest.mark.parametrize(
    ("theirs", "mine", "stands"),
    [
        ("authorities", "members", "authorities"),
        ("members", "authorities", "authorities"),
        ("public", "public", "public"),
    ],
)
def test_of_two_choices_about_who_may_read_the_stricter_stands(
    cast: Cast, client_for: Any, secretary: Client, text: Text, theirs: str, mine: str, stands: str
) -> None:
    client_for(cast.chair).post(edit(text), typed("Forpersonens ordlyd", theirs))
    late = secretary.post(edit(text), typed(audience=mine))
    assert (late.status_code, fields(late)["audience"]) == (409, stands)


def test_a_row_removed_or_gone_meanwhile_leaves_the_text_as_it_was_sent(
    cast: Cast, secretary: Client, text: Text, monkeypatch: pytest.MonkeyPatch, now: Any
) -> None:
    reword = actions.reword

    def removed_first(**given: Any) -> None:
        actions.remove(text=text, by=cast.chair, now=now)
        reword(**given)

    def deleted_first(**given: Any) -> None:
        Text.objects.all().delete()
        reword(**given)

    for act in (removed_first, deleted_first):
        instead_of_rewording(monkeypatch, act)
        page = secretary.post(edit(text), typed())
        assert (page.status_code, alerts(page)) == (409, [stale.REMOVED])
        assert fields(page)["wording"] == "Min ordlyd"
        actions.restore(text=text, by=cast.chair, now=now)


def test_what_stands_beside_the_form_may_be_made_after_the_act(rf: Any) -> None:
    """A function is called when the page is made, a dict is as it was."""
    beside = {"stale": "før"}

    def act(data: dict[str, Any]) -> form_page.Done:
        beside["stale"] = "efter"
        raise Refusal("Nej")

    for context, shown in ((dict(beside), "før"), (lambda: beside, "efter")):
        page = form_page.form_page(rf.post("/"), forms.Form({}), act, "components/refusal.html", context)
        assert (page.status_code, alerts(page)) == (409, [shown])


def test_a_page_with_several_forms_names_the_one_that_was_sent(rf: Any) -> None:
    def act(data: dict[str, Any]) -> form_page.Done:
        raise Refusal("Nej")

    context, sent = {"form": "den anden"}, forms.Form({})
    with mock.patch.object(form_page, "render") as shown:
        form_page.form_page(rf.post("/"), sent, act, "components/refusal.html", context, name="upload")
    page = shown.call_args.args[2]
    assert (page["form"], page["upload"], page["why_not"]) == ("den anden", sent, "Nej")


def test_a_form_sent_twice_acts_once_and_a_refused_one_may_be_sent_again(secretary: Client, text: Text) -> None:
    key = {"form_key": "k"}
    statuses = [secretary.post(edit(text), typed(wording) | key).status_code for wording in ("", "En", "To")]
    assert (statuses, saved(text)) == ([422, 302, 302], ("En", "members", 2))


def test_a_button_says_what_came_of_it_and_how_to_take_it_back(secretary: Client, text: Text) -> None:
    page = secretary.post(f"/tekster/{text.pk}/fjern/", follow=True)
    (said,) = page.context["messages"]
    assert (str(said), said.extra_tags) == ("Teksten er fjernet.", f"undo:/tekster/{text.pk}/fortryd/")
    (toast,) = lxml.html.fromstring(page.content).find_class("toast-success")
    (undo,) = toast.iter("form")
    assert undo.get("action") == f"/tekster/{text.pk}/fortryd/"
    back = secretary.post(undo.get("action"), follow=True)
    assert [str(said) for said in back.context["messages"]] == ["Teksten er tilbage."]


def test_a_button_that_is_only_looked_at_does_nothing(secretary: Client, text: Text) -> None:
    assert secretary.get(f"/tekster/{text.pk}/fjern/")["Location"] == text.get_absolute_url()
    assert secretary.get(text.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("error", [Refusal("Det går ikke."), ValidationError("Det går ikke.")])
def test_a_refused_button_is_said_where_one_came_from(
    secretary: Client, text: Text, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(actions, "remove", refuse_with(error))
    page = secretary.post(f"/tekster/{text.pk}/fjern/", follow=True)
    assert page.redirect_chain == [(text.get_absolute_url(), 302)]
    assert [(said.level_tag, str(said)) for said in page.context["messages"]] == [("error", "Det går ikke.")]
    swapped = secretary.post(f"/tekster/{text.pk}/fjern/", headers=HTMX)  # htmx would swap that page into a part
    assert (swapped.status_code, swapped["HX-Redirect"]) == (200, text.get_absolute_url())


def test_an_act_may_bring_its_own_answer_and_say_nothing(rf: Any) -> None:
    own = HttpResponse("svar")
    assert form_page.press(rf.post("/"), lambda: form_page.Done("", own), "/") is own


def test_a_refusal_that_no_view_shows_is_a_page_with_what_was_written(secretary: Client, text: Text) -> None:
    assert text.pk
    page = secretary.post("/afvis/", {"wording": "Noget, jeg skrev", "form_key": "k"})
    html = page.content.decode()
    assert (page.status_code, "Det kan ikke &lt;b&gt;lade sig gøre&lt;/b&gt;." in html) == (409, True)
    (kept,) = lxml.html.fromstring(html).iter("textarea")
    assert kept.text_content().strip() == "Noget, jeg skrev"


def test_to_htmx_it_is_said_on_the_page_that_asked(secretary: Client, text: Text) -> None:
    assert text.pk
    said = secretary.post("/afvis/", {"wording": "Noget, jeg skrev"}, headers=HTMX)
    (toast,) = lxml.html.fromstring(said.content.decode()).find_class("toast-error")
    assert (said.status_code, said["HX-Reswap"]) == (409, "none")
    assert toast.find("p").text_content() == "Det kan ikke <b>lade sig gøre</b>."
    assert "<main" not in said.content.decode()


def test_a_form_whose_page_says_why_not_does_not_act(
    secretary: Client, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the action itself would say: the page has answered already."""
    Text.objects.update(is_final=True)
    acted: list[object] = []
    instead_of_rewording(monkeypatch, lambda **given: acted.append(given))
    assert (secretary.post(edit(text), typed()).status_code, acted) == (409, [])
