"""Subset the site's typeface for the web: Latin and Vietnamese, three weights, woff2."""

from pathlib import Path
from typing import Any

import fontpkg_be_vietnam_pro
from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools import subset

WEIGHTS = {"400": "Regular", "600": "SemiBold", "700": "Bold"}
RANGES = [
    (0x20, 0x7E),
    (0xA0, 0xFF),
    (0x102, 0x103),
    (0x110, 0x111),
    (0x128, 0x129),
    (0x168, 0x169),
    (0x1A0, 0x1A1),
    (0x1AF, 0x1B0),
    (0x300, 0x303),
    (0x309, 0x309),
    (0x31B, 0x31B),
    (0x323, 0x323),
    (0x1EA0, 0x1EF9),
    (0x2010, 0x2026),
    (0x2030, 0x2044),
    (0x20AB, 0x20AC),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
]


class Command(BaseCommand):
    """Writes what is missing or older than the package's files; a second run does nothing."""

    help = "Tạo tệp phông chữ woff2 (chữ Latinh và tiếng Việt)."

    def handle(self, *args: Any, **options: Any) -> None:
        """One file a weight."""
        folder = Path(settings.FONTS_ROOT)
        folder.mkdir(parents=True, exist_ok=True)
        sources = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
        for weight, style in WEIGHTS.items():
            source, target = sources / f"BeVietnamPro-{style}.ttf", folder / f"be-vietnam-pro-{weight}.woff2"
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                build(source, target)
                self.stdout.write(f"{target.name}: {target.stat().st_size // 1024} KB")


def build(source: Path, target: Path) -> None:
    """Subset one font; the file appears whole or not at all."""
    options = subset.Options(flavor="woff2", layout_features=["*"], notdef_outline=True)
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[point for first, last in RANGES for point in range(first, last + 1)])
    subsetter.subset(font)
    part = target.with_suffix(".part")
    subset.save_font(font, str(part), options)
    part.replace(target)
