"""Text a person wrote: cleaned when stored, rendered by this one function when shown."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from html import escape

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")
TAGS = {
    "p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr",
    "h3", "h4", "h5", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
# Controls (but for newline and tab), line/paragraph separators and the marks that turn reading direction around
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
# What takes no room on the page: a name of these alone would be a link nobody can see or press
UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2060-\u2064\u2800\u3164\uffa0]")

# Between a phone number and its extension; `forms.fields.PhoneField` lets through what this can take apart
EXTENSION = r"[ ,]*(?:lokal|lok|ext|x|#)[.:]? ?"
LONGEST_WORD_DIFF = 3000  # words; comparing takes the square of it


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


# A meeting's page shows forty texts that seldom change, and rendering them costs more than the rest of the page
@lru_cache(maxsize=500)
def to_html(markdown: str, top_heading: int = 3) -> SafeString:
    """Markdown to the allow-listed HTML of the site, mails and PDFs; headings begin at `top_heading`."""
    html = MARKDOWN.render(markdown)
    html = re.sub(r"(</?h)([1-6])>", lambda m: f"{m[1]}{min(int(m[2]) - 1 + top_heading, 5)}>", html)
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto"},
        link_rel="noopener nofollow",
    )
    return SafeString(cleaned)


def to_plain(markdown: str) -> str:
    """Markdown to plain text for text mails and excerpts."""
    text = nh3.clean(MARKDOWN.render(markdown), tags=set())
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"), ("&nbsp;", " ")):
        text = text.replace(entity, char)
    return text.strip()


def spellings(word: str) -> list[str]:
    """A word as Danes may write it, the given first: å for aa and aa for å, and æ and ø for ae and oe."""
    ways = [word]
    for old, new in (("ae", "æ"), ("oe", "ø"), ("aa", "å"), ("å", "aa")):
        ways += [way.replace(old, new) for way in map(str.lower, ways[:]) if old in way]
    return list(dict.fromkeys(ways))


def counted(number: int, one: str, many: str) -> str:
    """»1 side«, »2 sider«, »0 sider«"""
    return f"{number} {one if number == 1 else many}"


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


def excerpt(markdown: str, length: int = 160) -> str:
    """The first `length` characters of the plain text, cut between words."""
    text = " ".join(to_plain(markdown).split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"


def paragraphs(text: str) -> SafeString:
    """Plain text as HTML paragraphs."""
    parts = [escape(part).replace("\n", "<br>") for part in re.split(r"\n{2,}", text.strip())]
    return SafeString("".join(f"<p>{part}</p>" for part in parts if part))


def changes(old: str, new: str) -> list[tuple[str, str]]:
    """What became of a text, word by word: (kind, text) with kind "same", "removed" or "added", in reading order.

    "same" and "added" together are the new text to the letter. Long texts are compared line by line.
    """
    before, after = (re.findall(r"\w+|\s+|[^\w\s]", text) for text in (old, new))
    if max(len(before), len(after)) > LONGEST_WORD_DIFF:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    matcher = SequenceMatcher(None, [_alike(word) for word in before], [_alike(word) for word in after], autojunk=False)
    found: list[tuple[str, str]] = []
    removed = added = ""
    for kind, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        gone, come = "".join(before[from_old:to_old]), "".join(after[from_new:to_new])
        if kind == "equal" and (come.strip() or not (removed or added)):
            found += [("removed", removed), ("added", added), ("same", come)]
            removed = added = ""
        else:  # a lone space between two changes belongs to both
            removed, added = removed + gone, added + come
    found += [("removed", removed), ("added", added)]
    return [(kind, text) for kind, text in found if text]


def _alike(word: str) -> str:
    """The key by which two pieces of text count as equal: white space and line ends do not matter."""
    return " " if word.isspace() else word.strip()
