"""Acts that can be undone: audited actions whose mails wait a minute."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from django.conf import settings

from forum.audit.context import act_under_way, audited, name_of
from forum.base.dates import near_day
from forum.base.visibility import Viewer
from forum.mail import outbox
from forum.mail.kinds import Kind
from forum.people.models import Member
from forum.undo.models import WAIT, Undo

P = ParamSpec("P")
R = TypeVar("R")
# Given the thing, locked, as it is now, and as it was before the act (an event of its history)
BeforeUndo = Callable[[Any, Any], None]
Page = Callable[[Any], str]  # the address of the thing's page
Day = Callable[[Any], datetime]  # of the thing
# A rule: may the viewer do such things to the thing as it was before the act (a row, or an event of its history)?
May = Callable[[Viewer, Any], bool]


def is_office(viewer: Viewer, thing: Any) -> bool:
    """The rule of what the secretariat alone does."""
    return viewer.is_secretariat


@dataclass(frozen=True)
class Act:
    """How an act that can be undone is spoken of, and what is special about undoing it."""

    label: str  # of the audited action
    of: str  # the keyword argument that names the thing it is done to
    sends: str  # what goes out, at the head of a sentence: "Indkaldelsen"
    kinds: tuple[str, ...]  # names of the kinds of mail that `sends` means, whose receivers are counted; (): all
    done: str  # a sentence for an act without mails: "Mødet er indkaldt."; "": without mails there is nothing to undo
    too_late: str  # what can be done instead when the mails have gone, a sentence
    may: May  # asked again when it is undone: roles are lost, too
    page: Page | None  # where to go afterwards, for a thing without an address of its own
    form: Page | None  # where what was written is put back, to be sent anew: `?fortrudt=` names the undone act
    day: Day | None  # tells the thing from another of the same name
    gives_way: tuple[str, ...]  # labels of models whose rows are put back though others have changed them since
    together: tuple[str, ...]  # columns whose later change is in the way, too: they belong with those of the act
    before_undo: BeforeUndo | None

    def called(self, thing: Any, now: datetime) -> str:
        """What the bar calls the thing, as it is now."""
        name = f"{thing}, {near_day(self.day(thing), now)}" if self.day else str(thing)
        return name[:200]


ACTS: dict[str, Act] = {}  # by the name of the audited action


def undoable(
    label: str,
    *,
    of: str,
    sends: str,
    done: str,
    kinds: tuple[Kind, ...] = (),
    too_late: str = "",
    may: May = is_office,
    page: Page | None = None,
    form: Page | None = None,
    day: Day | None = None,
    gives_way: tuple[str, ...] = (),
    together: tuple[str, ...] = (),
    before_undo: BeforeUndo | None = None,
    named: str = "",
    formerly: str = "",
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an audited action that its doer can undo for a minute, while the mails it queues wait.

    The function takes `by` (nothing that the system does is undoable), `now`, and what it is done to as the keyword
    argument `of`. Every model that it writes to must have a history, as must relations between many rows; only mails
    are looked after here. Within another audited action it is a part of that one, and cannot be undone by itself.
    What is done to many things alike is done `of` the member `by`, and `named` says what it is called in the member's
    stead. The other arguments are described at `Act`.
    """

    def decorator(function: Callable[P, R]) -> Callable[P, R]:
        names = tuple(kind.name for kind in kinds)
        act = Act(label, of, sends, names, done, too_late, may, page, form, day, gives_way, together, before_undo)
        ACTS[name_of(function)] = act

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            number, by = act_under_way(), kwargs.get("by")
            thing: Any = kwargs[of]
            if number is None or not isinstance(by, Member):
                return function(*args, **kwargs)
            now: Any = kwargs["now"]
            subject = (thing._meta.label_lower, thing.pk, named or act.called(thing, now))  # as it was
            with outbox.hold(number, now + WAIT) as held:
                result = function(*args, **kwargs)
            if held.count or done:
                _open(act, name_of(function), by, subject, now, held)
            return result

        return audited(label, formerly=formerly)(run)

    return decorator


def _open(act: Act, verb: str, by: Member, subject: tuple[str, int, str], now: datetime, held: outbox.Held) -> None:
    (kind, pk, name), until, to = subject, now + WAIT, _receivers(act, held.addresses)
    what = {"verb": verb, "by": by, "thing": kind, "thing_id": pk, "name": name}
    Undo.objects.create(act=held.act, **what, mails=held.count, goes_to=to, at=now, until=until)
    by.may_undo_until(until)


def _receivers(act: Act, by_kind: dict[str, set[str]]) -> str:
    """Whom the mails go to, as the bar says it: how many people, each once, and the records system."""
    meant = set(act.kinds or by_kind) & by_kind.keys() or by_kind.keys()
    addresses = set().union(*(by_kind[kind] for kind in meant))
    people = len(addresses - {settings.RECORDS_ADDRESS})
    parts = [str(people)] * bool(people) + ["journalen"] * (len(addresses) > people)
    return " og ".join(parts)
