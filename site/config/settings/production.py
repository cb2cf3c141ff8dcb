"""Production: every secret comes from the environment, and nothing has a default that would be unsafe."""

from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_URL, env

SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# The admin shows previews in a frame of its own (SAMEORIGIN); public pages forbid frames by their content policy.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
