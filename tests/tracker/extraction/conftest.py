"""What the tests of extraction share: the shipped lexicon, and short ways to read a text."""

from collections.abc import Callable

import pytest

from tracker.extraction import candidates
from tracker.extraction.candidates import Candidate
from tracker.extraction.lexicon import Lexicon, standard
from tracker.extraction.reading import Reading, read


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return standard()


@pytest.fixture(scope="session")
def reading(lexicon: Lexicon) -> Callable[[str, str], Reading]:
    """Read a text of a language."""

    def read_text(text: str, language: str) -> Reading:
        return read(text, language, lexicon)

    return read_text


@pytest.fixture(scope="session")
def found(reading: Callable[[str, str], Reading]) -> Callable[[str, str], list[Candidate]]:
    """Give the candidates of a text."""

    def find(text: str, language: str) -> list[Candidate]:
        return list(candidates.find(reading(text, language)))

    return find
