"""The kinds of mail: each says all about itself, and each app's index hands over those that its subjects send."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from forum.files.models import StoredFile
from forum.mail.models import OutboxMail

KEY_LENGTH = 200  # characters that the column `key` holds


@dataclass(frozen=True)
class Content:
    """What a mail says when it is rendered anew, and the `about` that belongs to these words."""

    text: str
    html: str
    about: Mapping[str, Any]
    files: Sequence[StoredFile] | None = None  # attached from now on; None: those that are


# All are asked just before a mail is sent, by delivery, with the time it is; they read and never write
Wait = Callable[[OutboxMail, datetime], datetime | None]  # when to ask again, None when nothing is waited for
Check = Callable[[OutboxMail, datetime], str]  # why the mail must not go, "" when it may
Rerender = Callable[[OutboxMail, datetime], Content | None]  # None when the stored text may go


def wait_for_nothing(mail: OutboxMail, now: datetime) -> datetime | None:
    """The wait of a kind that is whole when it is queued."""
    return None


def never_outdated(mail: OutboxMail, now: datetime) -> str:
    """The check of a kind that keeps its sense however late it is sent."""
    return ""


def as_stored(mail: OutboxMail, now: datetime) -> Content | None:
    """The rerender of a kind whose text does not depend on what its receiver may see when it is sent."""
    return None


@dataclass(frozen=True)
class Kind:
    """One kind of mail. Its name is also that of its two templates, `templates/mail/<name>.txt` and `.html`."""

    name: str
    label: str  # what the secretariat calls it
    # The NotificationChoice.Kind that stops it, or unsubscribe.DIGEST; None: nobody may stop it
    choice: str | None = None
    is_secret: bool = False  # what it says is for its receiver alone: shown to nobody, erased when sent
    is_urgent: bool = False  # somebody waits for it at the screen: it goes before all that is not
    wants_answer: bool = False  # it asks its receiver to write back, so a reply sent by a machine tells something
    wait: Wait = wait_for_nothing  # for what is made in the background to be attached
    check: Check = never_outdated
    rerender: Rerender = as_stored

    @property
    def is_optional(self) -> bool:
        return self.choice is not None

    def key(self, *about: object) -> str:
        """What one mail of this kind is about, as its unique key: the kind's name, then the parts, with colons."""
        key = ":".join([self.name, *map(str, about)])
        if len(key) <= KEY_LENGTH:
            return key
        return f"{self.name}:{hashlib.sha256(key.encode()).hexdigest()}"


_KINDS: dict[str, Kind] = {}


def register(kinds: Iterable[Kind]) -> None:
    """Take over an app's kinds when the site starts. Raises ImproperlyConfigured for two kinds of one name."""
    for kind in kinds:
        if _KINDS.setdefault(kind.name, kind) is not kind:
            raise ImproperlyConfigured(f"Two kinds of mail are called {kind.name}.")


def registered() -> list[Kind]:
    """Every kind of mail that the site sends."""
    return list(_KINDS.values())


def find(name: str) -> Kind | None:
    """The kind that a stored mail is of; None for a kind that the site no longer sends."""
    return _KINDS.get(name)


def label_of(name: str) -> str:
    """What the secretariat calls a kind of mail; a kind that the site no longer sends is called by its bare name."""
    kind = find(name)
    return kind.label if kind else name.rpartition(".")[2].replace("_", " ").replace("-", " ").capitalize()
