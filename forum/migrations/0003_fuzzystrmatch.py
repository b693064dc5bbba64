"""The extension that counts the letters between two words, for near misses in search."""

from django.contrib.postgres.operations import CreateExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("forum", "0002_database")]
    operations = [CreateExtension("fuzzystrmatch")]
