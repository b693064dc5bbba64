"""Actions, what was agreed of them, and what happened to them since."""

from meetings.followup.models.actions import AGREED_DUE, AGREED_OWNER, SECRETARIAT, Action, Agreed
from meetings.followup.models.steps import ActionStep

__all__ = ["AGREED_DUE", "AGREED_OWNER", "SECRETARIAT", "Action", "ActionStep", "Agreed"]
