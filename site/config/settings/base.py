"""Settings shared by every environment; what differs stands in dev, test and production."""

from pathlib import Path
from typing import Any

import environ

ROOT = Path(__file__).resolve().parents[3]
env = environ.Env()
VAR = Path(env("VAR_DIR", default=str(ROOT / "var")))

BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
DEBUG = False
ADMIN_PREFIX = "/admin/"

INSTALLED_APPS = [
    "config",
    "home",
    "news",
    "pakn_plugin",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "django_q",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "pakn_plugin.embed.middleware.BannerMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.SecurityHeaders",
    "config.middleware.PublicRedirects",
]

# The admin shows previews of pages in a frame of its own; public pages forbid frames by their content policy.
X_FRAME_OPTIONS = "SAMEORIGIN"

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """Connection settings for a database URL.

    SQLite gets WAL, a busy timeout and write locks taken early; PostgreSQL plans a statement that comes again once.
    """
    found: dict[str, Any] = dict(env.db_url_config(url))
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    else:
        threshold = 3 if env.bool("DATABASE_PREPARED", default=True) else None
        found["OPTIONS"] = {"prepare_threshold": threshold, **found.get("OPTIONS", {})}
    found["CONN_MAX_AGE"] = None
    found["CONN_HEALTH_CHECKS"] = True
    return found


DATABASES = {"default": database(env("DATABASE_URL", default=f"sqlite:///{VAR / 'db.sqlite3'}"))}
CACHES = {"default": env.cache_url("CACHE_URL", default=f"filecache://{VAR / 'cache'}")}
if CACHES["default"]["BACKEND"].endswith(".FileBasedCache"):
    CACHES["default"]["BACKEND"] = "config.cache.FileCache"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "home.User"
# Read from the cache; the database keeps them, so that a lost cache signs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
AUTHENTICATION_BACKENDS = [
    "home.backends.StaffBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

ACCOUNT_ADAPTER = "home.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "login": "home.forms.LoginForm",
    "signup": "home.forms.SignupForm",
    "reset_password": "home.forms.ResetPasswordForm",
    "reset_password_from_key": "home.forms.ResetPasswordKeyForm",
    "change_password": "home.forms.ChangePasswordForm",
    "reauthenticate": "home.forms.ReauthenticateForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "account_login"
CSRF_FAILURE_VIEW = "home.views.csrf_failure"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [ROOT / "site" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
FONTS_ROOT = VAR / "fonts"
FONTS_ROOT.mkdir(parents=True, exist_ok=True)  # finders want it to exist before `build_fonts` fills it
STATICFILES_DIRS = [ROOT / "static", ("fonts", FONTS_ROOT)]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

FORM_RENDERER = "config.renderer.QuickRenderer"
WAGTAILADMIN_USER_LOGIN_FORM = "config.forms.StaffLoginForm"
WAGTAIL_SITE_NAME = "Khánh Hòa"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "home.CustomImage"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}}

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Phản ánh Khánh Hòa <khong-tra-loi@phananh.example.vn>")

Q_CLUSTER = {
    "name": "pakn",
    "orm": "default",
    "broker_class": "config.broker.Broker",
    "workers": 1,
    "queue_limit": 1,
    "timeout": 120,
    "retry": 600,
    "max_attempts": 3,
    "ack_failures": False,
    "catch_up": False,
    "label": "Tác vụ nền",
    "save_limit": 1000,
}

PAKN_PRIVATE_MEDIA_ROOT = VAR / "private"
PAKN_ANCHOR_FILE = env("ANCHOR_FILE", default=str(VAR / "anchors.jsonl"))
PAKN_ANCHOR_MAILS = env.list("ANCHOR_MAILS", default=[])
if not env.bool("QUIET_HOURS", default=True):
    PAKN_QUIET_HOURS = None
PAKN_CODE_PREFIX = "KH"
PAKN_DEMO_PHOTOS = "home.art.case_photo"
PAKN_BANNER_ROOT = VAR / "banners"
PAKN_BANNER_TEXTS = {
    "vi": {
        "heading": "Phản ánh, kiến nghị",
        "line": "Gửi ý kiến đến chính quyền tỉnh Khánh Hòa",
        "call": "Gửi phản ánh",
        "place": "Tỉnh Khánh\u00a0Hòa",
    },
    "en": {
        "heading": "Tell us what needs fixing",
        "line": "Send feedback to Khánh Hòa Province",
        "call": "Send feedback",
        "place": "Khánh\u00a0Hòa Province",
    },
}
PAKN_CITIZEN_ACCOUNTS = {"is_active": True, "is_staff": False, "email_verified_at__isnull": False}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
