"""Settings: read once from the environment, safe by default (docs/operations.md lists every variable)."""

from pathlib import Path
from typing import Any

import bootstrap_wrapper
import django_stubs_ext
import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import work_kinds
from config.celery_settings import *  # noqa: F403

# Lets Django's own classes name what they hold (ModelAdmin[Draft], ModelForm[Draft]) when the code runs, too.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
VAR_DIR = Path(env.str("CHANCERY_VAR", default=str(BASE_DIR / "var")))

DEBUG = env.bool("DEBUG", default=False)
# The demo password of the demo ministry opens nothing unless this is on (and `make run` is what turns it on).
DEMO = env.bool("CHANCERY_DEMO", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development-" * 3) if DEBUG else env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CSRF_FAILURE_VIEW = "approvals.web.parking.csrf_failed"
# The sending state, by its two-letter code: its missions keep its holidays. Empty: they keep those of their host only.
HOME_COUNTRY = env.str("HOME_COUNTRY", default="")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "axes",
    "csp",
    "accounts",
    "channels",
    "notifications",
    "approvals",
]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.CompressPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # What its writer sent too late, the session having ended, is kept for them first.
    "approvals.web.parking.KeptForTheirWriterMiddleware",
    # Every page asks for sign-in unless its view says login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.ReaderMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.faults.Utf8Middleware",
    "accounts.middleware.PlainAnswersMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "accounts.rendering.HouseRenderer"
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
                "csp.context_processors.nonce",
                "approvals.web.context.queue_count",
                "approvals.web.context.review_count",
                "approvals.web.context.in_force",
                "approvals.web.context.clocks",
                "notifications.context.unread_count",
            ]
        },
    }
]

SQLITE_OPTIONS = {
    # IMMEDIATE: a writer waits its turn instead of failing half-way; WAL: readers never wait.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
}
POSTGRES_OPTIONS = {
    # A server that vanished from the network without a word is noticed within half a minute, not after two hours.
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
}
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'chancery.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
    DATABASES["default"]["OPTIONS"] = POSTGRES_OPTIONS | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.SignIn"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [{"NAME": "accounts.demo_password.NotTheDemoPassword"}]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "accounts.backends.counted_as"
AXES_LOCKOUT_CALLABLE = "accounts.errors.locked_out"
AXES_VERBOSE = False
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# TLS ends at the ministry's proxy; HTTPS=off is for a demo on one's own machine only.
HTTPS = env.bool("HTTPS", default=not DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap", bootstrap_wrapper.get_bootstrap_dir())]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# What long work there is: the class of each kind.
WORK_KINDS: dict[str, str] = work_kinds.WORK_KINDS

# The largest request a form or the API takes; what is larger is refused with 413 before it is parsed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# Files are counted for themselves, and never written to a disk.
FILE_UPLOAD_HANDLERS = ["approvals.web.uploads.KeptInMemory"]
# A policy of 200 levels in its form; what one request may hold is bounded by its size.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000

# For how many days notifications are kept, read or not, with their e-mails and what services were sent.
NOTIFICATIONS_DAYS = env.int("NOTIFICATIONS_DAYS", default=400)

# For how many days what an author typed and did not save is kept for them.
UNSAVED_WORDS_DAYS = env.int("UNSAVED_WORDS_DAYS", default=30)

EMAIL_CONFIG = env.email_url("EMAIL_URL", default=f"filemail:///{VAR_DIR / 'mail'}")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Chancery <chancery@ministry.example>")

# Hosts inside the ministry that services may be at, such as its own Mattermost: everything else must be public.
WEBHOOK_ALLOWED_HOSTS = env.list("WEBHOOK_ALLOWED_HOSTS", default=[])
# The services that Apprise may be asked for: those at fixed public hosts, and those at hosts named above. Never those
# that run programs of this machine, write its files, or reach any host at all (dbus, syslog, windows, json, mailto...).
APPRISE_SERVICES = env.list("APPRISE_SERVICES", default=[
    "discord", "gchat", "gotify", "gotifys", "line", "matrix", "matrixs", "mmost", "mmosts", "msgbird", "nctalk",
    "nctalks", "ntfy", "ntfys", "opsgenie", "pagerduty", "pbul", "pover", "rocket", "rockets", "signl4", "slack",
    "tgram", "threema", "twilio", "vonage", "webex", "whatsapp", "wxteams",
])  # fmt: skip

# Why each part of Celery is set as it is, stands there.
CELERY_BROKER_URL = REDIS_URL
# None of these expires: the machine that says when would have to agree on the time with the one that reads it. A sweep
# that nobody has taken yet is not asked for again instead (config/heartbeats.py).
CELERY_BEAT_SCHEDULE = {
    "sweep-alarms": {"task": "approvals.sweep_alarms", "schedule": 5.0},
    "forget-answers": {"task": "approvals.forget_answers", "schedule": 3600.0},
    "take-up-work": {"task": "accounts.take_up_work", "schedule": 3.0},
    "forget-work": {"task": "accounts.forget_work", "schedule": 3600.0},
    "forget-words": {"task": "approvals.forget_words", "schedule": 3600.0},
    "forget-heartbeats": {"task": "approvals.forget_heartbeats", "schedule": 3600.0},
    "forget-images": {"task": "approvals.forget_images", "schedule": 3600.0},
    "forget-messages": {"task": "notifications.forget_old", "schedule": 3600.0},
    "deliver-messages": {"task": "notifications.deliver_due", "schedule": 5.0},
    "deliver-to-services": {"task": "notifications.deliver_to_services", "schedule": 5.0},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "approvals.api.authentication.ApiToken",
        "approvals.api.authentication.PageSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["approvals.api.parsing.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "approvals.api.problems.handle",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Chancery",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "approvals.api.introduction.introduce",
    ],
    "ENUM_NAME_OVERRIDES": {
        "DraftState": "approvals.lifecycle.State",
        "ChannelState": "channels.models.Channel.State",
        "StepStatus": "approvals.models.Step.Status",
        "StepMode": "approvals.models.Step.Mode",
        "LevelMode": "approvals.models.Mode",
        "VersionStatus": "approvals.models.PolicyVersion.Status",
        "PostKind": "approvals.models.Kind",
        "WrittenKind": "approvals.models.POST_KINDS",
        "RegimeKind": "approvals.models.Regime.Kind",
        "RegimeScope": "approvals.models.Regime.Scope",
        "HoldScope": "approvals.models.Hold.Scope",
        "AuthorizationStatus": "approvals.models.AuthorizationVersion.Status",
        "AuthorizationState": "approvals.granted.Standing",
        "RestrictionKind": "approvals.models.Restriction.Kind",
        "RestrictionCause": "approvals.models.Restriction.Cause",
        "QuotingKind": "approvals.rules.cleared_lines.QUOTING",
        "StepOrigin": "approvals.models.Step.Origin",
        "ReviewOrigin": "approvals.models.Review.Origin",
        "SelectorEnum": "approvals.models.Selector",
        "RoleEnum": "accounts.models.Role",
        "EmailWhen": "notifications.models.When",
        "ClearanceKind": "approvals.models.Route.Kind",
        "ReviewStatus": "approvals.models.Review.Status",
        "RunsOn": "approvals.models.RunsOn",
        "DelayReason": "approvals.models.DelayReason",
        "RejectionReason": "approvals.models.Reason",
        "ChangeKind": "approvals.rules.version_difference.KINDS",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
}
