"""Addresses of meetings."""

from django.urls import URLPattern, URLResolver, path

from forum.http import View
from meetings.views import (
    actions,
    agenda,
    attachments,
    attendance,
    convocation,
    decisions,
    meetings,
    minutes,
    notes,
    papers,
    remarks,
)
from meetings.views.moved import follows_moves

app_name = "meetings"
Patterns = list[URLPattern | URLResolver]


def at(route: str, view: View, name: str) -> URLPattern:
    """A page below the meeting's own address."""
    return path(f"<slug:slug>/{route}", follows_moves(view), name=name)


minutes_patterns: Patterns = [
    path("opgaver/", actions.listing, name="actions"),
    path("opgaver/svar/<str:token>/", actions.answer, name="action_answer"),
    path("opgaver/<int:action>/", actions.move, name="action_move"),
    at("referat/", minutes.minutes, "minutes"),
    at("referat/begynd/", minutes.start, "minutes_start"),
    at("referat/skriv/", notes.write, "minutes_write"),
    at("referat/deltagere/", notes.present, "minutes_present"),
    at("referat/punkt/<int:item>/", notes.save, "note_save"),
    at("referat/punkt/<int:item>/kladde/", notes.keep, "note_keep"),
    at("referat/punkt/<int:item>/kladde/kasser/", notes.discard, "note_discard"),
    at("referat/punkt/<int:item>/beslutning/", decisions.add_decision, "decision_add"),
    at("referat/punkt/<int:item>/opgave/", decisions.add_action, "action_add"),
    at("referat/beslutning/<int:decision>/", decisions.edit_decision, "decision_edit"),
    at("referat/beslutning/<int:decision>/fjern/", decisions.remove_decision, "decision_remove"),
    at("referat/beslutning/<int:decision>/gendan/", decisions.restore_decision, "decision_restore"),
    at("referat/opgave/<int:action>/", decisions.edit_action, "action_edit"),
    at("referat/opgave/<int:action>/fjern/", decisions.remove_action, "action_remove"),
    at("referat/opgave/<int:action>/gendan/", decisions.restore_action, "action_restore"),
    at("referat/punkt/<int:item>/bemaerkning/", remarks.send, "remark_send"),
    at("referat/bemaerkning/<int:remark>/", remarks.answer, "remark_answer"),
    at("referat/bemaerkning/<int:remark>/traek-tilbage/", remarks.withdraw, "remark_withdraw"),
    at("referat/frigiv/", minutes.release, "minutes_release"),
    at("referat/traek-tilbage/", minutes.withdraw, "minutes_withdraw"),
    at("referat/godkend/", minutes.approve, "minutes_approve"),
    at("referat/genaabn/", minutes.reopen, "minutes_reopen"),
    at("referat/laas/", minutes.lock, "minutes_lock"),
    at("referat/pdf/", papers.paper, "minutes_paper"),
]

meetings_patterns: Patterns = [
    path("", meetings.meeting_list, name="list"),
    path("nyt/", meetings.create, name="create"),
    path("svar/<str:token>/", attendance.rsvp, name="rsvp"),
    path("punkt/<int:pk>/", agenda.item, name="item"),
    path("punkt/<int:pk>/flyt/", agenda.item_move, name="item_move"),
    path("punkt/<int:pk>/fjern/", agenda.item_remove, name="item_remove"),
    path("punkt/<int:pk>/fortryd/<int:place>/", agenda.item_restore, name="item_restore"),
    path("punkt/<int:pk>/bilag/", attachments.upload, name="upload"),
    path("bilag/<int:pk>/", attachments.attachment, name="attachment"),
    path("bilag/<int:pk>/ret/", attachments.attachment_edit, name="attachment_edit"),
    path("bilag/<int:pk>/flyt/", attachments.attachment_move, name="attachment_move"),
    path("bilag/<int:pk>/fjern/", attachments.attachment_remove, name="attachment_remove"),
    path("bilag/<int:pk>/fortryd/", attachments.attachment_restore, name="attachment_restore"),
    at("", meetings.detail, "detail"),
    at("kalender.ics", meetings.ics, "ics"),
    at("svar/", attendance.answer, "answer"),
    at("ret/", meetings.edit, "edit"),
    at("flyt/", meetings.move, "move"),
    at("aflys/", meetings.cancel, "cancel"),
    at("afholdt/", meetings.hold, "hold"),
    at("indkald/", convocation.convene, "convene"),
    at("frigiv/", convocation.release, "release"),
    at("kladde/<slug:kind>/<int:seat>/", convocation.draft_mail, "draft_mail"),
    at("deltagelse/", attendance.attendance, "attendance"),
    at("deltagelse/paamind/", attendance.chase, "chase"),
    at("dagsorden/", agenda.agenda, "agenda"),
    at("dagsorden/nyt/", agenda.item_create, "item_create"),
]

urlpatterns: Patterns = [*minutes_patterns, *meetings_patterns]
