"""What the ledger itself refuses, before and after an act's own rules."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from application.command import Command
from application.store import Refusal, Taken
from domain.shared.act import Act
from domain.shared.refusal import Reason, Refused
from domain.shared.room import Room

NO_SUCH_ACT = Reason("ledger.no_such_act", "There is no act {act}.", "没有名为{act}的操作。")
NO_SUCH_RECORD = Reason("ledger.no_such_record", "There is no {kind} {id}.", "不存在{kind}{id}。")
EXISTS = Reason("ledger.exists", "The {kind} {id} exists already.", "{kind}{id}已存在。")
NO_SUCH_PART = Reason("ledger.no_such_part", "There is no {part} {id} in this {kind}.", "该{kind}中不存在{part}{id}。")
WHICH = Reason("ledger.which", "Say which record to {act}.", "请指明要{act}的记录。")
OUT_OF_SCOPE = Reason(
    "ledger.out_of_scope",
    "The token is limited to {scopes}; it does not cover {kind}.",
    "该令牌仅限于{scopes}，不能用于{kind}。",
)
CONFLICT = Reason(
    "ledger.conflict",
    "The record has moved on: you saw version {expected}, it is now at {current} (since then: {events}).",
    "记录已变化：您看到的是第{expected}版，现为第{current}版（其间：{events}）。",
)
REUSED = Reason(
    "ledger.command_reused",
    "The command id {command} has already been used for something else.",
    "命令编号{command}已用于其他操作。",
)
LONG_COMMAND_ID = Reason(
    "ledger.command_id_too_long", "A command id may have at most {most} characters.", "命令编号最多{most}个字符。"
)
BUSY = Reason(
    "ledger.busy",
    "The record {record} changed {attempts} times while this was decided; try again.",
    "处理期间记录{record}已变化{attempts}次，请重试。",
)
CLAIMED = Reason("ledger.claimed", "{holder} already holds {key}.", "{holder}已占用{key}。")
FUTURE = Reason("ledger.future", "{at} is in the future.", "{at}在未来。")
TOO_LONG_AGO = Reason(
    "ledger.backdated_too_far", "{at} is more than {days} days ago.", "{at}距今超过{days}天，不能补录。"
)
NO_REASON = Reason("ledger.backdating_reason", "Give a reason for recording the past.", "补录须说明原因。")
BEFORE_PREVIOUS = Reason(
    "ledger.before_previous", "{at} is before the previous event, at {previous}.", "{at}早于前一事件（{previous}）。"
)
BACKDATING = timedelta(days=7)


def find_act(rooms: Mapping[str, Room], name: str) -> tuple[Room, Act]:
    """The room and the act of a full name. Refuses NO_SUCH_ACT."""
    kind, _, verb = name.partition(".")
    room = rooms.get(kind)
    if room is None or (act := room.acts.get(verb)) is None:
        raise NO_SUCH_ACT(act=name)
    return room, act


def require_record(room: Room, act: Act, id: str, state: Any) -> None:
    """Refuse NO_SUCH_RECORD or EXISTS when the act needs a record and there is none, or the other way round."""
    if state is None and not act.creates:
        raise NO_SUCH_RECORD(kind=room.label, id=id)
    if state is not None and act.creates:
        raise EXISTS(kind=room.label, id=id)


def part_of(room: Room, act: Act, state: Any, id: str | None) -> Any:
    """The part of the record that the act is about, None when it is about the whole. Refuses NO_SUCH_PART."""
    if act.part is None:
        return None
    part = room.part(act.part)
    found = getattr(state, part.inside).get(id) if state is not None else None
    if found is None:
        raise NO_SUCH_PART(part=part.label, id=id, kind=room.label)
    return found


def dated(command: Command, previous: datetime | None, now: datetime) -> datetime:
    """When it happened: now, or the earlier moment that the caller gives with a reason (AUDIT-12)."""
    at = command.occurred_at
    if at is None:
        return now
    if at > now:
        raise FUTURE(at=at)
    if now - at > BACKDATING:
        raise TOO_LONG_AGO(at=at, days=BACKDATING.days)
    if not command.backdating_reason.strip():
        raise NO_REASON()
    if previous is not None and at < previous:
        raise BEFORE_PREVIOUS(at=at, previous=previous)
    return at


def taken(taken: Taken, rooms: Iterable[Room]) -> Refused:
    """The refusal of the room whose unique claim somebody else holds."""
    name, key, _ = taken.claim
    reason = next((room.unique[name] for room in rooms if name in room.unique), CLAIMED)
    return reason(key=key, holder=taken.holder)


def entry(no: Refused, command: Command, at: datetime) -> Refusal:
    """The line of the refusal log (AUDIT-07)."""
    return Refusal(
        at=at.isoformat(),
        actor=command.actor,
        role=command.acting_role,
        act=command.act,
        stream=command.record,
        code=no.reason.code,
        facts=msgspec.json.encode(no.plain_facts),
        command_id=command.command_id,
    )
