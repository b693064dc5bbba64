"""What can be searched: each kind's rows as the viewer may see them, its text, and where a hit leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    DateField,
    F,
    Func,
    OuterRef,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, Left, TruncDate
from django.urls import reverse
from django.utils.http import urlencode

from forum.base.compiled_queries import Param
from forum.base.search_index import RAW, joined_vectors, weighted
from forum.base.visibility import Viewer
from forum.people.models import Member, Organisation, Seat, SeatHolding
from meetings.agenda.models import AgendaItem, Attachment
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.models import Decision, Note, decision_words
from recommendations.areas.models import Area, AreaPartner, AreaUpdate
from recommendations.wording.models import Recommendation

BODY_LENGTH = 5000  # characters of a text that a hit's excerpt is cut from
# What is found, in the order of groups that fit equally well: address -> name
GROUPS = {
    "anbefalinger": "Anbefalinger",
    "beslutninger": "Beslutninger",
    "moeder": "Møder og referater",
    "omraader": "Innovationsområder",
    "personer": "Personer og organisationer",
    "dokumenter": "Dokumenter",
    "opgaver": "Opgaver",
}
_GROUP_OF = {
    "Anbefaling": "anbefalinger", "Beslutning": "beslutninger", "Innovationsområde": "omraader",
    "Status på område": "omraader", "Organisation": "personer", "Medlem": "personer", "Bilag": "dokumenter",
    "Opgave": "opgaver",
}  # fmt: skip
FIELD_END = "\x1f"  # between the fields of a text; no stored text holds it


@dataclass(frozen=True)
class Source:
    kind: str  # as it is read beside a hit
    model: Any
    fields: tuple[str, ...]  # title first; the same that the model's search index has, where it has one
    rows: Callable[[Viewer], Any]
    title: Any
    ref: Any
    url: Callable[[str], str]
    part: str = ""  # lookup of the number of the agenda item that the address points into
    meeting: str = ""  # lookup of the meeting it belongs to, "" for what belongs to none
    vector: Any = None  # its own words, when they are not the model's own
    also: Any = None  # what it is called besides, searched as a title but not shown in the excerpt
    also_is_for_members: bool = False
    # A condition, for what there are thousands of: only these rows are searched by `also`
    also_of: Any = None
    # Of what is found by more than its own words: their vector, the condition that a row may have one of them, its text
    words: Callable[[Viewer], Any] | None = None
    may_have: Callable[[Viewer, Any], Q] | None = None
    text: Callable[[Viewer], Any] | None = None
    kind_of: Any = None  # an expression, where its rows are of several kinds

    @property
    def group(self) -> str:
        return _GROUP_OF.get(self.kind, "moeder")

    def searches(self, viewer: Viewer, newest: bool) -> Iterator[tuple[Any, Any]]:
        """(condition, vector) of each search through the rows; a row that has the words may be found by several.

        `newest` is a search through few rows, all of which may be looked at.
        """
        if self.words and self.may_have:
            yield Q() if newest else self.may_have(viewer, asked("rarest")), self.words(viewer)
            return
        own = self.vector or self.model.vector.of()
        hides_also = self.also is None or (self.also_is_for_members and not viewer.is_member)
        if hides_also or self.also_of is not None:
            yield Q(), joined_vectors(own)
        if not hides_also:
            yield self.also_of or Q(), joined_vectors(own, weighted("A", self.also))


def _anchored(name: str) -> Callable[[str], str]:
    def url(ref: str) -> str:
        slug, _, number = ref.partition("#")
        return reverse(name, args=[slug]) + (f"#punkt-{number}" if number else "")

    return url


def _full_name(of: str = "") -> Any:
    """What `Organisation.full_name` says, for a query; `of` is the lookup of the organisation."""
    name, is_municipality = f"{of}name", Q(**{f"{of}kind": Organisation.Kind.MUNICIPALITY})
    own = [When(is_municipality & Q(**{name: short}), then=Value(own)) for short, own in Organisation.OWN_NAME.items()]
    plain = When(is_municipality, then=Concat(F(name), Value(" Kommune")))
    return Case(*own, plain, default=F(name), output_field=CharField())


def _partner_names() -> Any:
    """The names of an area's partners, as a subquery: a join would give one row for each partner."""
    partners = Organisation.objects.filter(partner_areas=OuterRef("pk")).order_by().values_list(_full_name())
    return Func(ArraySubquery(partners), Value(" "), function="array_to_string", output_field=TextField())


