"""Mail addresses: one form in which each is kept, compared and mailed, whatever came round it or inside it."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from forum.base import names
from forum.base.text import clean_line

# For constraints: no blank, nothing unseen, no letter that another looks like
ADDRESS_IN_ASCII = "^[!-~]+$"
LONGEST = 254  # characters of an address (RFC 5321, erratum 1690)
# »Navn <navn@kommune.dk>«, as mail programs copy it: one pair of brackets, and nothing but signs after it
NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>[\s.,;:]*")
MAILTO = re.compile(r"mailto:(?P<address>[^?]*)(?:\?.*)?", re.IGNORECASE)  # RFC 6068: subject and the like come after
AROUND = " \t.,;:<>()[]\"'»«”“’‘"  # what a sentence, a list or a bracket leaves at the ends
PUNYCODE = "xn--"  # how a label with other letters begins in ASCII (RFC 5890, A-label)
AMBIGUOUS = frozenset("ßς")  # IDNA 2003 made them ss and σ, IDNA 2008 keeps them (RFC 5894, 7.2): two domains
# Of a list; a comma inside the quotes of a name parts nothing: "Holm, Ida" <ida@kommune.dk>
PART = re.compile(r"""(?:"[^"\n]*"|[^;\n])+""")
PIECE = re.compile(r"""(?:"[^"\n]*"|[^,\n])+""")


def clean_address(text: str) -> str:
    """The address that a person wrote or pasted, in its one form; what is no address becomes some text that is none.

    Unseen characters, »mailto:«, »Name <...>«, quotes, and points and commas at the ends go. Full-width signs become
    ordinary ones (NFKC), letters small, a domain with other letters than a-z its ASCII form (»ærø.dk« is
    »xn--r-3fa9c.dk« in mail), so that two that look alike are not two.
    """
    text = unicodedata.normalize("NFKC", _seen(text))
    if named := NAMED.fullmatch(text):
        text = named["address"]
    text = text.strip(AROUND)
    if link := MAILTO.fullmatch(text):
        text = _seen(unquote(link["address"])).strip(AROUND)
    return _one_form(text)


def exact_address(text: str) -> str:
    """As `clean_address`, but "" when more than capitals and the letters of the domain had to be changed.

    For addresses that another system vouches for: what it calls something else must not become a member's.
    """
    local, _, _ = text.rpartition("@")
    one = _one_form(text)
    return one if local.isascii() and is_address(one) and one == clean_address(text) else ""


def is_address(address: str) -> bool:
    """True for an address in its one form: one that mail can be sent to, so far as can be seen."""
    try:
        validate_email(address)
    except ValidationError:
        return False
    return address.isascii() and len(address) <= LONGEST and _in_ascii(address.rpartition("@")[2]) != ""


def split(text: str) -> list[str]:
    """The pieces of a list of addresses, parted by lines, commas, semicolons, and blanks between two addresses.

    A name before an address stays with it, also one with its surname first: »Holm, Ida <ida@kommune.dk>«.
    """
    return [piece for part in PART.findall(text) for piece in _pieces(part)]


def each_in(cell: str) -> list[str]:
    """The addresses that stand side by side in one cell; the whole cell when there are not several."""
    found = [word for word in re.split(r"[\s,;/|]+", cell) if "@" in word]
    return found if len(found) > 1 else [cell]


def _pieces(part: str) -> list[str]:
    """What commas and blanks part in what semicolons and lines do not."""
    pieces: list[str] = []
    for piece in filter(None, map(str.strip, PIECE.findall(part))):
        if pieces and "<" in piece and "@" not in pieces[-1] and names.is_plain(pieces[-1], pieces[-1]):
            piece = f"{pieces.pop()}, {piece}"  # the surname, written first
        words = re.split(r"(?<=>)\s+" if "<" in piece else r"\s+", piece)
        pieces += words if all("@" in word for word in words) else [piece]
    return pieces


def _seen(text: str) -> str:
    """Without characters that take no room on the page: joiners, marks of direction, variation selectors, tags."""
    line = clean_line(text)
    return "".join(char for char in line if unicodedata.category(char) != "Cf" and not "\ufe00" <= char <= "\ufe0f")


def _one_form(text: str) -> str:
    local, at, domain = text.rpartition("@")
    domain = unicodedata.normalize("NFKC", domain).lower()
    return f"{local.lower()}{at}{_in_ascii(domain) or domain}"


def _in_ascii(domain: str) -> str:
    """The domain as mail servers know it; "" when there is no such form, or not one that all programs agree on."""
    if domain.isascii() and PUNYCODE not in domain:
        return domain
    try:
        return "" if AMBIGUOUS & set(domain) else idna.encode(domain).decode("ascii")
    except UnicodeError:
        return ""
