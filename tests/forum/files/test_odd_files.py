"""Files as scanners, portals and people make them: what readers open is taken, what they cannot open is named."""

from __future__ import annotations

import io

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
