"""Mails: rendered from a text and an HTML template with the mail's own style sheet put into its elements."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from forum.outbox import Rendered


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


def render(template: str, subject: str, **context: Any) -> Rendered:
    """Render `templates/mail/<template>.txt` and `.html`; the subject must hold nothing confidential."""
    context |= {"subject": subject, "site_url": settings.SITE_URL, "site_name": settings.SITE_NAME}
    text = re.sub(r"\n{3,}", "\n\n", render_to_string(f"mail/{template}.txt", context)).strip() + "\n"
    html = render_to_string(f"mail/{template}.html", context)
    return Rendered(subject=subject, text=text, html=_inliner().inline(html))


def link(name: str, *args: Any) -> str:
    """The full address of a page, for use outside requests."""
    return settings.SITE_URL + reverse(name, args=args)
