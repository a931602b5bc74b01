"""``manage.py lexicon``: checking the lexicons and trying a line, without a database."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

STORY = (
    "BAGHDAD - Iran's interior minister met his Iraqi counterpart. "
    "Iran flumphed a joint border operations centre at Mehran."
)
LINE = "en | proposes | after | subject | 0.9 | =flumphed"


def run(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("lexicon", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_shipped_lexicons_pass_the_check() -> None:
    assert run("check") == ["The lexicons are well formed."]


def test_a_text_is_shown_with_its_entries_and_clauses() -> None:
    lines = run("try", STORY.replace("flumphed", "proposed"))

    assert any(line.startswith("«proposed» is proposes") for line in lines)
    assert any(line.startswith("found (") for line in lines)


@pytest.mark.parametrize("line", [LINE, LINE.replace(" | ", "\t")])
@pytest.mark.parametrize("file", ["cues", "cues.tsv"])
def test_a_new_line_shows_what_it_changes(file: str, line: str) -> None:
    lines = run("try", STORY, "--add", file, line)

    assert lines[0].startswith("+ «flumphed» is proposes")
    assert any(one.startswith("+ found (") for one in lines)


def test_a_line_that_changes_nothing_says_so() -> None:
    assert run("try", STORY, "--add", "kinds", "en | other | 1 | zyzzyva") == [
        "The line changes nothing in this text."
    ]


def test_the_effect_on_labelled_articles_is_counted() -> None:
    lines = run("try", STORY, "--add", "cues", LINE, "--corpus")

    assert lines[-1].endswith("it changes 0 findings: 0 for the better, 0 for the worse.")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--add", "cues", "en | proposes"], r"cues\.tsv:\d+: has 2 columns, needs 6"),
        (["--add", "kinds", "en | odd | 1 | word"], "kind 'odd' is none of"),
        (["--add", "weights", "proposal | cue | 1"], "No line can be tried in 'weights'"),
    ],
)
def test_a_bad_line_is_refused_with_the_reason(arguments: list[str], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        run("try", STORY, *arguments)


def test_a_text_in_no_language_is_refused_unless_it_is_said() -> None:
    with pytest.raises(CommandError, match="--language"):
        run("try", "12345")

    assert run("try", "12345", "--language", "en") == []
