"""The tests' own pages, served beside the site's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.forum.front import urls


@pytest.fixture
def own_pages(settings: Any) -> None:
    templates = [
        {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], Path(__file__).parent / "front/templates"]}
    ]
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.forum.front.urls"
    urls.received.clear()
    urls.answer["status"] = 200
