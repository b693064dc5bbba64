"""All configuration, read from the environment; every secret may also come from a file named by NAME_FILE."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pghistory
from environ import FileAwareEnv
from environ.fileaware_mapping import FileAwareMapping

from forum.base import logs
from forum.base.postgresql.patience import STATEMENT


class Stripped(FileAwareMapping):
    """Without the newline that ends a secret's file; what is blank (docker-compose.yml hands all names on) is unset."""

    def __getitem__(self, key: str) -> str:
        if value := str(super().__getitem__(key)).strip():
            return value
        raise KeyError(key)


BASE_DIR = Path(__file__).resolve().parent.parent
env = FileAwareEnv()
env.ENVIRON = Stripped()

# What this installation is
SECRET_KEY = env.str("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
SITE_URL = env.str("SITE_URL").rstrip("/")
SITE_NAME = "Forum for innovation i indkøb"
CONTACT_MAIL = env.str("CONTACT_MAIL", default="forum@example.dk")
RECORDS_ADDRESS = env.str("RECORDS_ADDRESS", default="")  # of the records system (ESDH): approved minutes go there
GROUP_URL = env.str("GROUP_URL", default="")
HTTPS = urlsplit(SITE_URL).scheme == "https"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

ROOT_URLCONF = "forum.urls"
WSGI_APPLICATION = "forum.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "forum",
    "recommendations",
    "meetings",
    "forum.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "django_htmx",
    "django_structlog",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "forum.web.middleware.refuse_malformed",
    "forum.web.away.wait_and_try_again",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "forum.web.middleware.AccessMiddleware",
    "forum.web.bodies.limit_bodies",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "forum.web.context.site",
                "forum.undo.context.undos",
            ],
            "builtins": ["forum.templatetags.forum", "forum.templatetags.layout"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database: persistent connections, checked before use, so that a restarted PostgreSQL is not noticed
DATABASES = {"default": env.db_url("DATABASE_URL")}
DATABASES["default"].update(
    ENGINE="forum.base.postgresql",  # Django's, which does not wait for ever
    CONN_MAX_AGE=600,
    CONN_HEALTH_CHECKS=True,
    # a unix socket is given as postgres://user@/name?host=/folder
    OPTIONS=DATABASES["default"].get("OPTIONS", {})
    # random_page_cost: on today's disks, and in memory, an index is worth more than PostgreSQL believes by itself
    | {"options": f"-c lock_timeout=5s -c statement_timeout={STATEMENT}s -c timezone=UTC -c random_page_cost=1.1"}
    # A server that is gone without a word is noticed in 25 seconds; tcp_user_timeout is in milliseconds
    | {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 15_000},
    TEST={"NAME": f"test_{DATABASES['default']['NAME']}"},
)
# The cache (sign-in limits) lies in the database: limits must hold when Redis is away
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "forum_cache",
        # Django's 300 would let anyone push out the counters by making more of them
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

# Language and time
LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk")]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
FORMAT_MODULE_PATH = ["forum.formats"]

# Static files and stored files
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = env.bool("WHITENOISE_USE_FINDERS", default=DEBUG or DEMO)
# None: nothing is collected where files are served from where they lie
STATIC_ROOT = env.str("STATIC_ROOT", default=None if WHITENOISE_USE_FINDERS else str(BASE_DIR / "var/static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str("STATICFILES_STORAGE", default="django.contrib.staticfiles.storage.StaticFilesStorage")
    },
}
WHITENOISE_AUTOREFRESH = DEBUG
FILES_ROOT = Path(env.str("FILES_ROOT", default=str(BASE_DIR / "var/files")))
DISK_FREE_MB = env.int("DISK_FREE_MB", default=1024)  # health is red when there is less left for files
FILE_MAX_BYTES = 20 * 1024 * 1024
CLAMD_SOCKET = env.str("CLAMD_SOCKET", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Mail
vars().update(env.email_url("EMAIL_URL", default="smtp://127.0.0.1:25"))
EMAIL_BACKEND = "forum.mail.smtp.EmailBackend"
MAIL_SENDERS = env.int("MAIL_SENDERS", default=1)  # several at once when the mail server is far away
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <{CONTACT_MAIL}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILSINK_DIR = env.str("MAILSINK_DIR", default="")

# Jobs: Redis carries only "wake up", so results are not kept and a lost broker loses nothing
REDIS_URL = env.str("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 0,
    "visibility_timeout": 3600,
}
CELERY_TASK_IGNORE_RESULT = True
# A message is gone when a worker has it: it only says "look now", and beat says so again. Celery 5.7 ends a worker that
# owes Redis a receipt when Redis goes away.
CELERY_TASK_QUEUES = {"celery": {"exchange": "celery", "binding_key": "celery", "no_ack": True}}
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "forum.tasks.beat", "schedule": 15},
    "send mail": {"task": "forum.tasks.send_mail", "schedule": 20},
    "plan mail": {"task": "meetings.tasks.plan_mail", "schedule": 120},
    "plan view copies": {"task": "meetings.tasks.plan_view_copies", "schedule": 120},
    "work": {"task": "forum.tasks.work", "schedule": 60},
    "plan digests": {"task": "forum.front.tasks.plan_digests", "schedule": 600},
    "refresh words": {"task": "forum.front.tasks.refresh_words", "schedule": 600},
    "nightly clean-up": {"task": "forum.tasks.clean_up", "schedule": 3600},
}

