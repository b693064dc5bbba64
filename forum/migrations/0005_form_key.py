from django.db import migrations


class Migration(migrations.Migration):
    """A spent key is called a form key; the table keeps its name."""

    dependencies = [("forum", "0004_notification_choices_on_record")]

    operations = [
        migrations.AlterModelTable(name="spentkey", table="forum_spentkey"),
        migrations.RenameModel(old_name="SpentKey", new_name="FormKey"),
    ]
