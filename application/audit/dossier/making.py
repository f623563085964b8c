"""Putting a dossier together out of the log."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from application.audit.changes import Path, reached
from application.audit.dossier.comparing import Compared
from application.audit.dossier.describing import Describing, speaks, titled
from application.audit.dossier.model import Able, Altered, Decision, Dossier, Ending, Matter, Statement, Submission
from application.audit.dossier.reading import Place, Reading
from application.audit.dossier.speaking import Speaker
from application.audit.rights import Matter as Question
from application.audit.rights import able
from application.audit.sight import ALL, Sight
from application.audit.signing import content_beside
from application.audit.steps import History, Step
from application.audit.then import Past, Then
from application.ledger import Ledger
from domain.organisation.state import ORGANISATION
from domain.shared.approval import Request, Signature, signed_in
from domain.shared.room import Room


def dossier(
    ledger: Ledger, record: str, upto: int, language: str, sight: Sight = ALL,
    knows: Callable[[str], bool] = lambda _: True, checkpoint: Sequence[str] = (),
) -> Dossier | None:  # fmt: skip
    """The dossier of a record as of a position, as far as somebody may see it; None when there is nothing to see.

    `upto` is a position that is there; `knows` is whether they may see another record, and so what it is called;
    `checkpoint` are the lines of the newest one.
    """
    history = History(ledger)
    room = history.room(record)
    steps = [each for each in history.steps(record, upto) if sight.events(each.recorded.position)]
    if room is None or not steps:
        return None
    past = Past(history, upto)
    (last,) = ledger.store.log(upto - 1, 1)
    moment = ledger.mapper.decode(last).envelope.recorded_at
    describing = Describing(Speaker(language, knows(ORGANISATION)), ledger, past, knows)
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
        self._reading = Reading(room, describing, sight)
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
        doings = [self._reading.doing(each) for each in self._steps]
        return Dossier(
            language=speaker.language,
            record=last.recorded.record,
            room=speaker.kind(self._room),
            title=self._reading.title(last) if self._sight.record else last.recorded.record,
            status=speaker.term(last.after.status),
            position=self._upto,
            moment=self._moment,
            checkpoint=tuple(checkpoint),
            matters=tuple(self._matter(*each) for each in self._matters),
            statements=tuple(
                Statement(doing, self._reading.place(step)[1], self._reading.told(step))
                for step, doing in zip(self._steps, doings, strict=True)
                if speaks(event := step.recorded.envelope.event) and not any(signed_in(event))
            ),
            history=tuple(doings),
        )

    def _ask(self, step: Step, request: Request) -> None:
        place, content = self._reading.content(step.after, request.digest)
        if place is None and self._sight.record:
            content = content_beside(step.recorded.envelope.event, request)
        (stood, asked), comparing = self._reading.proposed(step, content), self._reading.comparing(step)
        self._matters.setdefault(self._reading.place(step), []).append(
            Submission(
                done=self._describing.doing(step.recorded),
                round=request.round,
                content_version=request.content_version,
                digest=request.digest,
                intact=self._reading.intact(place, step.after),
                place=place or (),
                content=tuple(self._describing.values(content, step.recorded.position, self._reading.titles(step))),
                changes=tuple(comparing.since_before(request, content)),
                terms=self._reading.told(step, content),
                replaces=tuple(name for name in stood if hasattr(content, name)),
                proposed=tuple(comparing.between(stood, asked)),
            )
        )

    def _sign(self, step: Step, signature: Signature) -> None:
        place, content = self._reading.content(step.before, signature.digest)
        decision = self._decision(step, signature, content, self._reading.intact(place, step.before))
        for matter in (self._matters.get(self._reading.place(step), []), *self._matters.values()):
            for number, asked in reversed(list(enumerate(matter))):
                if asked.digest == signature.digest:
                    matter[number] = replace(asked, decisions=(*asked.decisions, decision))
                    return
        # Decided without having been asked for: what was decided on is told beside the decision.
        self._matters.setdefault(self._reading.place(step), []).append(
            Submission(
                done=decision.done,
                round=signature.round,
                content_version=signature.content_version,
                digest=signature.digest,
                intact=decision.intact,
                place=place or (),
                content=tuple(self._describing.values(content, step.recorded.position, self._reading.titles(step))),
                changes=(),
                decisions=(decision,),
            )
        )

    def _decision(self, step: Step, signature: Signature, content: Any, intact: bool | None) -> Decision:
        recorded, describing = step.recorded, self._describing
        question, world = self._question(step), Then(self._past, recorded.position - 1)
        act = self._room.acts[recorded.envelope.act.partition(".")[2]]
        return Decision(
            done=describing.doing(recorded),
            verdict=describing.speaker.term(signature.verdict),
            comment=signature.comment,
            terms=self._reading.told(step, content),
            round=signature.round,
            content_version=signature.content_version,
            digest=signature.digest,
            intact=intact,
            right=describing.right(question, act, signature, world),
            others=tuple(describing.able(each, recorded.position, question.now) for each in able(question, world)),
        )

    def _question(self, step: Step) -> Question:
        """What was to be decided, as it stood before the event."""
        kind, id = self._reading.place(step)
        part = getattr(step.before, self._room.part(kind).inside).get(id) if kind else None
        return Question(self._room, step.before, kind, part, step.recorded.envelope.recorded_at)

    def _matter(self, kind: str | None, id: str | None) -> Matter:
        asked = self._matters[kind, id]
        ends = [*(each.done.position for each in asked[1:]), self._steps[-1].recorded.position]
        complete = [self._finished(each, end, (kind, id)) for each, end in zip(asked, ends, strict=True)]
        complete[-1] = replace(complete[-1], awaits=tuple(self._awaits(complete[-1], kind, id)))
        if kind is None:
            return Matter(None, None, "", None, tuple(complete))
        part, speaker = self._reading.part(self._steps[-1], kind, id), self._describing.speaker
        shown = self._shown(complete[-1])
        status = speaker.term(part.status) if shown else None
        return Matter(speaker.kind(self._room.part(kind)), id, titled(part) if shown else "", status, tuple(complete))

    def _finished(self, submission: Submission, end: int, place: Place) -> Submission:
        """The submission, with those who did not decide, and with what came after its last signature."""
        decided = {id for each in submission.decisions for id in deciders(each)}
        decisions = tuple(
            replace(each, others=tuple(one for one in each.others if one.who.id not in decided))
            for each in submission.decisions
        )
        since = decisions[-1].done.position if decisions else end
        altered = self._altered(submission.place, since, end) if submission.place else ()
        ended = None if decisions or not self._shown(submission) else self._ended(submission, end, place)
        return replace(submission, decisions=decisions, altered=tuple(altered), ended=ended)

    def _ended(self, submission: Submission, end: int, place: Place) -> Ending | None:
        """The first event after it that left the record, or the part, in another state."""
        since, standing = submission.done.position, None
        for step in self._steps:
            if since <= step.recorded.position <= end:
                status = (self._reading.part(step, *place) if place[0] else step.after).status
                if standing not in (None, status):
                    return Ending(self._reading.doing(step), self._describing.speaker.term(status))
                standing = status
        return None

    def _altered(self, place: Path, since: int, end: int) -> Iterator[Altered]:
        for step in self._steps:
            if since < step.recorded.position <= end:
                compared = Compared(reached(step.before, place), reached(step.after, place))
                if compared.before is not compared.after and self._sight.shows(place):
                    yield from self._reading.comparing(step).done(compared, place)

    def _awaits(self, submission: Submission, kind: str | None, id: str | None) -> Iterator[Able]:
        last = self._steps[-1]
        question = Question(self._room, last.after, kind, self._reading.part(last, kind, id), self._moment)
        decided = {one for each in submission.decisions for one in deciders(each)}
        for each in able(question, Then(self._past, self._upto)):
            if each.person not in decided:
                yield self._describing.able(each, self._upto, self._moment)

    def _shown(self, submission: Submission) -> bool:
        return not submission.place or self._sight.shows(submission.place)



def deciders(decision: Decision) -> set[str]:
    """Everybody behind a decision."""
    done = decision.done
    return {done.actor.id, *([done.on_behalf_of.id] if done.on_behalf_of else [])}
