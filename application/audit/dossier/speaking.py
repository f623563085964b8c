"""How a dossier says things in its language: words of the product, names of people, labels of fields, values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct

from application.audit.changes import Path, plain, within
from application.audit.dossier.fields import FIELDS
from application.audit.dossier.model import Value, Who, Word
from application.audit.rights import words_of
from domain.authority.terms import MatrixLine
from domain.organisation.spans import held
from domain.organisation.state import Organisation
from domain.shared.act import EVERY_ACT, Act, Grant
from domain.shared.ids import ADMINISTRATOR, SYSTEM
from domain.shared.room import Part, Room
from domain.shared.term import Term
from domain.shared.zone import SHANGHAI

LANGUAGES = ("en", "zh")
OUTSIDE = {SYSTEM: ("the system", "系统"), ADMINISTRATOR: ("the administrator", "管理员")}
JOINT = " · "
"""Between the names in the label of a value, which has as many as its path."""
NO_PARTS: Mapping[str, str] = {}
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
            entered = listed and name not in parts
            names.append(self._entry(name, contents) if entered else self._named_so(name, of, parts))
            entry = JOINT.join(names) if listed else entry
        return JOINT.join(names), entry

    def _entry(self, name: str, contents: Sequence[Any]) -> str:
        held = next((each for each in contents if getattr(each, "key", None) == name), None)
        if held is None:
            return str(int(name) + 1)
        words = (getattr(held, each, "") for each in ("title", "name", "text"))
        return f"{name} {next(filter(None, words), '')}".rstrip()

    def label(self, path: Path, content: Any, parts: Mapping[str, str]) -> str:
        """What a value of the content is called: fields in the language, entries of lists by their number from 1."""
        names: list[str] = []
        for name in path:
            if isinstance(content, tuple):
                names.append(str(int(name) + 1))
                content = content[int(name)]
            else:
                names.append(self._named_so(name, type(content).__name__, parts))
                content = within(content, name)
        return JOINT.join(names)

    def _named_so(self, name: str, of: str = "", parts: Mapping[str, str] = NO_PARTS) -> str:
        """What an act, a part, or a field of that class is called."""
        if name in EVERY_ACT:
            return f"{self.act(EVERY_ACT[name]).label} ({name})"
        return parts.get(name) or self._field(name, of)

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
            case [MatrixLine(), *_]:
                return "\n".join(self.grant(each.grant, EVERY_ACT.get(each.act)) for each in value)
            case tuple() | frozenset() | list():
                return self.choose((", ", "、")).join(self.text(each, organisation, parts) for each in value) or "–"
            case MatrixLine():
                return f"{self._named_so(value.act)}: {self.grant(value.grant, EVERY_ACT.get(value.act))}"
            case Struct():
                return "\n".join(f"{each.label}: {each.text}" for each in self.values(value, organisation, parts))
            case Decimal() | date() | int() | float():
                return str(value)
            case _:
                return str(plain(value))

    def _name(self, text: str, organisation: Organisation | None, parts: Mapping[str, str]) -> str:
        if text in EVERY_ACT:
            return self._named_so(text)
        if text in parts:
            return f"{parts[text]} ({text})"
        if organisation is None or not self._named:
            return text
        known = organisation.people.get(text) or organisation.units.get(text)  # type: ignore[call-overload]
        return f"{known.name} ({text})" if known else text

    def values(
        self, content: Any, organisation: Organisation | None, parts: Mapping[str, str],
        beside: Callable[[Any], bool] = lambda _: False,
    ) -> Iterator[Value]:  # fmt: skip
        """The single values of some content, with their paths inside it; `parts` are names of parts by their ids.

        What is `beside` the matter is left out, with all that is inside it.
        """
        for path, value in leaves((), content, beside):
            if value not in (None, "", ()):
                yield Value(path, self.label(path, content, parts), plain(value), self.text(value, organisation, parts))

    def grant(self, line: Grant, act: Act | None) -> str:
        """A line of the authority matrix for an act."""

        def word(name: str, value: str) -> str:
            kind = act and words_of(act, name)
            return self.term(kind[value]).label if kind and value in kind.__members__ else value

        role = f"{line.role} {self.term(line.role).label}"
        alternatives = self.choose((" or ", "或"))
        conditions = [
            f"{self._field(name)}: {alternatives.join(word(name, each) for each in values)}"
            for name, values in line.where.items()
        ]
        if line.up_to is not None:
            conditions.append(self.choose((f"up to {line.up_to:,} CNY", f"{line.up_to:,}元以内")))
        return f"{role} ({'; '.join(conditions)})" if conditions else role


def leaves(path: Path, value: Any, beside: Callable[[Any], bool]) -> Iterator[tuple[Path, Any]]:
    """The single values inside a value; a list of these is one, and so is a line of the matrix."""
    match value:
        case _ if beside(value):
            return
        case Struct() if not isinstance(value, MatrixLine):
            for name in value.__struct_fields__:
                yield from leaves((*path, name), getattr(value, name), beside)
        case Mapping():
            for key, each in value.items():
                yield from leaves((*path, str(key)), each, beside)
        case tuple() if any(isinstance(each, Struct) for each in value):
            for place, each in enumerate(value):
                yield from leaves((*path, str(place)), each, beside)
        case _:
            yield path, value
