"""Who may do what with a recommendation's wording and state, and the sentence that tells why not yet."""

from __future__ import annotations

from forum.base.visibility import Viewer
from recommendations.wording.models import Recommendation

REWORDABLE = (
    Recommendation.State.DRAFT,
    Recommendation.State.PRELIMINARY,
    Recommendation.State.REVISION,
)


# Why a step cannot be taken from where a recommendation is
FIRST = {
    Recommendation.State.CONSULTATION: "En vedtaget anbefaling skal først tages op til revision.",
    Recommendation.State.PROPOSED: "En vedtaget anbefaling skal først tages op til revision.",
    Recommendation.State.ADOPTED: "Anbefalingen skal være indstillet, før den kan vedtages.",
    Recommendation.State.REVISION: "Kun en vedtaget anbefaling kan tages op til revision.",
    Recommendation.State.SUPERSEDED: "Kun en vedtaget anbefaling kan afløses af en anden.",
}


def can_edit_recommendations(viewer: Viewer) -> bool:
    return viewer.is_secretariat


def why_not_reword(recommendation: Recommendation) -> str:
    """Why the wording is closed to changes as things are, or ""."""
    if recommendation.state in REWORDABLE:
        return ""
    if recommendation.state == Recommendation.State.ADOPTED:
        return "Ordlyden er vedtaget. Tag anbefalingen op til revision, før du ændrer den."
    if recommendation.is_final:
        return "Anbefalingen gælder ikke længere, så ordlyden ligger fast."
    return "Ordlyden ligger fast, mens anbefalingen er i høring eller indstillet. Gør den foreløbig igen først."


def why_not_move(recommendation: Recommendation, to: str) -> str:
    """Why the recommendation cannot be moved to `to` now, or ""."""
    if to in Recommendation.NEXT.get(Recommendation.State(recommendation.state), ()):
        return ""
    if to == recommendation.state:
        return f"Anbefalingen er allerede »{recommendation.get_state_display().lower()}«."
    if recommendation.is_final:
        return f"Anbefalingen er »{recommendation.get_state_display().lower()}«, og det kan ikke gøres om."
    return FIRST.get(Recommendation.State(to), "Det kan ikke ske fra den tilstand, anbefalingen har nu.")
