"""Choosing the likeliest of several options by weighted signs."""

import math

import pytest

from tracker.extraction import choosing

WEIGHTS = {"wet": 2.0, "cold": 1.0, "warm": -1.0}


def test_the_chances_of_all_options_add_up_to_one() -> None:
    shares = choosing.chances({"rain": {"wet": 1.0}, "snow": {"cold": 2.0}, "sun": {}}, WEIGHTS)
    assert math.isclose(sum(shares.values()), 1.0)
    assert shares["rain"] == pytest.approx(shares["snow"])
    assert shares["sun"] < shares["rain"]


def test_options_without_any_known_sign_are_as_likely() -> None:
    shares = choosing.chances({"rain": {}, "sun": {"unheard of": 9.0}}, WEIGHTS)
    assert shares == {"rain": 0.5, "sun": 0.5}


def test_the_likeliest_option_comes_with_its_chance() -> None:
    best, chance = choosing.likeliest({"rain": {"wet": 1.0}, "sun": {"warm": 1.0}}, WEIGHTS)
    assert best == "rain"
    assert chance == pytest.approx(1 / (1 + math.exp(-3.0)))


def test_very_high_sums_do_not_overflow() -> None:
    shares = choosing.chances({"rain": {"wet": 1e6}, "sun": {}}, WEIGHTS)
    assert shares["rain"] == pytest.approx(1.0)


def test_an_explanation_gives_the_strongest_signs_first() -> None:
    told = choosing.strongest({"cold": 1.0, "wet": 1.0, "warm": 1.5}, WEIGHTS, 2)
    assert list(told.items()) == [("wet", 2.0), ("warm", -1.5)]


def test_the_shipped_weights_know_every_choice() -> None:
    assert choosing.weights("kind")
    assert choosing.weights("no such choice") == {}