def asked(name: str) -> Any:
    """The tsquery that is given as this parameter."""
    return SearchQuery(Param(name, TextField()), **RAW)


def named_organisations(any_word: str) -> list[int]:
    """The pks of the organisations that have what this raw tsquery asks for in their name."""
    named = Organisation.objects.annotate(called=weighted("A", "name"))
    return list(named.filter(called=SearchQuery(any_word, **RAW)).order_by().values_list("pk", flat=True))


def _is_named(organisation: str) -> Q:
    """A condition: this column is one of the given `organisations`, the pks of `named_organisations`."""
    given = Cast(Param("organisations", ArrayField(BigIntegerField())), ArrayField(BigIntegerField()))
    template = "(%(expressions)s))"
    return Q(Func(organisation, given, template=template, arg_joiner=" = ANY(", output_field=BooleanField()))


def _is_addressed() -> Q:
    """A condition: the mail address is the given `address`."""
    given = Param("address", TextField())
    return Q(Func("email", given, template="(%(expressions)s)", arg_joiner=" = ", output_field=BooleanField()))


def _organisations(viewer: Viewer) -> Any:
    """Organisations that the viewer may find: all municipalities; for members also the others that have a seat."""
    seated = Seat.objects.filter(until=None).values("organisation")
    known = Q(kind=Organisation.Kind.MUNICIPALITY) | Q(pk__in=seated)
    return Organisation.objects.filter(known if viewer.is_member else Q(pk__in=[]))


def _seated(viewer: Viewer) -> Any:
    return SeatHolding.objects.present().filter(member__in=Member.objects.visible_to(viewer).active())


def _areas_with_named_partners() -> Any:
    return AreaPartner.objects.filter(_is_named("organisation")).values("area")


def _organisation_url(ref: str) -> str:
    """A municipality's page; for other organisations the directory's list of their people."""
    kind, _, name = ref.partition(":")
    if kind == Organisation.Kind.MUNICIPALITY:
        return reverse("front:municipality", args=[name])
    return f"{reverse('forum:directory')}?{urlencode({'q': name})}"


def _said_of_decision(viewer: Viewer) -> Any:
    """»Uddelegeret: Odense går foran.«, the area and the recommendation, as far as the viewer sees them."""

    def text(*whens: Any, default: Any = None) -> Any:
        return Case(*whens, default=default or Value(""), output_field=TextField())

    def joined(*parts: Any) -> Any:
        return Concat(*parts, output_field=TextField())

    kind = text(*[When(kind=kind, then=Value(str(kind.label))) for kind in Decision.Kind])
    said = text(When(text="", then=Value("")), default=joined(Value(": "), F("text")))
    area = text(When(area__in=Area.objects.visible_to(viewer), then=F("area__title")))
    number = joined(Value("Anbefaling "), F("recommendation__number"))
    about = text(When(recommendation__in=Recommendation.objects.visible_to(viewer), then=number))
    return joined(kind, said, Value(FIELD_END), area, Value(FIELD_END), about)


