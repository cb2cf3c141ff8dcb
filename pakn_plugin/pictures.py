"""Pictures from strangers: checked by content before decoding, turned upright, stored without metadata.

Pure: bytes in, bytes out. What is kept is always a new encoding of the pixels, so that no coordinate,
camera name, comment or trailing data of the upload survives.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 2048
THUMBNAIL_SIDE = 480
FORMATS = ("JPEG", "PNG", "WEBP")


class PictureError(ValueError):
    """The upload is not a picture that we keep; `code` is one of too_large, not_a_picture, too_many_pixels, broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Picture:
    """A clean JPEG with its thumbnail; sides in pixels."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def clean_picture(data: bytes) -> Picture:
    """Check an upload and re-encode it.

    Takes the raw bytes; returns JPEGs of at most 2,048 and 480 pixels a side.
    Raises PictureError for a file over 10 MB, of another type, over 40 megapixels, or that breaks off.
    """
    if len(data) > MAX_BYTES:
        raise PictureError("too_large")
    image = _decode(data, (MAX_SIDE, MAX_SIDE))
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    small = image.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return Picture(_jpeg(image, 82), _jpeg(small, 78), *image.size)


def without_metadata(data: bytes) -> bytes:
    """The same picture in its own format, upright, with no EXIF, XMP, IPTC or comment.

    Animated or unknown files come back as they are: they are not photographs.
    """
    try:
        image = Image.open(BytesIO(data))
        kind = image.format
        if kind not in FORMATS or getattr(image, "is_animated", False):
            return data
        upright = ImageOps.exif_transpose(image)
    except (UnidentifiedImageError, OSError):
        return data
    bare = upright.copy()
    bare.info = {k: v for k, v in upright.info.items() if k in {"transparency", "icc_profile"}}
    out = BytesIO()
    bare.save(out, kind, quality=90)
    return out.getvalue()


def _decode(data: bytes, target: tuple[int, int]) -> Image.Image:
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise PictureError("not_a_picture") from error
    if image.width * image.height > MAX_PIXELS:
        raise PictureError("too_many_pixels")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image.draft("RGB", target)
            image.load()
            return _flat(ImageOps.exif_transpose(image))
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise PictureError("broken") from error


def _flat(image: Image.Image) -> Image.Image:
    """RGB on white, without any of the upload's info fields."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        image = Image.new("RGB", rgba.size, "white")
        image.paste(rgba, mask=rgba.getchannel("A"))
    clean = image.convert("RGB")
    clean.info = {}
    return clean


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
