"""A meeting's link may be as long as links are; the columns only grow, so the release before runs on them."""

from django.db import migrations, models

TABLES = ("meetings_meeting", "meetings_meetingevent")
# Going back, a link without room is left out: cut in two it leads nowhere. Without the triggers: it is no event
LEAVE_OUT = [
    sql
    for table in TABLES
    for sql in (
        f"ALTER TABLE {table} DISABLE TRIGGER USER",
        f"UPDATE {table} SET online_link = '' WHERE length(online_link) > 200",
        f"ALTER TABLE {table} ENABLE TRIGGER USER",
    )
]


class Migration(migrations.Migration):

    dependencies = [
        ("meetings", "0007_stored_vectors"),
    ]

    operations = [
        *(
            migrations.AlterField(
                model,
                "online_link",
                models.URLField(blank=True, max_length=2000, verbose_name="onlinelink"),
            )
            for model in ("meeting", "meetingevent")
        ),
        migrations.RunSQL(migrations.RunSQL.noop, LEAVE_OUT),
    ]
