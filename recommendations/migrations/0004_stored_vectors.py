"""Search reads stored vectors: its indexes over expressions are no longer asked."""

from django.db import migrations

from forum.migrations._search import store_vector


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0003_report_job")]
    operations = [
        store_vector("recommendations_recommendation", "text", "why"),
        store_vector("recommendations_area", "title", "description"),
        store_vector("recommendations_areaupdate", "sentence", "next_step"),
        migrations.RemoveIndex("recommendation", "recommendation_search"),
        migrations.RemoveIndex("area", "area_search"),
        migrations.RemoveIndex("areaupdate", "areaupdate_search"),
    ]
