"""`opsledger doctor`: looks at everything that an operator would, and changes nothing."""

import platform
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from application.claiming import are_ours
from application.erasing import returned
from application.integrity.declared import undeclared
from application.integrity.log import NoCheckpoint
from application.integrity.notary import TASK as INTEGRITY
from application.integrity.verify import Finding
from application.mapper import UnknownEvent
from application.store import Unavailable, UnknownLayout
from application.store.soundness import weaknesses
from application.store.sqlite_keys import FILE as KEYS_FILE
from opsledger import __version__
from opsledger.commands.answer import Answer
from opsledger.commands.call import Call, existing
from opsledger.commands.evidence import findings, some
from opsledger.commands.parser import Parser
from opsledger.commands.served import consumers_are_served
from opsledger.compose import Product, opened
from opsledger.protection import FILE
from opsledger.settings import Settings
from opsledger.signing import FILE as SIGNING
from projections.database import Unavailable as ViewsUnavailable
from projections.layout import fingerprint, label
from projections.rebuild import differences, shows
from projections.runner import TASK

ROOM = 1 << 30
"""Bytes that should be free on the disk of the ledger."""
PATIENCE = 5.0
"""Seconds that a running server is given to bring the views up to the ledger."""
LOOK = 0.1
LIBRARIES = ("eventsourcing", "msgspec", "strawberry-graphql", "starlette", "uvicorn", "psycopg")


def fill(parser: Parser) -> None:
    """No options of its own."""
    parser.set_defaults(run=examine)


def examine(call: Call) -> Answer:
    """All findings. A problem makes the exit code that of a refusal; a store that cannot be opened ends it."""
    return findings(list(looked_at(existing(call.settings))))


def looked_at(settings: Settings) -> Iterator[Finding]:
    """Look at one thing after the other, the cheap ones first."""
    yield versions()
    if not settings.database:
        yield disk(settings.data)
        yield from secrets(settings.data)
    try:
        with opened(settings) as product:
            yield Finding("store", f"{settings.place} opens, layout is known")
            yield durability(settings)
            yield tables(settings)
            for look in LOOKS:
                yield look(product)
    except (Unavailable, UnknownLayout) as problem:
        yield Finding("store", str(problem), well=False)


def versions() -> Finding:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return Finding("program", f"opsledger {__version__}, Python {platform.python_version()}, {libraries}")


def disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    return Finding("disk", f"{free / (1 << 30):,.1f} GiB free", free >= ROOM)


def secrets(folder: Path) -> Iterator[Finding]:
    for name in (FILE, SIGNING, KEYS_FILE):
        with suppress(FileNotFoundError):
            mode = stat.S_IMODE((folder / name).stat().st_mode)
            yield Finding(name, f"mode {mode:04o}", not mode & 0o077)


def durability(settings: Settings) -> Finding:
    """Whether the database keeps what it has confirmed."""
    problems = weaknesses(settings.target)
    return Finding("durability", "; ".join(problems) or "commits reach the disk", not problems)


def tables(settings: Settings) -> Finding:
    """Whether the databases are whole, and declared as this program does, with all that guards what is recorded."""
    wrong = undeclared(settings.target, settings.keys_database)
    return Finding("tables", some(wrong) or "declared and guarded as they should be; nothing is damaged", not wrong)


def clock(product: Product) -> Finding:
    """The clock must not be behind what was recorded last."""
    head = product.feed.head()
    try:
        last = product.feed.log(head - 1, 1)
    except UnknownEvent as unknown:
        return Finding("clock", str(unknown), well=False)
    now = product.ledger.clock()
    behind = bool(last) and last[0].envelope.recorded_at > now
    seen = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    return Finding("clock", f"{seen}, before the last event" if behind else seen, not behind)


def claims_are_ours(product: Product) -> Finding:
    """Records are found by keys as this program makes them, or will be before it records anything."""
    ours = not product.feed.head() or are_ours(product.ledger.store)
    made = "made by this program" if ours else "made by another program; a server of this one makes them anew"
    return Finding("claims", made)


