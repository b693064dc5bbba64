"""Numbers, days and phone numbers as a Dane writes them. What forms say stands in test_wording.py."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client

from forum.base.dates import named, term
from forum.base.fields import PhoneField
from forum.base.text import counted, dialled, file_size
from forum.people.models import Member
from tests.world import Cast

MB = 1024 * 1024


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("mødet 22/8-2019 om robotter", ("2019-08-22", "mødet 22. august 2019 om robotter")),
        ("Feb. 2024", ("2024-02-__", "februar 2024")),
        ("kl. 10.00-15.00 den 1. maj 2019", ("2019-05-01", "kl. 10.00-15.00 den 1. maj 2019")),
        ("31/2-2019, 99.99.9999, møde 2019, 2019-13-01, 0000-01-01", None),
        ("mødet 7. jan. kl. 10.00", ("____-01-07", "mødet 7. januar kl. 10.00")),
        ("29 februar", ("____-02-29", "29. februar")),
        ("30. februar, 12 møder, 7. januarmøde, januar, 10 ting", None),
        ("2019", ("2019-__-__", "2019")),
        (" møder i 2019 ", ("2019-__-__", " møder i 2019 ")),
        ("2019 budget", None),  # a year beside other words is one of the words
        ("1234", None),
        ("12 34 56 78", None),
    ],
)
def test_the_day_a_text_names(text: str, read: object) -> None:
    assert named(text) == read


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 byte"),
        (512, "512 byte"),
        (1024, "1 KB"),
        (12_800, "12,5 KB"),
        (MB - 1, "1 MB"),
        (1_258_291, "1,2 MB"),
        (20 * MB, "20 MB"),
        (3000 * 1024 * MB, "3000 GB"),
    ],
)
def test_file_size(size: int, words: str) -> None:
    assert file_size(size) == words.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("written", "dials"),
    [
        ("12 34 56 78", "12345678"),
        ("33.70-33.70", "+4533703370"),
        ("+45 33 70 33 70", "+4533703370"),
        ("0045 33703370", "+4533703370"),
        ("+46 (0)8-123 456", "+468123456"),
        ("(0)8-123 4567", "081234567"),
        ("33 70 33 70 lokal 12", "+4533703370;ext=12"),
        ("+45 33 70 33 70, Lok. 12", "+4533703370;ext=12"),
        ("33703370#4", "+4533703370;ext=4"),
    ],
)
def test_a_phone_number_is_one_that_a_phone_dials(written: str, dials: str) -> None:
    assert dialled(PhoneField().clean(written)) == dials
    link = Template('<a href="tel:{{ phone|dialled }}">').render(Context({"phone": written}))
    assert link == f'<a href="tel:{dials}">'


def test_counted_nouns() -> None:
    assert [counted(number, "side", "sider") for number in (0, 1, 2)] == ["0 sider", "1 side", "2 sider"]
    template = Template('{{ number|counted:"side,sider" }}')
    assert [template.render(Context({"number": number})) for number in (1, 2)] == ["1 side", "2 sider"]


def test_no_page_mail_or_paper_counts_in_the_plural_alone() -> None:
    """A number before a noun that changes goes through `counted` or `pluralize`; what never is one is named here."""
    never_one = {
        "days",
        "session_days",
        "mail_text_days",
        "address_days",
        "wish_days",
        "unconfirmed_days",
        "answered_days",
        "unused_days",
        "minutes",
    }
    nouns = "sider|mails|dage|linjer|koder|modtagere|områder|pladser|anbefalinger|medlemmer|minutter|personer|punkter"
    counts = re.compile(rf"{{{{ ([\w.]+)(?:\|length)? }}}} (?:\w+ )?(\w*(?:{nouns}))\b")
    templates = (settings.BASE_DIR / "templates").rglob("*.*")
    found = {(path.name, *count) for path in templates for count in counts.findall(path.read_text())}
    found = {count for count in found if count[1] not in never_one}
    assert found == set()


def test_term() -> None:
    assert [term(days) for days in (1, 90, 365, 730, 1460, 400)] == [
        "én dag", "90 dage", "et år", "to år", "4 år", "400 dage",
    ]  # fmt: skip


def test_pages_follow_the_setting(cast: Cast, client_for: Callable[[Member | None], Client], settings: Any) -> None:
    settings.RETENTION_DAYS_AFTER_LEAVING = 730
    told = [
        (cast.head, "/profil/forlad/", "Dit navn, din mail og dit billede bliver slettet efter to år."),
        (cast.secretary, f"/medlemmer/{cast.head.pk}/luk/", "Navnet bliver slettet efter to år."),
        (None, "/privatliv/", "To år efter, at du er gået ud"),
    ]
    for member, path, words in told:
        page = lxml.html.fromstring(client_for(member).get(path).content).text_content()
        assert words in " ".join(page.split())
