"""Each sign by which findings are weighed has words for readers, in each of the three languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

from proposals.admin.signs import said
from tracker import extraction, matching

LEXICON = Path(extraction.__file__).parent / "lexicon"
# Each table with the column that names the sign. Of choices, those of act and kind are told.
TABLES = {
    LEXICON / "weights.tsv": 1,
    Path(matching.__file__).parent / "weights.tsv": 0,
}


def _rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _signs() -> set[str]:
    told = {row[column] for path, column in TABLES.items() for row in _rows(path)}
    return told | {row[1] for row in _rows(LEXICON / "choices.tsv") if row[0] in {"act", "kind"}}


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_every_sign_has_words_in_every_language(language: str) -> None:
    with override(language):
        wordless = {sign for sign in _signs() if not said(sign)}
    assert not wordless


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_no_sign_is_left_in_english(language: str) -> None:
    plain = {sign for sign in _signs() if ":" not in sign}
    with override("en"):
        english = {sign: said(sign) for sign in plain}
    with override(language):
        assert not {sign for sign in plain if said(sign) == english[sign]}
