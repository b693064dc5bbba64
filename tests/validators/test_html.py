"""The W3C's checker: every page of the sweep is HTML without a fault, for a stranger, a member and the secretariat."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from forum.people.models import Member
from tests.canary.test_sweep import admin_paths, our_names, paths_of
from tests.canary.world import Sweep
from tests.forum.front.test_every_page import is_page
from tests.validators.checkers import html_faults, needs_java

SAMPLES_EACH = 2  # a template is the same for each of its objects
OURS = set(our_names())
BROKEN = (
    b'<!DOCTYPE html><html lang="da"><title>Titel</title><p hx-get="/">En <a href="/"><button>knap</button></a></p>'
)
ClientFor = Callable[[Member | None], Client]


def addresses(sweep: Sweep, *, office: bool) -> Iterator[tuple[str, str]]:
    """Each address with the name of its pattern; of the admin's it is the path without the numbers."""
    for name in sorted(OURS):
        for path in paths_of(name, sweep)[:SAMPLES_EACH]:
            yield name, path
    for path in admin_paths() if office else []:
        yield re.sub(r"\d+", "N", path), path


def pages(sweep: Sweep, client_for: ClientFor) -> Iterator[tuple[str, bytes]]:
    """Every page as each of three, and what the secretariat and a member get for a form sent empty."""
    roles = {"alle": None, "medlem": sweep.cast.lead, "sekretariat": sweep.cast.secretary}
    for role, member in roles.items():
        client = client_for(member)
        for number, (name, path) in enumerate(addresses(sweep, office=role == "sekretariat")):
            answers = [client.get(path)]
            if member and name in OURS and is_page(answers[0]) and b'method="post"' in answers[0].content:
                with transaction.atomic():
                    answers.append(client.post(path, {}))
                    transaction.set_rollback(True)
            for answer in answers:
                if is_page(answer) and answer.content:
                    yield f"{name}-{role}-{answer.status_code}-{number}", answer.content


@needs_java
@pytest.mark.slow  # some hundreds of pages are fetched and read, by one Java process
def test_every_page_is_html_without_a_fault(sweep: Sweep, client_for: ClientFor, tmp_path: Path) -> None:
    found = dict(pages(sweep, client_for))
    for name, content in {**found, "forkert": BROKEN}.items():
        (tmp_path / f"{re.sub(r'[^a-z0-9]+', '-', name)}.html").write_bytes(content)
    faults = html_faults(tmp_path)
    assert len(faults.pop("forkert")) == 2, faults  # the checker does find what is wrong
    assert len(found) > 300
    assert faults == {}
