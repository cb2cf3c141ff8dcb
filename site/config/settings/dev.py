"""A developer's machine: one command, SQLite, mail on the console, known demo passwords."""

from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_URL, VAR, env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="dev-only-" + "0" * 50)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DEMO_PASSWORD = env("DEMO_PASSWORD", default="pakn-demo-2026")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
STATIC_ROOT = VAR / "static"
if not env.bool("QUIET_HOURS", default=False):
    PAKN_QUIET_HOURS = None  # whoever tries the site in the evening sees each mail leave all the same
