"""The app's configuration."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Møder"

    def ready(self) -> None:
        from meetings.actions import letters  # noqa: F401 - registers the checks at send time
