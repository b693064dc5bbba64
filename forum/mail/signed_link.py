"""Signed links in mails: what a link is good for travels in the link itself, so that nobody need sign in."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.core.signing import Signer, TimestampSigner


@dataclass(frozen=True)
class SignedLink:
    """The fields of a subclass, in their order, are what its tokens carry: numbers and words alone.

    salt: tells the kind apart, so that the token of one opens no other.
    term: how long a token works; None: for good, where it can do no harm.
    """

    salt: ClassVar[str]
    term: ClassVar[timedelta | None] = None

    def token(self) -> str:
        return self._signer().sign_object(list(astuple(self)))

    @classmethod
    def read(cls, token: str) -> Self:
        """Raises SignatureExpired when the token is too old, BadSignature when it is not ours."""
        age: dict[str, Any] = {"max_age": cls.term} if cls.term else {}
        return cls(*cls._signer().unsign_object(token, **age))

    @classmethod
    def _signer(cls) -> Signer:
        return (TimestampSigner if cls.term else Signer)(salt=cls.salt, sep=".")
