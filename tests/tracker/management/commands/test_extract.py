"""``manage.py extract``: one JSON line a file, without a database."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from proposals.vocabulary import Act, Kind

ROOT = Path(__file__).resolve().parents[4]
STORIES = {
    "en": "BAGHDAD - Iran's minister met his Iraqi counterpart."
    " Iran proposed a joint border centre.",
    "ar": "بغداد - التقى وزير الداخلية الإيراني نظيره العراقي."
    " واقترحت إيران إنشاء مركز حدودي مشترك.",
    "fa": "بغداد – وزیر کشور ایران با همتای عراقی خود دیدار کرد."
    " ایران پیشنهاد کرد مرکزی مشترک در مرز برپا شود.",
}


def run(*files: Path) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("extract", *map(str, files), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize("language", STORIES)
def test_a_line_tells_what_was_found(tmp_path: Path, language: str) -> None:
    path = tmp_path / "story.json"
    path.write_text(json.dumps({"id": "story-1", "text": STORIES[language]}))

    (line,) = run(path)

    assert (line["id"], line["language"]) == ("story-1", language)
    (found,) = line["proposals"]
    assert STORIES[language][found["start"] : found["end"]] == found["quote"]
    assert found["kind"] in Kind.values
    assert found["act"] in Act.values
    assert (found["proposer"], found["addressee"]) == ("IR", "IQ")
    assert found["why"]
    assert line["updates"] == []


def test_offsets_index_the_file_as_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(b"\r\n  " + STORIES["en"].encode() + b"\r\n")
    text = path.read_text()

    (line,) = run(path)

    assert line["id"] == "story"
    assert [text[found["start"] : found["end"]] == found["quote"] for found in line["proposals"]]


def test_a_line_a_file_in_their_order(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.txt" for name in "cab"]
    for path in paths:
        path.write_text("Nothing is proposed here.")

    assert [line["id"] for line in run(*paths)] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("none.txt", None, "No such file"),
        ("broken.json", "{", "Expecting"),
        ("list.json", "[]", "id and text"),
        ("no_text.json", '{"id": "a"}', "id and text"),
        ("picture.png", "x", "neither .txt nor .json"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(
    tmp_path: Path, name: str, content: str | None, reason: str
) -> None:
    bad, good = tmp_path / name, tmp_path / "good.txt"
    if content is not None:
        bad.write_text(content)
    good.write_text(STORIES["en"])
    out, err = StringIO(), StringIO()

    with pytest.raises(CommandError, match="1 of 2 files"):
        call_command("extract", str(bad), str(good), stdout=out, stderr=err)

    assert json.loads(out.getvalue())["id"] == "good"
    assert name in err.getvalue()
    assert reason in err.getvalue()


def test_it_needs_no_database(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(STORIES["ar"])
    nowhere = {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }

    ran = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "manage.py", "extract", str(path)],
        cwd=ROOT,
        env=os.environ | nowhere,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(ran.stdout)["language"] == "ar"
