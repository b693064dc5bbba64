"""The welcome of a convocation: Markdown, read as a page and as plain text."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from forum.people.models import Member
from tests import world
from tests.meetings.convocation.test_convocation import mails, press

ClientFor = Callable[[Member | None], Client]
pytestmark = pytest.mark.django_db


def test_the_welcome_keeps_its_lists_and_columns(cast: world.Cast, client_for: ClientFor) -> None:
    listed = "Husk:\n\n1. [papirerne](https://example.dk/p)\n2. pas\n   - og billet"
    welcome = f"{listed}\n\n| Del | Tid |\n|---|---:|\n| Tog | 10 |"
    planned = world.make_meeting(state="planned", agenda_version=0, introduction=welcome)
    assert press(client_for(cast.secretary), f"/moeder/{planned.slug}/indkald/") == 302
    mail = mails()["peter"]
    plain = "Husk:\n\n1. papirerne (https://example.dk/p)\n2. pas\n   - og billet\n\nDel | Tid\nTog | 10\n"
    assert mail.text.count(plain) == 1
    assert (
        len(re.findall(r'<t[hd] class="align-right" style="[^"]*text-align: ?right[^"]*">(?:Tid|10)<', mail.html)) == 2
    )
