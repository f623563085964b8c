"""Words for the tests of the store."""

from application.store import Entry, KeptReceipt, Refusal, Unit

DATA = b'{"event_id":"event-1","actor":"user-1","payload":{"title":"\xe5\xad\xa3\xe5\xba\xa6\xe8\xae\xa1\xe5\x88\x92"}}'


def entry(stream: str, version: int = 1, data: bytes = DATA) -> Entry:
    return Entry(stream, version, "plan.submitted", data)


def unit(*entries: Entry) -> Unit:
    return Unit(entries)


def history(stream: str, versions: int, after: int = 0) -> Unit:
    """A unit of that many events, one stream."""
    return Unit(tuple(entry(stream, after + n) for n in range(1, versions + 1)))


def receipt(command_id: str = "command-1", digest: str = "digest", answer: bytes = b"answer") -> KeptReceipt:
    return KeptReceipt(command_id, digest, answer)


def refusal(code: str = "NOT_ALLOWED") -> Refusal:
    return Refusal("2026-11-21T07:00:00Z", "user-1", None, "plan.submit", "plan-1", code, b"{}", None)
