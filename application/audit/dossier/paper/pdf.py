"""The document as PDF, with its fonts inside."""

from functools import cache
from importlib.resources import files

import msgspec
import typst

from application.audit.dossier.model import Dossier
from application.audit.dossier.paper.sheet import sheet


def pdf(dossier: Dossier) -> bytes:
    """The document, as PDF/A-2b: it is to be readable when this program is not."""
    inputs = {"sheet": msgspec.json.encode(sheet(dossier)).decode()}
    moment = int(dossier.moment.timestamp())
    return typst.compile(template(), font_paths=fonts(), sys_inputs=inputs, pdf_standards="a-2b", timestamp=moment)


@cache
def fonts() -> typst.Fonts:
    """Noto Sans SC, of the SIL Open Font License, and no other: every machine prints the same."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(files("textflowkit_fonts").joinpath("fonts"))])


@cache
def template() -> bytes:
    return files("application.audit.dossier.paper").joinpath("dossier.typ").read_bytes()
