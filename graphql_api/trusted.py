"""Trusted documents: those that the makers of a client handed over beforehand, asked by their ids (API-09).

An id is `sha256:` and the 64 hexadecimal digits of the document's text in UTF-8, or any name without a colon that a
manifest gives it, as the appendix on persisted documents of GraphQL over HTTP says.
"""

import json
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from graphql_api.documents import refusal

DIGEST = re.compile(r"[0-9a-f]{64}")


class NotTrusted(ValueError):
    """What should be trusted documents is not; says which."""


class Trusted:
    """The documents by their ids. `only`: nothing else is answered."""

    def __init__(self, documents: Iterable[tuple[str | None, str]] = (), only: bool = False) -> None:
        self._texts: dict[str, str] = {}
        self._only = only
        for name, text in documents:
            digest = sha256(text.encode()).hexdigest()
            self._texts[f"sha256:{digest}"] = text
            if name is None:
                continue
            if DIGEST.fullmatch(said := name.removeprefix("sha256:")) and said != digest:
                raise NotTrusted(f"The document called {name} has the digest {digest}.")
            if ":" not in name:
                self._texts[name] = text
        self._known = frozenset(self._texts.values())

    def __len__(self) -> int:
        return len(self._known)

    def text(self, query: str | None, id: str | None) -> str:
        """The text of the document that a request names or sends.

        Raises NotAnswered: 404 for an unknown id, 403 for a text that is not trusted where nothing else is answered.
        """
        if id is not None:
            try:
                return self._texts[id]
            except KeyError:
                raise refusal(404, "No document is known by this id.", "DOCUMENT_UNKNOWN") from None
        assert query is not None
        if self._only and query not in self._known:
            raise refusal(403, "Only trusted documents are answered here; send documentId.", "DOCUMENT_NOT_TRUSTED")
        return query


def trusted(place: Path | None, only: bool = False) -> Trusted:
    """The documents of a folder (every `*.graphql` in it, however deep) or of a manifest (JSON: texts by ids).

    Raises NotTrusted when there are none to be read there, or nothing would be answered.
    """
    if place is None:
        if only:
            raise NotTrusted("Only trusted documents shall be answered, and there are none.")
        return Trusted()
    try:
        return Trusted(list(found(place)), only)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as wrong:
        raise NotTrusted(f"The trusted documents cannot be read from {place}: {wrong}") from None


def found(place: Path) -> Iterator[tuple[str | None, str]]:
    """Names and texts. A file's text counts as it is, a final line break included; its name is no id."""
    if place.is_dir():
        for file in sorted(place.rglob("*.graphql")):
            yield None, file.read_bytes().decode()
        return
    manifest = json.loads(place.read_text("utf-8"))
    if not isinstance(manifest, dict) or not all(isinstance(text, str) for text in manifest.values()):
        raise NotTrusted(f"{place} is not an object of texts by ids.")
    yield from manifest.items()
