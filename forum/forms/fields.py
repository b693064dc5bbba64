"""Form fields for what a person writes: cleaned of control characters, limited in length, one line or many."""

from __future__ import annotations

from typing import Any

from django import forms

from forum.text import clean, clean_line

LONG = 20_000  # characters; the longest text anybody writes here fits many times over


class LineField(forms.CharField):
    """One line: a title, a name, a sentence."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class LongField(forms.CharField):
    """A longer text. With `editor=True` it is Markdown, and `vendor/editor.js` on the page puts an editor over it."""

    def __init__(self, *, rows: int = 8, editor: bool = False, max_length: int = LONG, **kwargs: Any) -> None:
        attrs: dict[str, Any] = {"rows": rows}
        if editor:
            attrs["data-editor"] = ""
        super().__init__(widget=forms.Textarea(attrs=attrs), max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")
