"""Models of the public shell."""

from home.models.base import ContentPage, SitePage
from home.models.image import CustomImage, CustomRendition
from home.models.pages import HomePage, StandardPage
from home.models.settings import BrandSettings, NavigationSettings
from home.models.user import User

__all__ = [
    "BrandSettings",
    "ContentPage",
    "CustomImage",
    "CustomRendition",
    "HomePage",
    "NavigationSettings",
    "SitePage",
    "StandardPage",
    "User",
]
