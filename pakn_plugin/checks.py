"""System checks: what a host has to provide before the plugin works."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from pakn_plugin import conf


def private_files_are_private(**kwargs: Any) -> list[CheckMessage]:
    """pakn.E001: photos of cases must not lie where the web server publishes files."""
    media = settings.MEDIA_ROOT
    private = conf.private_root().absolute()
    if media and private.is_relative_to(str(media)):
        return [
            Error(
                "PAKN_PRIVATE_MEDIA_ROOT lies below MEDIA_ROOT: photos that are not public could be fetched.",
                hint="Choose a folder outside MEDIA_ROOT.",
                id="pakn.E001",
            )
        ]
    return []


def base_url_is_known(**kwargs: Any) -> list[CheckMessage]:
    """pakn.E002: mails and banners need the site's own address."""
    if conf.base_url():
        return []
    return [Error("Set PAKN_BASE_URL or WAGTAILADMIN_BASE_URL.", hint="For example https://example.vn", id="pakn.E002")]


def wire() -> None:
    """Register the checks with Django."""
    register(private_files_are_private, Tags.security)
    register(base_url_is_known)
