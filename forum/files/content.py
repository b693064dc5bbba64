"""What a file is, decided by its content alone: the name and the browser's claim decide nothing."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from forum.base import child
from forum.base.refusal import Refusal

MAX_PIXELS = 40_000_000
MAX_MEMBERS = 5_000  # parts of an Office file
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 100  # unpacked to packed; only asked when unpacking would fill more than SMALL
SMALL = 20 * 1024 * 1024
MAX_CONTENT_TYPES = 1024 * 1024


class Refused(Refusal):
    """The file is refused. The message is a Danish sentence that says why and what to do."""

    status = 422


class PictureRefused(Refused):
    """It is a picture, yet one that is not taken."""


@dataclass(frozen=True)
class Kind:
    extension: str
    content_type: str
    label: str
    also: tuple[str, ...] = ()  # other endings that are as right

    def fits(self, extension: str) -> bool:
        return extension == self.extension or extension in self.also


OPENXML = "application/vnd.openxmlformats-officedocument"
PDF = Kind("pdf", "application/pdf", "PDF")
DOCX = Kind("docx", f"{OPENXML}.wordprocessingml.document", "Word (docx)")
XLSX = Kind("xlsx", f"{OPENXML}.spreadsheetml.sheet", "Excel (xlsx)")
PPTX = Kind("pptx", f"{OPENXML}.presentationml.presentation", "PowerPoint (pptx)")
ODT = Kind("odt", "application/vnd.oasis.opendocument.text", "OpenDocument (odt)")
PNG = Kind("png", "image/png", "PNG")
JPEG = Kind("jpg", "image/jpeg", "JPEG", also=("jpeg",))
TXT = Kind("txt", "text/plain; charset=utf-8", "tekst (txt)")
CSV = Kind("csv", "text/csv; charset=utf-8", "CSV")

PICTURES = (PNG, JPEG)
SHEETS = (XLSX, CSV)
DOCUMENTS = (PDF, DOCX, XLSX, PPTX, ODT, PNG, JPEG, TXT, CSV)

MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": DOCX,
    b"spreadsheetml.sheet.main+xml": XLSX,
    b"presentationml.presentation.main+xml": PPTX,
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How other files begin: one of these with a PDF inside it is made to be taken for something else
OTHER_FILES = (
    b"GIF8",
    b"MZ",
    b"PK",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"BM",
    b"RIFF",
    OLD_OFFICE,
)
OPENING = child.Limits(memory=768 * 1024 * 1024, cpu=10, wall=20)
PDF_OBJECT = re.compile(rb"\d+ \d+ obj\b")
PROGRAM_PART = re.compile(r"\.(exe|dll|com|scr|msi|bat|cmd|ps1|vbs|js|jar|lnk|hta)$|vbaProject\.bin$", re.I)
MARKUP = re.compile(
    rb"^\s*(<\?xml|<!doctype|<!--|<svg|<html|<head|<body|<script|<iframe|#!)|<script[\s>]|<svg[\s>]|<html[\s>]", re.I
)


def kind_of(data: bytes, extension: str) -> Kind:
    """The kind of this content. Raises Refused for what no allow-list could hold."""
    if not data:
        raise Refused("Filen er tom. Vælg en anden fil.")
    if _has_pdf_header(data, extension):
        return _pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _package(data)
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _picture(data)
    if data.startswith(OLD_OFFICE):
        raise Refused(
            "Filen er et ældre Office-dokument eller er beskyttet med adgangskode. "
            "Gem den som docx, xlsx, pptx eller PDF uden adgangskode, og prøv igen."
        )
    return _text(data, extension)


def _has_pdf_header(data: bytes, extension: str) -> bool:
    """Readers look for the header in the first 1,024 bytes: scanners and portals put line breaks or a BOM before it.

    What begins as another kind of file is that kind, and a text may name the header.
    """
    before, header, _ = data[:1024].partition(b"%PDF-")
    if not before or not header:
        return bool(header)
    return not before.startswith(OTHER_FILES) and MARKUP.search(before) is None and extension not in {"txt", "csv"}


def _pdf(data: bytes) -> Kind:
    _refuse_hidden_archive(data)
    _, end, rest = data.rpartition(b"%%EOF")
    is_cut = not end or PDF_OBJECT.search(rest) is not None  # a file for the web has a first end near its beginning
    # The trailer is never packed, so a file without the word has no password
    if b"/Encrypt" in data or is_cut or len(rest.strip(b"\0\r\n\t ")) > 2048:
        _open_pdf(data, may_be_mended=not is_cut)
    return PDF


def _open_pdf(data: bytes, *, may_be_mended: bool) -> None:
    """Raises Refused for a PDF that asks for a password, and for one that a reader cannot open or must not mend.

    Mended, a file that was cut opens with the pages that are left. A password that only forbids changes is not asked
    for when the file is opened.
    """
    try:
        opened = child.run(Path(__file__).with_name("open_pdf.py"), data, OPENING)
    except child.ChildFailed:
        opened = b"broken"
    if opened == b"password":
        raise Refused("Filen er beskyttet med adgangskode. Gem den uden adgangskode, og prøv igen.")
    if opened != b"opens" and not (opened == b"mended" and may_be_mended):
        raise Refused("PDF-filen er ikke hel. Gem den igen, og prøv så en gang til.")


def _refuse_hidden_archive(data: bytes) -> None:
    """A picture or PDF that is an archive as well is made to be taken for something else."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused("Filen har et arkiv gemt inde i sig og kan ikke bruges. Gem den igen der, hvor den er lavet.")


