"""How often Python looks for objects that are left over in circles."""

import gc

MADE = 50_000
"""Objects that are made before it looks among the young ones. States and events never form circles."""


def collect_seldom() -> None:
    """Look a seventieth as often as Python does by itself: folding events makes many objects, and all are in use."""
    gc.set_threshold(MADE, 20, 50)


def collect_no_more() -> None:
    """Leave everything to the end of the process: to look through it once more takes longer than most commands do."""
    gc.freeze()
