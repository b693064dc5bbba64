"""Search reads stored vectors: its indexes over expressions are no longer asked."""

from django.db import migrations, models

from forum.migrations._search import store_vector


class Migration(migrations.Migration):
    dependencies = [("forum", "0009_address_in_ascii")]
    operations = [
        store_vector("forum_organisation", "name", "region"),
        store_vector("forum_member", "name", "title", "competences"),
        migrations.AddField("word", "uses", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.RemoveIndex("member", "member_search"),
    ]
