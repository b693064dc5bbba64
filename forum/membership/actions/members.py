"""What happens to members: their sessions, what they write about themselves, that they leave and are forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from forum.audit.context import audited
from forum.base import states
from forum.base.addresses import clean_address
from forum.base.stale import StaleError
from forum.files.models import StoredFile
from forum.mail import outbox
from forum.mail.render import link, render
from forum.membership import losses
from forum.membership.actions import seats
from forum.membership.mail import ADDRESS_CHANGED, LEFT, MEMBER_LEFT
from forum.membership.models import Invitation
from forum.people.models import Member, NotificationChoice, Seat
from forum.people.models.members import new_secret


def living_sessions(member: Member) -> list[UserSession]:
    """Where the member is signed in now, newest first; reading it changes nothing."""
    rows = list(UserSession.objects.filter(user=member).order_by("-created_at"))
    keys = [row.session_key for row in rows]
    unexpired = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    living = set(unexpired.values_list("session_key", flat=True))
    return [row for row in rows if row.session_key in living]


@audited("Loggede ud på andre enheder")
def end_sessions(member: Member, *, keep: str = "", by: Member | None) -> int:
    """Sign the member out everywhere but in the session `keep`; answers how many living sessions ended."""
    rows = UserSession.objects.filter(user=member).exclude(session_key=keep)
    keys = list(rows.values_list("session_key", flat=True))
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return ended


@audited("Rettede profil")
def update_profile(*, member: Member, by: Member, now: datetime, **words: str) -> None:
    """Writes the words given (name, title, phone, competences) and leaves the others as they are."""
    for name, text in words.items():
        setattr(member, name, text)
    member.save(update_fields=list(words))


@audited("Rettede mailadresse")
def change_address(*, member: Member, email: str, by: Member, now: datetime, reason: str = "") -> None:
    """The address mail goes to and codes are sent to; whoever was signed in by the old one is signed out.

    Raises ValidationError when somebody else has the address.
    """
    email, old = clean_address(email), member.email
    if email == member.email:
        raise ValidationError(f"Det er den adresse, {member} har i dag.")
    if Invitation.objects.open(now).filter(email=email).exists():
        raise ValidationError(f"Der er en åben invitation til {email}. Træk den først tilbage.")
    try:
        with transaction.atomic():
            Member.objects.filter(pk=member.pk).update(email=email)
    except IntegrityError:
        raise ValidationError(f"{email} tilhører en anden i forummet.") from None
    EmailAddress.objects.filter(user=member).delete()  # allauth's own note of the old one
    end_sessions(member, by=by)
    member.refresh_from_db()
    _tell_of_address(member, old, by, now)


def _tell_of_address(member: Member, old: str, by: Member, now: datetime) -> None:
    """To the old address, where a wrong change is noticed; to the new one, which signs in from now on.

    The old one does not name the new: the mailbox may be somebody else's by now.
    """
    facts = {"member": member, "by": by, "contact_mail": settings.CONTACT_MAIL, "url": link("account_login")}
    for to, is_new in ((old, False), (member, True)):
        rendered = render(ADDRESS_CHANGED, "Din mailadresse i forummet er ændret", is_new=is_new, **facts)
        key = ADDRESS_CHANGED.key(member.pk, "new" if is_new else "old", now.isoformat())
        outbox.queue(key=key, kind=ADDRESS_CHANGED, to=to, rendered=rendered, now=now)


@audited("Skiftede billede")
def set_picture(*, member: Member, picture: StoredFile | None, by: Member, now: datetime) -> None:
    """The old picture's file is swept up when nothing points to it any more."""
    member.picture = picture
    member.save(update_fields=["picture"])


@audited("Valgte beskeder")
def choose_notifications(
    *, member: Member, choices: Mapping[str, str], by: Member, now: datetime, via: str = ""
) -> None:
    for kind, pace in choices.items():
        NotificationChoice.objects.update_or_create(member=member, kind=kind, defaults={"pace": pace})


@audited("Trådte ud")
def leave(*, member: Member, by: Member, now: datetime, reason: str = "") -> None:
    """The person goes: seats stay vacant, every session ends. Raises ValidationError for the last secretary."""
    secretaries = list(Member.objects.secretariat().select_for_update().values_list("pk", flat=True))
    if secretaries == [member.pk]:
        raise ValidationError(
            "Der skal være mindst én i sekretariatet. Inviter en anden til sekretariatet, før den sidste går."
        )
    changed = Member.objects.filter(pk=member.pk, is_active=True).update(
        is_active=False, is_secretariat=False, left_at=now, calendar_secret=new_secret()
    )
    if not changed:
        raise StaleError("Adgangen er allerede lukket.")
    held = member.holdings.present().filter(is_substitute=False).select_related("seat__organisation")
    vacant = [holding.seat for holding in held]
    withdrawn = seats.end_all_holdings(member, now)
    _tell_of_leaving(member, vacant, withdrawn, now)
    for invitation in Invitation.objects.silent().filter(email=member.email):
        states.move(invitation, Invitation.State.WITHDRAWN)
        losses.follow_invitation(invitation, now)
    end_sessions(member, by=by)
    member.refresh_from_db()


def _tell_of_leaving(member: Member, vacant: list[Seat], withdrawn: int, now: datetime) -> None:
    """A receipt to the one who goes, while the address is still known; the secretariat has a seat to fill.

    `withdrawn`: the number of other mails that the one who goes gets, about coming meetings.

    The secretariat's mail does not name who left: its own page does, for as long as the name is kept.
    """
    contact, days = settings.CONTACT_MAIL, settings.RETENTION_DAYS_AFTER_LEAVING
    names = [seat.organisation.full_name for seat in vacant]
    chairless = any(seat.role == Seat.Role.CHAIR for seat in vacant)
    facts = {"member": member, "seats": names, "withdrawn": withdrawn, "days_kept": days, "contact_mail": contact}
    receipt = render(LEFT, "Du er meldt ud af forummet", **facts)
    outbox.queue(key=LEFT.key(member.pk, now.isoformat()), kind=LEFT, to=member.email, rendered=receipt, now=now)
    subject = "Forpersonen har forladt forummet" if chairless else "Et medlem har forladt forummet"
    rendered = render(MEMBER_LEFT, subject, seats=names, chairless=chairless, url=link("front:home"))
    for secretary in Member.objects.secretariat():
        key = MEMBER_LEFT.key(member.pk, now.isoformat(), f"member-{secretary.pk}")
        outbox.queue(key=key, kind=MEMBER_LEFT, to=secretary, rendered=rendered, now=now)


@audited("Nulstillede to-trins-login")
def forget_second_factor(*, member: Member, by: Member | None, now: datetime, reason: str = "") -> int:
    """For the one who lost both phone and emergency codes: the next sign-in sets a new factor up."""
    removed, _ = Authenticator.objects.filter(user=member).delete()
    end_sessions(member, by=by)
    return removed
