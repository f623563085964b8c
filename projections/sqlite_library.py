"""The library of SQLite as the views use it (`apsw`), set up before anything is opened with it.

It would keep an account of the memory that it takes. One lock guards that account, and threads that build JSON ask for
it thousands of times in a statement; with two of them, that is a fifth of their work. So no limit of memory can be set
either: what connections keep is bounded for each of them.
"""

import apsw

__all__ = ["apsw"]

apsw.shutdown()
apsw.config(apsw.SQLITE_CONFIG_MEMSTATUS, 0)
apsw.initialize()
