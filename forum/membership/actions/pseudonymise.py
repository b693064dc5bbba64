"""Those who left are forgotten after the retention time: their name goes, what the forum decided stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pghistory.models
import pgtrigger
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from forum.audit.context import audited
from forum.mail import outbox
from forum.mail.models import OutboxMail
from forum.mail.outbox import UNKNOWN
from forum.membership.actions import members
from forum.membership.models import Invitation, JoinRequest
from forum.people.models import Grant, Member
from forum.people.models.members import new_secret

NAME = "Tidligere medlem"
UNUSED_DAYS = 180  # how long an invitation nobody used keeps its name and address
ERASED = {"name": NAME, "title": "", "phone": "", "competences": "", "picture": None}
# The trail is append-only by triggers; forgetting a person is the one thing that may rewrite it
TRAILS = ("MemberEvent", "InvitationEvent")
UNLOCKED = [f"forum.{trail}:append_only" for trail in TRAILS]


def due(now: datetime) -> QuerySet[Member]:
    """Who left, or lost their last seat, longer ago than the retention time."""
    limit = now - timedelta(days=settings.RETENTION_DAYS_AFTER_LEAVING)
    unseated = Q(is_secretariat=False, last_seat__lt=timezone.localdate(limit)) & ~Q(holdings__until=None)
    granted = Grant.objects.live(now).values("member")
    rows = Member.objects.filter(pseudonymised_at=None).exclude(pk__in=granted)
    rows = rows.annotate(last_seat=Max("holdings__until"))
    return rows.filter(Q(left_at__lt=limit) | unseated)


def pseudonymise_due(*, now: datetime) -> int:
    """Hourly; safe to run twice."""
    found = list(due(now))
    for member in found:
        pseudonymise(member=member, by=None, now=now)
    return len(found)


@audited("Glemte ubrugte invitationer")
def forget_unused(*, now: datetime, by: Member | None = None) -> int:
    """Who was invited long ago and never came is forgotten; that somebody was invited stays."""
    old = Invitation.objects.filter(member=None, expires_at__lt=now - timedelta(days=UNUSED_DAYS))
    found = list(old.exclude(state=Invitation.State.ACCEPTED).exclude(email__endswith=UNKNOWN))
    for invitation in found:
        blank = f"ubrugt-{invitation.pk}{UNKNOWN}"
        Invitation.objects.filter(pk=invitation.pk).update(email=blank, name="", greeting="", answer="")
        with pgtrigger.ignore(*UNLOCKED):
            _event("InvitationEvent").filter(pgh_obj_id=invitation.pk).update(email=blank, name="")
    return len(found)


@audited("Glemte person efter opbevaringstiden")
def pseudonymise(*, member: Member, by: Member | None, now: datetime) -> None:
    """Take the person out of every row and of the trail; seats, decisions and papers keep what they say."""
    email, blank = member.email, f"udtraadt-{member.pk}{UNKNOWN}"
    members.end_sessions(member, by=by)
    for model in (Authenticator, EmailAddress, SocialAccount):
        _rows(model).filter(user=member).delete()
    member.notification_choices.all().delete()
    member.receiver_lists.clear()
    Member.objects.filter(pk=member.pk).update(
        **ERASED,
        email=blank,
        is_active=False,
        is_secretariat=False,
        left_at=member.left_at or now,
        calendar_secret=new_secret(),
        pseudonymised_at=now,
    )
    Invitation.objects.filter(email=email).update(email=blank, name=NAME, greeting="", answer="")
    JoinRequest.objects.filter(email=email).update(email=blank, name=NAME, why="", answer="")
    mails = OutboxMail.objects.filter(Q(to_member=member) | Q(to_address=email))
    outbox.forget_receivers(mails, blank, subject="(slettet)")
    _rewrite_trail(member, email, blank)


def _rewrite_trail(member: Member, email: str, blank: str) -> None:
    with pgtrigger.ignore(*UNLOCKED):
        _event("MemberEvent").filter(pgh_obj_id=member.pk).update(**ERASED, email=blank)
        _event("InvitationEvent").filter(email=email).update(email=blank, name=NAME)
    contexts = pghistory.models.Context.objects.annotate(actor=KeyTextTransform("user", "metadata"))
    for context in contexts.filter(actor=str(member.pk)).iterator():
        context.metadata["name"] = NAME
        context.save(update_fields=["metadata"])


def _event(name: str) -> QuerySet[Any]:
    return _rows(apps.get_model("forum", name))


def _rows(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._base_manager.all()
    return rows
