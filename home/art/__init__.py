"""Illustrations drawn by code: pictures for pages, and stand-ins for citizens' photographs."""

import random

from PIL import Image

from .canvas import Canvas
from .gallery import GALLERY
from .works import CASES

__all__ = ["CASES", "SCENES", "case_photo", "draw"]

SCENES: dict[str, str] = {name: alt for name, (_, _, alt) in GALLERY.items()}


def draw(scene: str, size: tuple[int, int] = (1600, 900), seed: int = 0) -> Image.Image:
    """Draw one of SCENES; the seed varies hour, weather and layout. The same arguments give the same pixels."""
    paint, moods, _ = GALLERY[scene]
    canvas = Canvas(size)
    paint(canvas, moods[seed % len(moods)], random.Random(f"{scene}:{seed}"))
    return canvas.finish()


def case_photo(kind: str, seed: int, after: bool = False) -> Image.Image:
    """Draw what a citizen photographed (one of CASES), or the same place put right; 1280 × 960 pixels."""
    paint, moods = CASES[kind]
    canvas = Canvas((1280, 960), (1280, 960))
    paint(canvas, moods[seed % len(moods)], random.Random(f"{kind}:{seed}"), after)
    return canvas.finish()
