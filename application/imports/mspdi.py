"""The schedule of a project out of Microsoft Project's XML (MSPDI, namespace http://schemas.microsoft.com/project).

A summary task of the first outline level is a phase; deeper ones only group. The first resource that is assigned to a
task is its owner. Money is in hundredths of the currency, as the format has it. Links are finish to start; one to a
milestone is taken as links to what the milestone waits for.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from application.imports.names import Names
from application.imports.problems import BadFile, Place, Problem
from domain.project.content import Phase, PlannedMilestone, PlannedTask
from domain.shared.ids import PersonId
from domain.shared.refusal import Reason, Refused

NAMESPACE = "http://schemas.microsoft.com/project"
FINISH_TO_START = "1"
SHEET = "Tasks"
HUNDREDTHS = Decimal(100)

NOT_MSPDI = Reason(
    "import.not_mspdi",
    "{file} is not a file of Microsoft Project saved as XML.",
    "{file}不是Microsoft Project另存为XML的文件。",
)
DOCTYPE = Reason(
    "import.xml_doctype",
    "{file} declares a document type, in which entities could hide; save it anew from Microsoft Project.",
    "{file}含有文档类型声明，可能藏有实体，请从Microsoft Project重新另存。",
)
NO_VALUE = Reason(
    "import.mspdi_missing", "{field} is missing or cannot be read: {value}.", "缺少{field}或无法读取：{value}。"
)
NO_OWNER = Reason("import.mspdi_owner", "No resource is assigned to {task}.", "任务“{task}”未分配资源。")
OTHER_LINK = Reason(
    "import.mspdi_link",
    "{task} has a link that is not finish to start within the file: only those can be imported.",
    "“{task}”的链接不是本文件内的“完成-开始”类型，无法导入。",
)
LINK_TO_GROUP = Reason(
    "import.mspdi_summary_link",
    "{task} waits for {other}, which is no task: link it to the tasks within.",
    "“{task}”的前置“{other}”不是任务，请改为链接其中的任务。",
)


class Schedule(NamedTuple):
    """Phases, tasks and milestones, and where each of the latter two stands, by title."""

    phases: tuple[Phase, ...]
    tasks: tuple[PlannedTask, ...]
    milestones: tuple[PlannedMilestone, ...]
    places: Mapping[str, Place]


class Item(NamedTuple):
    """A row of the task table: its unique id, its phase, and the element with everything else."""

    uid: str
    phase: str
    element: Element

    @property
    def title(self) -> str:
        """Its name, on one line."""
        return " ".join(said(self.element, "Name").split())

    @property
    def is_summary(self) -> bool:
        """Whether it only groups others."""
        return said(self.element, "Summary") == "1"

    @property
    def is_milestone(self) -> bool:
        """Whether it is a point in time."""
        return said(self.element, "Milestone") == "1" and not self.is_summary

    def place(self, column: str = "") -> Place:
        """Its row, as Microsoft Project numbers it."""
        number = said(self.element, "ID")
        return Place(SHEET, int(number) if number.isdigit() else 0, column)


def read_schedule(file: Path, names: Names, lead: PersonId | None, problems: list[Problem]) -> Schedule:
    """The schedule in the file. Adds what cannot be read to `problems`; milestones without a resource are the lead's.

    Raises BadFile for a file that is not MSPDI, or that declares a document type.
    """
    root = parsed(file)
    items = {item.uid: item for item in items_of(root)}
    owners = dict(reversed(list(assigned(root))))
    reading = Reading(items, owners, names, lead, problems, set())
    phases = [Phase(key=i.uid, title=i.title) for i in items.values() if i.is_summary and i.phase == i.uid]
    real = [item for item in items.values() if not item.is_summary]
    tasks = [reading.task(item) for item in real if not item.is_milestone]
    milestones = [reading.milestone(item) for item in real if item.is_milestone]
    return Schedule(
        tuple(phases),
        tuple(task for task in tasks if task),
        tuple(milestone for milestone in milestones if milestone),
        {item.title: item.place() for item in real},
    )


class Reading(NamedTuple):
    """Tasks read off their elements, given who is assigned to which."""

    items: Mapping[str, Item]
    owners: Mapping[str, str]
    names: Names
    lead: PersonId | None
    problems: list[Problem]
    named: set[tuple[Place, str]]
    """Which reasons were named already, and where: each is once, however many links of a task it holds of."""

    def task(self, item: Item) -> PlannedTask | None:
        """The task; nothing when something of it cannot be read."""
        wrong = len(self.problems)
        starts, due = self.day(item, "Start"), self.day(item, "Finish")
        owner, cost, after = self.owner(item, None), self.cost(item), tuple(self.before(item))
        if starts is None or due is None or owner is None or cost is None or len(self.problems) > wrong:
            return None
        return PlannedTask(
            key=item.uid, phase=item.phase, title=item.title, owner=owner, starts=starts, due=due, cost=cost,
            depends_on=after,
        )

    def milestone(self, item: Item) -> PlannedMilestone | None:
        """The milestone; nothing when something of it cannot be read."""
        due, owner = self.day(item, "Finish"), self.owner(item, self.lead)
        if due is None or owner is None or not self.titled(item):
            return None
        return PlannedMilestone(key=item.uid, phase=item.phase, title=item.title, owner=owner, due=due)

    def titled(self, item: Item) -> bool:
        if not item.title:
            self.wrong(item, "Name", NO_VALUE(field="Name", value=""))
        return bool(item.title)

    def day(self, item: Item, field: str) -> date | None:
        """The day of a moment such as 2026-03-02T08:00:00."""
        text = said(item.element, field)
        try:
            return datetime.fromisoformat(text).date()
        except ValueError:
            self.wrong(item, field, NO_VALUE(field=field, value=text))
            return None

    def cost(self, item: Item) -> Decimal | None:
        self.titled(item)
        text = said(item.element, "Cost") or "0"
        try:
            cost = Decimal(text) / HUNDREDTHS
        except InvalidOperation:
            cost = Decimal("NaN")
        if cost.is_finite():
            return cost
        self.wrong(item, "Cost", NO_VALUE(field="Cost", value=text))
        return None

    def owner(self, item: Item, otherwise: PersonId | None) -> PersonId | None:
        """The person of the first resource assigned."""
        name = self.owners.get(item.uid)
        if name is None and otherwise is not None:
            return otherwise
        try:
            if name is None:
                raise NO_OWNER(task=item.title)
            return PersonId(self.names[PersonId].id(name))
        except Refused as no:
            self.wrong(item, "Resource Names", no)
            return None

    def before(self, item: Item) -> Iterator[str]:
        """The keys of the tasks that it waits for; a milestone between stands for those that it waits for."""
        left, met = [item], set[str]()
        while left:
            for other in self.linked(left.pop()):
                if other.uid not in met:
                    met.add(other.uid)
                    if other.is_milestone:
                        left.append(other)
                    else:
                        yield other.uid

    def linked(self, item: Item) -> Iterator[Item]:
        """The tasks and milestones that it is linked to."""
        for link in item.element.findall("PredecessorLink"):
            other = self.items.get(said(link, "PredecessorUID"))
            foreign = said(link, "CrossProject") == "1" or (said(link, "Type") or FINISH_TO_START) != FINISH_TO_START
            if other is None or foreign:
                self.wrong(item, "Predecessors", OTHER_LINK(task=item.title))
            elif other.is_summary:
                self.wrong(item, "Predecessors", LINK_TO_GROUP(task=item.title, other=other.title))
            else:
                yield other

    def wrong(self, item: Item, column: str, no: Refused) -> None:
        if (here := (item.place(column), str(no))) not in self.named:
            self.named.add(here)
            self.problems.append(Problem(here[0], no))


def items_of(root: Element) -> Iterator[Item]:
    """The rows of the task table that mean something: no blank, inactive or all-embracing ones."""
    phase = ""
    for element in root.iterfind("Tasks/Task"):
        level = said(element, "OutlineLevel")
        if said(element, "IsNull") == "1" or said(element, "Active") == "0" or level == "0":
            continue
        uid = said(element, "UID")
        if level == "1":
            phase = uid if said(element, "Summary") == "1" else ""
        yield Item(uid, phase, element)


def assigned(root: Element) -> Iterator[tuple[str, str]]:
    """The ids of tasks with the names of the resources assigned to them, in the order of the file."""
    resources = {said(each, "UID"): said(each, "Name") for each in root.iterfind("Resources/Resource")}
    for each in root.iterfind("Assignments/Assignment"):
        if name := resources.get(said(each, "ResourceUID")):
            yield said(each, "TaskUID"), name


def said(element: Element, field: str) -> str:
    """What a field of an element says; nothing when it is not there."""
    return (element.findtext(field) or "").strip()


def parsed(file: Path) -> Element:
    """The document, its names without the namespace. Raises BadFile: NOT_MSPDI, and DOCTYPE before any entity."""
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")

    def refuse(*_: Any) -> None:
        raise BadFile([Problem(Place("", 1), DOCTYPE(file=file.name))])

    def start(name: str, attributes: dict[str, str]) -> None:
        builder.start(name.removeprefix(f"{NAMESPACE}}}"), attributes)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: builder.end(name.removeprefix(f"{NAMESPACE}}}"))
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(file.read_bytes(), True)
        root = builder.close()
    except (expat.ExpatError, AssertionError):
        raise BadFile([Problem(Place("", 1), NOT_MSPDI(file=file.name))]) from None
    if root.tag != "Project":
        raise BadFile([Problem(Place("", 1), NOT_MSPDI(file=file.name))])
    return root
