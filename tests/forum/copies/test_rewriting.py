"""Rewriting: what a page shows is there, what a file hides or does is not; shown on files made to be dangerous."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from PIL import Image

from forum.copies.rewriting import WHY_NOT, rewrite
from forum.files import content
from tests.forum.copies import hostile
from tests.forum.files import example_files

PDF, PNG, JPEG = (kind.content_type for kind in (content.PDF, content.PNG, content.JPEG))
DANGERS = [
    "/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/Filespec", "/AF",
    "/XFA", "/AcroForm", "/RichMedia", "/RichMediaContent", "/Movie", "/Rendition", "/3DD", "/SubmitForm", "/GoToR",
    "/FileAttachment", "/Metadata", "/PieceInfo", "/RC", "/Widget", "/Author",
]  # fmt: skip


def names_and_words(data: bytes) -> tuple[set[str], bytes]:
    """Every name that the file holds, as key or value, and all its strings and streams unpacked."""
    names, words = set(), b""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        waiting: list[Any] = [*pdf.objects, pdf.trailer]
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, pikepdf.Name | pikepdf.String):
                words += bytes(thing) if isinstance(thing, pikepdf.String) else b""
                names |= {str(thing)} if isinstance(thing, pikepdf.Name) else set()
            elif isinstance(thing, pikepdf.Array):
                waiting += [value for value in thing if isinstance(value, pikepdf.Object) and not value.is_indirect]
            elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                names |= set(thing.keys())
                waiting += [v for _, v in thing.items() if isinstance(v, pikepdf.Object) and not v.is_indirect]
                words += thing.read_bytes() if isinstance(thing, pikepdf.Stream) else b""
    return names, words


def test_nothing_of_a_hostile_pdf_is_left_but_what_its_pages_show() -> None:
    data = hostile.hostile_pdf()
    before, words_before = names_and_words(data)
    assert (set(DANGERS) - before, hostile.SECRET in words_before) == (set(), True)  # there was all of it to lose
    made = rewrite(data, PDF)
    after, words = names_and_words(made.data)
    assert (made.why_not, set(DANGERS) & after, hostile.SECRET in words, b"alert" in words) == ("", set(), False, False)
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert ([*pdf.docinfo.keys()], str(pdf.docinfo.Title), len(pdf.pages)) == (
            ["/Title"],
            "Dagsorden",
            2,
        )
        annotations = [[str(each.Subtype) for each in page.get("/Annots", [])] for page in pdf.pages]
        assert annotations == [["/Link", "/Link", "/Text"], []]
        web, inside, comment = pdf.pages[0].Annots
        assert (str(web.A.URI), set(web.A.keys())) == ("https://www.kl.dk/", {"/S", "/URI"})
        assert (inside.A.D[0].objgen, str(comment.Contents)) == (pdf.pages[1].obj.objgen, "Er det rigtigt?")
        assert str(pdf.Root.Outlines.First.Title) == "Anden side"
        # What was filled in is drawn on the page
        drawn = b"".join(form.read_bytes() for form in pdf.pages[1].Resources.XObject.values())
        assert b"Udfyldt felt" in drawn


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (hostile.text_pdf(encryption=pikepdf.Encryption(user="", owner="ejer")), "protected"),
        (hostile.text_pdf(encryption=pikepdf.Encryption(user="læser", owner="ejer")), "protected"),
        (b"%PDF-1.7\nikke mere", "broken"),
        (example_files.PDF, "broken"),  # a catalog without pages
        (hostile.text_pdf() + example_files.package({"a.txt": b"x"}), ""),  # what hangs on behind is not copied
        (example_files.EXE + hostile.text_pdf(), ""),
    ],
)
def test_what_cannot_be_shown_says_why_and_a_polyglot_loses_its_other_half(data: bytes, word: str) -> None:
    made = rewrite(data, PDF)
    assert made.why_not == (WHY_NOT[word] if word else "")
    if not word:
        assert (made.data[:5], b"MZ\x90" in made.data, b"PK\x03\x04" in made.data) == (b"%PDF-", False, False)


def test_an_archive_in_the_bytes_of_a_picture_on_the_page_gives_no_copy() -> None:
    with pikepdf.new() as pdf:
        page = hostile.page(pdf, "Billede")
        jpeg = example_files.image("JPEG") + example_files.package({"program.exe": b"x" * 10})
        page.Resources.XObject = pikepdf.Dictionary({"/Im": pdf.make_stream(jpeg, {
            "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Filter": pikepdf.Name.DCTDecode,
            "/Width": 4, "/Height": 3, "/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8,
        })})  # fmt: skip
        assert rewrite(hostile.saved(pdf), PDF).why_not == WHY_NOT["broken"]


def special(**keys: Any) -> bytes:
    with pikepdf.new() as pdf:
        hostile.page(pdf, "Please wait...")
        for key, value in keys.items():
            pdf.Root[f"/{key}"] = value
        return hostile.saved(pdf)


def test_a_portfolio_and_an_xfa_form_are_not_shown_as_the_page_that_says_open_it_elsewhere() -> None:
    portfolio, form = special(Collection=pikepdf.Dictionary()), special(NeedsRendering=True)
    assert [rewrite(data, PDF).why_not for data in (portfolio, form)] == [WHY_NOT["collection"], WHY_NOT["form"]]


def test_a_photo_keeps_its_look_and_nothing_else() -> None:
    data = hostile.photo()
    before = Image.open(io.BytesIO(data))
    assert (bool(before.getexif().get_ifd(0x8825)), before.info["comment"]) == (True, hostile.SECRET)
    made = rewrite(data, JPEG)
    after = Image.open(io.BytesIO(made.data))
    assert (after.size, dict(after.getexif()), b"alert" in made.data, hostile.SECRET in made.data) == (
        (60, 120), {}, False, False,
    )  # fmt: skip
    assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_clear_picture_stays_clear_and_a_large_one_gets_the_size_of_a_screen() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (5000, 10), (0, 0, 0, 0)).save(clear, "PNG")
    after = Image.open(io.BytesIO(rewrite(clear.getvalue(), PNG).data))
    assert (after.size, after.mode, after.getpixel((0, 0))) == ((4096, 8), "RGBA", (0, 0, 0, 0))


def test_a_picture_bomb_is_measured_and_not_unpacked() -> None:
    assert rewrite(hostile.bomb(), PNG).why_not == WHY_NOT["large"]
    assert rewrite(example_files.image()[:45], PNG).why_not == WHY_NOT["broken"]
    assert rewrite(example_files.HTML, JPEG).why_not == WHY_NOT["broken"]
