"""The two typefaces of our pages, cut down to the letters that they need: `python -m govern.web.fonts`.

Made once, when Govern is set up, from the packaged families; pages without them use the reader's own.
"""

from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FOLDER = Path(__file__).parent / "static" / "fonts"

# Latin with every accent of Welsh and of the names of Europe, and the signs that our sentences use.
LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x1E80, 0x1E86),
    *(0x1EF2, 0x1EF3, 0x2010, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026),
    *(0x20AC, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2713, 0x2717),
)
FEATURES = ("kern", "liga", "locl", "mark", "mkmk", "ccmp", "tnum", "lnum")


@dataclass(frozen=True)
class Face:
    """A typeface as our pages use it.

    :ivar package: where the whole family lies.
    :ivar axes: what each variable axis is held to: one value, or a span that stays variable.
    """

    name: str
    package: str
    source: str
    axes: dict[str, float | tuple[float, float]] = field(default_factory=dict)


FACES = (
    Face("newsreader.woff2", "fontpkg_newsreader", "Newsreader[opsz,wght].ttf", {"opsz": 40, "wght": 500}),
    Face("public-sans.woff2", "fontpkg_public_sans", "PublicSans[wght].ttf", {"wght": (400, 650)}),
)


def make_fonts() -> None:
    """Make the files that are not there yet; each appears whole or not at all."""
    FOLDER.mkdir(exist_ok=True)
    for face in FACES:
        made = FOLDER / face.name
        if not made.exists():
            part = made.with_suffix(".part")
            _cut(face, part)
            part.replace(made)


def _cut(face: Face, into: Path) -> None:
    """Write the face with our letters, at our weights."""
    with files(face.package).joinpath("files", face.source).open("rb") as source:
        font = instantiateVariableFont(TTFont(source), face.axes)
        cutter = Subsetter(Options(layout_features=list(FEATURES), flavor="woff2", hinting=False))
        cutter.populate(unicodes=LETTERS)
        cutter.subset(font)
        font.flavor = "woff2"
        font.save(into)


if __name__ == "__main__":
    make_fonts()
