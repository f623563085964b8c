"""The keys of a log, from the first to the one that signs now: each is named by a note that the one before signed."""

from collections.abc import Iterable, Sequence

from application.integrity.note import ED25519, BadNote, Note, Signer, Verifier, parse

TITLE = "The key of this log is"


def succession(signer: Signer, new: Verifier) -> Note:
    """The note by which the holder of a key says which key follows it; the first key is named by itself."""
    text = f"{TITLE}\n{new}\n"
    return Note(text, (signer.sign(text),))


def named(note: Note) -> Verifier:
    """The key that such a note names. Raises BadNote."""
    title, key, *_ = (*note.text.splitlines(), "", "")
    if title != TITLE:
        raise BadNote("the note names no key")
    return Verifier.parse(key)


def succeeded(notes: Iterable[str]) -> list[Verifier]:
    """The keys that the notes name, oldest first, each by the one before. Raises BadNote."""
    keys: list[Verifier] = []
    for note in map(parse, notes):
        key = named(note)
        if not (keys[-1] if keys else key).holds(note):
            raise BadNote(f"the key {key} was not named by the one before")
        keys.append(key)
    return keys


def trusted(notes: Sequence[str], given: Iterable[Verifier]) -> list[Verifier]:
    """The given keys, and those of the log that follow them. Raises BadNote."""
    believed = list(given)
    for note, key in zip(map(parse, notes), succeeded(notes), strict=True):
        if key not in believed and any(each.holds(note) for each in believed if each.kind == ED25519):
            believed.append(key)
    return believed
