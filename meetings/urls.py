"""Addresses of meetings."""

from django.urls import URLPattern, URLResolver, path

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

app_name = "meetings"
Patterns = list[URLPattern | URLResolver]

minutes_patterns: Patterns = [
    path("opgaver/", actions.listing, name="actions"),
    path("opgaver/svar/<str:token>/", actions.answer, name="action_answer"),
    path("opgaver/<int:action>/", actions.move, name="action_move"),
    path("<slug:slug>/referat/", minutes.minutes, name="minutes"),
    path("<slug:slug>/referat/begynd/", minutes.start, name="minutes_start"),
    path("<slug:slug>/referat/skriv/", notes.write, name="minutes_write"),
    path("<slug:slug>/referat/deltagere/", notes.present, name="minutes_present"),
    path("<slug:slug>/referat/punkt/<int:item>/", notes.save, name="note_save"),
    path("<slug:slug>/referat/punkt/<int:item>/kladde/", notes.keep, name="note_keep"),
    path("<slug:slug>/referat/punkt/<int:item>/kladde/kasser/", notes.discard, name="note_discard"),
    path("<slug:slug>/referat/punkt/<int:item>/beslutning/", decisions.add_decision, name="decision_add"),
    path("<slug:slug>/referat/punkt/<int:item>/opgave/", decisions.add_action, name="action_add"),
    path("<slug:slug>/referat/beslutning/<int:decision>/", decisions.edit_decision, name="decision_edit"),
    path("<slug:slug>/referat/beslutning/<int:decision>/fjern/", decisions.remove_decision, name="decision_remove"),
    path("<slug:slug>/referat/beslutning/<int:decision>/gendan/", decisions.restore_decision, name="decision_restore"),
    path("<slug:slug>/referat/opgave/<int:action>/", decisions.edit_action, name="action_edit"),
    path("<slug:slug>/referat/opgave/<int:action>/fjern/", decisions.remove_action, name="action_remove"),
    path("<slug:slug>/referat/opgave/<int:action>/gendan/", decisions.restore_action, name="action_restore"),
    path("<slug:slug>/referat/punkt/<int:item>/bemaerkning/", remarks.send, name="remark_send"),
    path("<slug:slug>/referat/bemaerkning/<int:remark>/", remarks.answer, name="remark_answer"),
    path("<slug:slug>/referat/bemaerkning/<int:remark>/traek-tilbage/", remarks.withdraw, name="remark_withdraw"),
    path("<slug:slug>/referat/frigiv/", minutes.release, name="minutes_release"),
    path("<slug:slug>/referat/traek-tilbage/", minutes.withdraw, name="minutes_withdraw"),
    path("<slug:slug>/referat/godkend/", minutes.approve, name="minutes_approve"),
    path("<slug:slug>/referat/genaabn/", minutes.reopen, name="minutes_reopen"),
    path("<slug:slug>/referat/laas/", minutes.lock, name="minutes_lock"),
    path("<slug:slug>/referat/pdf/", papers.paper, name="minutes_paper"),
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
    path("<slug:slug>/", meetings.detail, name="detail"),
    path("<slug:slug>/kalender.ics", meetings.ics, name="ics"),
    path("<slug:slug>/svar/", attendance.answer, name="answer"),
    path("<slug:slug>/ret/", meetings.edit, name="edit"),
    path("<slug:slug>/flyt/", meetings.move, name="move"),
    path("<slug:slug>/aflys/", meetings.cancel, name="cancel"),
    path("<slug:slug>/afholdt/", meetings.hold, name="hold"),
    path("<slug:slug>/indkald/", convocation.convene, name="convene"),
    path("<slug:slug>/frigiv/", convocation.release, name="release"),
    path("<slug:slug>/kladde/<slug:kind>/<int:seat>/", convocation.draft_mail, name="draft_mail"),
    path("<slug:slug>/deltagelse/", attendance.attendance, name="attendance"),
    path("<slug:slug>/deltagelse/paamind/", attendance.chase, name="chase"),
    path("<slug:slug>/dagsorden/", agenda.agenda, name="agenda"),
    path("<slug:slug>/dagsorden/nyt/", agenda.item_create, name="item_create"),
]

urlpatterns: Patterns = [*minutes_patterns, *meetings_patterns]
