"""Receivers: a confirmed address is dated on the account; a changed page or setting is seen in the frame at once."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page, Site

from home.models import BrandSettings, NavigationSettings, User
from home.navigation import FRAME
from pakn_plugin import memory


@receiver(email_confirmed)
def date_confirmation(email_address: EmailAddress, **kwargs: Any) -> None:
    """Only the address that the account uses counts, and only the first time."""
    owner = User.objects.filter(pk=email_address.user_id, email__iexact=email_address.email)
    owner.filter(email_verified_at=None).update(email_verified_at=timezone.now())


@receiver([post_save, post_delete], dispatch_uid="home.frame")
def read_frame_anew(sender: Any, **kwargs: Any) -> None:
    """Brand, links and the pages that they lead to are kept in memory."""
    if issubclass(sender, Page | Site | BrandSettings | NavigationSettings):
        memory.forget(FRAME)
