"""What the pages name is there, and what must be named is."""

import re
from pathlib import Path

import pytest

from graphql_api import limits

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
WRITTEN = [page for page in sorted(DOCS.rglob("*.md")) if "node_modules" not in page.parts]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *WRITTEN]
FOLDERS = "application|benchmarks|docs|domain|graphql_api|opsledger|projections|tests"
NAMED = re.compile(rf"`(?!application/(?:json|x-ndjson|octet-stream)`)((?:{FOLDERS})/[\w./-]*)`")
EXCERPT = re.compile(r"^```python\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
FAMILIES = {"PLAN": 45, "PROJ": 24, "ISSUE": 18, "APPR": 29, "ORG": 15, "AUDIT": 12, "API": 11}
IDS = ["STRAT-02", *(f"{family}-{number:02}" for family, last in FAMILIES.items() for number in range(1, last + 1))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_a_page_names_or_links_to_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    places = [ROOT / name for name in NAMED.findall(text)] + [page.parent / to for to in LINK.findall(text)]
    assert not [place for place in places if not place.exists()]


def test_every_requirement_has_one_row() -> None:
    rows = re.findall(r"^\| ([A-Z]+-\d\d) \|", (DOCS / "requirements.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(IDS)


def test_what_is_there_names_its_code_and_its_tests() -> None:
    page = (DOCS / "requirements.md").read_text("utf-8")
    rows = re.findall(r"^\| ([A-Z]+-\d\d) \|(.*)\|(.*)\|(.*)\| (\w+) \|$", page, re.MULTILINE)
    assert len(rows) == len(IDS)
    for id, _, code, tests, state in rows:
        assert state in ("whole", "part", "kept", "later"), id
        assert state == "later" or "`" in code, id
        assert state in ("later", "kept") or "`tests/" in tests, id


def test_the_limits_are_those_of_the_api() -> None:
    rows = re.findall(r"^\| .* \(`([A-Z]+)`\) \| ([\d,]+)", (DOCS / "web-clients.md").read_text("utf-8"), re.MULTILINE)
    named = {name: value for name, value in vars(limits).items() if name.isupper() and isinstance(value, int)}
    assert {name: int(value.replace(",", "")) for name, value in rows} == named


def test_the_act_that_is_shown_to_contributors_is_the_one_in_the_code() -> None:
    excerpts = EXCERPT.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert len(excerpts) == 5
    for path, code in excerpts:
        assert code in (ROOT / path).read_text("utf-8"), path
