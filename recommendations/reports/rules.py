"""Who may receive a report, and the sentence that tells why not."""

from __future__ import annotations

from forum.base.visibility import NOBODY, Audience, Viewer


def why_not_receive(audience: str, name: str, receiver: Viewer | None, *, is_vouched: bool = False) -> str:
    """Why a report for `audience` must not go to this receiver (None: nobody we know), or "".

    Outside the forum the secretariat may vouch for a reader (the board, a municipality's director) as far as what
    all members see; what is for authorities or the secretariat alone never leaves the people we know.
    """
    if audience in (receiver or NOBODY).audiences:
        return ""
    label = Audience(audience).label.lower()
    if receiver is not None:
        return f"{name} må ikke læse rapporten. Den er for: {label}."
    if audience != Audience.MEMBERS:
        return f"{name} er ikke medlem af forummet, og rapporten er for: {label}."
    return "" if is_vouched else f"{name} er ikke medlem af forummet. Sæt flueben ved, at modtageren må læse rapporten."
