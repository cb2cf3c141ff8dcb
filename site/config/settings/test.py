"""The test suite: fast hashing, mail in memory, tasks run where they are enqueued."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403
from config.settings.base import Q_CLUSTER

SECRET_KEY = "test-only-" + "0" * 50
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEMO_PASSWORD = "pakn-demo-2026"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
_TMP = Path(tempfile.mkdtemp(prefix="pakn-test-"))
MEDIA_ROOT = _TMP / "media"
PAKN_PRIVATE_MEDIA_ROOT = _TMP / "private"
PAKN_BANNER_ROOT = _TMP / "banners"
PAKN_ANCHOR_FILE = _TMP / "anchors.jsonl"
STATIC_ROOT = _TMP / "static"
STATIC_ROOT.mkdir()
PAKN_QUIET_HOURS = None  # tests run at any hour
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
Q_CLUSTER = {**Q_CLUSTER, "sync": True}
