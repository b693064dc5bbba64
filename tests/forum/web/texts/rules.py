"""Who may reword a text, and when it cannot be done."""

from __future__ import annotations

from forum.base.visibility import Viewer
from tests.forum.web.texts.models import Text


def can_reword(viewer: Viewer) -> bool:
    return viewer.is_secretariat or viewer.is_chair


def why_not_reword(text: Text) -> str:
    """A sentence for a text that is final; "" for any other."""
    return "Teksten er endelig og kan ikke rettes mere." if text.is_final else ""
