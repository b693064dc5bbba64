"""Storing, pictures, virus scanning and cleaning up."""

from __future__ import annotations

import hashlib
import io
import os
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from forum import files
from forum.files.models import StoredFile
from tests import world
from tests.forum.files import example_files
from tests.world import Cast

pytestmark = pytest.mark.django_db


def upload(data: bytes, name: str, claimed: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=claimed)


def test_stored_with_type_size_hash_and_a_random_key() -> None:
    stored = files.store(upload(example_files.PDF, "../Bilag 1.exe", "text/html"))
    assert (stored.name, stored.content_type, stored.size, stored.sha256, stored.get_scan_display()) == (
        "Bilag 1.pdf",
        "application/pdf",
        len(example_files.PDF),
        hashlib.sha256(example_files.PDF).hexdigest(),
        "Ikke scannet",
    )
    assert stored.path.read_bytes() == example_files.PDF
    assert stored.path.stat().st_mode & 0o7 == 0
    assert "Bilag" not in stored.key


def test_the_same_bytes_twice_are_two_files() -> None:
    assert files.store(example_files.PDF, name="a.pdf").key != files.store(example_files.PDF, name="a.pdf").key


def test_a_kind_that_does_not_belong_here_is_refused() -> None:
    with pytest.raises(files.Refused) as refusal:
        files.store(upload(example_files.PDF, "medlemmer.xlsx"), kinds=files.SHEETS)
    assert str(refusal.value) == "Her kan du ikke lægge en fil af typen PDF op. Brug Excel (xlsx), CSV."


def test_too_large_is_refused_and_nothing_is_kept(settings: Any) -> None:
    settings.FILE_MAX_BYTES = 1024 * 1024
    with pytest.raises(files.Refused) as refusal:
        files.store(upload(example_files.PDF + b" " * 1024 * 1024, "stor.pdf"))
    assert str(refusal.value) == "Filen er for stor. Den må højst fylde 1\N{NO-BREAK SPACE}MB."
    assert (StoredFile.objects.count(), list(settings.FILES_ROOT.glob("*"))) == (0, [])


def test_picture_is_small_upright_opaque_and_without_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "Hemmeligt kamera"
    stored = files.picture(upload(example_files.image("JPEG", (1200, 600), exif=exif), "mig.jpg"))
    image = Image.open(stored.path)
    assert (image.size, image.mode, dict(image.getexif()), stored.name) == ((256, 512), "RGB", {}, "billede.jpg")
    assert b"Hemmeligt" not in stored.path.read_bytes()


def test_see_through_picture_gets_a_white_ground() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    stored = files.picture(upload(out.getvalue(), "mig.png"))
    assert Image.open(stored.path).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("data", [example_files.PDF, example_files.SVG, example_files.image()[:50], b"x"])
def test_only_whole_pictures_are_pictures(data: bytes) -> None:
    with pytest.raises(files.Refused):
        files.picture(upload(data, "mig.png"))
    assert StoredFile.objects.count() == 0


@pytest.fixture
def clamd(settings: Any, tmp_path: Path) -> Iterator[Callable[[bytes], None]]:
    """A scanner that speaks clamd's INSTREAM and gives the answer it is told to."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "c"))
    server.listen()
    settings.CLAMD_SOCKET = str(tmp_path / "c")
    answers: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                while length := int.from_bytes(stream.read(4), "big"):
                    stream.read(length)
                connection.sendall(answers[-1])

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield answers.append
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


def test_clean_file_says_so(clamd: Callable[[bytes], None]) -> None:
    clamd(b"stream: OK\0")
    data = example_files.PDF + b"%" * 200_000 + b"%%EOF"  # several chunks
    assert files.store(data, name="a.pdf").get_scan_display() == "Scannet for virus"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (b"stream: Eicar-Test FOUND\0", "Virusscanneren afviste filen. Kontakt jeres it-afdeling, før du prøver igen."),
        (b"INSTREAM size limit exceeded. ERROR\0", "Filen kunne ikke scannes for virus. Prøv igen om lidt."),
        (b"", "Filen kunne ikke scannes for virus. Prøv igen om lidt."),
    ],
)
def test_virus_or_failed_scan_is_refused(clamd: Callable[[bytes], None], answer: bytes, sentence: str) -> None:
    clamd(answer)
    with pytest.raises(files.Refused) as refusal:
        files.store(example_files.PDF, name="a.pdf")
    assert (str(refusal.value), StoredFile.objects.count()) == (sentence, 0)


def test_a_silent_scanner_is_not_a_clean_file(settings: Any, tmp_path: Path) -> None:
    settings.CLAMD_SOCKET = str(tmp_path / "nobody")
    with pytest.raises(files.Refused) as refusal:
        files.store(example_files.PDF, name="a.pdf")
    assert str(refusal.value) == "Virusscanneren svarer ikke lige nu. Prøv igen om lidt."


def test_clean_up_takes_old_rows_nobody_uses_and_old_bytes_without_a_row(cast: Cast, settings: Any) -> None:
    used, unused, new = (files.store(example_files.PDF, name=f"{n}.pdf") for n in ("brugt", "ubrugt", "ny"))
    cast.head.picture = used
    cast.head.save()
    now = timezone.now() + timedelta(days=2)
    stray = settings.FILES_ROOT / "ab" / "stray"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")
    world.written_now(settings.FILES_ROOT)
    StoredFile.objects.filter(pk=new.pk).update(created_at=now)
    assert files.clean_up(now=now) == 3  # the row, its bytes and the stray bytes
    assert sorted(StoredFile.objects.values_list("name", flat=True)) == ["brugt.pdf", "ny.pdf"]
    assert [file.path.exists() for file in (used, unused, new)] == [True, False, True]
    assert not stray.exists()


def test_clean_up_leaves_fresh_bytes_alone(settings: Any) -> None:
    stray = settings.FILES_ROOT / "ab" / "stray"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"x")
    world.written_now(settings.FILES_ROOT)
    assert files.clean_up(now=timezone.now()) == 0
    os.utime(stray, (0, 0))
    assert files.clean_up(now=timezone.now()) == 1


def test_clean_up_takes_the_renders_that_older_releases_kept(settings: Any) -> None:
    kept = settings.FILES_ROOT / "pdf" / ("0" * 64)
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"x")
    os.utime(kept, (0, 0))
    assert files.clean_up(now=timezone.now()) == 1
    assert not kept.exists()
