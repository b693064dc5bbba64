"""What happens to members: their sessions, what they write about themselves, that they leave and are forgotten."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from forum import audit
from forum.models import Member


def living_sessions(member: Member) -> list[UserSession]:
    """Where the member is signed in now, newest first; reading it changes nothing."""
    rows = list(UserSession.objects.filter(user=member).order_by("-created_at"))
    keys = [row.session_key for row in rows]
    living = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list(
            "session_key", flat=True
        )
    )
    return [row for row in rows if row.session_key in living]


@audit.verb
def end_sessions(member: Member, *, keep: str = "", by: Member | None) -> int:
    """Sign the member out everywhere but in the session `keep`; answers how many living sessions ended."""
    rows = UserSession.objects.filter(user=member).exclude(session_key=keep)
    keys = list(rows.values_list("session_key", flat=True))
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return ended
