"""`opsledger backup FILE`: the whole ledger in one file."""

from pathlib import Path

from application.backup import back_up, back_up_keys
from application.ledger import utc_now
from opsledger.commands.answer import Answer, usage
from opsledger.commands.call import Call, existing
from opsledger.commands.parser import Parser

KEYS = "the keys of people, in a file of their own: keep it elsewhere, and only the newest"


def fill(parser: Parser) -> None:
    parser.set_defaults(run=backed_up)
    parser.add_argument("file", type=Path, metavar="FILE", help="to be written")
    parser.add_argument("--keys", type=Path, metavar="FILE", help=KEYS)


def backed_up(call: Call) -> Answer:
    """Write the backup; servers go on meanwhile."""
    settings, options = existing(call.settings), call.options
    try:
        made = [back_up(settings.target, options.file, utc_now())]
        if options.keys:
            made.append(back_up_keys(settings.keys_database or settings.target, options.keys, utc_now()))
    except OSError as wrong:
        if wrong.filename:
            raise
        raise usage(wrong.strerror or str(wrong)) from None
    files = [file for file in (options.file, options.keys) if file]
    told = [{"file": str(file), "content": each.content} for file, each in zip(files, made, strict=True)]
    lines = [f"{each['content']} of {settings.place}: {each['file']}" for each in told]
    if not options.keys:
        lines.append("Without the keys of people: back them up apart, with --keys FILE.")
    return Answer({"backups": told}, tuple(lines))
