"""Cursors are opaque: what their text means is learnt from the lists in which the API gives them."""

from tests.compiled.pages import Place


class Cursors:
    """Which place each text of the API stands for, and the names by which the interpreter speaks of places."""

    def __init__(self) -> None:
        self._place: dict[str, Place] = {}
        self._named: dict[str, Place] = {}

    def name(self, place: Place) -> str:
        """What the interpreter writes in place of the text that the API would give."""
        name = f"the cursor of {place}"
        self._named[name] = place
        return name

    def learn(self, text: str, name: str) -> bool:
        """Take the text for the cursor of that name. False when it is known to be that of another place."""
        if name not in self._named:
            return False
        return self._place.setdefault(text, self._named[name]) == self._named[name]

    def place(self, text: str) -> Place | None:
        """The place that the text stands for; None where no list has given it."""
        return self._place.get(text)
