"""After the second factor one goes on to a page of ours, whatever the address says."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.world import Cast


@pytest.mark.parametrize(
    ("wanted", "to"),
    [("/moeder/", "/moeder/"), ("https://ond.example/", "/"), ("//ond.example/", "/"), ("javascript:alert(1)", "/")],
)
def test_it_leads_nowhere_else(wanted: str, to: str, cast: Cast, client_for: Any) -> None:
    answer = client_for(cast.secretary).get(reverse("forum:second_factor"), {"next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, to)
