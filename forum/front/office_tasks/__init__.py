"""The secretariat's desk: everything that needs a person now, each with the one verb that does it or leads there."""

from forum.front.office_tasks.desk import Desk, desk_of
from forum.front.office_tasks.figures import figures
from forum.front.office_tasks.first_steps import beginning
from forum.front.office_tasks.line import Line

__all__ = ["Desk", "Line", "beginning", "desk_of", "figures"]
