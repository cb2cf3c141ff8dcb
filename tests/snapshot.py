"""The whole database as values, to see that something changed nothing, or exactly what it should."""

from typing import Any

from django.apps import apps

Rows = dict[Any, dict[str, Any]]


def whole(*without: str) -> dict[str, Rows]:
    """Every row of the plugin's and the accounts' tables, by table and key; `without` are tables to leave out."""
    models = [*apps.get_app_config("pakn").get_models(include_auto_created=True), *_accounts()]
    tables = {model.__name__: model for model in models if model.__name__ not in without}
    return {name: {row["id"]: row for row in model._default_manager.values()} for name, model in tables.items()}


def _accounts() -> list[Any]:
    from django.contrib.auth import get_user_model

    return [get_user_model()]
