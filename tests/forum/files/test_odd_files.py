"""Files as scanners, portals and people make them: what readers open is taken, what they cannot open is named."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from forum.files import Refused
from forum.files.content import kind_of
from tests.forum.files import example_files


def pdf(*, opening: str = "", owner: str = "") -> bytes:
    """A PDF of one page, with these passwords."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out, encryption=pikepdf.Encryption(user=opening, owner=owner) if opening or owner else False)
    return out.getvalue()


BOM = b"\xef\xbb\xbf"
ODD = {
    "a line break first": (b"\r\n" + pdf(), "pdf"),
    "a byte order mark first": (BOM + pdf(), "pdf"),
    "a printer's lines first": (b"\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n" + pdf(), "pdf"),
    "a thousand spaces first": (b" " * 1000 + pdf(), "pdf"),
    "zeros last": (pdf() + b"\0" * 3000, "pdf"),
    "other things last": (pdf() + b"x" * 3000, "pdf"),
    "no end, but its pages": (pdf().replace(b"%%EOF", b""), "pdf"),
    "a password against changes alone": (pdf(owner="ejer"), "pdf"),
    "a JPEG with more after it": (example_files.image("JPEG") + b"\0" * 500, "jpg"),
    "an ODT packed in another order": (
        example_files.package(
            {
                "content.xml": b"<a/>",
                "META-INF/manifest.xml": b"<a/>",
                "mimetype": b"application/vnd.oasis.opendocument.text",
            }
        ),
        "odt",
    ),
}


@pytest.mark.parametrize("what", ODD)
def test_what_readers_open_is_taken(what: str) -> None:
    data, extension = ODD[what]
    assert kind_of(data, extension).extension == extension


def pages(**saving: Any) -> bytes:
    """A PDF of two pages with text, large enough to be cut."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        for number in range(2):
            page = made.add_blank_page()
            page.Contents = made.make_stream(b"BT (%d) Tj ET " % number * 500)
        made.save(out, compress_streams=False, **saving)
    return out.getvalue()


PACKED = pikepdf.ObjectStreamMode.generate
WAYS: dict[str, dict[str, Any]] = {"plain": {}, "packed": {"object_stream_mode": PACKED}, "web": {"linearize": True}}


def opens_with(data: bytes) -> int:
    """The pages that a reader shows once it has mended the file."""
    try:
        with pikepdf.open(io.BytesIO(data)) as found:
            return len(found.pages)
    except pikepdf.PdfError:
        return 0


def test_readers_mend_a_part_of_a_file() -> None:
    """So that what is refused below would be read with something missing."""
    whole = pages()
    assert (opens_with(whole), opens_with(whole[: len(whole) // 2])) == (2, 2)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("percent", [5, 30, 50, 90, 98])
def test_a_part_of_a_file_is_refused(way: str, percent: int) -> None:
    whole = pages(**WAYS[way])
    assert kind_of(whole, "pdf").extension == "pdf"
    with pytest.raises(Refused, match="PDF-filen er ikke hel"):
        kind_of(whole[: len(whole) * percent // 100], "pdf")


LOCKED = "Filen er beskyttet med adgangskode. Gem den uden adgangskode, og prøv igen."
BROKEN = "PDF-filen er ikke hel. Gem den igen, og prøv så en gang til."
LOCKED_ODT = example_files.package(
    {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": b"\x01\x02",
        "META-INF/manifest.xml": b"<manifest:encryption-data/>",
    }
)
REFUSED = {
    "a password to open it": (pdf(opening="lukket", owner="ejer"), "pdf", LOCKED),
    "an ODT with a password": (LOCKED_ODT, "odt", LOCKED),
    "half of it": (pdf()[:200], "pdf", BROKEN),
    "a header too far in": (
        b" " * 1025 + pdf(),
        "pdf",
        "Filens indhold passer ikke til endelsen .pdf. Gem den igen der, hvor den er lavet, og prøv så.",
    ),
    "text in UTF-16": (
        "Æbler".encode("utf-16"),
        "csv",
        "Tekstfilen er ikke gemt som UTF-8. Vælg »CSV UTF-8« eller UTF-8, når du gemmer, og prøv igen.",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_they_cannot_open_is_refused_and_says_why(what: str) -> None:
    data, extension, sentence = REFUSED[what]
    with pytest.raises(Refused) as refusal:
        kind_of(data, extension)
    assert str(refusal.value) == sentence


def test_a_text_may_name_the_header_of_a_pdf() -> None:
    assert kind_of(b"Filen begynder med %PDF-1.7.", "txt").extension == "txt"
