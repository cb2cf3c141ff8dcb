"""`banner_sheet FILE.png`: the product's designs in all sizes on one picture, for the documentation."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from PIL import Image

from pakn_plugin.drawing import builtin, contact
from pakn_plugin.drawing.composing import Order
from pakn_plugin.services import banner_look

WIDTH = 1640
COLOURS = 200
ADDRESS = "https://phananh.example.vn/b/vidu2026"
VIEWS = (("light", "vi"), ("dark", "en"))


class Command(BaseCommand):
    """Each design once in Vietnamese on light colours, once in English on dark ones."""

    help = "Draw the product's banner designs in all sizes into one PNG."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the picture goes."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw and write it."""
        panels = [
            contact.panel(each.layout, Order(scheme, language, banner_look.texts(language), None, ADDRESS))
            for each in builtin.every()
            for scheme, language in VIEWS
        ]
        sheet = contact.sheet(panels, len(VIEWS))
        small = sheet.resize((WIDTH, round(sheet.height * WIDTH / sheet.width)), Image.Resampling.LANCZOS)
        few = small.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(options["file"], "PNG", optimize=True)
        self.stdout.write(f"{options['file']}: {options['file'].stat().st_size // 1024} KB")
