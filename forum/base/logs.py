"""What is logged, and what never is: links that open something, words searched for, rows of the database."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Iterator
from typing import Any

import structlog
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver

# What an address calls the part that lets its bearer act or read without signing in
KEYS = {"token", "secret"}
HIDDEN = "***"
# The end of a signed token (43 signs of base64) and keys of the same kind, wherever they stand
KEY = re.compile(r"(?<![\w-])(?=[\w-]{32})(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*[\d_-])[\w-]+")
QUERY = re.compile(r"((?:\A|[?&])[\w.\[\]%-]{1,60}=)[^&\s\"'\\]+")
# The query of an address, whole: also one that names nothing, as somebody writes it by hand
WHOLE = re.compile(r"((?<=[\w/])\?)[^\s\"'\\]+")
QUERIES = {"query_string", "QUERY_STRING", "q"}  # what a whole query is called where it stands by itself
# Below the address of the search page there is none: what somebody wrote there is what they search for
SEARCHED = re.compile(r"(/soeg/)[^\s\"'?#\\]+")
# What PostgreSQL adds to an error: the row that failed, the values that were taken (errors.html, "Detail")
ROW = re.compile(r"(DETAIL: ).*?(?=\n(?:HINT|CONTEXT|LINE|STATEMENT):|\n\n|\nTraceback|\Z)", re.S)


def mask(text: str) -> str:
    """The text without what opens anything: keys in addresses, queries, the rows of an error."""
    if links := _links():
        text = links.sub(rf"\1{HIDDEN}", text)
    text = QUERY.sub(rf"\1{HIDDEN}", WHOLE.sub(rf"\1{HIDDEN}", KEY.sub(HIDDEN, text)))
    text = SEARCHED.sub(rf"\1{HIDDEN}", text)
    return ROW.sub(rf"\1{HIDDEN}", text)


def masked(value: Any) -> Any:
    """The same of all texts in a structure, such as an error report; what is neither text nor plain is told as text."""
    if isinstance(value, dict):
        return {key: HIDDEN if part and key in QUERIES else masked(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [masked(part) for part in value]
    return value if value is None or isinstance(value, bool | int | float) else mask(str(value))


def mask_event(logger: Any, method: str, event: Any) -> Any:
    """A structlog processor: the last look at an event before it is written."""
    return masked(event)


def mask_report(report: Any, hint: Any) -> Any:
    """Sentry's `before_send` and `before_breadcrumb`."""
    return masked(report)


def _links() -> re.Pattern[str] | None:
    """The beginnings of the addresses that end in a key; None while the addresses are still being loaded."""
    try:
        return _compiled_links()
    except (ImproperlyConfigured, ImportError, AttributeError):
        return None


@functools.cache
def _compiled_links() -> re.Pattern[str]:
    before = sorted({re.escape(prefix) for prefix in _prefixes(get_resolver(), "/")})
    return re.compile(rf"({'|'.join(before)})[^/\s\"'?#\\,)]+")


def _prefixes(resolver: URLResolver, above: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = above + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _prefixes(entry, route)
        elif isinstance(entry, URLPattern) and KEYS & entry.pattern.converters.keys():
            yield route.partition("<")[0]


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.format_exc_info,
]


def configuration(level: str) -> dict[str, Any]:
    """Python's logging as one JSON line an event on standard error, from this level up."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    json = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            mask_event,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        "foreign_pre_chain": SHARED,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": json},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django's own are never more than INFO, as it sets them: below that it tells what stands on a page
            "django": {"level": max(logging.INFO, logging.getLevelNamesMapping()[level])},
            "weasyprint": {"level": "ERROR"},
            "fontTools": {"level": "ERROR"},
            "django.server": {"handlers": ["console"], "propagate": False},
        },
    }
