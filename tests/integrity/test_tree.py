"""The tree hashes as RFC 6962 says, and its proofs prove what is so and nothing else."""

from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.integrity.tree import (
    EMPTY,
    Edge,
    consistency,
    folded,
    inclusion,
    is_consistent,
    is_included,
    leaf_hash,
    span,
)

# The entries and roots that the reference implementation of Certificate Transparency is tested with.
ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
MANY = 600
LEAVES = [leaf_hash(number.to_bytes(2)) for number in range(MANY)]
sizes = st.integers(1, MANY)


@cache
def perfect(height: int, index: int) -> bytes:
    return folded(LEAVES[index << height : (index + 1) << height])


@cache
def root(size: int) -> bytes:
    return span(0, size, perfect)


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH as RFC 6962 defines it, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + by_definition(leaves[:k]) + by_definition(leaves[k:])).digest()


def test_the_published_roots_come_out() -> None:
    edge = Edge()
    assert edge.root() == EMPTY
    for entry, expected in zip(ENTRIES, ROOTS, strict=True):
        edge.extend([leaf_hash(bytes.fromhex(entry))])
        assert edge.root().hex() == expected


def test_the_published_paths_come_out() -> None:
    leaves = [leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]

    def subtree(height: int, index: int) -> bytes:
        return folded(leaves[index << height : (index + 1) << height])

    assert [hash.hex()[:8] for hash in inclusion(5, 8, subtree)] == ["bc1a0643", "ca854ea1", "d37ee418"]
    assert [hash.hex()[:8] for hash in consistency(6, 8, subtree)] == ["0ebc5d34", "ca854ea1", "d37ee418"]


def test_every_size_has_the_root_of_the_definition() -> None:
    edge = Edge()
    for size in range(MANY + 1):
        assert edge.root() == root(size) == by_definition(LEAVES[:size])
        edge.extend(LEAVES[size : size + 1])


@given(st.lists(st.integers(0, 300), max_size=5))
def test_a_tree_that_grows_in_whatever_steps_is_the_same(steps: list[int]) -> None:
    edge, levels = Edge(), dict.fromkeys(range(3), b"")
    for step in steps:
        begin = edge.size
        for level, added in enumerate(edge.extend(LEAVES[begin : begin + step])):
            levels[level] += b"".join(added)
    assert edge.root() == root(edge.size)
    assert levels[0] == b"".join(LEAVES[: edge.size])
    assert levels[1] == b"".join(perfect(8, tile) for tile in range(edge.size >> 8))


@pytest.mark.parametrize("size", [*range(1, 70), 255, 256, 257, 511, 512, 513, MANY])
def test_every_leaf_is_proved_to_be_in_every_tree(size: int) -> None:
    for index in range(size):
        path = inclusion(index, size, perfect)
        assert is_included(LEAVES[index], index, size, path, root(size))


@pytest.mark.parametrize("new", [*range(1, 70), 255, 256, 257, 511, 512, 513, MANY])
def test_every_tree_is_proved_to_begin_with_every_smaller_one(new: int) -> None:
    for old in range(new + 1):
        assert is_consistent(old, new, root(old), root(new), consistency(old, new, perfect))


@given(st.data(), sizes)
def test_a_proof_of_inclusion_proves_nothing_else(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    path = inclusion(index, size, perfect)
    other = data.draw(st.integers(0, MANY - 1).filter(lambda other: other != index))
    assert not is_included(LEAVES[other], index, size, path, root(size))
    assert not is_included(LEAVES[index], other, size, path, root(size))
    assert not is_included(LEAVES[index], index, size, [*path, EMPTY], root(size))
    assert not is_included(LEAVES[index], index, size, path, EMPTY)
    if path:
        spoilt = data.draw(st.integers(0, len(path) - 1))
        assert not is_included(LEAVES[index], index, size, path[:spoilt] + path[spoilt + 1 :], root(size))
        assert not is_included(LEAVES[index], index, size, [*path[:spoilt], EMPTY, *path[spoilt + 1 :]], root(size))


@given(st.data(), sizes)
def test_a_proof_of_consistency_proves_nothing_else(data: st.DataObject, new: int) -> None:
    old = data.draw(st.integers(1, new))
    path = consistency(old, new, perfect)
    assert not is_consistent(old, new, EMPTY, root(new), path)
    assert not is_consistent(old, new, root(old), EMPTY, path)
    assert not is_consistent(old, new, root(old), root(new), [*path, EMPTY])
    for spoilt in range(len(path)):
        assert not is_consistent(old, new, root(old), root(new), path[:spoilt] + path[spoilt + 1 :])
        replaced = [*path[:spoilt], EMPTY, *path[spoilt + 1 :]]
        assert not is_consistent(old, new, root(old), root(new), replaced)


def test_a_proof_for_a_smaller_tree_proves_nothing_of_a_larger_one() -> None:
    assert not is_included(LEAVES[0], 0, 4, inclusion(0, 2, perfect), root(2))
    assert not is_consistent(3, 8, root(3), root(4), consistency(3, 4, perfect))


def test_what_is_not_in_a_tree_has_no_proof() -> None:
    with pytest.raises(ValueError, match="no leaf 5"):
        inclusion(5, 5, perfect)
    with pytest.raises(ValueError, match="not grown from 6"):
        consistency(6, 5, perfect)
    assert not is_included(LEAVES[0], -1, 1, [], LEAVES[0])
    assert not is_consistent(2, 1, root(2), root(1), [])
    assert is_consistent(0, 5, EMPTY, root(5), []) and not is_consistent(0, 5, root(5), root(5), [])
