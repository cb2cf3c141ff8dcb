"""The site as it is measured: what production does, on one machine, with no mail leaving.

Switched by the environment: DATABASE_URL, VAR_DIR, PAKN_SQL_HEADERS=1 (queries of each answer in its headers),
PAKN_FILINGS_PER_HOUR (a rate limit would answer fast and file nothing).
"""

from config.settings.base import *  # noqa: F403
from config.settings.base import MIDDLEWARE, STATIC_ROOT, VAR, env

SECRET_KEY = "measured-only-" + "0" * 50
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
DEMO_PASSWORD = "pakn-demo-2026"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if env.bool("PAKN_SQL_HEADERS", default=False):
    MIDDLEWARE = ["tests.scale.sqlcount.SqlCount", *MIDDLEWARE]
PAKN_FILINGS_PER_HOUR = env.int("PAKN_FILINGS_PER_HOUR", default=1_000_000_000)
PAKN_LOOKUPS_PER_TEN_MINUTES = PAKN_FILINGS_PER_HOUR

# Static files are served by no measured address: their names need no digest, nothing is collected.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler", "level": "ERROR"}},
    "root": {"handlers": ["console"], "level": "ERROR"},
}
(VAR / "cache").mkdir(parents=True, exist_ok=True)