# Sign-in
AUTH_USER_MODEL = "forum.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "forum.signin.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "forum.signin.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # invitations and codes go to the address itself
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {"login": "forum.signin.forms.AddressForm", "confirm_login_code": "forum.signin.forms.CodeForm"}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "request_login_code": "20/m/ip,100/h/ip",
    "request_login_code_here": "3/m/key,10/h/key",  # one address asked for from one place, see signin/quota.py
    "request_login_code_elsewhere": "20/h/key",  # one address, from all browsers that have not signed in with it
    "join": "5/h/ip,20/d/ip,3/d/key",  # wishes to join, by the asker's address
}
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None  # the person chooses beside the address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_FORMS = {
    "authenticate": "forum.signin.second_factor_forms.UseFactorForm",
    "authenticate_webauthn": "forum.signin.second_factor_forms.UsePasskeyForm",
    "login_webauthn": "forum.signin.second_factor_forms.SignInWithPasskeyForm",
    "reauthenticate": "forum.signin.second_factor_forms.UseFactorAgainForm",
    "reauthenticate_webauthn": "forum.signin.second_factor_forms.UsePasskeyAgainForm",
    "activate_totp": "forum.signin.second_factor_forms.NewAppForm",
    "add_webauthn": "forum.signin.second_factor_forms.NewPasskeyForm",
    "edit_webauthn": "forum.signin.second_factor_forms.RenamePasskeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.bool("TRUSTED_PROXY", default=False))  # whose X-Forwarded-For the limits believe
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: the CSP's form-action would stop a form that is sent on to the provider
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.str("OIDC_NAME", default="Microsoft Entra ID"),
                "client_id": env.str("OIDC_CLIENT_ID", default=""),
                "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else []
    }
}
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90  # seconds: members come twice a month at most
SHORT_SESSION_AGE = 60 * 60 * 12  # one that ends with the browser, when the browser does not: a working day
SESSION_ENGINE = "forum.web.session_store"
SESSION_COOKIE_NAME = "forum_session"
INVITATION_DAYS, RETENTION_DAYS_AFTER_LEAVING = 14, 365
LOG_DAYS = env.int("LOG_DAYS", default=30)  # what the privacy page promises; who runs the server sees that it is so

# Security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_REDIRECT_EXEMPT = [r"^sundhed/"]  # health checks come over plain HTTP from inside
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # that they are off: subdomains may be somebody else's
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("TRUSTED_PROXY", default=False) else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "forum.web.errors.csrf_failure"

# Logs: one JSON line an event, with the request's id
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
DJANGO_STRUCTLOG_CELERY_ENABLED = True
LOGGING = logs.configuration(LOG_LEVEL)
if SENTRY_DSN := env.str("SENTRY_DSN", default=""):
    import sentry_sdk

    sentry_sdk.init(
        dsn=SENTRY_DSN,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        before_send=logs.mask_report,
        before_breadcrumb=logs.mask_report,
    )
