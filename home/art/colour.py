"""Colours, and the light of an hour: every scene is painted from one of these moods."""

from dataclasses import dataclass

Colour = tuple[int, int, int]


def rgb(code: str) -> Colour:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """The colour t of the way from a to b."""
    return (round(a[0] + (b[0] - a[0]) * t), round(a[1] + (b[1] - a[1]) * t), round(a[2] + (b[2] - a[2]) * t))


def tones(*codes: str) -> list[Colour]:
    return [rgb(code) for code in codes]


SEA, DEEP, PALE = rgb("#0B5C8A"), rgb("#07324D"), rgb("#E8F2F8")
WARM, CORAL, SAND = rgb("#C2410C"), rgb("#E8785A"), rgb("#EBD3A8")
WHITE, INK = rgb("#FFFFFF"), rgb("#0A2230")
BRICK, LEAF, LAMP = rgb("#B9623E"), rgb("#3F7F6B"), rgb("#FFD58A")


@dataclass(frozen=True)
class Mood:
    """The light of one hour of the day: what the sky, the water and everything in between look like."""

    name: str
    sky: list[Colour]
    water: list[Colour]
    sun: Colour
    glow: Colour
    haze: Colour
    far: Colour
    near: Colour
    cloud: Colour
    shade: Colour
    dim: float
    lit: bool = False
    stars: bool = False

    def __call__(self, colour: Colour) -> Colour:
        """A thing's own colour as it looks in this light."""
        return mix(colour, self.shade, self.dim)

    def depth(self, t: float) -> Colour:
        """The colour of land at a distance: 0 is on the horizon, 1 is at the beholder's feet."""
        return mix(self.far, self.near, t)


DAY = Mood(
    "day",
    tones("#2E8CBF", "#6FB9DA", "#B8DEEA", "#F4EFDC"),
    tones("#A5D6DF", "#3F9DBF", "#0F6A9A", "#0A527C"),
    sun=rgb("#FFF8E1"),
    glow=rgb("#FFF1CF"),
    haze=rgb("#DCEDF1"),
    far=rgb("#8DBACF"),
    near=rgb("#0F5472"),
    cloud=WHITE,
    shade=rgb("#0B5C8A"),
    dim=0.03,
)
DAWN = Mood(
    "dawn",
    tones("#3C83AD", "#8DB9CC", "#F3CFAE", "#FCE8CB"),
    tones("#F6D5B4", "#8FB9C6", "#35809F", "#0F557B"),
    sun=rgb("#FFF6DF"),
    glow=rgb("#FFDFA8"),
    haze=rgb("#FBE6CE"),
    far=rgb("#B3B2BC"),
    near=rgb("#1B4F6B"),
    cloud=rgb("#FFF0DC"),
    shade=rgb("#7A5A6A"),
    dim=0.13,
)
DUSK = Mood(
    "dusk",
    tones("#0E3A5F", "#3F5885", "#B8697A", "#F08F62", "#FBC98A"),
    tones("#F3A878", "#9A6478", "#2E4F78", "#0A2F4E"),
    sun=rgb("#FFE7B8"),
    glow=rgb("#FFB36B"),
    haze=rgb("#F3A982"),
    far=rgb("#A0687F"),
    near=rgb("#0B2A43"),
    cloud=rgb("#F7A98B"),
    shade=rgb("#1D2548"),
    dim=0.42,
    lit=True,
)
NIGHT = Mood(
    "night",
    tones("#041A2C", "#07324D", "#0F4F78", "#3F86A8"),
    tones("#4F93B0", "#125079", "#07324D", "#04203A"),
    sun=rgb("#FBF6E4"),
    glow=rgb("#BFE0F0"),
    haze=rgb("#4A8CAD"),
    far=rgb("#2C6C90"),
    near=rgb("#041C2D"),
    cloud=rgb("#5E9BB8"),
    shade=rgb("#04243C"),
    dim=0.56,
    lit=True,
    stars=True,
)
MIST = Mood(
    "mist",
    tones("#9CC6D8", "#C7DFE6", "#EAEDE4", "#F8EBD5"),
    tones("#DDE9E4", "#8DBECB", "#3A8BAA", "#176488"),
    sun=rgb("#FFFDF4"),
    glow=rgb("#FFF3D6"),
    haze=rgb("#EEF1EA"),
    far=rgb("#B4CFD8"),
    near=rgb("#24637F"),
    cloud=WHITE,
    shade=rgb("#8FB6C4"),
    dim=0.1,
)
