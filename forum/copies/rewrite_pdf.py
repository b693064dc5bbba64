"""Run by `forum.base.child`: a PDF written anew with what its pages show, and with nothing that runs or is hidden.

What is kept is named here, from the catalog down to the annotations; then all that is left is swept for what must be
nowhere. Forms become part of the page. Comments stay, as do the tags that a screen reader reads, bookmarks and layers.
Input: a JSON line (read and left aside); then the PDF's bytes.
Output: a JSON line, {} or {"why_not": word}; then the copy.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

CATALOG = {
    "/Type", "/Pages", "/Lang", "/MarkInfo", "/StructTreeRoot", "/Outlines", "/Dests", "/Names", "/PageLabels",
    "/OCProperties",
}  # fmt: skip
TRAILER = {"/Root", "/Info", "/ID", "/Size"}
PAGE = {
    "/Type", "/Parent", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit",
    "/Resources", "/Contents", "/Annots", "/StructParents", "/Tabs", "/Group",
}  # fmt: skip
RESOURCES = {
    "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/ProcSet", "/Properties",
}  # fmt: skip
COMMENTS = {
    "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
    "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup",
}  # fmt: skip
ANNOTATION = {
    "/Type", "/Subtype", "/Rect", "/Contents", "/P", "/NM", "/M", "/F", "/AP", "/AS", "/Border", "/BS", "/C", "/IC",
    "/CA", "/T", "/Popup", "/Parent", "/Subj", "/IRT", "/RT", "/State", "/StateModel", "/QuadPoints", "/L", "/LE",
    "/Vertices", "/InkList", "/Name", "/Open", "/DA", "/Q", "/RD", "/StructParent", "/OC", "/Lang",
}  # fmt: skip
LINK = {"/Type", "/Subtype", "/Rect", "/Contents", "/P", "/F", "/Border", "/BS", "/C", "/H", "/QuadPoints",
        "/StructParent", "/Dest", "/A", "/OC", "/Lang"}  # fmt: skip
NOWHERE = {
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/AF", "/XFA", "/AcroForm",
    "/RichMedia", "/RichMediaContent", "/RichMediaSettings", "/Movie", "/Sound", "/Rendition", "/Renditions", "/3DD",
    "/Metadata", "/PieceInfo", "/Perms", "/Collection", "/Threads", "/Alternates", "/OPI", "/Ref", "/RC",
}  # fmt: skip
OUTSIDE = {"/Filespec", "/F", "/EmbeddedFile", "/Action"}  # types of what leads out of the pages, or hides in them
ACTIONS = {
    "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/GoToDp", "/Thread", "/URI", "/Sound", "/Movie", "/Hide", "/Named",
    "/SubmitForm", "/ResetForm", "/ImportData", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView",
    "/RichMediaExecute",
}  # fmt: skip
LONGEST = 2000  # characters of an address or a title


class CannotBeShown(Exception):
    """Its argument is the word that the answer gives as why not."""


def rewrite(data: bytes) -> bytes:
    """The copy. Raises CannotBeShown."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            _require_pages_to_show(pdf)
            _forms_into_pages(pdf)
            title = _title(pdf)
            _keep_only(pdf.trailer, TRAILER)
            _clean_catalog(pdf.Root)
            for page in pdf.pages:
                _clean_page(page.obj)
            _sweep(pdf.Root)
            pdf.trailer.Info = pdf.make_indirect(Dictionary({"/Title": title} if title else {}))
            return _saved(pdf)
    except pikepdf.PasswordError:
        raise CannotBeShown("protected") from None
    except pikepdf.PdfError:
        raise CannotBeShown("broken") from None


def _require_pages_to_show(pdf: Pdf) -> None:
    if pdf.is_encrypted:  # it opens without a password, yet whoever made it meant it to be left as it is
        raise CannotBeShown("protected")
    if "/Collection" in pdf.Root:  # a portfolio: its contents are embedded files, its page says so
        raise CannotBeShown("collection")
    if pdf.Root.get("/NeedsRendering"):  # XFA: its page says "please wait"
        raise CannotBeShown("form")
    if not len(pdf.pages):
        raise CannotBeShown("broken")


def _forms_into_pages(pdf: Pdf) -> None:
    """Draw what is filled in, as part of the page; the fields themselves go. Other annotations are not touched."""
    if "/AcroForm" not in pdf.Root:
        return
    if isinstance(pdf.Root.AcroForm, Dictionary) and pdf.Root.AcroForm.get("/NeedAppearances"):
        pdf.generate_appearance_streams()
    others = []
    for page in pdf.pages:
        annotations = _annotations(page.obj)
        others.append([each for each in annotations if each.get("/Subtype") != Name.Widget])
        page.obj.Annots = Array([each for each in annotations if each.get("/Subtype") == Name.Widget])
    pdf.flatten_annotations("screen")
    for page, kept in zip(pdf.pages, others, strict=True):
        page.obj.Annots = Array(kept)


