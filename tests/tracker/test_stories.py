"""The signature by which one story is recognised, on the labelled articles and on edits of them."""

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.services.stories import BANDS, NEAR, ROWS, Signature
from tracker.stories import FEWEST_SHINGLES, signature

CORPUS = Path(__file__).parents[1] / "corpus" / "tune"
ARTICLES = [json.loads(path.read_text()) for path in sorted(CORPUS.glob("*.json"))[::4]]


# Of the words "word0" to "word59".
NUMBERS = (3234090188, 1682241668, 682146785)
BAND = -632607575602107234


def shared(one: Signature, other: Signature) -> float:
    return sum(a == b for a, b in zip(one.numbers, other.numbers, strict=True)) / len(one.numbers)


def of(text: str) -> Signature:
    found = signature(text)
    assert found is not None
    return found


def is_found(one: Signature, other: Signature) -> bool:
    """Tell whether the store would find one by the other, and call them one story."""
    return bool(set(one.bands) & set(other.bands)) and shared(one, other) >= NEAR


def test_a_signature_fits_the_store() -> None:
    found = of(ARTICLES[0]["text"])

    assert (len(found.numbers), len(found.bands)) == (BANDS * ROWS, BANDS)
    assert all(-(2**63) <= band < 2**63 for band in found.bands)


def test_a_signature_is_the_same_for_ever() -> None:
    """Signatures that are stored must stay comparable: a change of these numbers is a migration."""
    found = of(" ".join(f"word{number}" for number in range(60)))

    assert found.numbers[:3] == NUMBERS
    assert found.bands[0] == BAND


def test_different_articles_are_never_one_story() -> None:
    for language in ("ar", "fa", "en"):
        found = [of(one["text"]) for one in ARTICLES if one["lang"] == language]
        assert max(shared(*pair) for pair in combinations(found, 2)) < NEAR / 2


def _with_agency(text: str) -> str:
    return f"BAGHDAD (Rafidain) - {text}\n\nAll rights reserved."


def _without_end(text: str) -> str:
    paragraphs = text.split("\n\n")
    return "\n\n".join(paragraphs[: -max(1, len(paragraphs) // 4)])


def _corrected(text: str) -> str:
    words = text.split()
    words[::25] = ["corrected"] * len(words[::25])
    return " ".join(words)


def _other_letters(text: str) -> str:
    return text.replace("ي", "ی").replace("ك", "ک").replace("\u200c", "")


@pytest.mark.parametrize("edit", [_with_agency, _without_end, _corrected, _other_letters])
def test_an_edited_copy_is_the_same_story(edit: Callable[[str], str]) -> None:
    missed = [one["id"] for one in ARTICLES if not is_found(of(one["text"]), of(edit(one["text"])))]
    assert missed == []


def test_a_short_text_has_no_signature() -> None:
    words = [f"word{number}" for number in range(FEWEST_SHINGLES + 2)]

    assert signature(" ".join(words)) is not None
    assert signature(" ".join(words[:-1])) is None
    assert signature("") is None


@given(st.text())
def test_any_text_has_a_signature_or_none(text: str) -> None:
    assert signature(text) == signature(text)
