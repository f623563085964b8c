"""The same questions where ten times as much has happened: live, and as of the middle of the history."""

import re
from collections.abc import Mapping, Sequence

from benchmarks.reads.company import Scale
from benchmarks.reads.questions import QUERIES, Question, Variables, asked, canonical
from benchmarks.reads.rounds import Load, Measured, measured
from benchmarks.reads.rows import OURS, Place, in_folder, ours
from benchmarks.reads.servers import Row, Server
from benchmarks.reads.targets import Ratio, rates, ratio

LIVE, LONGER, PAST = "live", "live, ten times the history", "as of its middle"
LEAST_PAST = 0.5
"""Of the live rate."""
LEAST_LIVE = 1 / 1.2
"""The median of the short history to that of the long one, in milliseconds."""

HEAD = re.compile(r"query (?P<name>\w+)\((?P<variables>.*?)\) (?P<body>\{.*\})\s*$", re.DOTALL)


def past(document: str) -> str:
    """The document as of a position, which becomes one more variable."""
    found = HEAD.search(document)
    assert found is not None, document
    name, variables, body = found["name"], found["variables"], found["body"]
    return f"query {name}($position: LogPosition!, {variables}) {{ asOf(position: $position) {body} }}"


def knows_the_past(server: Server) -> bool:
    """Whether the API can be asked as of a position."""
    fields = server.ask("fields", {})["data"]["__type"]["fields"]
    return "asOf" in {field["name"] for field in fields}


def documents() -> Mapping[str, str]:
    """The questions, the same ones of the past, and two by which the API says how it is."""
    live = in_folder(QUERIES)
    return {
        **live,
        **{f"past {name}": past(document) for name, document in live.items()},
        "fields": '{ __type(name: "Query") { fields { name } } }',
        "position": "{ position }",
    }


def compared(
    short: Server, long: Server, questions: Sequence[Question], scale: Scale, clients: int, rounds: int, seconds: float
) -> list[Measured]:
    """Both servers live, and the one with the long history of the past if it knows the past."""
    loads = [load for question in questions for load in loads_of(question, short, long, scale)]
    return measured(loads, (clients,), rounds, seconds)


def loads_of(question: Question, short: Server, long: Server, scale: Scale) -> list[Load]:
    """The loads of a question. Raises AssertionError when a longer history has changed an answer."""
    short, long = short.asked_by(question.reader), long.asked_by(question.reader)
    before = list(asked(question, scale, short.ask))
    after = list(asked(question, scale, long.ask))
    assert canonical([a for _, a in before]) == canonical([a for _, a in after]), f"{question.name} differs"
    loads = [
        Load(LIVE, short, question, [short.request(question.name, each) for each, _ in before]),
        Load(LONGER, long, question, [long.request(question.name, each) for each, _ in after]),
    ]
    if knows_the_past(long):
        loads.append(Load(PAST, long, question, past_requests(question, long, scale)))
    return loads


def past_requests(question: Question, server: Server, scale: Scale) -> list[str]:
    position = server.ask("position", {})["data"]["position"]
    moment = int(position) // 2

    def ask(name: str, variables: Variables) -> object:
        told = server.ask(f"past {name}", {**variables, "position": like(position, moment)})
        return {"data": told["data"]["asOf"]}

    variables = [each for each, _ in asked(question, scale, ask)]
    name = f"past {question.name}"
    return [server.request(name, {**each, "position": like(position, moment)}) for each in variables]


def like(given: object, value: int) -> object:
    """The value as the API writes such values: as a number, or as text."""
    return str(value) if isinstance(given, str) else value


def judged(found: Sequence[Measured]) -> list[Ratio]:
    """What is promised of a longer history, and what was found."""
    by = {(each.row, each.question): each for each in found}
    told = []
    for question in dict.fromkeys(each.question for each in found):
        live, longer = by[LIVE, question], by[LONGER, question]
        medians = [a.latencies[50] / b.latencies[50] for a, b in zip(live.rounds, longer.rounds, strict=True)]
        told.append(ratio("p50 live / p50 live with ten times the history", longer, medians, LEAST_LIVE))
        if then := by.get((PAST, question)):
            told.append(ratio("as of the middle / live", then, rates(then, longer), LEAST_PAST))
    return told


def row(place: Place, label: str) -> Row:
    """Our server, which is also asked about the past."""
    return ours(place, documents(), f"{OURS} {label}")
