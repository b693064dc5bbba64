"""A full disk: a sentence, nothing half-written, and health red before it comes to that."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from forum import files
from forum.base import heartbeat
from forum.files.content import TXT
from forum.files.models import StoredFile
from forum.files.storing import NoRoom
from forum.web import errors
from meetings.agenda.models import Attachment
from tests import world
from tests.world import Cast


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file of this process grows beyond this many bytes: the kernel refuses the rest, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def kept(settings: Any) -> list[str]:
    return [path.name for path in settings.FILES_ROOT.rglob("*") if path.is_file()]


def test_nothing_of_a_file_is_left(db: None, settings: Any) -> None:
    files.store_made(b"a" * 100, kind=TXT, name="lille.txt")
    assert len(kept(settings)) == 1
    with room_for(200_000), pytest.raises(NoRoom, match="Der er ikke plads til filen på serveren"):
        files.store_made(b"a" * 300_000, kind=TXT, name="stor.txt")
    assert (len(kept(settings)), StoredFile.objects.count()) == (1, 1)


def test_an_upload_is_told_so(cast: Cast, client_for: Any, settings: Any) -> None:
    item = world.make_item(world.make_meeting())
    upload = SimpleUploadedFile("notat.txt", b"a" * 300_000)
    with room_for(200_000):
        answer = client_for(cast.secretary).post(
            f"/moeder/punkt/{item.pk}/bilag/", {"uploads": upload, "upload_audience": item.audience}
        )
    assert (answer.status_code, answer.context["why_not"]) == (
        507,
        "Der er ikke plads til filen på serveren. Prøv igen senere, eller skriv til os.",
    )
    assert (kept(settings), Attachment.objects.count()) == ([], 0)


def test_an_upload_on_its_way_in_finds_no_room_either(cast: Cast, client_for: Any, settings: Any) -> None:
    """Above 2.5 MB Django spools to /tmp before any view is asked."""
    client = client_for(cast.secretary)
    client.raise_request_exception = False
    with room_for(1_000_000):
        answer = client.post("/profil/", {"upload": SimpleUploadedFile("stort.jpg", b"a" * 3_000_000)})
    assert (answer.status_code, "Der er ikke plads på serveren" in answer.content.decode()) == (507, True)


def test_a_full_database_is_told_in_the_same_way(rf: Any) -> None:
    try:
        raise OperationalError("x") from psycopg.errors.DiskFull()
    except OperationalError:
        assert errors.server_error(rf.get("/")).status_code == 507


def test_health_is_red_before(db: None, client: Client, settings: Any) -> None:
    for name in ("beat", "sender"):
        heartbeat.beat(name, timezone.now())
    assert client.get("/sundhed/klar/").json()["dele"]["disk"] is True
    settings.DISK_FREE_MB = 10**9
    answer = client.get("/sundhed/klar/")
    red = [name for name, is_well in answer.json()["dele"].items() if not is_well]
    assert (answer.status_code, red) == (503, ["disk"])
