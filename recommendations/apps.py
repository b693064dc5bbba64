"""The app's configuration."""

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = "Anbefalinger og områder"

    def ready(self) -> None:
        """The mails' send-time checks register themselves when imported."""
        from recommendations.actions import personal_data  # noqa: F401 - imported so that they register
        from recommendations.mail import areas, recommendations, reports  # noqa: F401 - imported so that they register
