"""The sizes in which a design is drawn, the families that share a composition, and the grid of each family."""

Box = tuple[float, float, float, float]

SIZES = ("970x90", "728x90", "300x250", "320x100", "234x60", "1080x1080")
POSTERS = ("a4", "a5")
EVERY = (*SIZES, *POSTERS)
FORMS = ("png", "webp", "avif", "svg")
POSTER_FORMS = ("pdf", "png")

# Family → sizes, and the columns and rows of its grid.
FAMILIES: dict[str, tuple[str, ...]] = {
    "strip": ("970x90", "728x90"),
    "small": ("320x100", "234x60"),
    "block": ("300x250", "1080x1080"),
    "sheet": ("a4", "a5"),
}
GRIDS = {"strip": (48, 9), "small": (32, 10), "block": (30, 30), "sheet": (40, 56)}
FAMILY_OF = {size: family for family, sizes in FAMILIES.items() for size in sizes}

# Posters are measured in points of print (1/72 inch).
_PAPER = {"a4": (595, 842), "a5": (420, 595)}
# Pixels drawn for one of the pasted size: screens have two; a square for social networks is shown as it is;
# posters come to 180 dots an inch.
_DENSITY = {"1080x1080": 1.0, "a4": 2.5, "a5": 2.5}
# The smallest type that is still read, in the units of the size.
_SMALLEST = {"1080x1080": 22.0, "a4": 9.0, "a5": 7.0}


def size_of(name: str) -> tuple[int, int]:
    """Width and height of a size like "728x90" in pixels, of a poster in points."""
    if name in _PAPER:
        return _PAPER[name]
    width, height = name.split("x")
    return int(width), int(height)


def said(name: str) -> str:
    """A size as people write it."""
    return name.upper() if name in _PAPER else name.replace("x", " × ")


def density_of(name: str) -> float:
    """How many pixels are drawn for one unit of a size."""
    return _DENSITY.get(name, 2.0)


def smallest_of(name: str) -> float:
    """Below which size no text of this size of the banner is set."""
    return _SMALLEST.get(name, 7.5)


def pixels_of(name: str) -> tuple[int, int]:
    """Width and height of the drawn picture."""
    width, height = size_of(name)
    return round(width * density_of(name)), round(height * density_of(name))
