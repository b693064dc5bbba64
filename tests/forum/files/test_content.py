"""What is taken and what is refused, by content."""

from __future__ import annotations

import struct
import zlib

import pytest

from forum.files import Refused
from forum.files.content import kind_of
from tests.forum.files import example_files

GOOD = [
    (example_files.PDF, "pdf", "pdf"),
    (example_files.PDF, "exe", "pdf"),
    (example_files.office("docx"), "docx", "docx"),
    (example_files.office("xlsx"), "zip", "xlsx"),
    (example_files.office("pptx"), "pptx", "pptx"),
    (example_files.odt(), "odt", "odt"),
    (example_files.image("PNG"), "png", "png"),
    (example_files.image("JPEG"), "jpeg", "jpg"),
    ("Æbler; 3 < 4\n".encode(), "csv", "csv"),
    ("\ufeffÆbler".encode(), "txt", "txt"),
]


@pytest.mark.parametrize(("data", "extension", "expected"), GOOD, ids=range(len(GOOD)))
def test_kind_comes_from_the_content(data: bytes, extension: str, expected: str) -> None:
    assert kind_of(data, extension).extension == expected


def bomb() -> bytes:
    return example_files.office("docx", **{"word/zeros.xml": b"\0" * (25 * 1024 * 1024)})


def many_parts() -> bytes:
    return example_files.office("docx", **{f"{n}.xml": b"" for n in range(5001)})


def huge_png() -> bytes:
    """A picture that claims 30,000 x 30,000 points in 60 bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


OTHER_KIND = "Filer af den type (.{}) kan ikke lægges op. Er det et dokument? Så gem det som PDF, og prøv igen."
UNFIT = "Filens indhold passer ikke til endelsen .{}. Gem den igen der, hvor den er lavet, og prøv så."
HIDDEN = "Filen har et arkiv gemt inde i sig og kan ikke bruges. Gem den igen der, hvor den er lavet."
MACROS = "Filen indeholder makroer eller programmer. Gem den uden eller som PDF, og prøv igen."
UNPACKED = "Filen fylder alt for meget, når den pakkes ud. Gør den mindre, eller gem den som PDF."
BROKEN_PICTURE = "Billedet kan ikke læses. Gem det igen som JPEG eller PNG, og prøv så en gang til."
ARCHIVE = "Filen er et arkiv (zip). Vedhæft dokumenterne ét for ét i stedet."
BAD = [
    (b"", "pdf", "Filen er tom. Vælg en anden fil."),
    (example_files.SVG, "svg", OTHER_KIND.format("svg")),
    (example_files.SVG, "txt", UNFIT.format("txt")),
    (example_files.HTML, "html", OTHER_KIND.format("html")),
    (b"   \n" + example_files.HTML, "csv", UNFIT.format("csv")),
    (example_files.EXE, "exe", OTHER_KIND.format("exe")),
    (b"#!/bin/sh\nrm -rf /\n", "txt", UNFIT.format("txt")),
    (b"print(1)", "py", OTHER_KIND.format("py")),
    (
        "æøå".encode("latin-1"),
        "csv",
        "Tekstfilen er ikke gemt som UTF-8. Vælg »CSV UTF-8« eller UTF-8, når du gemmer, og prøv igen.",
    ),
    (example_files.package({"a.txt": b"a"}), "docx", ARCHIVE),
    (example_files.package({"word/document.xml": b"a"}), "docx", ARCHIVE),
    (
        example_files.office("docx")[:60],
        "docx",
        "Filen er ikke et helt Office-dokument. Gem den igen, og prøv så en gang til.",
    ),
    (example_files.office("docx", **{"word/vbaProject.bin": b"x"}), "docx", MACROS),
    (example_files.office("docx", **{"word/embeddings/a.exe": b"x"}), "docx", MACROS),
    (
        example_files.package({"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}),
        "docx",
        "Filen indeholder makroer. Gem den uden makroer eller som PDF, og prøv igen.",
    ),
    (
        example_files.office("docx", **{"../../etc/passwd": b"x"}),
        "docx",
        "Filen er ikke et almindeligt Office-dokument og kan ikke bruges.",
    ),
    (bomb(), "docx", UNPACKED),
    (many_parts(), "docx", UNPACKED),
    (huge_png(), "png", "Billedet har for mange punkter (højst 40 megapixel). Gør det mindre, og prøv igen."),
    (example_files.image()[:40], "png", BROKEN_PICTURE),
    (b"\xff\xd8\xff\xe0" + b"x" * 50, "jpg", BROKEN_PICTURE),
    (example_files.image("JPEG") + example_files.package({"a": b"a"}), "jpg", HIDDEN),
    (example_files.PDF + example_files.package({"a": b"a"}) + b"%%EOF", "pdf", HIDDEN),
    (b"%PDF-1.7 and no end", "pdf", "PDF-filen er ikke hel. Gem den igen, og prøv så en gang til."),
    (b"GIF89a" + example_files.PDF, "pdf", UNFIT.format("pdf")),
    (b"MZ" + example_files.office("docx"), "docx", UNFIT.format("docx")),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "doc",
        "Filen er et ældre Office-dokument eller er beskyttet med adgangskode. "
        "Gem den som docx, xlsx, pptx eller PDF uden adgangskode, og prøv igen.",
    ),
]


# names from the bytes would carry the second an archive was made in, and differ between two test processes
@pytest.mark.parametrize(("data", "extension", "sentence"), BAD, ids=range(len(BAD)))
def test_refused_with_a_sentence(data: bytes, extension: str, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        kind_of(data, extension)
    assert str(refusal.value) == sentence
