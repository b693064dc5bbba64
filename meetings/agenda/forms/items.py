"""What the secretariat writes about an agenda item and its attachments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict

from forum.base.fields import LineField, LongField, field_of
from forum.base.stale import RevisionField, rebind
from forum.base.text import file_size
from forum.base.visibility import SYSTEM, WIDEST_FIRST, Audience, Viewer, is_wider
from forum.people.models import Member, Seat
from meetings.agenda.models import AgendaItem, Attachment
from meetings.meeting.models import Meeting
from recommendations.areas.models import Area
from recommendations.wording.models import Recommendation

OUT_ALREADY = "Punktet er frigivet. De, du vælger, kan læse det, så snart du gemmer."
READ_NOW = {
    Audience.PUBLIC: "Alle på nettet kan nu finde det.",
    Audience.MEMBERS: "Hele forummet kan nu læse det.",
    Audience.AUTHORITIES: "Alle ordregivere kan nu læse det.",
    Audience.SECRETARIAT: "Sekretariatet kan nu læse det.",
}
# A meeting's pages are for members alone, so what being public does must be said
PUBLIC_ITEM = (
    "»Offentlig« betyder, at alle på nettet kan finde punktet, og det, der kommer ud af det, i søgningen, under "
    "Beslutninger og på siden om den anbefaling eller det område, det handler om. "
    "Mødets egen side er kun for medlemmer."
)
PUBLIC_ATTACHMENT = (
    "»Offentlig« betyder, at alle på nettet kan finde bilagets titel i søgningen. Kun medlemmer kan hente filen."
)


def audiences_within(parent: str) -> list[tuple[str, str]]:
    """The audiences a child may have: its parent's and narrower."""
    return [(one.value, str(one.label)) for one in WIDEST_FIRST if not is_wider(one, parent)]


def _offer(field: Any, parent: str, what_public_does: str) -> None:
    """The audiences that fit under the parent, and what being public means where that is one of them."""
    field.choices = audiences_within(parent)
    if parent == Audience.PUBLIC:
        field.help_text = f"{field.help_text} {what_public_does}".strip()


class SeatChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Seat) -> str:
        return obj.organisation.full_name


class RecommendationChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Recommendation) -> str:
        words = obj.text if len(obj.text) <= 70 else obj.text[:70].rsplit(" ", 1)[0] + " …"
        return f"{obj.number}. {words}"


