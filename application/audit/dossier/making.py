"""Putting a dossier together out of the log."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from application.audit.changes import Path, reached
from application.audit.dossier.comparing import Compared, Comparing
from application.audit.dossier.describing import Describing
from application.audit.dossier.model import Able, Altered, Decision, Doing, Dossier, Matter, Statement, Submission
from application.audit.dossier.speaking import JOINT, Speaker
from application.audit.rights import Matter as Question
from application.audit.rights import able
from application.audit.sight import ALL, Sight
from application.audit.signing import content_beside, content_with
from application.audit.steps import History, Step
from application.audit.then import Past, Then
from application.ledger import Ledger
from domain.shared.approval import Request, Signature, signed_in
from domain.shared.personal import ERASED
from domain.shared.room import Room

Place = tuple[str | None, str | None]
"""The kind of part that something was asked about and its id; neither for the record itself."""


def dossier(
    ledger: Ledger, record: str, upto: int, language: str, sight: Sight = ALL, named: bool = True,
    checkpoint: Sequence[str] = (),
) -> Dossier | None:  # fmt: skip
    """The dossier of a record as of a position, as far as somebody may see it; None when there is nothing to see.

    `upto` is a position that is there; `named` is whether names of people may be told; `checkpoint` are the lines of
    the newest one.
    """
    history = History(ledger)
    room = history.room(record)
    steps = [each for each in history.steps(record, upto) if sight.events(each.recorded.position)]
    if room is None or not steps:
        return None
    past = Past(history, upto)
    (last,) = ledger.store.log(upto - 1, 1)
    moment = ledger.mapper.decode(last).envelope.recorded_at
    describing = Describing(Speaker(language, named), ledger, past)
    return Making(room, steps, past, describing, sight, upto, moment).made(checkpoint)


class Making:
    """One dossier in the making."""

    def __init__(
        self, room: Room, steps: Sequence[Step], past: Past, describing: Describing, sight: Sight,
        upto: int, moment: datetime,
    ) -> None:  # fmt: skip
        self._room = room
        self._steps = steps
        self._past = past
        self._describing = describing
        self._sight = sight
        self._upto = upto
        self._moment = moment
        self._matters: dict[Place, list[Submission]] = {}

    def made(self, checkpoint: Sequence[str]) -> Dossier:
        """All of it."""
        for step in self._steps:
            for found in signed_in(step.recorded.envelope.event):
                if isinstance(found, Request):
                    self._ask(step, found)
                else:
                    self._sign(step, found)
        last, speaker = self._steps[-1], self._describing.speaker
        doings = [self._doing(each) for each in self._steps]
        said = [self._describing.said(each.recorded) for each in self._steps]
        return Dossier(
            language=speaker.language,
            record=last.recorded.record,
            room=speaker.kind(self._room),
            title=self._title(last) if self._sight.record else last.recorded.record,
            status=speaker.term(last.after.status),
            position=self._upto,
            moment=self._moment,
            checkpoint=tuple(checkpoint),
            matters=tuple(self._matter(*each) for each in self._matters),
            statements=tuple(
                Statement(doing, self._place(step)[1], words)
                for step, doing, words in zip(self._steps, doings, said, strict=True)
                if words
            ),
            history=tuple(doings),
        )

    def _title(self, last: Step) -> str:
        """What people call the record; what is about somebody and has no title, by whom and what time it is about."""
        state, title = last.after, titled(last.after)
        if title != state.id or not self._room.about:
            return title
        kind, who = self._describing.speaker.kind(self._room), getattr(state, self._room.about)
        time = f"{state.starts} – {state.ends}" if hasattr(state, "starts") else ""
        return JOINT.join(filter(None, (kind.label, self._describing.who(who, last.recorded).name, time)))

    def _ask(self, step: Step, request: Request) -> None:
        place, content = self._content(step.after, request.digest)
        if place is None and self._sight.record:
            content = content_beside(step.recorded.envelope.event, request)
        (stood, asked), comparing = self._proposed(step, content), self._comparing(step)
        self._matters.setdefault(self._place(step), []).append(
            Submission(
                done=self._describing.doing(step.recorded),
                round=request.round,
                content_version=request.content_version,
                digest=request.digest,
                intact=self._intact(place, step.after),
                place=place or (),
                content=tuple(self._describing.values(content, step.recorded.position, self._titles(step))),
                changes=tuple(comparing.since_before(request, content)),
                replaces=tuple(name for name in stood if hasattr(content, name)),
                proposed=tuple(comparing.between(stood, asked)),
            )
        )

    def _sign(self, step: Step, signature: Signature) -> None:
        place, content = self._content(step.before, signature.digest)
        decision = self._decision(step, signature, self._intact(place, step.before))
        for matter in (self._matters.get(self._place(step), []), *self._matters.values()):
            for number, asked in reversed(list(enumerate(matter))):
                if asked.digest == signature.digest:
                    matter[number] = replace(asked, decisions=(*asked.decisions, decision))
                    return
        # Decided without having been asked for: what was decided on is told beside the decision.
        self._matters.setdefault(self._place(step), []).append(
            Submission(
                done=decision.done,
                round=signature.round,
                content_version=signature.content_version,
                digest=signature.digest,
                intact=decision.intact,
                place=place or (),
                content=tuple(self._describing.values(content, step.recorded.position, self._titles(step))),
                changes=(),
                decisions=(decision,),
            )
        )

    def _decision(self, step: Step, signature: Signature, intact: bool | None) -> Decision:
        recorded, describing = step.recorded, self._describing
        question, world = self._question(step), Then(self._past, recorded.position - 1)
        act = self._room.acts[recorded.envelope.act.partition(".")[2]]
        return Decision(
            done=describing.doing(recorded),
            verdict=describing.speaker.term(signature.verdict),
            comment=signature.comment,
            round=signature.round,
            content_version=signature.content_version,
            digest=signature.digest,
            intact=intact,
            right=describing.right(question, act, signature, world),
            others=tuple(describing.able(each, recorded.position, question.now) for each in able(question, world)),
        )

    def _question(self, step: Step) -> Question:
        """What was to be decided, as it stood before the event."""
        kind, id = self._place(step)
        part = getattr(step.before, self._room.part(kind).inside).get(id) if kind else None
        return Question(self._room, step.before, kind, part, step.recorded.envelope.recorded_at)

    def _matter(self, kind: str | None, id: str | None) -> Matter:
        asked = self._matters[kind, id]
        ends = [*(each.done.position for each in asked[1:]), self._steps[-1].recorded.position]
        complete = [self._finished(each, end) for each, end in zip(asked, ends, strict=True)]
        complete[-1] = replace(complete[-1], awaits=tuple(self._awaits(complete[-1], kind, id)))
        part = self._describing.speaker.kind(self._room.part(kind)) if kind else None
        title = titled(self._part(self._steps[-1], kind, id)) if kind and self._shown(complete[-1]) else ""
        return Matter(part, id, title, tuple(complete))

    def _finished(self, submission: Submission, end: int) -> Submission:
        """The submission, with those who did not decide, and with what was changed after its last signature."""
        decided = {id for each in submission.decisions for id in deciders(each)}
        decisions = tuple(
            replace(each, others=tuple(one for one in each.others if one.who.id not in decided))
            for each in submission.decisions
        )
        since = decisions[-1].done.position if decisions else end
        altered = self._altered(submission.place, since, end) if submission.place else ()
        return replace(submission, decisions=decisions, altered=tuple(altered))

    def _altered(self, place: Path, since: int, end: int) -> Iterator[Altered]:
        for step in self._steps:
            if since < step.recorded.position <= end:
                compared = Compared(reached(step.before, place), reached(step.after, place))
                if compared.before is not compared.after and self._sight.shows(place):
                    yield from self._comparing(step).done(compared, place)

    def _awaits(self, submission: Submission, kind: str | None, id: str | None) -> Iterator[Able]:
        last = self._steps[-1]
        question = Question(self._room, last.after, kind, self._part(last, kind, id), self._moment)
        decided = {one for each in submission.decisions for one in deciders(each)}
        for each in able(question, Then(self._past, self._upto)):
            if each.person not in decided:
                yield self._describing.able(each, self._upto, self._moment)

    def _doing(self, step: Step) -> Doing:
        """The event, with what people call the part that it is about."""
        kind, id = self._place(step)
        doing = self._describing.doing(step.recorded)
        if kind and id and self._sight.shows((self._room.part(kind).inside, id)):
            title = titled(self._part(step, kind, id))
            return replace(doing, about="" if title == id else title)
        return doing

    def _titles(self, step: Step) -> dict[str, str]:
        """What the parts of the record are called, by their ids, as the event left them."""
        return {
            id: title
            for part in self._room.parts
            for id, each in getattr(step.after, part.inside).items()
            if (title := titled(each)) != id and self._sight.shows((part.inside, id))
        }

    def _part(self, step: Step, kind: str | None, id: str | None) -> Any:
        """The part as the event left it."""
        return getattr(step.after, self._room.part(kind).inside).get(id) if kind else None

    def _shown(self, submission: Submission) -> bool:
        return not submission.place or self._sight.shows(submission.place)

    def _proposed(self, step: Step, content: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """What the content asks to have otherwise in the record, as that stood before the event, and as asked."""
        kind, _ = self._place(step)
        seen = kind and isinstance(content, Struct) and self._sight.record
        return self._room.part(kind).proposes(step.before, content) if kind and seen else ({}, {})

    def _comparing(self, step: Step) -> Comparing:
        return Comparing(self._describing, step.recorded, self._titles(step))

    def _content(self, state: Any, digest: str) -> tuple[Path | None, Any]:
        """Where the content with that digest stands, and the content itself, as far as it may be seen."""
        found = content_with(state, digest)
        if found is None:
            return None, None
        place, content = found
        return place, content if self._sight.shows(place) else None

    def _intact(self, place: Path | None, state: Any) -> bool | None:
        if place is not None:
            return True
        return None if ERASED.encode() in msgspec.json.encode(state) else False

    def _place(self, step: Step) -> Place:
        part = self._room.part_of(step.recorded.envelope.event)
        return (part.name, self._room.part_id(step.recorded.envelope.event)) if part else (None, None)


def deciders(decision: Decision) -> set[str]:
    """Everybody behind a decision."""
    done = decision.done
    return {done.actor.id, *([done.on_behalf_of.id] if done.on_behalf_of else [])}


def titled(state: Any) -> str:
    """What people call a record."""
    return str(getattr(state, "title", "") or getattr(state, "name", "") or state.id)
