"""Filters and tags every template has: Danish dates, rendered text, the form's idempotency key."""

from __future__ import annotations

import secrets
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from forum.base import dates, text
from forum.base.markdown import excerpt as excerpt_of
from forum.base.markdown import to_html, to_plain
from forum.base.visibility import Protected

register = template.Library()


@register.filter
def month(day: date | datetime | None) -> str:
    return dates.month(day) if day else ""


@register.filter
def long_day(day: date | datetime | None) -> str:
    return dates.long_day(day) if day else ""


@register.filter
def short_day(day: date | datetime | None) -> str:
    return dates.short_day(day) if day else ""


@register.filter
def near_day(day: date | datetime | None) -> str:
    return dates.near_day(day, timezone.now()) if day else ""


@register.filter
def long_moment(moment: datetime | None) -> str:
    return dates.long_moment(moment) if moment else ""


@register.filter
def clock(moment: datetime | None) -> str:
    return dates.clock(moment) if moment else ""


@register.filter
def span(start: datetime, end: datetime) -> str:
    """A span of times that a browser does not break: no-break spaces, and a word joiner after the hyphen."""
    return dates.span(start, end).replace("kl. ", "kl.\u00a0").replace("-", "-\u2060")


@register.filter
def term(days: int) -> str:
    return dates.term(days)


@register.filter
def duration(minutes: int) -> str:
    return dates.duration(minutes)


NUMBERS = ["nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"]


@register.filter
def number_word(number: int) -> str:
    """»ti« for 10; figures above twelve"""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


@register.filter
def markdown(source: str, top_heading: int = 3) -> SafeString:
    return to_html(source or "", top_heading)


@register.filter
def plain(source: str) -> str:
    return to_plain(source or "")


@register.filter
def counted(number: int, nouns: str) -> str:
    """`{{ report.pages|counted:"side,sider" }}`"""
    return text.counted(number, *nouns.split(","))


@register.filter
def listed(names: Iterable[Any]) -> str:
    """A list in words: "Herning, Hjørring og Vejle"."""
    return text.listed(names)


@register.filter
def error_count(errors: dict[str, list[Any]]) -> int:
    """The number of a form's error sentences; one field may have several."""
    return sum(len(sentences) for sentences in errors.values())


@register.filter
def file_size(size: int) -> str:
    return text.file_size(size)


@register.filter
def dialled(phone: str) -> str:
    """`<a href="tel:{{ person.phone|dialled }}">`"""
    return text.dialled(phone)


@register.filter
def excerpt(source: str, length: int = 160) -> str:
    return excerpt_of(source or "", length)


@register.simple_tag
def form_key() -> SafeString:
    """A hidden field with a fresh form key: a view behind `idempotent` acts on it once."""
    return format_html('<input type="hidden" name="form_key" value="{}">', secrets.token_urlsafe(16))


@register.simple_tag
def draft_of(row: Protected | None) -> str:
    """In the tag of a form about this row: no draft is kept in the browser of what is closed to members."""
    return " data-no-draft" if row and row.is_closed else ""


@register.simple_tag(takes_context=True)
def with_page(context: dict[str, Any], page: int) -> str:
    """The present query string with `side` set to `page`, for pagination links."""
    query = context["request"].GET.copy()
    query["side"] = str(page)
    return "?" + query.urlencode()


@register.simple_tag
def cached_row(name: str, row: Any, content: Hashable = None) -> SafeString:
    """A row of a long list, rendered once for each `content`, whoever looks; without it the row is its own content.

    `content` is all that the row says. The template knows `row` alone, neither request nor viewer: what may be seen is
    decided where the row is made. Raises TypeError for a model without content: it is equal to itself as it was before.
    """
    if content is None and isinstance(row, Model):
        raise TypeError(f"{name}: a model needs its content beside it")
    fragment = _Fragment(name, row if content is None else content, row)
    return (_rendered.__wrapped__ if settings.DEBUG else _rendered)(fragment)


@dataclass(unsafe_hash=True)
class _Fragment:
    name: str
    content: Hashable
    row: Any = field(compare=False)


@lru_cache(maxsize=4000)
def _rendered(fragment: _Fragment) -> SafeString:
    row, fragment.row = fragment.row, None  # what is kept is the content, not the models
    return render_to_string(fragment.name, {"row": row})
