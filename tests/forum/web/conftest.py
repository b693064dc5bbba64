"""A text of the made-up subject `texts`, with its table, its addresses and its templates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.forum.web.texts.models import Text
from tests.world import Cast


@pytest.fixture
def text(cast: Cast, settings: Any) -> Text:
    templates = settings.TEMPLATES[0]
    settings.TEMPLATES = [templates | {"DIRS": [*templates["DIRS"], Path(__file__).parent / "texts/templates"]}]
    settings.ROOT_URLCONF = "tests.forum.web.site"
    with connection.schema_editor() as editor:
        editor.create_model(Text)
    return Text.objects.create(wording="Den første ordlyd", audience="members")
