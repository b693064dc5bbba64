"""Search reads stored vectors: its indexes over expressions are no longer asked."""

from django.db import migrations

from forum.migrations._search import store_vector


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_minutes_pdf")]
    operations = [
        store_vector("meetings_meeting", "title", "place", "introduction"),
        store_vector("meetings_agendaitem", "title", "background", "motion"),
        store_vector("meetings_attachment", "title"),
        store_vector("meetings_note", "text"),
        store_vector("meetings_decision", "text"),
        store_vector("meetings_action", "text"),
        migrations.RemoveIndex("meeting", "meeting_search"),
        migrations.RemoveIndex("agendaitem", "item_search"),
        migrations.RemoveIndex("attachment", "attachment_search"),
        migrations.RemoveIndex("note", "note_search"),
        migrations.RemoveIndex("decision", "decision_search"),
        migrations.RemoveIndex("action", "action_search"),
    ]
