"""The statement that docs/queries.md shows is the one that is written for the query that it shows."""

import json
import re
from pathlib import Path

from application.access import Caller
from domain.rooms import ROOMS
from domain.shared.ids import PersonId
from domain.shared.term import Role
from graphql_api.explaining import explained
from graphql_api.schema import schema
from opsledger.commands.statement import laid_out
from opsledger.compose import opened
from opsledger.settings import Settings
from projections.rebuild import rebuild

PAGE = Path(__file__).parents[2] / "docs" / "queries.md"
ASKER = Caller(PersonId("auditor"), frozenset({Role.AUD}))


def shown(language: str) -> str:
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return str(block)


def test_the_statement_that_is_shown_is_the_one_that_is_run(tmp_path: Path) -> None:
    with opened(Settings(data=tmp_path)) as product:
        list(rebuild(product.views, product.feed))
        found = explained(schema(*ROOMS), product, ASKER, shown("graphql"), None, {"unit": "sales"})
    ((_, sql, _),) = found.statements
    assert laid_out(sql.text) + "\n" == shown("sql")
    assert list(sql.values) == json.loads(shown("json"))
