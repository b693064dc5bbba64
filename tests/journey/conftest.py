"""A forum for journeys: the site in this process on the tests' clock, and its mails at a real mail server."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from tests.forum.mail.conftest import sink, smtp_settings
from tests.journey.people import Forum
from tests.sink import Sink

__all__ = ["sink", "smtp_settings"]


@pytest.fixture
def forum(live_server: Any, sink: Sink, clock: time_machine.Traveller, settings: Any) -> Forum:
    settings.SITE_URL = live_server.url
    cache.clear()
    return Forum(live_server.url, sink, clock)
