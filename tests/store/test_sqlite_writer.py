"""What the writer of SQLite remembers when the database does not keep what it was given."""

from contextlib import closing
from pathlib import Path

import pytest

from application.store import SQLiteStore, Unavailable, Unit
from application.store.sqlite_recorder import connect
from application.store.sqlite_writer import SQLiteWriter
from tests.store.units import entry, receipt


def test_a_command_that_was_not_kept_for_want_of_space_is_not_taken_for_answered(tmp_path: Path) -> None:
    with closing(SQLiteStore(tmp_path)) as store:
        connection = connect(str(tmp_path / "ledger.db"))
        with closing(SQLiteWriter(connection)) as writer:
            asked = Unit((entry("plan-1"),), receipt=receipt())
            (most,) = connection.execute("PRAGMA max_page_count").fetchone()
            connection.execute("PRAGMA max_page_count = 30")
            with pytest.raises(Unavailable, match="full"):
                writer.write([asked, Unit((entry("plan-2", data=b"x" * 200_000),))])
            connection.execute(f"PRAGMA max_page_count = {most}")
            assert store.head() == 0 and store.receipt("command-1") is None
            assert writer.write([asked]) == [1]
