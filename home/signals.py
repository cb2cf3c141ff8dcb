"""Receivers: a confirmed address is dated on the account."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.dispatch import receiver
from django.utils import timezone

from home.models import User


@receiver(email_confirmed)
def date_confirmation(email_address: EmailAddress, **kwargs: Any) -> None:
    """Only the address that the account uses counts, and only the first time."""
    owner = User.objects.filter(pk=email_address.user_id, email__iexact=email_address.email)
    owner.filter(email_verified_at=None).update(email_verified_at=timezone.now())
