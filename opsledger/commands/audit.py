"""`opsledger audit …`: evidence that what was recorded was not changed, for those who check it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from application.claiming import are_ours
from application.integrity.checkpoint import Checkpoint
from application.integrity.derived import derived
from application.integrity.notary import TASK as SIGNING
from application.integrity.note import BadNote
from application.integrity.unsigned import unsigned
from application.integrity.verify import Finding, verify
from opsledger.commands.answer import Answer, Exit, Wrong
from opsledger.commands.audit_bundle import add_check, add_export
from opsledger.commands.audit_history import add_diff, add_dossier, add_replay
from opsledger.commands.call import Call, existing
from opsledger.commands.catching_up import signed_up
from opsledger.commands.doctor import compared, tables
from opsledger.commands.evidence import add_trust, findings, kept_checkpoint, some, verifier
from opsledger.commands.parser import Parser, add_command, filled
from opsledger.commands.progress import progress
from opsledger.compose import Product, opened
from opsledger.signing import rotate
from projections.layout import fingerprint, label, written
from projections.runner import TASK


def fill(parser: Parser) -> None:
    """The commands, those that only look first."""
    commands = parser.commands()
    add_command(commands, "verify", "read the whole log again and compare it with all that was signed", add_verify)
    add_command(commands, "rebuild-check", "make the views anew beside those in use; compare them", add_rebuild_check)
    add_command(commands, "diff", "what changed between two moments, and the events behind it", add_diff)
    add_command(commands, "replay", "walk a record event by event, with its state before and after", add_replay)
    add_command(commands, "dossier", "write everything about a record's approvals to a document", add_dossier)
    add_command(commands, "checkpoint", "sign what was recorded until now, and print or save that", add_checkpoint)
    add_command(commands, "keys", "the public keys of the log, oldest first", add_keys)
    add_command(commands, "rotate-key", "have another key sign from now on", add_rotate_key)
    add_command(commands, "cosign", "take up what witnesses have signed below a checkpoint of ours", add_cosign)
    add_command(commands, "export", "write records or a period to a file that proves itself", add_export)
    report = partial(filled, "opsledger.commands.audit_report")
    add_command(commands, "report", "the ready questions of auditors, as a table, CSV or a workbook", report)
    add_command(commands, "check", "check such a file; needs no ledger and no network", add_check)


def add_verify(parser: Parser) -> None:
    parser.set_defaults(run=verified)
    add_trust(parser)


def add_rebuild_check(parser: Parser) -> None:
    parser.set_defaults(run=rebuild_checked)


def add_checkpoint(parser: Parser) -> None:
    parser.set_defaults(run=checkpoint)
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="where to save it; else it is printed")


def add_keys(parser: Parser) -> None:
    parser.set_defaults(run=keys)


def add_rotate_key(parser: Parser) -> None:
    parser.set_defaults(run=key_rotated)


def add_cosign(parser: Parser) -> None:
    parser.set_defaults(run=cosigned)
    parser.add_argument("file", type=Path, metavar="FILE", help="the checkpoint with the witnesses' signatures")
    key = "the witness's public key; repeatable"
    parser.add_argument("--key", action="append", type=verifier, required=True, metavar="VKEY", help=key)


def verified(call: Call) -> Answer:
    """The log, the tree, every checkpoint, and the views; all findings, each with what was expected and found."""
    given = call.options
    kept = {str(path): kept_checkpoint(path) for path in given.against}
    with opened(existing(call.settings)) as product, progress("events") as tell:
        laid_out = tables(product.settings)  # before anything is opened that lays out what is missing
        of_log = {name: each for name, each in kept.items() if not each.book}
        found = [*verify(product.ledger.store, product.tiles, of_log, given.key, tell)]
        for book in product.books:
            found += book.verify(product.tiles, kept, given.key)
        found += [laid_out, beside(product), *views(product)]
        found += unproven(product)  # last: whoever asks who signs may be the one from then on
    return findings(found)


def unproven(product: Product) -> Iterator[Finding]:
    """What of the log and of the books no signature covers yet."""
    books = [(book.name, book.lines, book.tiles) for book in product.books]
    signing = not product.ledger.store.leads(SIGNING)
    yield from unsigned([("", product.ledger.store, product.tiles), *books], product.ledger.clock(), signing)


def rebuild_checked(call: Call) -> Answer:
    """The views, table by table, beside views made anew from the log."""
    with opened(existing(call.settings)) as product:
        return findings(list(views(product)))


def beside(product: Product) -> Finding:
    """Whether what the store keeps beside the events follows from them."""
    try:
        wrong = derived(product.ledger, product.settings.target)
    except Exception as problem:  # whatever a changed event makes of the code that reads it
        return Finding("beside", f"cannot be compared: {str(problem) or repr(problem)}", well=False)
    seen = "claims, timers, snapshots, receipts and keys are as the log says"
    if not are_ours(product.ledger.store):
        seen = "snapshots, receipts and keys are as the log says; claims are another program's until a server starts"
    return Finding("beside", f"differ from the log: {some(wrong)}" if wrong else seen, not wrong)


def views(product: Product) -> Iterator[Finding]:
    """Whether the views say what the log says."""
    views = product.views
    try:
        progress = views.database.progress()
        current = label(fingerprint(views.tables, views.database.dialect), product.feed.edition())
        if progress is None or progress.layout != current:
            unattended = product.feed.leads(TASK)
            mends = "a server that starts makes them" if unattended else "and a server shows these"
            yield Finding("views", f"there are none of this program, not compared; {mends}", unattended)
            return
        differ = compared(product)
    except Exception as problem:  # whatever somebody makes of the views, or a changed event of the code that reads it
        yield Finding("views", f"cannot be made anew: {str(problem) or repr(problem)}", well=False)
        return
    count, position = len(written(views.tables)), views.position()
    same = f"{count} tables up to position {position:,}, all as made anew"
    yield Finding("views", f"differ from the log: {some(differ)}" if differ else same, not differ)


def checkpoint(call: Call) -> Answer:
    """Sign up to the end of the log as it is now, or wait until the server has; and hand the checkpoint out.

    Beside the file are then those of the books, by their names.
    """
    with opened(existing(call.settings)) as product:
        newest = signed_up(product)
        notes = {book.name: note for book in product.books if (note := book.tiles.checkpoint())}
    file: Path | None = call.options.file
    data = {"origin": newest.origin, "size": newest.size, "checkpoint": str(newest)}
    if file is None:
        return Answer(data, tuple(str(newest).splitlines()))
    saved = {"events": (file, str(newest), newest.size)}
    for name, note in notes.items():
        saved[name] = file.with_name(f"{file.name}.{name}"), note, Checkpoint.parse(note).size
    for path, note, _ in saved.values():
        path.write_text(note, "utf-8")
    lines = (f"checkpoint of {size:,} {what} saved to {path}" for what, (path, _, size) in saved.items())
    return Answer({**data, "file": str(file)}, tuple(lines))


def keys(call: Call) -> Answer:
    """What those who check need to be told, once and by another way than this log."""
    with opened(existing(call.settings)) as product:
        known = [str(key) for key in product.log.verifiers()]
    return Answer({"keys": known}, tuple(known) or ("Nothing has been signed yet.",))


def key_rotated(call: Call) -> Answer:
    """Make a key, have the old one name it, and sign with it from now on."""
    with opened(existing(call.settings)) as product:
        signed_up(product)
        new, secret = rotate(product.settings, product.tiles)
    lines: tuple[str, ...] = ("The log is signed by another key from now on; its public half:", str(new))
    if secret:
        lines += ("Its private half, shown this once, belongs in OPSLEDGER_SIGNING_KEY of every process:", secret)
    return Answer({"key": str(new), "secret": secret}, lines)


def cosigned(call: Call) -> Answer:
    """Keep the checkpoint with its witnesses' signatures, if it is one of this log."""
    given = kept_checkpoint(call.options.file)
    with opened(existing(call.settings)) as product:
        try:
            witnesses = given.signers(call.options.key)
            ours = given.signers(product.log.verifiers()) and product.log.root(given.size) == given.root
        except (BadNote, LookupError) as wrong:
            raise Wrong(Exit.REFUSED, "audit.checkpoint", str(wrong)) from None
        if not ours or not witnesses:
            raise Wrong(Exit.REFUSED, "audit.checkpoint", "It is not a checkpoint of this log with such a signature.")
        product.tiles.keep_cosigned(given)
    names = [each.name for each in witnesses]
    return Answer({"size": given.size, "witnesses": names}, (f"kept, cosigned by {', '.join(names)}",))
