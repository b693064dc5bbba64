"""System checks of our own: a production configuration does not start with the demo's doors open."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

LOCAL = {"localhost", "127.0.0.1", "::1"}


def demo_is_only_for_trying(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """DEMO lets anyone in as anyone, so it belongs to this machine or to development, and never behind https."""
    host = urlsplit(settings.SITE_URL).hostname
    in_production = settings.HTTPS or not (settings.DEBUG or host in LOCAL)
    if not (settings.DEMO and in_production):
        return []
    return [
        Error(
            "DEMO is on in what looks like production: anyone could enter as anyone.",
            hint="Unset DEMO, or let SITE_URL be http://localhost or http://127.0.0.1.",
            id="forum.E001",
        )
    ]


def refuse_demo_in_production() -> None:
    """For the web server's start, which runs no system checks."""
    for problem in demo_is_only_for_trying(None):
        raise ImproperlyConfigured(f"{problem.msg} {problem.hint}")
