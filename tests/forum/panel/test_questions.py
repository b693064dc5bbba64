"""What the admin's lists may be asked: the filters that they show. All else would be read letter by letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from forum.copies.models import ViewCopy
from forum.files.models import StoredFile
from forum.mail.models import OutboxMail
from forum.people.models import Member
from tests import world
from tests.forum.panel.test_panel import MODELS, _filled, change, changelist
from tests.world import Cast

ClientFor = Callable[[Member | None], Client]
LOOKUPS = ["", "exact", "iexact", "startswith", "contains", "icontains", "endswith", "regex", "gt", "in", "range"]


@pytest.fixture
def secretary(cast: Cast, client_for: ClientFor) -> Client:
    _filled(cast)
    return client_for(cast.secretary)


def filters_of(client: Client, model: Any) -> set[str]:
    """The addresses that the list's own filters and dates lead to."""
    page = client.get(changelist(model)).content.decode()
    return {unescape(query) for query in re.findall(r'href="(\?[^"]+)"', page)} - {"?"}


def test_the_questions_that_told_secrets_are_refused(secretary: Client, cast: Cast) -> None:
    assert secretary.get(changelist(Member) + "?is_active__exact=1").status_code == 200
    first = cast.head.calendar_secret[0]
    asked = [f"calendar_secret__startswith={first}", f"password__startswith={first}", "mails__text__contains=12"]
    asked += [f"sessions__pk={first}", "authenticator__data__contains=a", "socialaccount__extra_data__contains=a"]
    told = [secretary.get(f"{changelist(Member)}?{question}").status_code for question in asked]
    mails = [
        secretary.get(f"{changelist(OutboxMail)}?{question}").status_code
        for question in (
            "is_secret=1&text__contains=12",
            "text__regex=^Koden",
            "html__contains=1234",
            "about__has_key=a",
        )
    ]
    assert (told, mails) == ([400] * 6, [400] * 4)
    assert secretary.get("/admin/forum/member/1/change/?_to_field=calendar_secret").status_code in {302, 400}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_list_answers_its_own_filters_and_no_other_question(model: Any, secretary: Client) -> None:
    own = filters_of(secretary, model)
    assert [query for query in own if secretary.get(changelist(model) + query).status_code != 200] == []
    offered = {part.partition("=")[0] for query in own for part in query[1:].split("&")}
    page: Any = admin.site._registry[model]
    fields = [field.name for field in model._meta.get_fields()]
    lookups = {f"{field}__{lookup}".removesuffix("__") for field in fields for lookup in LOOKUPS}
    shown = {item if isinstance(item, str) else item[0] for item in page.list_filter if not isinstance(item, type)}
    exact = {f"{name}{end}" for name in shown for end in ("", "__exact")} | ({f"{page.date_hierarchy}"} - {"None"})
    answered = {lookup for lookup in lookups if page.lookup_allowed(lookup, "a")}
    assert answered - offered <= exact


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_words_are_looked_for_in_what_the_page_shows(model: Any, secretary: Client) -> None:
    """The search box is a question too."""
    page: Any = admin.site._registry[model]
    shown = {*page.get_fields(None, model()), *page.list_display}
    own = {field.name for field in model._meta.fields}
    assert {name for name in page.search_fields if name in own} - shown == set()


def test_a_file_is_hidden_with_what_it_belongs_to(secretary: Client, cast: Cast) -> None:
    """The name of a closed attachment says much, and so does that there is one."""
    item = world.make_item(world.make_meeting(slug="lukket"))
    paper = world.make_paper(item, cast.secretary, "Opsigelse af Bo")
    loose = world.make_paper(world.make_item(item.meeting, 2), cast.secretary, "Budget")
    listed = secretary.get(changelist(StoredFile)).content.decode()
    assert ("Opsigelse af Bo" in listed, "Budget" in listed) == (True, True)
    item.disqualified.add(cast.secretary)
    listed = secretary.get(changelist(StoredFile)).content.decode()
    assert ("Opsigelse af Bo" in listed, "Budget" in listed) == (False, True)
    assert secretary.get(changelist(StoredFile) + "?q=Opsigelse").context["cl"].result_count == 0
    assert secretary.get(change(paper.file)).status_code == 302
    assert secretary.get(change(loose.file)).status_code == 200


def test_every_kind_of_owner_says_who_may_see_its_file(cast: Cast) -> None:
    """One that does not would hide its files from everybody; a copy to be looked at is listed by its original alone."""
    seen = StoredFile.objects.visible_to(cast.secretary.as_viewer())
    sql, owners = str(seen.query), {each.related_model for each in StoredFile._meta.related_objects} - {ViewCopy}
    assert len(owners) >= 5
    assert [owner.__name__ for owner in owners if f'"{owner._meta.db_table}"' not in sql] == []
