"""Labels of choices at the price of one translation: Django hashes, and so translates, all of them to show one."""

from typing import Any

from django.db import models


class Labelled(models.Model):
    """`get_<field>_display` looks the value up and translates its label alone."""

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> str:
        value = getattr(self, field.attname)
        return str(dict(field.flatchoices).get(value, "" if value is None else value))
