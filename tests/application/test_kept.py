"""What is kept in memory stays within its bounds, whatever is put there."""

from application.kept import Kept


def test_beyond_a_number_what_was_not_used_for_longest_goes() -> None:
    kept = Kept[str](len, most=2)
    kept.put("a", "1", 1)
    kept.put("b", "1", 1)
    assert kept.get("a")
    kept.put("c", "1", 1)

    assert (kept.get("a"), kept.get("b"), kept.get("c")) == ("1", None, "1")


def test_beyond_a_weight_too_but_the_last_one_stays_however_heavy() -> None:
    kept = Kept[str](len, heaviest=10)
    kept.put("a", "1234", 1)
    kept.put("b", "1234", 1)
    kept.put("c", "1234", 1)
    assert len(kept) == 2 and kept.weight == 8

    kept.put("d", "x" * 100, 1)
    assert len(kept) == 1 and kept.get("d")


def test_what_grows_is_weighed_anew_whenever_it_has_doubled() -> None:
    kept = Kept[str](len)
    weighed = []
    for version in range(1, 10):
        kept.put("a", "x" * version, version)
        weighed.append(kept.weight)

    assert weighed == [1, 2, 2, 4, 4, 4, 4, 8, 8]


def test_what_is_known_to_weigh_so_much_is_not_weighed() -> None:
    kept = Kept[str](len)
    kept.put("a", "1234", 1, 7)
    kept.put("a", "12345", 1, 9)

    assert kept.weight == 7


def test_what_was_forgotten_weighs_nothing() -> None:
    kept = Kept[str](len)
    kept.put("a", "1234", 1)
    kept.clear()

    assert (len(kept), kept.weight) == (0, 0)
