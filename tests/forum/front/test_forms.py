"""Every field says what it is, what is wrong with it, and can be reached from the summary of errors."""

from __future__ import annotations

import lxml.html
import pytest

from tests.forum.front.urls import Everything


def rendered(form: Everything) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(f"<form>{form}</form>")


@pytest.fixture
def wrong() -> lxml.html.HtmlElement:
    return rendered(Everything({"name": "", "day": "i går"}))


def test_every_input_has_a_label_or_legend() -> None:
    page = rendered(Everything())
    for field in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        assert len(page.xpath(f"//label[@for='{field.get('id')}']")) == 1, field.get("name")
    assert [legend.text_content().split("(")[0].strip() for legend in page.xpath("//legend")] == [
        "Deltager du?",
        "Emner",
    ]


def test_only_what_may_be_left_empty_is_marked() -> None:
    page = rendered(Everything())
    marked = [mark.getparent().text_content() for mark in page.find_class("optional")]
    assert marked == ["Telefon (frivilligt)", "Emner (frivilligt)", "Referat (frivilligt)", "Bilag (frivilligt)"]


def test_an_error_is_tied_to_its_field(wrong: lxml.html.HtmlElement) -> None:
    day = wrong.get_element_by_id("id_day")
    assert day.get("aria-invalid") == "true"
    assert day.get("aria-describedby") == "id_day_helptext id_day_error"
    assert wrong.get_element_by_id("id_day_helptext").text_content() == "Fx 22.08.2019"
    assert day.get("value") == "i går"


def test_the_summary_leads_to_every_wrong_field(wrong: lxml.html.HtmlElement) -> None:
    summary = wrong.find_class("error-summary")[0]
    assert summary.find("h2").text_content() == "Der er 6 ting, du skal rette"
    targets = [link.get("href").removeprefix("#") for link in summary.iter("a")]
    named = [link.text_content().split(": ")[0] for link in summary.iter("a")]
    assert [name.partition("? ")[0] for name in named if "?" in name] == ["Deltager du"]
    assert targets == ["id_name", "id_day", "id_reply_0", "id_region", "id_agreed"]
    assert [target for target in targets if wrong.get_element_by_id(target, None) is None] == []


def test_the_summary_counts_sentences_and_not_fields() -> None:
    form = Everything({})
    form.is_valid()
    before = len([sentence for sentences in form.errors.values() for sentence in sentences])
    form.add_error("day", "Dagen ligger i en weekend.")
    heading = rendered(form).find_class("error-summary")[0].find("h2")
    assert heading.text_content() == f"Der er {before + 1} ting, du skal rette"


def test_groups_are_fieldsets_that_name_their_errors(wrong: lxml.html.HtmlElement) -> None:
    group = next(wrong.iter("fieldset"))
    assert group.get("aria-describedby") == "id_reply_error"
    assert group.get_element_by_id("id_reply_error") is not None