class ItemForm(forms.Form):
    """A new item."""

    title = LineField(label="Titel", max_length=200, error_messages={"required": "Skriv, hvad punktet handler om."})
    kind = forms.ChoiceField(label="Hvad skal der ske?", choices=AgendaItem.Kind.choices, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label="Minutter",
        min_value=1,
        max_value=600,
        initial=15,
        widget=forms.NumberInput(attrs={"class": "input-number"}),
    )
    responsible: forms.Field = SeatChoice(label="Ansvarlig", queryset=None, required=False, empty_label="Sekretariatet")
    audience = forms.ChoiceField(label="Hvem må se punktet?", widget=forms.RadioSelect)
    disqualified: forms.Field = forms.ModelMultipleChoiceField(
        label="Inhabile",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="De kan hverken se punktet, dets bilag eller referat, og de får ingen mail om det.",
    )
    background = LongField(label="Sagsfremstilling", rows=10, editor=True, required=False)
    motion = LongField(
        label="Indstilling", rows=4, editor=True, required=False, help_text="Det, forummet bliver bedt om at gøre."
    )
    recommendation: forms.Field = RecommendationChoice(
        label="Handler om anbefaling", queryset=None, required=False, empty_label="Ingen bestemt"
    )
    area: forms.Field = forms.ModelChoiceField(
        label="Handler om innovationsområde", queryset=None, required=False, empty_label="Intet bestemt"
    )

    def __init__(self, *args: Any, meeting: Meeting, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(field_of(self, "audience"), meeting.audience, PUBLIC_ITEM)
        if not self.initial.get("audience"):
            self.initial["audience"] = max((Audience.MEMBERS, Audience(meeting.audience)), key=WIDEST_FIRST.index)
        choices: dict[str, QuerySet[Any]] = {
            "responsible": Seat.objects.filter(until=None).select_related("organisation"),
            "disqualified": Member.objects.seated().visible_to(SYSTEM).order_by("name"),
            "recommendation": Recommendation.objects.in_force().visible_to(viewer),
            "area": Area.objects.running().visible_to(viewer),
        }
        for name, queryset in choices.items():
            field_of(self, name).queryset = queryset


class SavedItemForm(ItemForm):
    """An item that is there already."""

    revision = RevisionField()

    def __init__(self, *args: Any, item: AgendaItem, viewer: Viewer, **kwargs: Any) -> None:
        kwargs["initial"] = initial_of(item)
        super().__init__(*args, meeting=item.meeting, viewer=viewer, **kwargs)
        if item.is_released:
            field = field_of(self, "audience")
            field.help_text = f"{OUT_ALREADY} {field.help_text}".strip()

    def show_unsaved(self, sent: QueryDict) -> bool:
        """Let the unbound form show what was sent along with something else; False when nothing in it is unsaved."""
        shown = {name: sent.getlist(name) if name == "disqualified" else sent.get(name, "") for name in self.fields}
        written = {name: field for name, field in self.fields.items() if name != "revision"}
        saved = {name: self.get_initial_for_field(field, name) for name, field in written.items()}
        if "title" not in sent or not any(field.has_changed(saved[n], shown[n]) for n, field in written.items()):
            return False
        self.initial.update(shown)
        return True

    def keep_closed(self, saved: AgendaItem) -> None:
        """Disqualify those whom either choice disqualifies, when somebody else saved the item first."""
        kept = {str(pk) for pk in saved.disqualified.values_list("pk", flat=True)}
        chosen = {str(member.pk) for member in self.cleaned_data["disqualified"]}
        rebind(self, disqualified=sorted(kept | chosen))


def initial_of(item: AgendaItem) -> dict[str, Any]:
    names = ("title", "kind", "minutes", "audience", "background", "motion", "revision")
    chosen = {name: getattr(item, name) for name in names}
    linked = {"responsible": item.responsible_id, "recommendation": item.recommendation_id, "area": item.area_id}
    return chosen | linked | {"disqualified": list(item.disqualified.values_list("pk", flat=True))}


def saved_sentence(was: AgendaItem, form: SavedItemForm) -> str:
    """What saving does at once to an item that is out: who may read it now, and who may know its title already.

    `was` is the item before it is saved.
    """
    said, data = ["Punktet er gemt."], form.cleaned_data
    if was.is_released and is_wider(data["audience"], was.audience):
        said.append(READ_NOW[Audience(data["audience"])])
    added = [member.name for member in data["disqualified"] if member.pk not in form.initial["disqualified"]]
    if was.is_released and added:
        said.append(f"{' og '.join(added)} kan have fået titlen i en tidligere mail.")
    return " ".join(said)


def shut_out_sentence(item: AgendaItem, was: str, now: datetime) -> str:
    """Which guests cannot read the item since its audience, which `was` another, has been saved; "" for nobody."""
    names = item.guests_shut_out(now) if item.audience != was else []
    they = f"{' og '.join(names)} er inviteret som gæst til punktet og kan ikke længere læse det."
    return f" {they} Ret det under Gæster." if names else ""


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


LIMIT = file_size(settings.FILE_MAX_BYTES)


class ManyFilesField(forms.FileField):
    """Several files in one field; each must pass on its own."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = data if isinstance(data, list) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in sent or [None]]


class UploadForm(forms.Form):
    """Several files at once; each is checked by its content when it is stored.

    Its fields belong to the item's form on the page, so that what is written there comes along.
    """

    uploads: forms.Field = ManyFilesField(
        label="Vælg filer",
        allow_empty_file=True,  # refused by its content, with its name
        help_text=f"PDF, Word, Excel, PowerPoint, billeder eller tekst. Højst {LIMIT} for hver.",
        error_messages={"required": "Vælg mindst én fil."},
    )
    upload_audience = forms.ChoiceField(label="Hvem må se dem?")

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(field_of(self, "upload_audience"), item.audience, PUBLIC_ATTACHMENT)
        for field in self.fields.values():
            field.widget.attrs["form"] = "punkt"
        self.initial.setdefault("upload_audience", item.audience)


class AttachmentForm(forms.Form):
    title = LineField(label="Titel", max_length=200, error_messages={"required": "Skriv, hvad bilaget hedder."})
    audience = forms.ChoiceField(label="Hvem må se bilaget?")
    revision = RevisionField()

    def __init__(self, *args: Any, attachment: Attachment, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(attachment, name) for name in ("title", "audience", "revision")}
        super().__init__(*args, **kwargs)
        _offer(field_of(self, "audience"), attachment.item.audience, PUBLIC_ATTACHMENT)


class VersionForm(forms.Form):
    """The next file of an attachment."""

    upload = forms.FileField(
        label="Vælg filen",
        allow_empty_file=True,  # refused by its content, with its name
        help_text=f"Højst {LIMIT}. Den gamle fil gemmes som en tidligere version.",
        error_messages={"required": "Vælg en fil."},
    )
    revision = RevisionField()

    def __init__(self, *args: Any, attachment: Attachment, **kwargs: Any) -> None:
        kwargs["initial"] = {"revision": attachment.revision}
        super().__init__(*args, **kwargs)
