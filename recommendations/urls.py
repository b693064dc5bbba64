"""Addresses of recommendations."""

from django.urls import URLPattern

app_name = "recommendations"
# Named "recommendations:...": anbefalinger, omraader, rapporter
urlpatterns: list[URLPattern] = []
