"""Check the ledger of holding: at every moment exactly one party holds a case that goes on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pakn_plugin.queries import ledger

MOST = 100


class Command(BaseCommand):
    """Prints each fault; ends with an error where there is one."""

    help = "Kiểm tra sổ giữ việc: không hở, không chồng, khớp với trạng thái của từng phản ánh."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", default="", help="Mã của một phản ánh; mặc định: tất cả.")

    def handle(self, *args: Any, **options: Any) -> None:
        number = 0
        for fault in ledger.faults(options["case"]):
            number += 1
            if number <= MOST:
                self.stdout.write(f"{fault.code}: {fault.what}")
        if number:
            raise CommandError(f"Sổ giữ việc có {number} chỗ sai.")
        self.stdout.write("Sổ giữ việc không có chỗ sai.")
