"""One call of the program, as a command gets it."""

from argparse import Namespace
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from application.store.values import ADDRESSES
from opsledger.commands.answer import absent, usage
from opsledger.settings import Settings, from_environment

LEDGER = "ledger.db"


class Call(NamedTuple):
    """What was typed, and the settings that follow from it and from the environment."""

    options: Namespace
    settings: Settings
    environment: Mapping[str, str]


def called(options: Namespace, environment: Mapping[str, str]) -> Call:
    """The call; what is typed goes before the environment. Raises Wrong and WrongSetting."""
    settings = from_environment(environment)
    typed = {name: value for name, value in vars(options).items() if name in Settings.__struct_fields__}
    settings = msgspec.structs.replace(settings, **typed)
    if settings.database and not settings.database.startswith(ADDRESSES):
        raise usage(f"a database is given as postgresql://…, not as {settings.place}")
    if settings.keys_database and "://" in settings.keys_database and not settings.keys_database.startswith(ADDRESSES):
        raise usage("OPSLEDGER_KEYS_DATABASE is a folder, or given as postgresql://…")
    return Call(options, settings, environment)


def existing(settings: Settings) -> Settings:
    """The settings, if the folder has a ledger: a mistyped folder must not become a new one. Raises Wrong."""
    if not settings.database and not (settings.data / LEDGER).is_file():
        raise absent(
            "ledger.absent", f"There is no ledger in {settings.place}. `opsledger serve` or `opsledger demo` makes one."
        )
    return settings
