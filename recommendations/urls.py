"""Addresses of recommendations."""

from django.urls import URLPattern, path

from recommendations.areas import views
from recommendations.pages import areas, recommendation
from recommendations.reports.views import (
    ask,
    detail,
    index,
    link,
    link_file,
    report_file,
    send,
    send_as_last,
    try_again,
)
from recommendations.wording.views import change_state, explain, load, reword

app_name = "recommendations"
# Named "recommendations:...": anbefalinger, omraader, rapporter
urlpatterns: list[URLPattern] = [
    path("anbefalinger/", recommendation.index, name="list"),
    path("anbefalinger/hent/", load, name="load_ten"),
    path("anbefalinger/<int:number>/", recommendation.detail, name="detail"),
    path("anbefalinger/<int:number>/ordlyd/", reword, name="reword"),
    path("anbefalinger/<int:number>/hvorfor/", explain, name="explain"),
    path("anbefalinger/<int:number>/tilstand/", change_state, name="change_state"),
    path("omraader/", areas.index, name="areas"),
    path("omraader/foreslaa/", views.propose, name="propose_area"),
    path("omraader/<slug:slug>/", areas.detail, name="area"),
    path("omraader/<slug:slug>/ret/", views.amend, name="amend_area"),
    path("omraader/<slug:slug>/prioriter/", views.prioritise, name="prioritise_area"),
    path("omraader/<slug:slug>/status/", views.report_status, name="area_status"),
    path("omraader/<slug:slug>/status/<int:update>/tag-tilbage/", views.take_back_status, name="take_back_status"),
    path("omraader/<slug:slug>/status/<int:update>/fortryd/", views.restore_status, name="restore_status"),
    path("omraader/<slug:slug>/fase/", views.advance, name="area_phase"),
    path("omraader/<slug:slug>/stands/", views.stop, name="stop_area"),
    path("omraader/<slug:slug>/genoptag/", views.resume, name="resume_area"),
    path("rapporter/", index, name="reports"),
    path("rapporter/ny/", ask, name="report_new"),
    path("rapporter/<int:pk>/", detail, name="report"),
    path("rapporter/<int:pk>/fil/", report_file, name="report_file"),
    path("rapporter/<int:pk>/send/", send, name="report_send"),
    path("rapporter/<int:pk>/send-som-sidst/", send_as_last, name="report_send_as_last"),
    path("rapporter/<int:pk>/igen/", try_again, name="report_retry"),
    path("rapport/<str:token>/", link, name="report_link"),
    path("rapport/<str:token>/fil/", link_file, name="report_link_file"),
]
