"""`opsledger export …`: the files that can be written."""

from functools import partial

from opsledger.commands.exchange import Exchange, add_kinds

EXPORTS: tuple[Exchange, ...] = ()

fill = partial(add_kinds, EXPORTS)
