"""Claims of another program are made anew from the log before this one records anything."""

from contextlib import closing
from pathlib import Path

import pytest

from application.claiming import are_ours, mark, renew
from application.command import Command
from application.ledger import Ledger
from application.store import Claim, Unit, open_store
from domain import authority, organisation
from domain.shared import series
from domain.shared.ids import ADMINISTRATOR
from domain.shared.refusal import Refused
from tests.application import notes
from tests.application.notes import SUBJECT_TAKEN

ROOMS = (notes.ROOM, series.ROOM, organisation.ROOM, authority.ROOM)


def write(id: str, subject: str) -> Command:
    return Command(act="note.write", actor=ADMINISTRATOR, record=id, inputs={"subject": subject})


def test_what_another_program_did_not_claim_or_claimed_otherwise_is_put_right_once(tmp_path: Path) -> None:
    with closing(open_store(str(tmp_path))) as store:
        ledger = Ledger(ROOMS, store)
        assert renew(ledger, str(tmp_path)) and are_ours(store)
        ledger.do(write("note-1", "tea"))
        timer = store.due("wakes", "9", 1)[0]
        missing, loose = Claim("note.subject", "tea", "note-1"), Claim("note.title", "tea", "note-1")
        store.append(Unit((), claims=(loose,), releases=(missing, timer)))
        assert not renew(ledger, str(tmp_path)) and store.claimed("note.subject", "tea") == []
        store.append(Unit((), claims=(mark()._replace(key="00"),), releases=(mark(),)))
        assert not are_ours(store) and renew(ledger, str(tmp_path))
        assert store.claimed("note.subject", "tea") == ["note-1"] and store.claimed("note.title", "tea") == []
        assert store.due("wakes", "9", 9) == [timer] and store.due("program", "g", 9) == [mark()]
        with pytest.raises(Refused) as no:
            ledger.do(write("note-2", "tea"))
        assert no.value.reason is SUBJECT_TAKEN


def test_a_record_that_moves_on_meanwhile_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(open_store(str(tmp_path))) as store, closing(open_store(str(tmp_path))) as other:
        ledger = Ledger(ROOMS, store)
        ledger.do(write("note-1", "tea"))
        store.append(Unit((), releases=(Claim("note.subject", "tea", "note-1"),)))
        close = Command(act="note.close", actor=ADMINISTRATOR, record="note-1")
        log = store.log
        once = iter([True])

        def while_others_write(after: int, limit: int) -> object:
            page = log(after, limit)
            if not page and next(once, False):
                Ledger(ROOMS, other).do(close)
            return page

        monkeypatch.setattr(store, "log", while_others_write)
        assert renew(ledger, str(tmp_path)) and store.claimed("note.subject", "tea") == []
