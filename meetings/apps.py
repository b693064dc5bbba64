"""The app's configuration."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Møder"

    def ready(self) -> None:
        # Registers the checks at send time
        from meetings.actions import letters, personal_data  # noqa: F401
        from meetings.mail import actions, minutes  # noqa: F401
