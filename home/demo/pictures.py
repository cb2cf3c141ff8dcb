"""Pictures of the demo pages, drawn when they are missing."""

from io import BytesIO

from django.core.files.base import ContentFile

from home.art import SCENES, draw
from home.models import CustomImage

SIZE = (1600, 900)
CREDIT = "Tranh minh họa vẽ bằng máy"


def picture(scene: str, seed: int) -> CustomImage:
    """The picture of a scene, from the library or newly drawn."""
    title = f"{SCENES[scene].removeprefix('Tranh minh họa: ')} ({seed + 1})"
    known = CustomImage.objects.filter(title=title).first()
    return known or _draw(scene, seed, title)


def _draw(scene: str, seed: int, title: str) -> CustomImage:
    out = BytesIO()
    draw(scene, SIZE, seed).save(out, "JPEG", quality=88, optimize=True)
    file = ContentFile(out.getvalue(), name=f"{scene.replace('_', '-')}-{seed}.jpg")
    image = CustomImage(title=title, description=SCENES[scene], credit=CREDIT, file=file)
    image.save()
    return image
