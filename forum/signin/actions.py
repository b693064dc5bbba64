"""Sign-in by a code in a mail: made, hashed, mailed; an unknown address costs the same work and leaves nothing."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from forum.mail import outbox
from forum.mail.render import link, render
from forum.people.models import Member
from forum.signin.mail import LIFETIME, SIGN_IN_CODE

DIGITS = 8


def member_with(address: str) -> Member | None:
    """Whom a code for this address is for; None costs the same query. A guest's ends with what is granted."""
    return Member.objects.let_in(timezone.now()).filter(email=address).first()


def members_with(addresses: Iterable[str]) -> set[str]:
    """Those of the addresses that a member signs in with."""
    return set(Member.objects.active().filter(email__in=list(addresses)).values_list("email", flat=True))


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def hash_code(code: str) -> str:
    """Keyed with SECRET_KEY: all hundred million codes tried against a stolen session row say nothing without it."""
    salt = secrets.token_urlsafe(9)
    return f"{salt}:{_digest(salt, code)}"


def code_matches(code: str, hashed: str) -> bool:
    """False for an empty hash too (an unknown address), after the same work."""
    salt, _, digest = hashed.partition(":")
    return constant_time_compare(_digest(salt, code), digest)


def _digest(salt: str, code: str) -> str:
    return salted_hmac(f"forum.signin.{salt}", code, algorithm="sha256").hexdigest()


def send_code(*, to: Member, code: str, now: datetime) -> None:
    """Queue the mail with the code; it is erased from the outbox when sent."""
    _send(to, code, now, keep=True)


def pretend_to_send_code(*, address: str, now: datetime) -> None:
    """For an address nobody has: the same queries and the same rendering as `send_code`, then undone."""
    _send(address, new_code(), now, keep=False)


def _send(to: Member | str, code: str, now: datetime, *, keep: bool) -> None:
    with transaction.atomic():
        mark = transaction.savepoint()
        _queue(to, code, now)
        (transaction.savepoint_commit if keep else transaction.savepoint_rollback)(mark)
        outbox.wake_on_commit()


def _queue(to: Member | str, code: str, now: datetime) -> None:
    rendered = render(
        SIGN_IN_CODE,
        f"Din kode til {settings.SITE_NAME}",
        code=f"{code[:4]} {code[4:]}",
        link=link("account_confirm_login_code"),
        minutes=int(LIFETIME.total_seconds() // 60),
    )
    outbox.queue(key=SIGN_IN_CODE.key(secrets.token_urlsafe(16)), kind=SIGN_IN_CODE, to=to, rendered=rendered, now=now)
