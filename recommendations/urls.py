"""Addresses of recommendations."""

from django.urls import URLPattern, path

from recommendations.views import area_steps, areas, editing, recommendations, reports

app_name = "recommendations"
# Named "recommendations:...": anbefalinger, omraader, rapporter
urlpatterns: list[URLPattern] = [
    path("anbefalinger/", recommendations.index, name="list"),
    path("anbefalinger/<int:number>/", recommendations.detail, name="detail"),
    path("anbefalinger/<int:number>/ordlyd/", editing.reword, name="reword"),
    path("anbefalinger/<int:number>/hvorfor/", editing.explain, name="explain"),
    path("anbefalinger/<int:number>/tilstand/", editing.change_state, name="change_state"),
    path("omraader/", areas.index, name="areas"),
    path("omraader/foreslaa/", area_steps.propose, name="propose_area"),
    path("omraader/<slug:slug>/", areas.detail, name="area"),
    path("omraader/<slug:slug>/ret/", area_steps.amend, name="amend_area"),
    path("omraader/<slug:slug>/prioriter/", area_steps.prioritise, name="prioritise_area"),
    path("omraader/<slug:slug>/status/", area_steps.report_status, name="area_status"),
    path("omraader/<slug:slug>/status/<int:update>/tag-tilbage/", area_steps.take_back_status, name="take_back_status"),
    path("omraader/<slug:slug>/status/<int:update>/fortryd/", area_steps.restore_status, name="restore_status"),
    path("omraader/<slug:slug>/fase/", area_steps.advance, name="area_phase"),
    path("omraader/<slug:slug>/stands/", area_steps.stop, name="stop_area"),
    path("omraader/<slug:slug>/genoptag/", area_steps.resume, name="resume_area"),
    path("rapporter/", reports.index, name="reports"),
    path("rapporter/ny/", reports.ask, name="report_new"),
    path("rapporter/<int:pk>/", reports.detail, name="report"),
    path("rapporter/<int:pk>/fil/", reports.report_file, name="report_file"),
    path("rapporter/<int:pk>/send/", reports.send, name="report_send"),
    path("rapporter/<int:pk>/igen/", reports.try_again, name="report_retry"),
    path("rapport/<str:token>/", reports.link, name="report_link"),
    path("rapport/<str:token>/fil/", reports.link_file, name="report_link_file"),
]
