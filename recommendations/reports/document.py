"""»Anbefalingsrapport«: the recommendations, their areas and the forum as one paper for one audience."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string

from forum.base import dates
from forum.base.pdf.render import Limits, Pdf, render
from forum.base.visibility import Audience, audience_viewer
from recommendations.reports.content import gather

TITLE = "Anbefalinger for udvikling og innovation i indkøb"
LIMITS = Limits(cpu=60, wall=90)
# What the cover says to whoever holds the paper
MAY_BE_READ_BY = {
    Audience.PUBLIC: "Rapporten må deles med alle.",
    Audience.MEMBERS: "Rapporten er for forummets medlemmer og dem, sekretariatet sender den til.",
    Audience.AUTHORITIES: "Fortroligt: kun for ordregivere (kommuner, SKI og KL). Må ikke deles med leverandører.",
    Audience.SECRETARIAT: "Internt: kun for sekretariatet.",
}
Step = Callable[[int, str], None]


@dataclass(frozen=True)
class Made:
    pdf: Pdf
    name: str


def html(*, audience: str, now: datetime) -> str:
    """The whole paper as HTML; everything in it was read through `visible_to` of its audience."""
    content = gather(audience_viewer(audience), now)
    context = {
        "title": TITLE,
        "subtitle": f"Anbefalingsrapport. Status {dates.short_day(now)}",
        "running": "Anbefalingsrapport",
        "date_line": f"Udarbejdet af KL's sekretariat for samarbejdsforummet {dates.long_day(now)}",
        "foot": f"{Audience(audience).label}. {dates.short_day(now)}",
        "audience_line": MAY_BE_READ_BY[Audience(audience)],
        "audience": Audience(audience),
        "is_confidential": audience in {Audience.AUTHORITIES, Audience.SECRETARIAT},
        "now": now,
        "written_at": now,
        "contact_mail": settings.CONTACT_MAIL,
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO,
        "content": content,
    }
    return render_to_string("pdf/recommendations.html", context)


def make(*, audience: str, now: datetime, step: Step = lambda percent, what: None) -> Made:
    """The PDF. `step` is told how far it is. Raises pdf.RenderFailed."""
    step(10, "Samler indholdet")
    page = html(audience=audience, now=now)
    step(35, "Sætter siderne op")
    made = render(page, limits=LIMITS)
    step(90, "Gemmer rapporten")
    return Made(
        made, f"Anbefalingsrapport {dates.local(now).date().isoformat()} ({Audience(audience).label.lower()}).pdf"
    )
