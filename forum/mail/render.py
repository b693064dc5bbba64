"""Mails: rendered from a text and an HTML template with the mail's own style sheet put into its elements."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import css_inline
from django.conf import settings
from django.db.models import Case, When
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse

from forum.audit.context import doer
from forum.base.logs import KEYS
from forum.base.visibility import SYSTEM
from forum.mail.kinds import Kind
from forum.mail.outbox import Rendered
from forum.people.models import Member

OWN = "[modtagerens eget link]"
ADDRESS = re.compile(r"https?://[^/\s\"'<>]+(/[^\s\"'<>?#]*)[^\s\"'<>]*")
LINK = re.compile(r"\s+href=([\"'])(.*?)\1", re.DOTALL)


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


def render(kind: Kind, subject: str, **context: Any) -> Rendered:
    """Render the kind's two templates; the subject must hold nothing confidential."""
    context |= {"subject": subject, "site_url": settings.SITE_URL, "site_name": settings.SITE_NAME}
    if "signer" not in context:
        context["signer"] = None if kind.is_secret else signer()
    text = re.sub(r"\n{3,}", "\n\n", render_to_string(f"mail/{kind.name}.txt", context)).strip() + "\n"
    html = render_to_string(f"mail/{kind.name}.html", context)
    return Rendered(subject=subject, text=text, html=_inliner().inline(html))


def signer() -> Member | None:
    """Who signs a mail: the secretary who does what it tells of, else the first of the secretariat with a telephone.

    None only in a forum without a secretariat.
    """
    who: Member | None = doer()
    if who is not None and who.is_secretariat:
        return who
    return (
        Member.objects.visible_to(SYSTEM).secretariat().order_by(Case(When(phone="", then=1), default=0), "pk").first()
    )


def link(name: str, *args: Any) -> str:
    """The full address of a page, for use outside requests."""
    return settings.SITE_URL + reverse(name, args=args)


def without_keys(mail: str) -> str:
    """A mail's text or HTML for the eyes of others: an address that is good for its bearer alone is not in it."""
    unlinked = LINK.sub(lambda found: "" if ADDRESS.sub(_own, found[2]) != found[2] else found[0], mail)
    return ADDRESS.sub(_own, unlinked)


def _own(address: re.Match[str]) -> str:
    path = address[1].rstrip(".,;:!)")  # a sentence may end with the address
    return OWN if any(_has_key(tried) for tried in (path, f"{path}/")) else address[0]


def _has_key(path: str) -> bool:
    try:
        return bool(KEYS & resolve(path).kwargs.keys())
    except Resolver404:
        return False
