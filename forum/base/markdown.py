"""Markdown that a person wrote: to the HTML of pages, mails and PDFs, to plain text, and to an excerpt.

The editor (`static/js/editor-schema.js`) reads and writes the same signs.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from html import escape, unescape

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode

LINE_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
TAGS = {
    "p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr",
    "h3", "h4", "h5", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ALIGNED = {"align-center", "align-right"}  # classes, since the policy for pages lets no style attribute in


def _line_break(state: StateInline, silent: bool) -> bool:
    """`<br>`: a cell of a table is one line in Markdown, and has no other way to hold two."""
    found = LINE_BREAK.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = found.end()
    return True


MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
MARKDOWN.disable("image").inline.ruler.before("autolink", "line_break", _line_break)


# A meeting's page shows forty texts that seldom change, and rendering them costs more than the rest of the page
@lru_cache(maxsize=500)
def to_html(markdown: str, top_heading: int = 3) -> SafeString:
    """Markdown to the allow-listed HTML of the site, mails and PDFs; headings begin at `top_heading`."""
    html = MARKDOWN.render(markdown)
    html = re.sub(r"(</?h)([1-6])>", lambda m: f"{m[1]}{min(int(m[2]) - 1 + top_heading, 5)}>", html)
    html = re.sub(r'<(t[hd]) style="text-align:(center|right)">', r'<\1 class="align-\2">', html)
    return SafeString(_boxed_tables(clean_html(html)))


def clean_html(html: str) -> str:
    """HTML of which only the allow-listed tags, attributes and kinds of address stay: the lock behind the renderer."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        allowed_classes={"th": ALIGNED, "td": ALIGNED},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener nofollow",
    )


def _boxed_tables(html: str) -> str:
    """Each table in a box of its own that scrolls when the page is narrow, also by keyboard, named by its headings."""
    met: Counter[str] = Counter()

    def boxed(table: re.Match[str]) -> str:
        cells = re.findall(r"<th\b[^>]*>(.*?)</th>", table[0], re.DOTALL)
        headings = (" ".join(unescape(re.sub(r"<[^>]*>", " ", cell)).split()) for cell in cells)
        name = "Tabel: " + ", ".join(filter(None, headings))
        met[name] += 1
        name = name.removesuffix(": ") + (f" ({met[name]})" if met[name] > 1 else "")
        return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name)}">{table[0]}</div>'

    return re.sub(r"<table>.*?</table>", boxed, html, flags=re.DOTALL)


def to_plain(markdown: str, *, addresses: bool = True) -> str:
    """Markdown to plain text: lists keep their numbers and dashes, quotes their sign.

    With `addresses` a link's address follows its words in brackets, when it says something else than them.
    """
    return _Plain(addresses).blocks(SyntaxTreeNode(MARKDOWN.parse(markdown)))


def one_line(markdown: str) -> str:
    """Markdown as plain text in one line; a dot in the middle stands between the points of a list."""
    text = _Plain(addresses=False, bullet="· ").blocks(SyntaxTreeNode(MARKDOWN.parse(markdown)))
    return " ".join(text.split()).removeprefix("· ")


def excerpt(markdown: str, length: int = 160) -> str:
    """The first `length` characters of the plain text, cut between words."""
    text = one_line(markdown)
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"


class _Plain:
    """Writes the tree of a Markdown text as plain text."""

    def __init__(self, addresses: bool, bullet: str = "- ") -> None:
        self.addresses, self.bullet = addresses, bullet

    def blocks(self, parent: SyntaxTreeNode) -> str:
        """The blocks with an empty line between them; none inside a tight list."""
        tight = any(child.type == "paragraph" and child.hidden for child in parent.children)
        return ("\n" if tight else "\n\n").join(filter(None, map(self.block, parent.children)))

    def block(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "bullet_list" | "ordered_list":
                return self.list(node)
            case "blockquote":
                return "\n".join(f"> {line}".rstrip() for line in self.blocks(node).split("\n"))
            case "table":
                rows = (row.children for part in node.children for row in part.children)
                return "\n".join(" | ".join(self.inline(cell, " / ") for cell in row) for row in rows)
            case "fence" | "code_block":
                return node.content.rstrip("\n")
            case "hr":
                return "---"
        return self.inline(node)

    def list(self, node: SyntaxTreeNode) -> str:
        items = []
        for number, item in enumerate(node.children, int(node.attrs.get("start", 1))):
            sign = f"{number}. " if node.type == "ordered_list" else self.bullet
            items.append(sign + self.blocks(item).replace("\n", "\n" + " " * len(sign)))
        loose = any(child.type == "paragraph" and not child.hidden for item in node.children for child in item.children)
        return re.sub(r"\n +(?=\n)", "\n", ("\n\n" if loose else "\n").join(items))

    def inline(self, node: SyntaxTreeNode, line_break: str = "\n") -> str:
        match node.type:
            case "softbreak":
                return " "
            case "hardbreak":
                return line_break
            case "text" | "code_inline":
                return node.content
        words = "".join(self.inline(child, line_break) for child in node.children)
        if node.type == "s":
            return f"(overstreget: {words})"  # left out, the sentence would say what was struck out
        address = str(node.attrs.get("href", "")) if node.type == "link" else ""
        if not self.addresses or re.sub("^(mailto|tel):", "", address) in {"", words}:
            return words
        return f"{words} ({address})"
