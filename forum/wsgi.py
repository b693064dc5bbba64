"""The door for the web server."""

import os

from django.core.wsgi import get_wsgi_application

from forum.checks import refuse_demo_in_production

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
application = get_wsgi_application()
refuse_demo_in_production()