def _package(data: bytes) -> Kind:
    broken = Refused("Filen er ikke et helt Office-dokument. Gem den igen, og prøv så en gang til.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            _check_parts(parts, len(data))
            if package.comment or not parts or min(part.header_offset for part in parts) != 0:
                raise broken
            return _office_kind(package, parts)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, UnicodeError):
        raise broken from None


def _check_parts(parts: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    too_dense = unpacked > SMALL and unpacked > MAX_RATIO * packed
    if len(parts) > MAX_MEMBERS or unpacked > MAX_UNPACKED or too_dense:
        raise Refused("Filen fylder alt for meget, når den pakkes ud. Gør den mindre, eller gem den som PDF.")
    for part in parts:
        if part.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", part.filename):
            raise Refused("Filen er ikke et almindeligt Office-dokument og kan ikke bruges.")
        if PROGRAM_PART.search(part.filename):
            raise Refused("Filen indeholder makroer eller programmer. Gem den uden eller som PDF, og prøv igen.")
        if part.flag_bits & 0x1:
            raise Refused("Filen er beskyttet med adgangskode. Gem den uden adgangskode, og prøv igen.")


def _office_kind(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Kind:
    names = {part.filename for part in parts}
    if {"mimetype", "content.xml", "META-INF/manifest.xml"} <= names:
        with package.open("mimetype") as part, package.open("META-INF/manifest.xml") as manifest:
            declared, listed = part.read(200).strip(), manifest.read(MAX_CONTENT_TYPES)
        if b"encryption-data" in listed:
            raise Refused("Filen er beskyttet med adgangskode. Gem den uden adgangskode, og prøv igen.")
        if declared == ODT.content_type.encode():
            return ODT
    if "[Content_Types].xml" in names:
        with package.open("[Content_Types].xml") as part:
            types = part.read(MAX_CONTENT_TYPES)
        if b"macroEnabled" in types:
            raise Refused("Filen indeholder makroer. Gem den uden makroer eller som PDF, og prøv igen.")
        found = [kind for mark, kind in MAIN_PARTS.items() if mark in types]
        if len(found) == 1:
            return found[0]
    raise Refused("Filen er et arkiv (zip). Vedhæft dokumenterne ét for ét i stedet.")


def open_picture(data: bytes) -> Image.Image:
    """The picture, its header read and its size within the limit; its pixels are not unpacked yet."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise _broken_picture() from None
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    return image


def _too_many_pixels() -> Refused:
    return PictureRefused("Billedet har for mange punkter (højst 40 megapixel). Gør det mindre, og prøv igen.")


def _broken_picture() -> Refused:
    return PictureRefused("Billedet kan ikke læses. Gem det igen som JPEG eller PNG, og prøv så en gang til.")


def _picture(data: bytes) -> Kind:
    image = open_picture(data)
    try:
        image.verify()
    except (OSError, SyntaxError, ValueError):
        raise _broken_picture() from None
    _refuse_hidden_archive(data)
    return PNG if image.format == "PNG" else JPEG


def _text(data: bytes, extension: str) -> Kind:
    """Text is the one kind whose ending counts: any script or page is text too."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_foreign(data, extension)) from None
    if re.search("[\x00-\x08\x0e-\x1f]", text) or MARKUP.search(data) or extension not in {"txt", "csv"}:
        raise Refused(_foreign(data, extension))
    return CSV if extension == "csv" else TXT


def _foreign(data: bytes, extension: str) -> str:
    is_markup = MARKUP.search(data) is not None
    is_utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # Excel's »Unicode-tekst«
    if extension in {"txt", "csv"} and not is_markup and (is_utf_16 or b"\x00" not in data):
        return "Tekstfilen er ikke gemt som UTF-8. Vælg »CSV UTF-8« eller UTF-8, når du gemmer, og prøv igen."
    if any(kind.fits(extension) for kind in DOCUMENTS):
        return f"Filens indhold passer ikke til endelsen .{extension}. Gem den igen der, hvor den er lavet, og prøv så."
    named = f" (.{extension})" if re.fullmatch("[a-z0-9]{1,8}", extension) else ""
    return f"Filer af den type{named} kan ikke lægges op. Er det et dokument? Så gem det som PDF, og prøv igen."
