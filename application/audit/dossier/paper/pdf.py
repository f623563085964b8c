"""The document as PDF, with its fonts inside."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import typst
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from application.audit.dossier.model import Dossier
from application.audit.dossier.paper.sheet import sheet


def pdf(dossier: Dossier) -> bytes:
    """The document, as PDF/A-3b with the dossier as JSON inside: it is to be readable when this program is not."""
    encode = msgspec.json.encode
    inputs = {"sheet": encode(legible(sheet(dossier))).decode(), "data": encode(dossier).decode()}
    moment = int(dossier.moment.timestamp())
    return typst.compile(template(), font_paths=fonts(), sys_inputs=inputs, pdf_standards="a-3b", timestamp=moment)


def legible(value: Any) -> Any:
    """The same with `[U+1F642]` for each character that no font has, as most of what people draw with. PDF/A allows
    none that cannot be seen, and who reads the evidence is to know that something stood there.
    """
    match value:
        case str():
            return value.translate(glyphs())
        case dict():
            return {name: legible(each) for name, each in value.items()}
        case list():
            return [legible(each) for each in value]
    return value


class Glyphs(dict[int, int | str]):
    """What stands for a character: itself, where there is a glyph of it."""

    def __missing__(self, character: int) -> str:
        return f"[U+{character:04X}]"


@cache
def glyphs() -> Glyphs:
    known = set(map(ord, "\n\t"))
    for file in folder().glob("*.ttf"):
        with TTFont(file, lazy=True) as font:
            known.update(font["cmap"].getBestCmap())
    return Glyphs({each: each for each in known})


@cache
def fonts() -> typst.Fonts:
    """Noto Sans SC and its kin, of the SIL Open Font License, and no other: every machine prints the same."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder())])


def folder() -> Path:
    return Path(str(files("textflowkit_fonts").joinpath("fonts")))


@cache
def template() -> bytes:
    return files("application.audit.dossier.paper").joinpath("dossier.typ").read_bytes()
