"""Pages that walk through the product: requests with the answers that they must get.

A request is a block marked `graphql` below a line such as `As **demo-planner**:`. If its operation takes variables, the
block of JSON below it holds them; the next one holds the `data` of the answer, of a subscription that of the first one.
A block marked `http` is a request of another kind: method and path, below them the body in JSON if there is one; the
block of JSON is the whole answer. In an answer `…` stands for anything (alone, or within a text), and as the first
element of a list for any elements. `<name>` is the value that goes by that name from there on.
"""

import json
import re
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any, NamedTuple

from graphql_api.app import App, create_app
from graphql_api.requests import well_formed
from opsledger.compose import Product
from tests.api.running import Client, client

ANY = "…"
STEP = re.compile(
    r"^As \*\*(\S+)\*\*:\n\n```(graphql|http)\n(.*?)^```\n((?:\n```json\n.*?^```\n)*)", re.MULTILINE | re.DOTALL
)
REQUEST = re.compile(r"^```(?:graphql|http)$", re.MULTILINE)
JSON = re.compile(r"```json\n(.*?)```", re.DOTALL)
TAKES_VARIABLES = re.compile(r"\A(query|mutation|subscription) \w+\(")
NAMED = re.compile(r"<(.+)>")


class Step(NamedTuple):
    """One request: by whose token, of which kind, with which variables, and what the answer must be."""

    token: str
    kind: str
    document: str
    variables: Any
    answer: Any


def steps(page: Path) -> Iterator[Step]:
    """The requests of a page, in order. Raises AssertionError when one of them is not written as it should be."""
    text = page.read_text("utf-8")
    found = STEP.findall(text)
    assert len(found) == len(REQUEST.findall(text)), "a request does not say as whom it is made"
    for token, kind, document, blocks in found:
        given = [json.loads(block) for block in JSON.findall(blocks)]
        variables = given.pop(0) if TAKES_VARIABLES.match(document) else {}
        assert len(given) == 1, f"one answer belongs below\n{document}"
        yield Step(token, kind, document, variables, given[0])


class Known:
    """The values that go by a name."""

    def __init__(self, **values: Any) -> None:
        self._values = values

    def filled(self, shown: Any) -> Any:
        """Variables with values in place of their names."""
        match shown:
            case dict():
                return {key: self.filled(value) for key, value in shown.items()}
            case list():
                return [self.filled(each) for each in shown]
            case str() if named := NAMED.fullmatch(shown):
                return self._values[named[1]]
        return shown

    def differences(self, shown: Any, got: Any, where: str = "data") -> Iterator[str]:
        """In what an answer differs from the one that is shown; learns the values of new names."""
        match shown, got:
            case dict(), dict() if shown.keys() == got.keys():
                for key in shown:
                    yield from self.differences(shown[key], got[key], f"{where}.{key}")
            case [first, *rest], list() if first == ANY and len(got) >= len(rest):
                yield from self.differences(rest, got[len(got) - len(rest) :], where)
            case list(), list() if len(shown) == len(got):
                for number, pair in enumerate(zip(shown, got, strict=True)):
                    yield from self.differences(*pair, f"{where}[{number}]")
            case str(), _ if named := NAMED.fullmatch(shown):
                if self._values.setdefault(named[1], got) != got:
                    yield f"{where}: {shown} was {self._values[named[1]]!r} and is {got!r}"
            case _ if shown != ANY and not alike(shown, got):
                yield f"{where}: {shown!r} is {got!r}"


def alike(shown: Any, got: Any) -> bool:
    if isinstance(shown, str) and isinstance(got, str):
        return re.fullmatch(re.escape(shown).replace(ANY, ".*"), got) is not None
    return type(shown) is type(got) and bool(shown == got)


async def walk(running: Product, page: Path, known: Known) -> None:
    """Make every request of the page. Raises AssertionError at the first that is answered otherwise."""
    app = create_app(running)
    assert running.runner.wait(running.feed.head(), 30)
    for step in steps(page):
        async with client(app, step.token) as somebody:
            if step.kind == "http":
                answer = await asked(somebody, step.document, known)
            elif step.document.startswith("subscription"):
                answer = await followed(app, step, known)
            else:
                answer = (await somebody.post(step.document, **known.filled(step.variables))).json()
        assert "errors" not in answer, told(step, str(answer["errors"]))
        wrong = list(known.differences(step.answer, answer if step.kind == "http" else answer["data"]))
        assert not wrong, told(step, "\n".join(wrong))


async def asked(somebody: Client, request: str, known: Known) -> Any:
    """The answer to a request that is no GraphQL."""
    line, _, body = request.partition("\n")
    method, _, path = line.partition(" ")
    given = known.filled(json.loads(body)) if body.strip() else None
    headers = {**somebody.headers, "Accept": "*/*"}
    return (await somebody.http.request(method, path, json=given, headers=headers)).json()


async def followed(app: App, step: Step, known: Known) -> Any:
    """What a subscription is told first."""
    given = well_formed({"query": step.document, "variables": known.filled(step.variables)})
    async with aclosing(app.operations.results(step.token, given)) as results:
        return json.loads(await anext(results))


def told(step: Step, what: str) -> str:
    return f"as {step.token}\n{step.document}\n{what}"