def views_are_kept(product: Product) -> Finding:
    """The views are of this program and up to the ledger, unless there is no server to keep them so."""
    unattended = product.feed.leads(TASK)
    deadline = time.monotonic() + PATIENCE
    while (lacking := lack(product)) and not unattended and time.monotonic() < deadline:
        time.sleep(LOOK)
    if lacking:
        return Finding("views", f"{lacking}; a server that starts mends that" if unattended else lacking, unattended)
    return Finding("views", f"up to the ledger, at position {product.views.position():,}")


def log_is_signed(product: Product) -> Finding:
    """The log is signed up to its end, unless there is no server to do so."""
    unattended = product.feed.leads(INTEGRITY)
    deadline = time.monotonic() + PATIENCE
    while (behind := unsigned(product)) > 0 and not unattended and time.monotonic() < deadline:
        time.sleep(LOOK)
    if behind < 0:
        return Finding("signatures", f"{-behind:,} events were signed and are missing at the end", well=False)
    if not behind:
        return Finding("signatures", "of the whole log; `opsledger audit verify` checks them")
    mends = "a server that starts mends that" if unattended else "the server's log says why"
    return Finding("signatures", f"{behind:,} events are not signed; {mends}", unattended)


def keys_open(product: Product) -> Finding:
    """The keys of people can be used, and none is there that was destroyed."""
    keys, settings = product.ledger.store.keys, product.settings
    try:
        back = returned(product.ledger)
        seen = f"{keys.held():,} held, {keys.destroyed():,} destroyed"
    except (Unavailable, UnknownEvent) as problem:
        return Finding("keys", str(problem), well=False)
    if back:
        return Finding("keys", f"destroyed, and back from a backup: {', '.join(back)}; restart the server", well=False)
    together = settings.database and not (settings.keys_database or settings.keys_secret)
    return Finding("keys", f"{seen}; backups of the ledger's database carry them too" if together else seen)


def unsigned(product: Product) -> int:
    """How many events nothing has been signed for; less than 0 when more were signed than there are."""
    try:
        signed = product.log.checkpoint().size
        return product.feed.head() - signed
    except NoCheckpoint:
        return product.feed.head()


def lack(product: Product) -> str:
    """What the views lack, if anything."""
    views = product.views
    progress, head = views.database.progress(), product.feed.head()
    if progress is None:
        return "none yet"
    if progress.layout != current(product):
        return "of another program, or from before an erasure"
    if not shows(views, product.feed, progress.position):
        return "of another ledger"
    return f"{head - progress.position:,} events behind the ledger" if progress.position < head else ""


def current(product: Product) -> str:
    """What views of this program are labelled with."""
    return label(fingerprint(product.views.tables, product.views.database.dialect), product.feed.edition())


def views_are_right(product: Product) -> Finding:
    """The views, if they are of this program, say what views made anew say. Reads the whole log."""
    progress = product.views.database.progress()
    if progress is None or progress.layout != current(product):
        return Finding("views' content", "not compared: there are no views of this program")
    try:
        differ = compared(product)
    except Exception as problem:
        return Finding("views' content", f"cannot be made anew: {problem}", well=False)
    seen = f"differ from a rebuild: {some(differ)}" if differ else "as made anew"
    return Finding("views' content", seen, not differ)


def compared(product: Product) -> list[str]:
    """What differs from views made anew; somebody else who is making them is given a moment."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return differences(product.views, product.feed)
        except ViewsUnavailable:
            if time.monotonic() > deadline:
                raise
        time.sleep(LOOK)


LOOKS: tuple[Callable[[Product], Finding], ...] = (
    clock,
    keys_open,
    claims_are_ours,
    views_are_kept,
    consumers_are_served,
    views_are_right,
    log_is_signed,
)
