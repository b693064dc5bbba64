"""Actions, what was agreed of them, and what happened to them since."""

from meetings.followup.models.actions import SECRETARIAT, Action, Agreed
from meetings.followup.models.steps import ActionStep

__all__ = ["SECRETARIAT", "Action", "ActionStep", "Agreed"]
