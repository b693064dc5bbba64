"""Who may see what: the audiences, the viewer, and the one query that every protected model is read through."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, ClassVar, Generic, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.http import Http404

T = TypeVar("T")


class Audience(models.TextChoices):
    """From the widest to the narrowest; a child is never wider than its parent."""

    PUBLIC = "public", "Offentlig"
    MEMBERS = "members", "Hele forummet"
    AUTHORITIES = "authorities", "Kun ordregivere"
    SECRETARIAT = "secretariat", "Kun sekretariatet"


WIDEST_FIRST = list(Audience)


def is_wider(one: str, other: str) -> bool:
    return WIDEST_FIRST.index(Audience(one)) < WIDEST_FIRST.index(Audience(other))


def stricter_audience(one: str, other: str) -> str:
    """The one of two audiences that fewer people belong to."""
    return other if is_wider(one, other) else one


def as_wide_as(audience: str) -> frozenset[str]:
    """The audience with all that are wider: what a reader of this one may read."""
    return frozenset(WIDEST_FIRST[: WIDEST_FIRST.index(Audience(audience)) + 1])


OPEN = as_wide_as(Audience.MEMBERS)  # what every member may read; all else is closed, and said in no mail


@dataclass(frozen=True)
class Granted:
    """What somebody may see beyond their seats: one thing, at one audience; made of a live `forum.people` Grant."""

    kind: str
    thing: str  # the label of its model, »meetings.meeting«
    pk: int
    audience: str
    instead_of: int | None = None  # the member whose place it is: what that one is disqualified from stays closed


@dataclass(frozen=True)
class Viewer:
    """Everything about a person that visibility and rules depend on. `Member.as_viewer` makes it."""

    member_id: int | None = None
    name: str = ""
    audiences: frozenset[str] = frozenset({Audience.PUBLIC})
    seat_ids: frozenset[int] = frozenset()
    organisation_ids: frozenset[int] = frozenset()
    is_secretariat: bool = False
    is_chair: bool = False
    is_paper: bool = False  # see `audience_viewer`
    readers: frozenset[int] | None = None  # the members whom a paper is made for; None: anybody of its audience
    grants: frozenset[Granted] = frozenset()  # live now
    roles: tuple[str, ...] = field(default=(), compare=False)
    picture_of: int | None = field(default=None, compare=False)  # as `Member.picture_of`, for the frame of each page

    @property
    def is_member(self) -> bool:
        return Audience.MEMBERS in self.audiences

    @property
    def is_authority(self) -> bool:
        return Audience.AUTHORITIES in self.audiences

    @property
    def is_signed_in(self) -> bool:
        return self.member_id is not None

    def grants_on(self, model: type[models.Model], pk: int) -> list[Granted]:
        """What is granted to the viewer on this very thing."""
        return [grant for grant in self.grants if (grant.thing, grant.pk) == (model._meta.label_lower, pk)]

    @property
    def is_guest(self) -> bool:
        """Without a seat, and let in by a grant alone."""
        return bool(self.grants) and not self.is_member

    def in_part(self) -> Viewer:
        """A guest as the viewer of what is granted and of nothing else, public things included; a member as is."""
        return self if self.is_member else replace(self, audiences=frozenset())


NOBODY = Viewer()
# Who the planner and other machinery are: what they make is rendered anew for each receiver
SYSTEM = Viewer(name="systemet", audiences=frozenset(Audience), is_secretariat=True)


def audience_viewer(audience: str, readers: Iterable[int] | None = None) -> Viewer:
    """A viewer that stands for readers of one audience: what it sees may be in a paper that is sent to all of them.

    It sees released rows only, and no row from which one of the `readers`, members by their ids, is disqualified. Where
    nobody knows who will read it (None), it sees no row from which any member is.
    """
    known = None if readers is None else frozenset(readers)
    return Viewer(audiences=as_wide_as(audience), is_paper=True, readers=known)


def may_read(viewer: Viewer, audience: str, barred: Collection[int] = ()) -> bool:
    """Whether the viewer may read what was kept with this audience and these disqualified (members' ids): what
    `visible_to` says of rows, for a text that outlives its row.
    """
    if audience not in viewer.audiences or viewer.member_id in barred:
        return False
    if viewer.is_paper and barred:
        return viewer.readers is not None and viewer.readers.isdisjoint(barred)
    return True


class Alike(Generic[T]):
    """What is found out once for all viewers who see the same of some rows.

    Only their audiences tell them apart, and of those who are `barred` from one of the rows (members' ids) who they
    are: `find` is asked with a viewer who stands for all that are alike.
    """

    def __init__(self, barred: Container[int], find: Callable[[Viewer], T]) -> None:
        self.barred, self.find = barred, find
        self.known: dict[Viewer, T] = {}

    def of(self, viewer: Viewer) -> T:
        same = Viewer(audiences=viewer.audiences, is_secretariat=viewer.is_secretariat)
        if viewer.member_id in self.barred:
            same = replace(same, member_id=viewer.member_id)
        if same not in self.known:
            self.known[same] = self.find(same)
        return self.known[same]


def reader_sets(rows: ProtectedQuerySet, readers: Iterable[int]) -> list[frozenset[int]]:
    """The readers (members' ids) in sets of those who are disqualified from the same of these rows.

    A paper for many is made once for each set, so that one disqualified member empties it for nobody else.
    """
    barred_from: dict[int, set[int]] = {reader: set() for reader in readers}
    for path in rows.model.hidden_paths:
        for pk, member in rows.filter(**{f"{path}__in": list(barred_from)}).values_list("pk", path):
            if member in barred_from:
                barred_from[member].add(pk)
    sets: dict[frozenset[int], set[int]] = {}
    for reader, barred in barred_from.items():
        sets.setdefault(frozenset(barred), set()).add(reader)
    return [frozenset(members) for members in sets.values()]


class ProtectedQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The rows this viewer may see; the object question and the list question are this same query."""
        model: Any = self.model
        allowed = self._within(viewer.audiences) & self._published_to(viewer)
        if model.fixed_audience and model.fixed_audience not in viewer.audiences:
            allowed = Q(pk__in=[])
        granted = Q()
        for grant in viewer.grants:
            if path := model.grant_paths.get(grant.thing):
                granted |= self._granted(path, grant, viewer)
        if granted:  # beside a query of its own: joined to many rows, `own_paths` would give a row once for each
            allowed = Q(pk__in=model._base_manager.filter(allowed).order_by().values("pk")) | granted
        return self.filter(model.not_removed & allowed)._less_what_is_kept_from(viewer)

    def _less_what_is_kept_from(self, viewer: Viewer) -> Self:
        """Without what one is disqualified from, and others' private rows: last, so that nothing opens it again."""
        model: Any = self.model
        rows = self
        for path in model.hidden_paths:
            if viewer.member_id:
                rows = rows.exclude(**{path: viewer.member_id})
            elif viewer.is_paper and viewer.readers is None:
                rows = rows.filter(**{f"{path}__isnull": True})
            elif viewer.readers:
                rows = rows.exclude(**{f"{path}__in": viewer.readers})
        if model.owner_only:
            rows = rows.filter(**{model.owner_only: viewer.member_id}) if viewer.member_id else rows.none()
        return rows

    def _within(self, audiences: frozenset[str]) -> Q:
        """The condition that every audience of a row is one of these, or that it has no such parent."""
        model: Any = self.model
        every = Q()
        for path in model.audience_paths:
            within = Q(**{f"{path}__in": audiences})
            for parent in model.optional_parents:
                if audiences and path.startswith(f"{parent}__"):  # for want of a parent nothing is open to no audience
                    within |= Q(**{f"{parent}__isnull": True})
            every &= within
        return every

    def _published_to(self, viewer: Viewer) -> Q:
        """The condition that a row is published, or the viewer's own; for the secretariat there is none."""
        model: Any = self.model
        if viewer.is_secretariat:  # also one with grants: see `programme`, `as_released`
            return Q()
        published: Q = model.published
        for path in model.own_paths:
            published |= Q(**{path: viewer.member_id}) if viewer.member_id else Q(pk__in=[])
        return published

    def _granted(self, path: str, grant: Granted, viewer: Viewer) -> Q:
        """The condition that a row belongs to the granted thing, and is as open as the grant says.

        It opens nothing that is neither published nor the viewer's own, and nothing from which the member whose place
        it is, is disqualified.
        """
        model: Any = self.model
        open_to_grant = self._within(as_wide_as(grant.audience)) & self._published_to(viewer)
        rows = model._base_manager.filter(open_to_grant, **{path: grant.pk})
        if grant.instead_of:
            for hidden in model.hidden_paths:
                rows = rows.exclude(**{hidden: grant.instead_of})
        return Q(pk__in=rows.order_by().values("pk"))


class Protected(models.Model):
    """A model that is only read through `visible_to`.

    audience_paths: lookups of every audience that must include the viewer (its own and its parents').
    optional_parents: lookups of parents that a row may be without; then its other audiences stand alone.
    fixed_audience: for models whose rows all have the same audience.
    published:      what else must hold for others than the secretariat (a released agenda, say).
    not_removed:    what must hold for everyone, the secretariat too (not removed, say).
    own_paths:      lookups to the member who sees the row before it is published.
    hidden_paths:   lookups to members who must not see the row (disqualified).
    grant_paths:    by the label of a thing (»meetings.meeting«), the lookup to it: a grant on the thing opens the row.
    owner_only:     lookup of the one member who sees the row; nobody else does, the secretariat included.
    """

    audience_paths: ClassVar[tuple[str, ...]] = ()
    optional_parents: ClassVar[tuple[str, ...]] = ()
    fixed_audience: ClassVar[str] = ""
    published: ClassVar[Q] = Q()
    not_removed: ClassVar[Q] = Q()
    own_paths: ClassVar[tuple[str, ...]] = ()
    hidden_paths: ClassVar[tuple[str, ...]] = ()
    grant_paths: ClassVar[Mapping[str, str]] = {}
    owner_only: ClassVar[str] = ""

    class Meta:
        abstract = True

    @property
    def narrowest(self) -> str:
        """The strictest of the row's own audience and those above it. What it hangs on must be at hand."""
        audiences = [self.fixed_audience, *(_at(self, path) for path in self.audience_paths)]
        return reduce(stricter_audience, filter(None, audiences), Audience.PUBLIC.value)

    @property
    def is_closed(self) -> bool:
        """True when fewer than all members may read the row, by its own audience or by one above it."""
        return self.narrowest not in OPEN

    @property
    def read_by(self) -> str:
        """Who may read the row, in words: »Kun ordregivere«."""
        return str(Audience(self.narrowest).label)


def _at(row: Any, path: str) -> str:
    """The audience at the end of a lookup; "" when what it leads over is not there."""
    for name in path.split("__"):
        row = getattr(row, name, None)
    return row or ""


def get_visible_or_404(source: Any, viewer: Viewer, **lookup: Any) -> Any:
    """One row of a protected model or queryset. Raises Http404 alike for "not yours" and "not there"."""
    rows: Any = source if isinstance(source, models.QuerySet) else source._default_manager.all()
    try:
        return rows.visible_to(viewer).get(**lookup)
    except (rows.model.DoesNotExist, ValueError, OverflowError):
        raise Http404 from None


def audience_field(default: str = Audience.MEMBERS, **more: Any) -> models.CharField[Any, Any]:
    return models.CharField("kan læses af", max_length=12, choices=Audience, default=default, **more)
