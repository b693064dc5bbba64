"""Names people see never carry a path, a hidden ending or a control character."""

import pytest

from forum.files.content import JPEG, PDF
from forum.files.names import display_name, extension_of

NAMES = [
    ("Dagsorden.pdf", "Dagsorden.pdf"),
    ("Dagsorden.PDF", "Dagsorden.pdf"),
    ("../../etc/passwd", "passwd.pdf"),
    ("C:\\Users\\mette\\Bilag 1.docx", "Bilag 1.pdf"),
    ("bilag\u202efdp.exe", "bilagfdp.pdf"),
    ("bi\x00lag\r\nSet-Cookie: a=b.pdf", "bilag Set-Cookie- a=b.pdf"),
    ("A\u030arhus \u200bO\u0308.pdf", "Århus Ö.pdf"),
    ("", "fil.pdf"),
    ("...", "fil.pdf"),
    (".htaccess", "htaccess.pdf"),
    ("Referat 22. august", "Referat 22. august.pdf"),
    ("Notat v. 1.2", "Notat v. 1.2.pdf"),
    ("Notat v. 1.2.docx", "Notat v. 1.2.pdf"),
    ("Svar på %22Budget%22.pdf", "Svar på Budget.pdf"),
    ("to%0D%0Alinjer.pdf", "to linjer.pdf"),
    ("CON.pdf", "fil CON.pdf"),
    ("lpt1", "fil lpt1.pdf"),
    ("Konto.pdf", "Konto.pdf"),
    (". . ..pdf", "fil.pdf"),
    ("\U0001f600" * 100 + ".pdf", "\U0001f600" * 60 + ".pdf"),
    ("æ" * 300 + ".pdf", "æ" * 120 + ".pdf"),
]


@pytest.mark.parametrize(("given", "shown"), NAMES)
def test_safe_display_name(given: str, shown: str) -> None:
    assert display_name(given, PDF) == shown


def test_an_ending_that_is_as_right_is_kept() -> None:
    assert display_name("foto.jpeg", JPEG) == "foto.jpeg"


def test_extension_is_read_behind_any_path() -> None:
    assert (extension_of("a.b/c.TXT"), extension_of("a.b/c"), extension_of("")) == ("txt", "", "")
    assert (extension_of("Notat v. 1.2"), extension_of("Arkiv.7z"), extension_of("NOTAT.TxT")) == ("", "7z", "txt")