FORMER = "Tidligere medlem"
_SITTING = Q(is_secretariat=True) | Q(pk__in=SeatHolding.objects.present().values("member"))
MEMBER_KIND = Case(When(_SITTING, then=Value("Medlem")), default=Value(FORMER), output_field=CharField())
ADDRESS = Case(When(kind=Organisation.Kind.MUNICIPALITY, then=F("slug")), default=F("name"), output_field=CharField())
NUMBERED = Concat(Value("Anbefaling "), F("number"), output_field=CharField())
SOURCES = (
    Source(
        "Anbefaling", Recommendation, ("text", "why"),
        lambda viewer: Recommendation.objects.visible_to(viewer), NUMBERED, "number",
        lambda ref: reverse("recommendations:detail", args=[ref]), also=NUMBERED,
    ),
    Source(
        "Organisation", Organisation, ("name", "region"), _organisations, _full_name(),
        Concat(F("kind"), Value(":"), ADDRESS), _organisation_url, also=_full_name(),
    ),
    Source(
        "Medlem", SeatHolding, ("member__name", "member__title", "member__competences"), _seated,
        F("member__name"), "member", lambda ref: reverse("forum:member", args=[ref]),
        vector=Member.vector.of("member__"), also=_full_name("seat__organisation__"),
    ),
    Source(
        "Innovationsområde", Area, ("title", "description"),
        lambda viewer: Area.objects.visible_to(viewer), F("title"), "slug",
        lambda ref: reverse("recommendations:area", args=[ref]),
        also=Concat(_full_name("lead__"), Value(" "), _partner_names(), output_field=TextField()),
        also_of=_is_named("lead") | Q(pk__in=_areas_with_named_partners()),
    ),
    Source(
        "Status på område", AreaUpdate, ("sentence", "next_step"),
        lambda viewer: AreaUpdate.objects.visible_to(viewer), F("area__title"), "area__slug",
        lambda ref: reverse("recommendations:area", args=[ref]),
    ),
    Source(
        "Møde", Meeting, ("title", "place", "introduction"),
        lambda viewer: Meeting.objects.visible_to(viewer), F("title"), "slug", _anchored("meetings:detail"),
    ),
    Source(
        "Punkt på dagsorden", AgendaItem, ("title", "background", "motion"),
        lambda viewer: AgendaItem.objects.visible_to(viewer),
        F("title"), "meeting__slug", _anchored("meetings:detail"), "number", "meeting",
    ),
    Source(
        "Bilag", Attachment, ("title",),
        lambda viewer: Attachment.objects.visible_to(viewer),
        F("title"), "item__meeting__slug", _anchored("meetings:detail"), "item__number", "item__meeting",
    ),
    Source(
        "Referat", Note, ("text",), lambda viewer: Note.objects.visible_to(viewer),
        F("item__title"), "item__meeting__slug", _anchored("meetings:minutes"), "item__number", "item__meeting",
    ),
    Source(
        "Beslutning", Decision, ("text",), lambda viewer: Decision.objects.visible_to(viewer),
        F("item__title"), "pk", lambda ref: reverse("meetings:decision", args=[ref]), meeting="item__meeting",
        words=decision_words.words_of, may_have=decision_words.may_have, text=_said_of_decision,
    ),
    Source(
        "Opgave", Action, ("text",), lambda viewer: Action.objects.visible_to(viewer),
        F("text"), "pk", lambda ref: reverse("meetings:action_move", args=[ref]), meeting="item__meeting",
        also=_full_name("owner__organisation__"), also_is_for_members=True,
        also_of=_is_named("owner__organisation"),
    ),
    Source(
        "Medlem", Member, ("name", "title", "competences"),
        lambda viewer: Member.objects.visible_to(viewer).active(), F("name"), "pk",
        lambda ref: reverse("forum:member", args=[ref]),
        also=F("email"), also_is_for_members=True, also_of=_is_addressed(), kind_of=MEMBER_KIND,
    ),
)  # fmt: skip
BY_KIND = {source.kind: source for source in SOURCES}
BY_KIND[FORMER] = BY_KIND["Medlem"]


def _day_of(source: Source) -> Any:
    """A meeting's own day, or that of the meeting it belongs to."""
    if source.model is Meeting:
        return TruncDate("start")
    return TruncDate(f"{source.meeting}__start") if source.meeting else Cast(Value(None), DateField())


def columns(source: Source, viewer: Viewer) -> dict[str, Any]:
    """The columns that all sources share, so that one UNION searches them all."""
    ref: Any = Cast(source.ref, CharField())
    if source.part:
        ref = Concat(ref, Value("#"), Cast(source.part, CharField()))
    shown = source.fields[source.title == F(source.fields[0]) :]  # the excerpt does not say the title again
    words = [part for field in shown for part in (F(field), Value(FIELD_END))] or [Value(""), Value("")]
    text = source.text(viewer) if source.text else Concat(*words, output_field=CharField())
    nothing = Cast(Value(None), CharField())
    return {
        "found_in": source.kind_of or Value(source.kind, CharField()),
        "ref": ref,
        "heading": Cast(source.title, CharField()),
        "body": Left(text, BODY_LENGTH),
        "meeting_title": F(f"{source.meeting}__title") if source.meeting else nothing,
        "day": _day_of(source),
    }
