"""Text a person wrote: cleaned when stored, compared, and the small words of numbers; `markdown` shows it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

# Controls (but for newline and tab), line/paragraph separators and the marks that turn reading direction around
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
# What takes no room on the page: a name of these alone would be a link nobody can see or press
UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2060-\u2064\u2800\u3164\uffa0]")

# Between a phone number and its extension; `forms.fields.PhoneField` lets through what this can take apart
EXTENSION = r"[ ,]*(?:lokal|lok|ext|x|#)[.:]? ?"
MOST_COMPARED = 8_000_000  # steps of a comparison of words: a second at the worst, hundredths as people write


def clean(text: str) -> str:
    """Multi-line text in Unicode NFC with LF line ends, without control characters and direction overrides.

    What nobody can see is no text: a zero-width space alone gives "".
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = UNWANTED.sub("", unicodedata.normalize("NFC", text)).strip()
    return text if _has_ink(text) else ""


def clean_line(text: str) -> str:
    """One line for names, titles and subjects: as `clean`, invisible characters removed, white space folded."""
    return " ".join(UNSEEN.sub("", clean(text)).strip("\u200d").split())


def _has_ink(text: str) -> bool:
    """True when there is a letter, a digit or a sign; marks, blanks and formatting need one to sit on."""
    return any(unicodedata.category(char)[0] in "LNPS" for char in UNSEEN.sub("", text))


def spellings(word: str) -> list[str]:
    """A word as Danes may write it, the given first: å for aa and aa for å, and æ and ø for ae and oe."""
    ways = [word]
    for old, new in (("ae", "æ"), ("oe", "ø"), ("aa", "å"), ("å", "aa")):
        ways += [way.replace(old, new) for way in map(str.lower, ways[:]) if old in way]
    return list(dict.fromkeys(ways))


def whole_number(said: str, digits: int = 18) -> int | None:
    """The number that an address or a form names; None for anything else, longer ones than a row's number included."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= digits else None


def counted(number: int, one: str, many: str) -> str:
    """»1 side«, »2 sider«, »0 sider«"""
    return f"{number} {one if number == 1 else many}"


def listed(words: Iterable[object]) -> str:
    """»Herning, Hjørring og Vejle«; "" for no words."""
    *first, last = list(map(str, words)) or [""]
    return f"{', '.join(first)} og {last}" if first else last


def ranges(numbers: Iterable[int]) -> str:
    """»1-8 og 10« for ascending numbers: three or more in a row are joined by a hyphen."""
    rows: list[list[int]] = []
    for number in numbers:
        if rows and number == rows[-1][-1] + 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    return listed(word for row in rows for word in ([f"{row[0]}-{row[-1]}"] if len(row) > 2 else map(str, row)))


def file_size(size: int) -> str:
    """»512 byte«, »12,5 KB«, »20 MB«: a number of bytes, rounded; a no-break space holds number and unit together."""
    if size < 1024:
        return f"{size}\N{NO-BREAK SPACE}byte"
    power = next((power for power in (1, 2) if round(size / 1024**power, 1) < 1024), 3)
    number = f"{size / 1024**power:.1f}".removesuffix(".0").replace(".", ",")
    return f"{number}\N{NO-BREAK SPACE}{('KB', 'MB', 'GB')[power - 1]}"


def dialled(phone: str) -> str:
    """A phone number as people write it, as a phone dials it (RFC 3966): "+46812;ext=3" for »+46 (0)8-12 lokal 3«.

    A Danish number gets its country: the one who calls may be abroad.
    """
    number, *extension = re.split(EXTENSION, phone, maxsplit=1, flags=re.IGNORECASE)
    is_international = number.strip().startswith(("+", "00"))
    digits = re.sub(r"[^0-9]", "", number.replace("(0)", "") if is_international else number)
    if is_international:
        digits = "+" + digits.removeprefix("00")
    elif len(digits) == 8 and digits[0] > "1":
        digits = f"+45{digits}"
    return f"{digits};ext={extension[0]}" if extension else digits


def changes(old: str, new: str) -> list[tuple[str, str]]:
    """What became of a text, word by word: (kind, text) with kind "same", "removed" or "added", in reading order.

    "same" and "added" together are the new text to the letter. Lines are compared first, then the words of lines that
    changed; lines with too little in common to be compared in `MOST_COMPARED` steps are removed and added whole.
    """
    found: list[tuple[str, str]] = []
    budget = MOST_COMPARED
    for same, gone, come in _compared(_pieces(LINE, old), _pieces(LINE, new)):
        before, after = _pieces(WORD, gone), _pieces(WORD, come)
        cost = 0 if same else _cost([piece.key for piece in before], [piece.key for piece in after])
        if same or cost > budget:
            _join(found, same, gone, come)
            continue
        budget -= cost
        for same_words, old_words, new_words in _compared(before, after):
            _join(found, same_words, old_words, new_words)
    return found


# A line with the line ends before it, a word with the white space before it: white space alone is nothing to compare
LINE = re.compile(r"\n*[^\n]+|\n+")
WORD = re.compile(r"\s*\w+|\s*[^\w\s]|\s+")


class _Piece(NamedTuple):
    """A piece of a text, and the key by which two count as equal: how much white space, and which, does not matter."""

    key: str
    text: str


def _pieces(pattern: re.Pattern[str], text: str) -> list[_Piece]:
    first, *others = pattern.findall(f"\n{text}")  # the first piece has white space before it as the others have
    return [_Piece(_key(first), first[1:]), *(_Piece(_key(piece), piece) for piece in others)]


def _key(piece: str) -> str:
    return (" " if piece[:1].isspace() else "") + " ".join(piece.split())


def _compared(old: list[_Piece], new: list[_Piece]) -> Iterator[tuple[bool, str, str]]:
    """Runs in reading order: whether the texts are the same there, what stood there, what stands there now.

    In longer texts what is everywhere, such as a comma, is no place to begin from (difflib's `autojunk`).
    """
    matcher = SequenceMatcher(None, [piece.key for piece in old], [piece.key for piece in new])
    for kind, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        gone, come = old[from_old:to_old], new[from_new:to_new]
        yield kind == "equal", "".join(piece.text for piece in gone), "".join(piece.text for piece in come)


def _cost(old: list[str], new: list[str]) -> int:
    """An upper bound of the steps it takes to compare two lists: each pair of equal pieces, once for each run found."""
    too_many = len(new) // 100 + 1 if len(new) >= 200 else len(new)  # as difflib counts what is everywhere
    for _ in range(2):  # what they begin and end with costs nothing
        shorter = min(len(old), len(new))
        start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), shorter)
        old, new = old[start:][::-1], new[start:][::-1]
    there = {piece: times for piece, times in Counter(new).items() if times <= too_many}
    return sum(there.get(piece, 0) for piece in old) * min(len(old), len(new))


def _join(found: list[tuple[str, str]], same: bool, gone: str, come: str) -> None:
    """Add a run to what was found before it; neighbours of one kind become one.

    White space that both what is removed and what is added begin with stays as it was.
    """
    before, after = (text[: len(text) - len(text.lstrip())] for text in (gone, come))
    shared = come if same else before * (before == after)
    changed = [] if same else [("removed", gone[len(shared) :]), ("added", come[len(shared) :])]
    for kind, text in [("same", shared), *changed]:
        if text and found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1] + text)
        elif text:
            found.append((kind, text))
