"""How a dossier says things in its language: words of the product, names of people, labels of fields, values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct

from application.audit.changes import Path, plain, within
from application.audit.dossier.fields import FIELDS
from application.audit.dossier.model import Value, Who, Word
from domain.organisation.spans import held
from domain.organisation.state import Organisation
from domain.shared.act import Act, Grant
from domain.shared.ids import ADMINISTRATOR, SYSTEM
from domain.shared.room import Part, Room
from domain.shared.term import Term
from domain.shared.zone import SHANGHAI

LANGUAGES = ("en", "zh")
OUTSIDE = {SYSTEM: ("the system", "系统"), ADMINISTRATOR: ("the administrator", "管理员")}
JOINT = " · "
"""Between the names in the label of a value, which has as many as its path."""
YES_NO = {True: ("yes", "是"), False: ("no", "否")}


class Speaker:
    """Says things in one language. Whoever may not see the organisation is told ids and no names."""

    def __init__(self, language: str, named: bool) -> None:
        self.language = language
        self._named = named
        self._place = LANGUAGES.index(language)

    def choose(self, words: tuple[str, str]) -> str:
        """The one of two phrases, English and Chinese, that is in the language."""
        return words[self._place]

    def term(self, term: Term) -> Word:
        """A value of an enumeration."""
        return Word(str(term), self.choose((term.en, term.zh)))

    def act(self, act: Act) -> Word:
        """Something that can be done."""
        return Word(act.name, self.choose((act.label.en, act.zh)))

    def kind(self, kind: Room | Part) -> Word:
        """A kind of record or of part."""
        return Word(kind.name, self.choose((kind.label.en, kind.zh)))

    def who(self, person: str, organisation: Organisation | None, day: date) -> Who:
        """Somebody, as the organisation knew them that day."""
        if person in OUTSIDE:
            return Who(person, self.choose(OUTSIDE[person]))  # type: ignore[index]
        known = organisation.people.get(person) if organisation and self._named else None  # type: ignore[call-overload]
        if known is None or organisation is None:
            return Who(person, person)
        assignment = held(known.assignments, day)
        position = organisation.positions[assignment.position].name if assignment else ""
        return Who(person, known.name, position)

    def called(self, path: Path, contents: Sequence[Any], parts: Mapping[str, str]) -> tuple[str, str]:
        """What a value of these contents is called, and the innermost entry of a list that it is in, if it is in one.

        An entry that people call by a key has it in its name, and its title. `parts` are names of parts by their ids.
        """
        names: list[str] = []
        entry = of = ""
        for name in path:
            listed = name in parts or any(isinstance(each, tuple) for each in contents)
            of = next((type(each).__name__ for each in contents if isinstance(each, Struct)), of)
            contents = [within(each, name) for each in contents]
            names.append(parts.get(name) or (self._entry(name, contents) if listed else self._field(name, of)))
            entry = JOINT.join(names) if listed else entry
        return JOINT.join(names), entry

    def _entry(self, name: str, contents: Sequence[Any]) -> str:
        held = next((each for each in contents if getattr(each, "key", None) == name), None)
        if held is None:
            return str(int(name) + 1)
        words = (getattr(held, each, "") for each in ("title", "name", "text"))
        return f"{name} {next(filter(None, words), '')}".rstrip()

    def label(self, path: Path, of: str = "") -> str:
        """What a value is called: fields in the language, entries of lists by their number from 1.

        `of` is the name of the class that the fields are of, for those that mean something else there.
        """
        return JOINT.join(str(int(each) + 1) if each.isdigit() else self._field(each, of) for each in path)

    def _field(self, name: str, of: str = "") -> str:
        if self.language == "zh":
            return FIELDS.get(f"{of}.{name}") or FIELDS.get(name) or name.replace("_", " ")
        return name.replace("_", " ")

    def text(self, value: Any, organisation: Organisation | None, parts: Mapping[str, str]) -> str:
        """A value in words. An id of somebody, of a unit or of one of the parts is told with the name."""
        match value:
            case None:
                return "–"
            case bool():
                return self.choose(YES_NO[value])
            case Term():
                return self.term(value).label
            case datetime():
                return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            case str():
                return self._name(value, organisation, parts)
            case tuple() | frozenset() | list():
                return self.choose((", ", "、")).join(self.text(each, organisation, parts) for each in value) or "–"
            case Struct():
                return "\n".join(f"{each.label}: {each.text}" for each in self.values(value, organisation, parts))
            case Decimal() | date() | int() | float():
                return str(value)
            case _:
                return str(plain(value))

    def _name(self, text: str, organisation: Organisation | None, parts: Mapping[str, str]) -> str:
        if text in parts:
            return f"{parts[text]} ({text})"
        if organisation is None or not self._named:
            return text
        known = organisation.people.get(text) or organisation.units.get(text)  # type: ignore[call-overload]
        return f"{known.name} ({text})" if known else text

    def values(
        self, content: Any, organisation: Organisation | None, parts: Mapping[str, str]
    ) -> Iterator[Value]:
        """The single values of some content, with their paths inside it; `parts` are names of parts by their ids."""
        for path, value in leaves((), content):
            if value not in (None, "", ()):
                label = self.label(path, type(content).__name__)
                yield Value(path, label, plain(value), self.text(value, organisation, parts))

    def grant(self, line: Grant, fact: Callable[[str], Any]) -> str:
        """A line of the authority matrix; `fact` tells what it was held against."""

        def word(name: str, value: str) -> str:
            held = fact(name)
            return self.term(type(held)[value]).label if isinstance(held, Term) else value

        role = f"{line.role} {self.term(line.role).label}"
        alternatives = self.choose((" or ", "或"))
        conditions = [
            f"{self._field(name)}: {alternatives.join(word(name, each) for each in values)}"
            for name, values in line.where.items()
        ]
        if line.up_to is not None:
            conditions.append(self.choose((f"up to {line.up_to:,} CNY", f"{line.up_to:,}元以内")))
        return f"{role} ({'; '.join(conditions)})" if conditions else role


def leaves(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """The single values inside a value; a list of these is one."""
    match value:
        case Struct():
            for name in value.__struct_fields__:
                yield from leaves((*path, name), getattr(value, name))
        case Mapping():
            for key, each in value.items():
                yield from leaves((*path, str(key)), each)
        case tuple() if any(isinstance(each, Struct) for each in value):
            for place, each in enumerate(value):
                yield from leaves((*path, str(place)), each)
        case _:
            yield path, value
