"""Files made to do more than to be read, as real as they come."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from tests.forum.files import example_files

SECRET = b"hemmeligt indhold i en indlejret fil"
SCRIPT = "app.alert('script')"


def text_pdf(text: str = "Referat af mødet", **saving: Any) -> bytes:
    """A plain page with a line of text."""
    with pikepdf.new() as pdf:
        page(pdf, text)
        return saved(pdf, **saving)


def page(pdf: pikepdf.Pdf, text: str) -> Any:
    font = Dictionary({"/Type": Name.Font, "/Subtype": Name.Type1, "/BaseFont": Name.Helvetica,
                       "/Encoding": Name.WinAnsiEncoding})  # fmt: skip
    made = pdf.add_blank_page(page_size=(300, 200)).obj
    made.Resources = Dictionary({"/Font": Dictionary({"/F1": pdf.make_indirect(font)})})
    made.Contents = pdf.make_stream(b"BT /F1 18 Tf 20 120 Td (" + text.encode("cp1252") + b") Tj ET")
    return made


def saved(pdf: pikepdf.Pdf, **saving: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **saving)
    return out.getvalue()


def action(kind: str, **more: Any) -> Dictionary:
    given = {f"/{key}": value for key, value in more.items()}
    return Dictionary({"/Type": Name.Action, "/S": Name(f"/{kind}"), **given})


def annotation(subtype: str, **more: Any) -> Dictionary:
    known = {"/Type": Name.Annot, "/Subtype": Name(f"/{subtype}"), "/Rect": Array([10, 10, 60, 30])}
    return Dictionary({**known, **{f"/{key}": value for key, value in more.items()}})


def hostile_pdf() -> bytes:
    """Scripts, files, launches, films, a form with a script: everywhere the standard has a place for them."""
    with pikepdf.new() as pdf:
        first, second = page(pdf, "Første side"), page(pdf, "Anden side")
        script = pdf.make_indirect(action("JavaScript", JS=SCRIPT))
        embedded = pdf.make_indirect(Dictionary({
            "/Type": Name.Filespec, "/F": "program.exe",
            "/EF": Dictionary({"/F": pdf.make_stream(SECRET, {"/Type": Name.EmbeddedFile})}),
        }))  # fmt: skip
        first.AA = Dictionary({"/O": script, "/C": script})
        first.PieceInfo = Dictionary({"/Gemt": embedded})
        first.Resources.XObject = Dictionary({"/X": pdf.make_stream(b"", {
            "/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 9, 9]), "/AF": Array([embedded]),
            "/Metadata": pdf.make_stream(SECRET), "/Resources": Dictionary({"/Gemt": embedded}),
        })})  # fmt: skip
        first.Annots = Array([
            annotation("Link", A=script),
            annotation("Link", A=action("Launch", F="cmd.exe")),
            annotation("Link", A=action("URI", URI="file:///etc/passwd")),
            annotation("Link", A=action("URI", URI="javascript:alert(1)")),
            annotation("Link", A=action("GoToR", F="andet.pdf", D=Array([0, Name.Fit]))),
            annotation("Link", A=action("SubmitForm", F="https://ond.example/")),
            annotation("Link", A=action("URI", URI="https://www.kl.dk/", Next=script), AA=Dictionary({"/U": script})),
            annotation("Link", A=action("GoTo", D=Array([second, Name.Fit]), Next=script)),
            annotation("Text", Contents="Er det rigtigt?", A=script, RC="<body>x</body>"),
            annotation("FileAttachment", FS=embedded),
            annotation("RichMedia", RichMediaContent=Dictionary({"/Assets": embedded})),
            annotation("Screen", A=action("Rendition", JS=SCRIPT)),
            annotation("Movie", Movie=Dictionary({"/F": embedded})),
            annotation("3D", **{"3DD": pdf.make_stream(SECRET)}),
        ])  # fmt: skip
        field = pdf.make_indirect(annotation("Widget", FT=Name.Tx, T="navn", V="Udfyldt felt", AA=Dictionary({
            "/K": script}), DA="/Helv 12 Tf 0 g"))  # fmt: skip
        second.Annots = Array([field])
        helvetica = Dictionary({"/Type": Name.Font, "/Subtype": Name.Type1, "/BaseFont": Name.Helvetica})
        pdf.Root.AcroForm = Dictionary({
            "/Fields": Array([field]), "/XFA": pdf.make_stream(b"<xdp/>"), "/NeedAppearances": True,
            "/DR": Dictionary({"/Font": Dictionary({"/Helv": helvetica})}),
        })  # fmt: skip
        pdf.Root.OpenAction, pdf.Root.AA = script, Dictionary({"/WC": script})
        to = Dictionary({"/D": Array([second, Name.Fit]), "/JS": SCRIPT})
        pdf.Root.Names = Dictionary({
            "/JavaScript": Dictionary({"/Names": Array(["a", script])}),
            "/EmbeddedFiles": Dictionary({"/Names": Array(["program.exe", embedded])}),
            "/Dests": Dictionary({"/Names": Array(["to", to])}),
        })  # fmt: skip
        pdf.Root.AF = Array([embedded])
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Anden side", 1))
        pdf.Root.Outlines.First.A = script
        pdf.Root.Metadata = pdf.make_stream(SECRET, {"/Type": Name.Metadata, "/Subtype": Name.XML})
        pdf.docinfo["/Title"], pdf.docinfo["/Author"] = "Dagsorden", "Den Hemmelige"
        return saved(pdf)


def photo(side: int = 60) -> bytes:
    """A JPEG with a position, a camera, a comment, a turn, and a page hanging on behind."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Kamera", 6  # turned a quarter
    exif.get_ifd(0x8825)[2] = (55.0, 40.0, 12.0)
    out = io.BytesIO()
    Image.new("RGB", (side * 2, side), "teal").save(out, "JPEG", exif=exif, comment=SECRET, dpi=(300, 300))
    return out.getvalue() + example_files.HTML


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few megabytes that would unpack to many gigabytes: its size is claimed, its rows are one colour."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" * (1 + width // 8)
    packed, squeeze = b"", zlib.compressobj(9)
    for _ in range(height):
        packed += squeeze.compress(row)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed + squeeze.flush()) + chunk(b"IEND", b"")
