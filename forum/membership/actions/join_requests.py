"""Requests to join: asked, confirmed from the mail, answered by the secretariat, forgotten in time."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from forum.audit.context import audited
from forum.base import states
from forum.base.addresses import clean_address
from forum.base.stale import StaleError
from forum.mail import outbox
from forum.mail.render import link, render
from forum.membership.actions import invitations
from forum.membership.mail import JOIN_CONFIRM, JOIN_DECLINED, JOIN_KNOWN, JOIN_RECEIVED
from forum.membership.models import Invitation, JoinRequest
from forum.people.models import Member, Organisation, Seat

State = JoinRequest.State
OPEN = (State.UNCONFIRMED, State.CONFIRMED)
SALT = "forum.join-request"
UNCONFIRMED_DAYS = 7  # a link in a mail works as long, and then the request goes
ANSWERED_DAYS = 180  # how long an answered request is kept


def token_of(request: JoinRequest) -> str:
    return signing.dumps([request.pk, _digest(request)], salt=SALT)


def from_token(token: str) -> JoinRequest | None:
    """The request as it was when the link was mailed; None for old and outdated links. Raises BadSignature."""
    try:
        pk, digest = signing.loads(token, salt=SALT, max_age=timedelta(days=UNCONFIRMED_DAYS))
    except signing.SignatureExpired:
        return None
    request = JoinRequest.objects.filter(pk=pk).first()
    return request if request and _digest(request) == digest else None


def _digest(request: JoinRequest) -> str:
    """Binds a link to the words it confirms: asked anew with other words, the older link is void."""
    words = "\n".join((request.email, request.name, request.organisation, request.why))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


@audited("Søgte om plads")
def ask(*, name: str, email: str, organisation: str, why: str, now: datetime, by: None = None) -> None:
    """Store the request and mail a link. Whoever asks sees the same answer whether the address is known or not."""
    email = clean_address(email)
    today = timezone.localdate(now)
    member = Member.objects.active().filter(email=email).first()
    if member:
        rendered = render(JOIN_KNOWN, "Du er allerede med i forummet", url=link("front:home"), member=member)
        outbox.queue(key=JOIN_KNOWN.key("member", email, today), kind=JOIN_KNOWN, to=email, rendered=rendered, now=now)
        return
    request = _open_request(email, {"name": name, "organisation": organisation, "why": why})
    if request.state == State.CONFIRMED:
        rendered = render(JOIN_KNOWN, "Vi har din ansøgning", url=link("front:about"))
        outbox.queue(key=JOIN_KNOWN.key(request.pk, today), kind=JOIN_KNOWN, to=email, rendered=rendered, now=now)
        return
    rendered = render(
        JOIN_CONFIRM, "Bekræft din ansøgning om plads", url=link("front:join_confirm", token_of(request))
    )  # none of the asker's words: the address may be a stranger's
    key = JOIN_CONFIRM.key(request.pk, _digest(request), today)
    outbox.queue(key=key, kind=JOIN_CONFIRM, to=email, rendered=rendered, now=now, about={"request": request.pk})


def _open_request(email: str, words: dict[str, str]) -> JoinRequest:
    """The address's open request, with the newest words while nobody has confirmed it; or a new one."""
    try:
        with transaction.atomic():
            found, is_new = JoinRequest.objects.select_for_update().get_or_create(
                email=email, state__in=OPEN, defaults={**words, "state": State.UNCONFIRMED}
            )
    except IntegrityError:  # asked twice in the same instant
        found, is_new = JoinRequest.objects.select_for_update().get(email=email, state__in=OPEN), False
    if not is_new and found.state == State.UNCONFIRMED:
        JoinRequest.objects.filter(pk=found.pk).update(**words)
        found.refresh_from_db()
    return found


@audited("Bekræftede")
def confirm(*, request: JoinRequest, now: datetime, by: None = None, via: str = "mail-link") -> None:
    """The address is the asker's own; now the secretariat hears of it."""
    states.move(request, State.CONFIRMED)
    url = link("forum:join_request", request.pk)
    rendered = render(JOIN_RECEIVED, "Ny ansøgning om plads i forummet", request=request, url=url)
    for secretary in Member.objects.secretariat():
        key, about = JOIN_RECEIVED.key(request.pk, f"member-{secretary.pk}"), {"request": request.pk}
        outbox.queue(key=key, kind=JOIN_RECEIVED, to=secretary, rendered=rendered, now=now, about=about)


@audited("Imødekom ansøgning")
def approve(
    *,
    request: JoinRequest,
    by: Member,
    now: datetime,
    seat: Seat | None = None,
    organisation: Organisation | None = None,
    supplier: str = "",
    is_substitute: bool = False,
) -> Invitation:
    """Invite the asker to a seat: one that is there, or a new one for an organisation or a new supplier."""
    if not states.can_move(request, State.APPROVED):
        raise StaleError("Ansøgningen er allerede besvaret.")
    invitation = invitations.invite(
        email=request.email,
        name=request.name,
        seat=seat,
        organisation=organisation,
        supplier=supplier,
        is_substitute=is_substitute,
        by=by,
        now=now,
    )
    states.move(request, State.APPROVED, answered_at=now, answered_by=by, invitation=invitation)
    return invitation


@audited("Afslog")
def decline(*, request: JoinRequest, answer: str, by: Member, now: datetime) -> None:
    """A kind word by mail; nothing else comes of it."""
    states.move(request, State.DECLINED, answer=answer, answered_at=now, answered_by=by)
    rendered = render(JOIN_DECLINED, "Svar på din ansøgning om plads", request=request, answer=answer, by=by)
    outbox.queue(key=JOIN_DECLINED.key(request.pk), kind=JOIN_DECLINED, to=request.email, rendered=rendered, now=now)


def forget(*, now: datetime) -> int:
    """Delete the requests nobody confirmed, and those answered long ago; says how many."""
    stale = JoinRequest.objects.filter(state=State.UNCONFIRMED, created_at__lt=now - timedelta(days=UNCONFIRMED_DAYS))
    old = JoinRequest.objects.filter(answered_at__lt=now - timedelta(days=ANSWERED_DAYS))
    with transaction.atomic():
        return stale.delete()[0] + old.delete()[0]
