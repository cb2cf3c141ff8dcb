"""`manage.py read_banner_log LOG`: adds up what nginx served of the banners by itself. To be run every few minutes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pakn_plugin.services import banner_log


class Command(BaseCommand):
    help = "Add up the banners of a web server's log, each line once: time, verb, path, status, origin, machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("log", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = banner_log.read(options["log"], timezone.now())
        except OSError as error:
            raise CommandError(f"{options['log']}: {error.strerror}") from error
        self.stdout.write(f"{done.lines} lines, {done.counted} counted, {done.strange} strange")
