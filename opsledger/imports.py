"""`opsledger import …`: the files that can be brought in."""

from functools import partial

from opsledger.commands.exchange import Exchange, add_kinds

IMPORTS: tuple[Exchange, ...] = ()

fill = partial(add_kinds, IMPORTS)
