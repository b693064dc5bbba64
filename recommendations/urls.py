"""Addresses of recommendations."""

from django.urls import URLPattern, path

from recommendations.views import area_steps, areas, editing, recommendations

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
    path("omraader/<slug:slug>/prioriter/", area_steps.prioritise, name="prioritise_area"),
    path("omraader/<slug:slug>/status/", area_steps.report_status, name="area_status"),
    path("omraader/<slug:slug>/fase/", area_steps.advance, name="area_phase"),
    path("omraader/<slug:slug>/stands/", area_steps.stop, name="stop_area"),
]
