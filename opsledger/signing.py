"""The key that signs the log: out of the environment, or kept in the data folder for its owner only."""

import secrets

from application.integrity.keys import succeeded, succession
from application.integrity.note import BadNote, Signer, Verifier
from application.integrity.tiles import Tiles
from opsledger import private
from opsledger.settings import Settings

FILE, NEXT = "signing-key", "signing-key.next"


def signer_of(settings: Settings, tiles: Tiles) -> Signer:
    """The key that signs the log now; made, and named as the first one, when the log has none. Raises BadNote."""
    keys = succeeded(tiles.keys())
    if not keys and not settings.signing_key:
        private.keep(settings.data / FILE, Signer.made(f"opsledger/{secrets.token_hex(8)}").secret())
    held = held_by(settings)
    if not keys:
        tiles.add_key(str(succession(held[0], held[0].verifier)))
        return held[0]
    for signer in held:
        if signer.verifier == keys[-1]:
            return signer
    raise BadNote(f"the key that signs this log, {keys[-1]}, is not here: it belongs in OPSLEDGER_SIGNING_KEY")


def held_by(settings: Settings) -> list[Signer]:
    """The keys at hand: that of the environment, else those in the data folder. Raises BadNote."""
    if settings.signing_key:
        return [Signer.parse(settings.signing_key)]
    files = [settings.data / name for name in (FILE, NEXT)]
    return [Signer.parse(file.read_text("utf-8", errors="replace")) for file in files if file.exists()]


def rotate(settings: Settings, tiles: Tiles) -> tuple[Verifier, str | None]:
    """Have another key sign from now on: the key, and its secret if the operator has to put it where it belongs.

    Both files are there until the new key is named, so whoever signs meanwhile finds the one that is meant.
    """
    old = signer_of(settings, tiles)
    new = Signer.made(old.verifier.name)
    beside = settings.data / NEXT
    if not settings.signing_key:
        if held_by(settings)[0].verifier != old.verifier:  # the last rotation was cut short
            beside.replace(settings.data / FILE)
        beside.unlink(missing_ok=True)
        private.keep(beside, new.secret())
    tiles.add_key(str(succession(old, new.verifier)))
    if settings.signing_key:
        return new.verifier, new.secret()
    beside.replace(settings.data / FILE)
    return new.verifier, None
