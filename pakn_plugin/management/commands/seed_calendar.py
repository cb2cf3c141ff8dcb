"""Days off and worked Saturdays of several years, from the public calendar; an administrator's entries win."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pakn_plugin.services.calendar import seed_calendar

FIRST_YEAR, LAST_YEAR = 2022, 2036


class Command(BaseCommand):
    """Run it once a year, when the next year's holidays are known."""

    help = "Ghi ngày nghỉ lễ và ngày làm bù của các năm vào lịch làm việc; không ghi đè ngày đã có."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("first", nargs="?", type=int, default=FIRST_YEAR, help="năm đầu")
        parser.add_argument("last", nargs="?", type=int, default=LAST_YEAR, help="năm cuối")

    def handle(self, *args: Any, **options: Any) -> None:
        new = seed_calendar(options["first"], options["last"])
        self.stdout.write(f"{new} ngày mới trong lịch làm việc {options['first']}–{options['last']}")