def _annotations(page: Any) -> list[Any]:
    found = page.get("/Annots")
    return [each for each in found if isinstance(each, Dictionary)] if isinstance(found, Array) else []


def _title(pdf: Pdf) -> str:
    """The document's title, which a screen reader says first."""
    info = pdf.trailer.get("/Info")
    title = info.get("/Title") if isinstance(info, Dictionary) else None
    return str(title)[:LONGEST] if isinstance(title, pikepdf.String) else ""


def _keep_only(thing: Any, names: set[str]) -> None:
    for key in set(thing.keys()) - names:
        del thing[key]


def _clean_catalog(root: Any) -> None:
    _keep_only(root, CATALOG)
    names = root.get("/Names")
    if isinstance(names, Dictionary):
        _keep_only(names, {"/Dests"})
    elif names is not None:
        del root.Names


def _clean_page(page: Any) -> None:
    _keep_only(page, PAGE)
    kept = [each for each in _annotations(page) if _clean_annotation(each)]
    if kept:
        page.Annots = Array(kept)
    elif "/Annots" in page:
        del page.Annots


def _clean_annotation(annotation: Any) -> bool:
    """False for one that is neither a comment nor a link to follow: a file, a film, a field, what nobody knows."""
    subtype = str(annotation.get("/Subtype", ""))
    if subtype == "/Link":
        _keep_only(annotation, LINK)
        return "/Dest" in annotation or _is_way(annotation.get("/A"))
    if subtype in COMMENTS:
        _keep_only(annotation, ANNOTATION)
        return True
    return False


def _is_way(action: Any) -> bool:
    """True for an action that leads to a place in the document or to an https address; all else of it is taken away."""
    if not isinstance(action, Dictionary):
        return False
    if action.get("/S") == Name.GoTo and "/D" in action:
        _keep_only(action, {"/S", "/D"})
        return True
    address = action.get("/URI")
    if action.get("/S") == Name.URI and isinstance(address, pikepdf.String):
        _keep_only(action, {"/S", "/URI"})
        return str(address).lower().startswith("https://") and len(str(address)) <= LONGEST
    return False


def _sweep(start: Any) -> None:
    """Go through all that hangs together with the pages, and take away what must be nowhere."""
    waiting, met = [start], set()
    while waiting:
        thing = waiting.pop()
        if thing.is_indirect:
            if thing.objgen in met:
                continue
            met.add(thing.objgen)
        if isinstance(thing, Array):
            for at, value in enumerate(thing):
                if _is_outside(value):
                    thing[at] = None
            waiting += [value for value in thing if isinstance(value, Dictionary | Stream | Array)]
        else:
            _sweep_keys(thing)
            waiting += [value for _, value in thing.items() if isinstance(value, Dictionary | Stream | Array)]


def _sweep_keys(thing: Any) -> None:
    for key in list(thing.keys()):
        value = thing[key]
        is_file_of_stream = isinstance(thing, Stream) and key in {"/F", "/FFilter", "/FDecodeParms"}
        if key in NOWHERE or is_file_of_stream or (_is_outside(value) and not (key == "/A" and _is_way(value))):
            del thing[key]
        elif key == "/Resources" and isinstance(value, Dictionary):
            _keep_only(value, RESOURCES)


def _is_outside(value: Any) -> bool:
    """A file's specification, an embedded file, or an action other than to a place in the document."""
    if not isinstance(value, Dictionary | Stream):
        return False
    return str(value.get("/Type", "")) in OUTSIDE or str(value.get("/S", "")) in ACTIONS or "/EF" in value


def _saved(pdf: Pdf) -> bytes:
    """Only what hangs together with the catalog is written, with a header and an end of its own."""
    out = io.BytesIO()
    pdf.save(
        out, preserve_pdfa=False, fix_metadata_version=False, deterministic_id=True, encryption=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )  # fmt: skip
    return out.getvalue()


if __name__ == "__main__":
    sys.stdin.buffer.readline()
    said, copy = {}, b""
    try:
        copy = rewrite(sys.stdin.buffer.read())
    except CannotBeShown as why:
        said = {"why_not": str(why)}
    sys.stdout.buffer.write(f"{json.dumps(said)}\n".encode() + copy)
