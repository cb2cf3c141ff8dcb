"""Photos from strangers: nothing but upright pixels survives, and nothing hostile is decoded."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pakn_plugin.pictures import MAX_BYTES, PictureError, clean_picture, without_metadata

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="12,14N"/></x:xmpmeta>'
GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **save: Any) -> bytes:
    """A picture whose left half is red and right half is blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    image.convert(mode).save(out, kind, **save)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    data = Image.Exif()
    data[MAKE] = "Nokia 3310"
    data[ORIENTATION] = orientation
    data.get_ifd(GPS).update({1: "N", 2: (12.0, 14.0, 19.0), 3: "E", 4: (109.0, 11.0, 48.0)})
    return data


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def is_red(image: Image.Image, where: tuple[int, int]) -> bool:
    red, _green, blue = image.convert("RGB").getpixel(where)
    return red > 150 > 100 > blue


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_camera_and_comments_are_gone(kind: str) -> None:
    extra: dict[str, Any] = {"xmp": XMP} if kind in ("JPEG", "WEBP") else {}
    if kind == "JPEG":
        extra["comment"] = "Nhà tôi ở 12 Ngô Đến".encode()
    data = photo(kind, exif=exif(), icc_profile=b"x" * 200 if kind == "JPEG" else None, **extra)
    assert b"Nokia" in data
    kept = clean_picture(data)
    for content in (kept.content, kept.thumbnail):
        image = opened(content)
        assert image.format == "JPEG"
        assert not image.getexif()
        assert not {"exif", "xmp", "comment", "icc_profile"} & set(image.info)
        assert not [word for word in (b"Nokia", b"xmpmeta", b"Exif", "Ngô Đến".encode()) if word in content]


def test_data_behind_the_picture_is_gone() -> None:
    assert b"<?php" not in clean_picture(photo() + b"<?php system('id'); ?>").content


@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [(1, (60, 40), (5, 20)), (3, (60, 40), (55, 20)), (6, (40, 60), (20, 5)), (8, (40, 60), (20, 55))],
)
def test_it_stands_upright(orientation: int, size: tuple[int, int], red: tuple[int, int]) -> None:
    kept = clean_picture(photo(exif=exif(orientation), quality=95))
    image = opened(kept.content)
    assert (kept.width, kept.height) == image.size == size
    assert is_red(image, red)


def test_a_large_photo_is_made_smaller_and_has_a_thumbnail() -> None:
    kept = clean_picture(photo(size=(4000, 3000)))
    assert (kept.width, kept.height) == opened(kept.content).size == (2048, 1536)
    assert opened(kept.thumbnail).size == (480, 360)


def test_a_large_upright_photo_is_turned_and_made_smaller() -> None:
    kept = clean_picture(photo(size=(4000, 3000), exif=exif(6)))
    assert (kept.width, kept.height) == (1536, 2048)


def test_a_small_photo_is_not_blown_up() -> None:
    kept = clean_picture(photo(size=(60, 40)))
    assert opened(kept.content).size == opened(kept.thumbnail).size == (60, 40)


def code_of(data: bytes) -> str:
    with pytest.raises(PictureError) as refused:
        clean_picture(data)
    return refused.value.code


def test_more_than_ten_megabytes_are_refused_unread() -> None:
    assert code_of(photo() + b"\0" * (12 * 1024 * 1024)) == "too_large"
    assert code_of(b"\0" * (MAX_BYTES + 1)) == "too_large"
    assert code_of(b"\0" * MAX_BYTES) == "not_a_picture"


def png_that_claims(width: int, height: int) -> bytes:
    """A tiny file whose header promises a huge picture: decoding it would eat the memory."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


def test_a_bomb_of_41_megapixels_is_refused_by_its_header() -> None:
    assert code_of(png_that_claims(41_000, 1_000)) == "too_many_pixels"
    assert code_of(png_that_claims(40_000, 1_000)) == "broken"
    assert code_of(png_that_claims(60_000, 60_000)) in ("too_many_pixels", "not_a_picture")


@pytest.mark.parametrize(
    "data",
    [b"", b"Xin ch\xc3\xa0o", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"PK\x03\x04" + b"\0" * 80],
)
def test_what_is_no_photo_is_refused_whatever_its_name(data: bytes) -> None:
    assert code_of(data) == "not_a_picture"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM"])
def test_other_kinds_of_pictures_are_refused(kind: str) -> None:
    assert code_of(photo(kind)) == "not_a_picture"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_transfer_that_broke_off_is_refused(kind: str) -> None:
    data = photo(kind, size=(600, 400), **({"lossless": True} if kind == "WEBP" else {}))
    assert code_of(data[: len(data) * 2 // 3]) in ("broken", "not_a_picture")


def test_print_colours_become_screen_colours() -> None:
    image = opened(clean_picture(photo(mode="CMYK")).content)
    assert image.mode == "RGB"
    assert is_red(image, (5, 20))


def test_what_was_transparent_is_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(out, "PNG")
    assert opened(clean_picture(out.getvalue()).content).getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "I;16"])
def test_every_way_to_keep_colours_is_read(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (30, 20)).save(out, "PNG")
    assert opened(clean_picture(out.getvalue()).content).mode == "RGB"


def test_a_phones_double_photo_keeps_its_first_picture() -> None:
    out = BytesIO()
    first, second = opened(photo()), Image.new("RGB", (60, 40), "green")
    first.save(out, "MPO", save_all=True, append_images=[second])
    kept = clean_picture(out.getvalue())
    image = opened(kept.content)
    assert image.format == "JPEG"
    assert getattr(image, "n_frames", 1) == 1
    assert is_red(image, (5, 20))


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_of_an_animation_the_first_picture_is_kept(kind: str) -> None:
    data = photo(kind, save_all=True, append_images=[Image.new("RGB", (60, 40), "green")])
    kept = clean_picture(data)
    assert is_red(opened(kept.content), (5, 20))


@given(st.binary(max_size=400))
@settings(max_examples=60)
def test_no_bytes_bring_it_down(data: bytes) -> None:
    for start in (b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x40\0\0\0WEBPVP8 "):
        with pytest.raises(PictureError):
            clean_picture(start + data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_an_editors_picture_loses_its_metadata_and_keeps_its_kind(kind: str) -> None:
    bare = without_metadata(photo(kind, exif=exif(6)))
    image = opened(bare)
    assert (image.format, image.size) == (kind, (40, 60))
    assert not image.getexif()
    assert b"Nokia" not in bare


def test_an_editors_file_that_is_no_photo_stays_as_it_is() -> None:
    assert without_metadata(b"%PDF-1.7") == b"%PDF-1.7"
    gif = photo("GIF", save_all=True, append_images=[Image.new("RGB", (60, 40))])
    assert without_metadata(gif) == gif
