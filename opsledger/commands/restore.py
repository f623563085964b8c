"""`opsledger restore FILE`: a backup, where there is no ledger yet, and proven to be what was recorded."""

from contextlib import closing
from pathlib import Path

from application.backup import Damaged, NotABackup, restore, restore_keys
from application.erasing import carry_out_again, lost
from application.store.copying import Occupied
from domain.rooms import ROOMS
from opsledger.commands.answer import Answer, Exit, absent, failure, usage
from opsledger.commands.backup import KEYS
from opsledger.commands.call import Call
from opsledger.commands.parser import Parser
from opsledger.recording import recording
from opsledger.settings import Settings
from projections.rebuild import forgotten
from projections.views import open_views


def fill(parser: Parser) -> None:
    parser.set_defaults(run=restored)
    parser.add_argument("file", type=Path, metavar="FILE", help="written by `opsledger backup`")
    parser.add_argument("--keys", type=Path, metavar="FILE", help=KEYS)


def restored(call: Call) -> Answer:
    """Put a backup where there is no ledger yet, and prove it."""
    settings, options = call.settings, call.options
    try:
        proof = restore(settings.target, options.file)
        with closing(open_views(settings.target, ROOMS)) as views:
            forgotten(views)
        back = keys_of_people(settings, options.keys) if options.keys else []
    except FileNotFoundError as wrong:
        raise absent("backup.absent", f"There is no file {wrong.filename}.") from None
    except (NotABackup, Occupied, OSError) as wrong:
        raise usage(str(wrong)) from None
    except Damaged as wrong:
        return failure(Exit.REFUSED, "backup.damaged", f"Not restored: {wrong}.")
    lines = [
        f"{settings.place}: {proof.events:,} events, without a gap; the first {proof.signed:,} are as they were signed",
        "Its views are made at the next start. It is signed as a log of its own, where none was signed before.",
    ]
    if back:
        lines.append(f"Destroyed again, as the log has it: {', '.join(back)}")
    data = {"events": proof.events, "signed": proof.signed, "root": proof.root.hex(), "destroyedAgain": back}
    return Answer(data, tuple(lines))


def keys_of_people(settings: Settings, file: Path) -> list[str]:
    """Put the keys where there are none; the names of those that the log says were destroyed, and now are again.

    Where keys are missing that were made since, the log cannot be asked: nothing starts before the operator has decided
    what to do about them. Raises NotABackup, Occupied, Unavailable.
    """
    restore_keys(settings.keys_database or settings.target, file)
    with recording(settings) as recorder:
        return [] if lost(recorder.ledger.store) else carry_out_again(recorder.ledger)
