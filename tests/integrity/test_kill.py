"""The notary is killed while it signs, again and again: what it has signed holds, and it goes on from there."""

import random
import subprocess
import sys
import time

import pytest

from application.integrity.checkpoint import Checkpoint
from application.integrity.tree import is_consistent
from tests.integrity.place import Place

KILLS = 6
SIGN = """
import sys
from application.integrity import open_tiles
from application.integrity.notary import Notary
from application.integrity.note import Signer
from application.store import Unit, open_store
from tests.integrity.place import event

target, schema, tree, secret = sys.argv[1:]
store, tiles, signer = open_store(target, schema), open_tiles(target, tree), Signer.parse(secret)
notary = Notary(store, tiles, lambda: signer)
print("ready", flush=True)
while True:
    head = store.head()
    store.append(Unit(tuple(event(f"plan-{head + number}", 1) for number in range(37))))
    notary.catch_up()
"""


@pytest.fixture
def victim(place: Place) -> Place:
    """A ledger that another process is to sign."""
    place.recorded(5)
    place.store.close()
    return place


def test_what_was_signed_holds_after_every_kill(victim: Place) -> None:
    chance, heads = random.Random(3), [Checkpoint.parse(str(victim.tiles.checkpoint()))]
    command = [sys.executable, "-c", SIGN, victim.target, victim.schema, victim.tree, victim.signer.secret()]
    for _ in range(KILLS):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.05, 0.4))
        process.kill()
        process.communicate()
        heads.append(Checkpoint.parse(str(victim.tiles.checkpoint())))
    survivor = victim.reopened()
    survivor.notary.catch_up()
    assert all(finding.well for finding in survivor.findings(kept={str(each.size): each for each in heads}).values())
    newest = survivor.log.checkpoint()
    assert newest.size == survivor.store.head() > heads[0].size
    for before in heads:
        path = survivor.log.consistency(before.size, newest.size)
        assert is_consistent(before.size, newest.size, before.root, newest.root, path)
