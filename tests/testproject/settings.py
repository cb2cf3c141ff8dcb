"""A host with Wagtail and the plugin alone: Django's own user, Wagtail's own image, nothing of this site."""

import os
from pathlib import Path

ROOT = Path(os.environ["TESTPROJECT_ROOT"])
SECRET_KEY = "testproject-only-" + "0" * 50
ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "tests.testproject.urls"
INSTALLED_APPS = [
    "pakn_plugin",
    "wagtail_modeladmin",
    "django_q",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ROOT / "db.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = ROOT / "media"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WAGTAIL_SITE_NAME = "Một tỉnh khác"
WAGTAILADMIN_BASE_URL = "https://example.vn"
Q_CLUSTER = {"name": "testproject", "orm": "default", "sync": True, "timeout": 60, "retry": 120}
PAKN_QUIET_HOURS = None  # tests run at any hour
PAKN_PRIVATE_MEDIA_ROOT = ROOT / "private"
