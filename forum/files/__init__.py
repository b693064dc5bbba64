"""Files people upload and we make: checked by content, kept outside the web root, served by authorising views."""

from forum.files.content import DOCUMENTS, PICTURES, SHEETS, Kind, Refused
from forum.files.names import readable_name
from forum.files.serving import serve
from forum.files.sheet import Sheet, read_sheet
from forum.files.storing import clean_up, picture, picture_limits, store, store_made

__all__ = [
    "DOCUMENTS",
    "PICTURES",
    "SHEETS",
    "Kind",
    "Refused",
    "Sheet",
    "clean_up",
    "picture",
    "picture_limits",
    "read_sheet",
    "readable_name",
    "serve",
    "store",
    "store_made",
]
