"""Addresses of meetings."""

from django.urls import URLPattern, URLResolver, include, path

from forum.web.access import View
from meetings.agenda.views import attachments, items, lines, rows, versions, writers
from meetings.convocation.views import convene, draft_mail, greeting, release
from meetings.followup.views import listing, one
from meetings.meeting.moved import follows_moves
from meetings.messages import views as messages
from meetings.minutes.views import decisions, minutes, no_remarks, notes, pdf, remarks
from meetings.pages import attendance, attendance_sheet, guests, meeting
from meetings.register import views as register

app_name = "meetings"
Patterns = list[URLPattern | URLResolver]


def at(route: str, view: View, name: str) -> URLPattern:
    """A page below the meeting's own address."""
    return path(f"<slug:slug>/{route}", follows_moves(view), name=name)


minutes_patterns: Patterns = [
    path("opgaver/", listing.listing, name="actions"),
    path("opgaver/ny/", listing.new, name="action_new"),
    path("opgaver/regneark/", listing.sheet, name="actions_sheet"),
    path("opgaver/svar/<str:token>/", one.answer, name="action_answer"),
    path("opgaver/<int:action>/", one.one, name="action_move"),
    at("referat/", minutes.minutes, "minutes"),
    at("referat/begynd/", minutes.start, "minutes_start"),
    at("referat/skriv/", notes.write, "minutes_write"),
    at("referat/deltagere/", notes.present, "minutes_present"),
    at("referat/punkt/<int:item>/", notes.save, "note_save"),
    at("referat/punkt/<int:item>/kladde/", notes.keep, "note_keep"),
    at("referat/punkt/<int:item>/kladde/kasser/", notes.discard, "note_discard"),
    at("referat/punkt/<int:item>/kladde/fortryd/", notes.restore, "note_restore"),
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
    path("referat/svar/<str:token>/", no_remarks.no_remarks_answer, name="no_remarks_answer"),
    at("referat/ingen-bemaerkninger/", no_remarks.no_remarks, "no_remarks"),
    at("referat/frigiv/", minutes.release, "minutes_release"),
    at("referat/traek-tilbage/", minutes.withdraw, "minutes_withdraw"),
    at("referat/godkend/", minutes.approve, "minutes_approve"),
    at("referat/genaabn/", minutes.reopen, "minutes_reopen"),
    at("referat/laas/", minutes.lock, "minutes_lock"),
    at("referat/pdf/", pdf.minutes_pdf, "minutes_paper"),
]

meetings_patterns: Patterns = [
    path("", meeting.meeting_list, name="list"),
    path("nyt/", meeting.create, name="create"),
    path("faste-punkter/", lines.standard_items, name="standard_items"),
    path("svar/<str:token>/", attendance.rsvp, name="rsvp"),
    path("gaest/svar/<str:token>/", guests.answer, name="guest_answer"),
    path("gaest/<int:pk>/", guests.edit, name="guest"),
    path("gaest/<int:pk>/svar/", guests.answer_for, name="guest_answer_for"),
    path("gaest/<int:pk>/igen/", guests.send_again, name="guest_send_again"),
    path("gaest/<int:pk>/tag-tilbage/", guests.take_off, name="guest_take_off"),
    path("punkt/<int:pk>/", items.item, name="item"),
    path("punkt/<int:pk>/raekke/", rows.item_row, name="item_row"),
    path("punkt/<int:pk>/laesere/", rows.item_audience, name="item_audience"),
    path("punkt/<int:pk>/flyt/", rows.item_move, name="item_move"),
    path("punkt/<int:pk>/fjern/", rows.item_remove, name="item_remove"),
    path("punkt/<int:pk>/fortryd/<int:place>/", rows.item_restore, name="item_restore"),
    path("punkt/<int:pk>/skriver/", writers.writing, name="item_writing"),
    path("pause/<int:pk>/raekke/", rows.pause_row, name="pause_row"),
    path("pause/<int:pk>/flyt/", rows.pause_move, name="pause_move"),
    path("pause/<int:pk>/fjern/", rows.pause_remove, name="pause_remove"),
    path("pause/<int:pk>/fortryd/<int:place>/", rows.pause_restore, name="pause_restore"),
    path("punkt/<int:pk>/bilag/", attachments.upload, name="upload"),
    path("bilag/<int:pk>/", attachments.attachment, name="attachment"),
    path("bilag/<int:pk>/vis/", attachments.attachment_shown, name="attachment_shown"),
    path("bilag/<int:pk>/ret/", attachments.attachment_edit, name="attachment_edit"),
    path("bilag/<int:pk>/flyt/", attachments.attachment_move, name="attachment_move"),
    path("bilag/<int:pk>/fjern/", attachments.attachment_remove, name="attachment_remove"),
    path("bilag/<int:pk>/fortryd/", attachments.attachment_restore, name="attachment_restore"),
    path("bilag/<int:pk>/versioner/", versions.versions, name="attachment_versions"),
    path("bilag/<int:pk>/versioner/ny/", versions.version_add, name="version_add"),
    path("bilag/<int:pk>/versioner/<int:version>/fortryd/", versions.version_take_back, name="version_take_back"),
    path("bilag/version/<int:pk>/", versions.version, name="attachment_version"),
    at("", meeting.detail, "detail"),
    at("kalender.ics", meeting.ics, "ics"),
    at("svar/", attendance.answer, "answer"),
    at("ret/", meeting.edit, "edit"),
    at("flyt/", meeting.move, "move"),
    at("aflys/", meeting.cancel, "cancel"),
    at("afholdt/", meeting.hold, "hold"),
    at("afholdt/fortryd/", meeting.unhold, "unhold"),
    at("indkald/", convene, "convene"),
    at("frigiv/", release, "release"),
    at("hilsen/", greeting, "greeting"),
    at("besked/", messages.new, "message_new"),
    at("kladde/<slug:kind>/<int:seat>/", draft_mail, "draft_mail"),
    at("deltagelse/", attendance.attendance, "attendance"),
    at("deltagelse/paamind/", attendance.remind, "chase"),
    at("gaester/", guests.guest_list, "guests"),
    at("dagsorden/", rows.agenda, "agenda"),
    at("deltagelse/regneark/", attendance_sheet.sheet, "attendance_sheet"),
    at("dagsorden/nyt/", items.item_create, "item_create"),
    at("dagsorden/raekke/", rows.row_add, "row_add"),
    at("dagsorden/linjer/", lines.lines_add, "lines_add"),
    at("dagsorden/faste-punkter/", lines.standard_add, "standard_add"),
    at("dagsorden/fra-et-andet-moede/", lines.items_copy, "items_copy"),
]

register_patterns: Patterns = [
    path("", register.index, name="decisions"),
    path("regneark/", register.sheet, name="decisions_sheet"),
    path("<int:pk>/", register.detail, name="decision"),
]

message_patterns: Patterns = [
    path("", messages.index, name="messages"),
    path("ny/", messages.new, name="message_to_members"),
    path("<int:pk>/", messages.one, name="message"),
    path("<int:pk>/ret/", messages.edit, name="message_edit"),
    path("<int:pk>/slet/", messages.remove, name="message_remove"),
    path("<int:pk>/fortryd/", messages.restore, name="message_restore"),
]

urlpatterns: Patterns = [
    path("moeder/", include([*minutes_patterns, *meetings_patterns])),
    path("beslutninger/", include(register_patterns)),
    path("beskeder/", include(message_patterns)),
]
