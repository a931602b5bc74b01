"""``manage.py match``: a JSON line a span, clusters across articles and languages, no database."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.tracker.matching.test_comparing import CENTRE, COURSES
from tracker.management.commands.match import SPANS

DATELINES = {"ar": "بغداد - ", "fa": "بغداد - ", "en": "BAGHDAD - "}
PAIRS = {
    "ar": " بين العراق وإيران. ",
    "fa": " میان عراق و ایران. ",
    "en": ", between Iraq and Iran. ",
}

type Write = Callable[..., Path]


def article(language: str, published: str, **changes: Any) -> dict[str, Any]:
    text = DATELINES[language] + CENTRE[language] + PAIRS[language] + COURSES[language] + "."
    known = {"proposer": "IR", "addressee": "IQ"}
    labels = [
        {"start": text.index(words), "end": text.index(words) + len(words), "kind": kind, **known}
        for words, kind in (
            (CENTRE[language], "joint_body"),
            (COURSES[language], "training_capacity"),
        )
    ]
    made = {
        "id": language,
        "lang": language,
        "published": published,
        "text": text,
        "labels": labels,
    }
    return made | changes


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Give a function that writes an article file."""

    def write_file(record: Any, name: str = "") -> Path:
        path = tmp_path / f"{name or record['id']}.json"
        path.write_text(record if isinstance(record, str) else json.dumps(record))
        return path

    return write_file


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., list[dict[str, Any]]]:
    """Give a function that runs the command and gives its lines."""

    def run_command(*arguments: object) -> list[dict[str, Any]]:
        call_command("match", *map(str, arguments))
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run_command


def test_spans_of_one_proposal_share_a_cluster_across_languages(
    write: Write, run: Callable[..., list[dict[str, Any]]]
) -> None:
    files = [write(article(one, f"2026-03-1{day}")) for day, one in enumerate(("fa", "en", "ar"))]
    lines = run("--spans", "given", *reversed(files))

    assert [line["article"] for line in lines] == ["fa", "fa", "en", "en", "ar", "ar"]
    assert [line["cluster"] for line in lines] == [0, 1, 0, 1, 0, 1]


def test_a_line_has_just_what_is_documented(
    write: Write, run: Callable[..., list[dict[str, Any]]]
) -> None:
    files = [write(article("en", "2026-03-10")), write(article("ar", "2026-03-11"))]
    lines = run("--spans", "given", *files)

    for line in lines:
        assert list(line) == ["article", "start", "end", "cluster", "score", "why"]
        assert 0 <= line["score"] <= 1
    assert lines[0]["why"] == {}
    assert lines[2]["why"]["concepts"]["liaison officer"] == ["ضباط ارتباط", "liaison officers"]


def test_an_update_gets_the_cluster_that_it_reports_on(
    write: Write, run: Callable[..., list[dict[str, Any]]]
) -> None:
    text = "TEHRAN - Iran and Iraq said liaison officers had moved into the joint border centre."
    report = {"id": "later", "lang": "en", "published": "2026-09-01", "text": text}
    words = "liaison officers had moved into the joint border centre"
    place = {"start": text.index(words), "end": text.index(words) + len(words)}
    files = [write(report | {"updates": [place]}), write(article("fa", "2026-03-10"))]

    centre, courses, update = run("--spans", "given", *files)
    assert update["cluster"] == centre["cluster"] != courses["cluster"]


def test_the_answers_are_not_looked_at(
    write: Write, run: Callable[..., list[dict[str, Any]]]
) -> None:
    plain = [write(article(one, "2026-03-10")) for one in ("ar", "en")]
    told = run("--spans", "given", *plain)
    for one in ("ar", "en"):
        record = article(one, "2026-03-10")
        for number, label in enumerate(record["labels"]):
            label["pid"] = f"misleading {one} {number}"
        write(record)

    assert run("--spans", "given", *plain) == told


def test_extracted_spans_need_no_labels(
    write: Write, run: Callable[..., list[dict[str, Any]]]
) -> None:
    record = article("en", "2026-03-10", labels=[])
    lines = run("--spans", "extracted", write(record))

    assert lines
    assert all(0 <= line["start"] < line["end"] <= len(record["text"]) for line in lines)
    assert run("--spans", "given", write(record)) == []


def test_an_article_in_another_language_has_clusters_of_its_own(
    write: Write, run: Callable[..., list[dict[str, Any]]]
) -> None:
    german = article("en", "2026-03-11", id="de", lang="de")
    lines = run("--spans", "given", write(article("en", "2026-03-10")), write(german))

    assert [line["cluster"] for line in lines] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("no JSON", "Expecting value"),
        ("[]", "needs an object with id, lang, published and text"),
        ('{"id": "x", "published": "soon", "text": ""}', "isoformat"),
        ('{"id": "x", "published": "2026-03-10", "text": "a", "labels": [{}]}', "no place"),
    ],
)
def test_a_file_that_is_no_article_is_named_and_the_others_go_on(
    write: Write, capsys: pytest.CaptureFixture[str], content: str, problem: str
) -> None:
    files = [write(content, "broken"), write(article("en", "2026-03-10"))]
    with pytest.raises(CommandError, match="1 of 2 files could not be read"):
        call_command("match", "--spans", "given", *map(str, files))

    output, errors = capsys.readouterr()
    assert len(output.splitlines()) == 2
    assert "broken.json" in errors
    assert problem in errors


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("match", "--spans", "given", str(tmp_path / "nothing.json"))

    assert "nothing.json" in capsys.readouterr().err


def test_an_id_stands_for_one_article(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    record = article("en", "2026-03-10")
    with pytest.raises(CommandError):
        call_command("match", "--spans", "given", str(write(record)), str(write(record, "copy")))

    assert "stands in another file too" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["--spans", "guessed"], ["--spans", "given", "--concepts"]]
)
def test_a_wrong_call_is_refused(write: Write, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("match", *arguments, str(write(article("en", "2026-03-10"))))


def test_the_concepts_of_an_article_can_be_seen(
    write: Write, run: Callable[..., list[dict[str, Any]]]
) -> None:
    (line,) = run("--concepts", write(article("fa", "2026-03-10")))

    assert line["article"] == "fa"
    assert line["concepts"]["liaison_officer"] == ["افسران رابط"]


@pytest.mark.parametrize("spans", sorted(SPANS))
def test_no_article_is_no_line(
    write: Write, run: Callable[..., list[dict[str, Any]]], spans: str
) -> None:
    empty = {"id": "empty", "lang": "en", "published": "2026-03-10", "text": ""}

    assert run("--spans", spans, write(empty)) == []
