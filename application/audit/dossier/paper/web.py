"""The document as HTML: one file with its style inside, to be read and to be printed."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from application.audit.dossier.model import Dossier
from application.audit.dossier.paper.sheet import Sheet, sheet

LANGUAGES: Mapping[str, str] = {"en": "en", "zh": "zh-Hans"}


def html(dossier: Dossier) -> bytes:
    """The document, UTF-8."""
    page = sheet(dossier)
    say, title = page["say"], escape(f"{page['say']['dossier']} · {page['title']}")
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    document = (
        f'<!doctype html><html lang="{LANGUAGES[dossier.language]}"><head>{head}<style>{style()}</style></head>'
        f"<body>{''.join(body(page, say))}</body></html>\n"
    )
    return document.encode()


@cache
def style() -> str:
    return files("application.audit.dossier.paper").joinpath("dossier.css").read_text("utf-8")


def body(page: Sheet, say: Sheet) -> Iterator[str]:
    yield element("header", element("p", say["dossier"]), element("h1", page["title"]), facts(page["facts"]))
    yield element("h2", say["matters"])
    if not page["submissions"]:
        yield element("p", say["nothing_asked"])
    for number, each in enumerate(page["submissions"], 1):
        yield element("article", *submission(number, each, say))
    yield element("h2", say["statements"])
    heads = [say["when"], say["who"], say["what"], say["words"], say["position"]]
    yield table(heads, page["statements"]) if page["statements"] else element("p", say["nothing_said"])
    yield element("h2", say["history"])
    yield table([say["position"], say["when"], say["what"], say["stored_as"], say["who"]], page["history"])
    yield element("h2", say["checkpoint"])
    lines = "\n".join(page["checkpoint"])
    yield element("pre", lines) if lines else element("p", say["no_checkpoint"])
    yield element("footer", element("p", say["about"]))


def submission(number: int, asked: Sheet, say: Sheet) -> Iterator[str]:
    yield element("h3", f"{number}. {asked['heading']}")
    yield element("p", asked["line"])
    known = [[say["status"], asked["status"]], [say["version"], asked["version"]]]
    known += [[say["digest"], f"{asked['digest']} — {asked['intact']}"], [say["terms"], asked["terms"]]]
    yield facts([each for each in known if each[1]])
    if asked["content"]:
        yield element("h4", say["content"])
        yield table([say["field"], say["value"]], asked["content"])
    heads = [say["field"], say["before"], say["after"]]
    if asked["proposed"] or asked["replaces"]:
        yield element("h4", say["proposed"])
        yield table(heads, asked["proposed"]) if asked["proposed"] else element("p", say["not_altered"])
    if asked["whole"]:
        yield element("details", element("summary", say["whole"]), table([say["field"], say["value"]], asked["whole"]))
    yield element("h4", say["changes"])
    yield table(heads, asked["changes"]) if asked["changes"] else element("p", asked["no_changes"])
    yield element("h4", say["decisions"])
    if not asked["decisions"]:
        yield element("p", f"{say['ended']} {asked['ended']}" if asked["ended"] else say["undecided"])
    for each in asked["decisions"]:
        yield element("section", *decision(each, say))
    if asked["awaits"]:
        yield element("h4", say["awaits"])
        yield element("ul", *(element("li", each) for each in asked["awaits"]))
    yield element("h4", say["altered"])
    heads = [*heads, say["by"]]
    yield table(heads, asked["altered"]) if asked["altered"] else element("p", say["not_altered"])


def decision(made: Sheet, say: Sheet) -> Iterator[str]:
    yield element("p", element("strong", made["verdict"]), f" · {made['who']}")
    yield element("p", f"{made['when']} · {made['position']}")
    if made["comment"]:
        yield element("blockquote", made["comment"])
    rows = [[say["terms"], made["terms"]]] if made["terms"] else []
    rows += [[say["version"], made["version"]], [say["digest"], f"{made['digest']} — {made['intact']}"]]
    rows += [[say["right"], made["right"]]]
    rows += [[say["delegation"], made["delegation"]]] if made["delegation"] else []
    rows.append([say["others"], "\n".join(made["others"]) or say["nobody_else"]])
    yield facts(rows)


class Markup(str):
    """HTML already, not to be escaped again."""


def element(name: str, *inside: str) -> Markup:
    """An element; text inside is escaped, elements are not."""
    return Markup(f"<{name}>{''.join(each if isinstance(each, Markup) else text(each) for each in inside)}</{name}>")


def text(words: Any) -> str:
    return escape(str(words)).replace("\n", "<br>")


def facts(rows: Iterable[Iterable[str]]) -> Markup:
    return element("dl", *(element(name, each) for row in rows for name, each in zip(("dt", "dd"), row, strict=True)))


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Markup:
    head = element("thead", element("tr", *(element("th", each) for each in heads)))
    lines = (element("tr", *(element("td", each) for each in row)) for row in rows)
    return element("table", head, element("tbody", *lines))
