"""Tags for the frame round every page and for the components: navigation, messages, icons, initials."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from forum.base.visibility import NOBODY, Viewer

register = template.Library()

# Which navigation a person meets, in order: label and the name of the page
PUBLIC_PAGES = [
    ("Hjem", "front:home"),
    ("Anbefalinger", "recommendations:list"),
    ("Områder", "recommendations:areas"),
    ("Om forummet", "front:about"),
    ("Bliv en del af forummet", "front:join"),
]
MEMBER_PAGES = [
    ("Hjem", "front:home"),
    ("Møder", "meetings:list"),
    ("Beslutninger", "meetings:decisions"),
    ("Anbefalinger", "recommendations:list"),
    ("Områder", "recommendations:areas"),
    ("Medlemmer", "forum:directory"),
]
SECRETARIAT_PAGES = [
    ("Mails", "forum:outbox"),
    ("Rapporter", "recommendations:reports"),
    ("Invitationer", "forum:invitations"),
]


FILE_ICONS = {
    "pdf": "file-pdf",
    **dict.fromkeys(("doc", "docx", "odt"), "file-word"),
    **dict.fromkeys(("xls", "xlsx", "ods", "csv"), "file-excel"),
    **dict.fromkeys(("png", "jpg", "jpeg", "webp"), "file-image"),
}


@dataclass(frozen=True)
class NavItem:
    label: str
    address: str
    is_current: bool


def _items(pages: list[tuple[str, str]], path: str) -> list[NavItem]:
    found = []
    for label, name in pages:
        address = reverse(name)
        current = path == address if address == "/" else path.startswith(address)
        found.append(NavItem(label, address, current))
    return found


def _path(context: dict[str, Any]) -> str:
    request = context.get("request")
    return request.path if request else ""


@register.simple_tag(takes_context=True)
def main_nav(context: dict[str, Any]) -> list[NavItem]:
    viewer: Viewer = context.get("viewer") or NOBODY
    return _items(MEMBER_PAGES if viewer.is_member else PUBLIC_PAGES, _path(context))


@register.simple_tag(takes_context=True)
def secretariat_nav(context: dict[str, Any]) -> list[NavItem]:
    """The secretariat's navigation; an empty list for all others."""
    viewer: Viewer = context.get("viewer") or NOBODY
    return _items(SECRETARIAT_PAGES, _path(context)) if viewer.is_secretariat else []


@register.simple_tag
@cache
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the design system, for the eye only: the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon-svg {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra,
        static("vendor/icons.svg"),
        name,
    )


@register.filter
def initials(name: str) -> str:
    """»Anne-Marie Bech Sørensen« -> »AS«; for the round mark where a picture could be."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def tone(name: str) -> str:
    """The CSS class of the colour behind these initials, "tone-1" to "tone-6": always the same for the same name."""
    return f"tone-{zlib.crc32(name.encode()) % 6 + 1}"


@register.simple_tag
def write_to_secretariat(subject: str) -> str:
    """The address of a link that opens a mail to the secretariat with this subject."""
    return f"mailto:{settings.CONTACT_MAIL}?subject={quote(subject)}"


@register.filter
def undo_address(message: Message) -> str:
    """The address a message's "Fortryd" posts to: `messages.success(request, "...", extra_tags="undo:/sti/")`."""
    return _tagged(message, "undo")


@register.filter
def change_address(message: Message) -> str:
    """The page where what a message tells of may be changed: `extra_tags="change:/sti/#sted"`."""
    return _tagged(message, "change")


def _tagged(message: Message, name: str) -> str:
    for tag in (message.extra_tags or "").split():
        if tag.startswith(f"{name}:/"):
            return tag.removeprefix(f"{name}:")
    return ""


@register.filter
def file_icon(name: str) -> str:
    """The icon for a file by the end of its name."""
    return FILE_ICONS.get(name.rpartition(".")[2].lower(), "file")
