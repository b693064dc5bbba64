"""The mail about a recommendation whose wording is new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from forum.base.visibility import SYSTEM
from forum.mail import outbox, unsubscribe
from forum.mail.kinds import Kind
from forum.mail.models import OutboxMail
from forum.mail.render import link, render
from forum.people.models import Member, NotificationChoice
from recommendations.wording.models import Recommendation, RecommendationVersion


def tell_reworded(version: RecommendationVersion, *, to: Iterable[Member], now: datetime) -> None:
    """Tell each of the members `to` the recommendation's new wording."""
    recommendation = version.recommendation
    for member in to:
        rendered = render(
            REWORDED,
            f"Ny ordlyd: anbefaling {recommendation.number}",
            recommendation=recommendation,
            version=version,
            member=member,
            url=link("recommendations:detail", recommendation.number),
            unsubscribe_url=unsubscribe.address(member, REWORDED),
        )
        outbox.queue(
            key=REWORDED.key(version.pk, f"member-{member.pk}"),
            kind=REWORDED,
            to=member,
            rendered=rendered,
            now=now,
            about={"recommendation": recommendation.pk, "version": version.number},
        )


def _why_not_send(mail: OutboxMail, now: datetime) -> str:
    """The receiver may still see the recommendation, and no newer wording was told.

    A slip of the pen corrected in silence does not stop the news: nobody else would bring it.
    """
    viewer = mail.viewer(now)
    seen = viewer and Recommendation.objects.visible_to(viewer).filter(pk=mail.about["recommendation"]).first()
    if not seen:
        return "Modtageren kan ikke længere se anbefalingen."
    newer = OutboxMail.objects.visible_to(SYSTEM).filter(
        kind=REWORDED.name, about__recommendation=seen.pk, about__version__gt=mail.about["version"]
    )
    return "Ordlyden er ændret igen siden." if newer.exists() else ""


REWORDED = Kind(
    "recommendations.reworded",
    "Ny ordlyd af en anbefaling",
    NotificationChoice.Kind.RECOMMENDATIONS,
    check=_why_not_send,
)
KINDS = [REWORDED]
