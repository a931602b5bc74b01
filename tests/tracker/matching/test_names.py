"""Names as they sound: one form in Arabic, Persian and Latin letters."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extraction.text import fold
from tracker.matching.names import sound


def sounds(*names: str) -> set[str]:
    return {sound(fold(name)) for name in names}


@pytest.mark.parametrize(
    "names",
    [
        ("Khasab", "خصب"),
        ("Qeshm", "قشم"),
        ("Torghundi", "تورغندی"),
        ("Argeen", "أرقين", "ارقین"),
        ("Khorgos", "خورغوس", "خورگوس"),
        ("Desaguadero", "دساگوادرو"),
        ("Chong", "تشونغ", "چونگ"),
        ("Cienfuegos", "سيينفويغوس"),
        ("Wardan", "وردان"),
        ("Shalamcheh", "شلمچه", "شلامجة"),
        ("Zurbatiya", "زرباطیه"),
        ("Nishapur", "نیشابور"),
    ],
)
def test_a_name_is_one_in_every_script(names: tuple[str, ...]) -> None:
    assert len(sounds(*names)) == 1


@pytest.mark.parametrize(("one", "other"), [("Khasab", "Karaj"), ("قشم", "خصب"), ("Herat", "Mary")])
def test_names_that_differ_sound_different(one: str, other: str) -> None:
    assert len(sounds(one, other)) == 2


@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=30))
def test_any_word_sounds_like_consonants_without_doubles(word: str) -> None:
    found = sound(fold(word))

    assert not set(found) & set("aeiouyw'")
    assert all(one != two for one, two in pairwise(found))
