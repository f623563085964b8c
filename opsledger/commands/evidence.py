"""What the commands on evidence share: what the caller trusts and has kept, and how findings are told."""

from argparse import ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path

from application.integrity.checkpoint import Checkpoint
from application.integrity.note import BadNote, Verifier
from application.integrity.verify import Finding
from opsledger.commands.answer import Answer, Exit, absent, usage
from opsledger.commands.parser import Parser

SHOWN = 10
"""Of many things that are wrong in one place, so many are named."""


def add_trust(parser: Parser) -> None:
    """Options for what somebody has kept, and whom they trust."""
    against = "a checkpoint that was kept elsewhere; repeatable"
    parser.add_argument("--against", action="append", type=Path, default=[], metavar="CHECKPOINT", help=against)
    key = "a public key that is trusted; repeatable; those of the log when absent"
    parser.add_argument("--key", action="append", type=verifier, default=[], metavar="VKEY", help=key)


def verifier(given: str) -> Verifier:
    """A public key as it is typed."""
    try:
        return Verifier.parse(given)
    except BadNote as wrong:
        raise ArgumentTypeError(str(wrong)) from None


def kept_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint in a file. Raises Wrong."""
    try:
        return Checkpoint.parse(path.read_text("utf-8"))
    except FileNotFoundError:
        raise absent("file.unavailable", f"There is no file {path}.") from None
    except (BadNote, UnicodeDecodeError) as wrong:
        raise usage(f"{path}: {wrong}") from None


def some(wrong: Sequence[str]) -> str:
    """The first of many things that are wrong, and how many more there are."""
    more = f"; and {len(wrong) - SHOWN:,} more" if len(wrong) > SHOWN else ""
    return "; ".join(wrong[:SHOWN]) + more


def findings(found: list[Finding]) -> Answer:
    """All of them, and an exit code of their own when one is a problem."""
    width = max(len(each.what) for each in found)
    lines = (shown(f"{'ok     ' if each.well else 'problem'}  {each.what:<{width}}  {each.seen}") for each in found)
    well = all(each.well for each in found)
    data = {"well": well, "findings": [each._asdict() for each in found]}
    return Answer(data, tuple(lines), Exit.DONE if well else Exit.REFUSED)


def shown(said: str) -> str:
    """What others may have worded, in one line: a file must not be able to write on the terminal what it likes."""
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in said)
