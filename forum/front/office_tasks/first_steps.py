"""»Kom i gang«: what a new forum needs, until all of it is there or a meeting has been held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from forum.base.visibility import Viewer
from forum.membership.models import Invitation
from forum.people.models import Member, Organisation, Seat, SeatHolding
from meetings.meeting.models import Meeting
from recommendations.wording.models import Recommendation


@dataclass(frozen=True)
class FirstStep:
    what: str
    verb: str
    url: str
    is_done: bool
    is_post: bool = False
    waits_for: str = ""  # what comes first, a sentence; then the step has no verb yet


@dataclass(frozen=True)
class Beginning:
    steps: list[FirstStep]  # empty when nothing is missing, and for a forum that is under way
    has_chair: bool

    @property
    def next(self) -> FirstStep | None:
        return next((step for step in self.steps if not (step.is_done or step.waits_for)), None)


def beginning(viewer: Viewer, now: datetime) -> Beginning:
    """What is done of the six first steps (one query). Who has been invited counts: the rest is the invited's."""
    done = _done(viewer, now)
    steps = [
        FirstStep("Hent kommunerne, SKI og KL", "Hent dem", reverse("forum:load_organisations"), done["organisations"],
                  is_post=True),
        FirstStep("Hent de ti anbefalinger", "Hent de ti", reverse("recommendations:load_ten"), done["ten"],
                  is_post=True),
        FirstStep("Inviter medlemmerne", "Inviter", reverse("forum:invite_many"), done["people"]),
        FirstStep("Vælg en forperson", "Vælg", reverse("forum:seats"), done["chair"],
                  waits_for="" if done["chair"] or done["seats"] else "Når medlemmerne er inviteret."),
        FirstStep("Inviter en kollega til sekretariatet", "Inviter", f"{reverse('forum:invite')}?som=secretariat",
                  done["colleague"]),
        FirstStep("Opret det første møde", "Opret", reverse("meetings:create"), done["meeting"]),
    ]  # fmt: skip
    is_over = done["held"] or all(step.is_done for step in steps)
    return Beginning([] if is_over else steps, has_chair=done["chair"])


def _done(viewer: Viewer, now: datetime) -> dict[str, Any]:
    sent = Invitation.objects.visible_to(viewer).silent()
    others = Member.objects.visible_to(viewer).secretariat().exclude(pk=OuterRef("pk"))
    meetings = Meeting.objects.visible_to(viewer)
    held = meetings.exclude(state__in=[Meeting.State.PLANNED, Meeting.State.CANCELLED]).filter(end__lt=now)
    me = Member.objects.visible_to(viewer).filter(pk=viewer.member_id)
    return dict(
        me.annotate(
            organisations=Exists(Organisation.objects.municipalities()),
            people=Exists(SeatHolding.objects.present()) | Exists(sent.exclude(seat=None)),
            ten=Exists(Recommendation.objects.visible_to(viewer)),
            seats=Exists(Seat.objects.filter(until=None)),
            chair=Exists(Seat.objects.filter(role=Seat.Role.CHAIR, until=None)),
            colleague=Exists(others) | Exists(sent.filter(is_secretariat=True)),
            meeting=Exists(meetings),
            held=Exists(held),
        )
        .values("organisations", "ten", "seats", "people", "chair", "colleague", "meeting", "held")
        .get()
    )
