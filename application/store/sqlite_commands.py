"""Which commands were answered, on SQLite: their ids are indexed for a thousand events at once.

Callers choose these ids at random. An index that has every new id at once would be written at another page by each
commit, and be a fifth of what commits write. So ids enter the index when a thousand events wait for it, in the
transaction that records the last of them. Until then the writer knows them by heart, and everybody else looks through
the events themselves. What is said about an id is always exact.
"""

import sqlite3

TOGETHER = 1000
TABLES = (
    "CREATE TABLE commands (command_id TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID",
    # One row: the last event whose command is in the index, if it has one.
    "CREATE TABLE commands_indexed (upto INTEGER NOT NULL)",
    "INSERT INTO commands_indexed VALUES (0)",
)
UPTO = "SELECT IFNULL(MAX(upto), 0) FROM commands_indexed"
OLDER = "SELECT c.command_id, digest, answer FROM commands c JOIN stored_events ON rowid = position"
NEWER = f"SELECT command_id, digest, answer FROM stored_events WHERE rowid > ({UPTO}) AND command_id IS NOT NULL"
APART = "SELECT command_id, digest, answer FROM receipts"
INDEXED = OLDER.replace("JOIN", "LEFT JOIN")
RECEIPTS = f"{INDEXED} UNION ALL {NEWER} UNION ALL {APART}"
"""Every receipt, found as RECEIPT finds the one of a command; and of what the index knows and nobody has done, none."""
RECEIPT = (
    f"{OLDER} WHERE c.command_id = ?1 UNION ALL {NEWER} AND command_id = ?1 UNION ALL {APART} WHERE command_id = ?1"
)
KNOWN = "SELECT 1 FROM commands WHERE command_id = ?1 UNION ALL SELECT 1 FROM receipts WHERE command_id = ?1"
SINCE = "SELECT command_id FROM stored_events WHERE rowid > ? AND command_id IS NOT NULL"
FILL = (
    # An id that is there already can only have come in past the program. The first event stays the one that is found.
    "INSERT OR IGNORE INTO commands SELECT command_id, rowid FROM stored_events"
    f" WHERE rowid > ({UPTO}) AND command_id IS NOT NULL ORDER BY command_id, rowid",
    "UPDATE commands_indexed SET upto = (SELECT IFNULL(MAX(rowid), 0) FROM stored_events)",
)


class NewestCommands:
    """The ids that are not in the index yet, as the one writing connection of a process knows them."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self.ids: set[str | None] = set()
        self.head = 0
        """The last position that is known; `ids` are those of events up to it, behind what is in the index."""
        self._upto = 0
        self._sure = True

    def follow(self, head: int) -> None:
        """Learn, inside a transaction, what others have recorded up to this position, the last there is."""
        (self._upto,) = self._cursor.execute(UPTO).fetchone()
        if self.head < self._upto:
            self.ids.clear()
        self.ids.update(id for (id,) in self._cursor.execute(SINCE, (max(self.head, self._upto),)))
        self.head = head

    def recorded(self, command: str | None, head: int) -> None:
        """Events up to this position were added to those that are known; the last of them is that command's."""
        if head - self._upto >= TOGETHER:
            for statement in FILL:
                self._cursor.execute(statement)
            self.ids.clear()
            self._upto = head
        elif command:
            self.ids.add(command)
        self.head, self._sure = head, False

    def committed(self) -> None:
        """What was recorded stands."""
        self._sure = True

    def abandoned(self) -> None:
        """What was recorded since the last commit does not stand."""
        if not self._sure:
            self.ids.clear()
            self.head = self._upto = 0
            self._sure = True
