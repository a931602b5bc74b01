"""Reading a part of the corpus."""

import json
from pathlib import Path

import pytest

from tracker.evaluation.corpus import read_folder


def write(folder: Path, name: str, **said: object) -> None:
    record = {"id": name, "lang": "en", "published": "2026-03-11", "text": "Nothing."} | said
    (folder / f"{name}.json").write_text(json.dumps(record))


def test_articles_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in "ba":
        write(tmp_path, name)
    (tmp_path / "notes.txt").write_text("not an article")

    assert [one.id for one in read_folder(tmp_path)] == ["a", "b"]


@pytest.mark.parametrize(
    "said", [{"published": "soon"}, {"labels": [{"start": 3, "end": 99}]}, {"labels": ["x"]}]
)
def test_a_file_that_is_no_labelled_article_is_named(tmp_path: Path, said: dict[str, str]) -> None:
    write(tmp_path, "odd", **said)

    with pytest.raises(ValueError, match=r"odd\.json: "):
        read_folder(tmp_path)


def test_broken_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")

    with pytest.raises(ValueError, match=r"broken\.json: "):
        read_folder(tmp_path)


def test_an_empty_folder_is_not_taken_for_a_perfect_score(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"holds no \*\.json files"):
        read_folder(tmp_path)
