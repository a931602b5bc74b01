"""The lexicons: well formed as shipped, checked line by line, and easy to try an entry in."""

from pathlib import Path

import pytest

from tracker.extraction import check, effect_lexicon, extract
from tracker.extraction.entries import ACTS, KINDS, STATUSES
from tracker.extraction.lexicon import LANGUAGES, Lexicon, standard


def test_the_shipped_lexicons_are_well_formed() -> None:
    assert check() == []


def test_the_standard_lexicon_is_loaded_once() -> None:
    assert standard() is standard()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("file", "fewest"),
    [("cues", 100), ("kinds", 300), ("roles", 150), ("progress", 150), ("parties", 1000)],
)
def test_each_language_has_its_share(language: str, file: str, fewest: int) -> None:
    entries = standard().dictionaries[language].entries
    assert sum(entry.file == file for entry in entries) >= fewest


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_act_and_status_has_entries_in_each_language(language: str) -> None:
    entries = standard().dictionaries[language].entries
    labels = {(entry.file, entry.label) for entry in entries}
    assert {("kinds", kind) for kind in KINDS} <= labels
    assert {("cues", act) for act in ACTS} <= labels
    assert {("progress", status) for status in STATUSES} <= labels


@pytest.mark.parametrize(
    ("file", "line", "problem"),
    [
        ("kinds", "en\tother\t1", "kinds.tsv:1: has 3 columns, needs 4"),
        ("kinds", "de\tother\t1\tx", "kinds.tsv:1: no such language 'de'"),
        ("kinds", "en\tnothing\t1\tx", "kinds.tsv:1: kind 'nothing' is none of"),
        ("kinds", "en\tother\tx\tx", "kinds.tsv:1: weight 'x' is not a number"),
        ("kinds", "en\tother\t1\t(x)", "kinds.tsv:1: a stretch of '(x)' may be nothing"),
        ("kinds", "en\tother\t1\t~frobnicate", "kinds.tsv:1: no verb 'frobnicate' in verbs.tsv"),
        ("kinds", "en\tother\t1\t{odd}", "kinds.tsv:1: no class 'odd' in classes.tsv"),
        ("verbs", "en\tgo", "verbs.tsv:1: has 2 columns, needs 4"),
        ("classes", "en\tdoc", "classes.tsv:1: has 2 columns, needs 3"),
        ("parties", "XX\ten\tnickname\tX", "parties.tsv:1: no such language, use or text"),
        ("parties", "XX\ten\tname\t", "parties.tsv:1: no such language, use or text"),
    ],
)
def test_a_bad_line_is_told_with_file_and_number(
    tmp_path: Path, file: str, line: str, problem: str
) -> None:
    (tmp_path / f"{file}.tsv").write_text(line + "\n", encoding="utf-8")
    (found,) = check(tmp_path)
    assert found.startswith(problem)


def test_the_parties_header_line_is_no_party(tmp_path: Path) -> None:
    header = "code\tlanguage\tuse\ttext\tweak\nIR\ten\tname\tIran\t\n"
    (tmp_path / "parties.tsv").write_text(header, encoding="utf-8")
    lexicon = Lexicon(tmp_path)
    assert lexicon.problems == []
    assert [entry.label for entry in lexicon.dictionaries["en"].entries] == ["IR"]


def test_a_weak_name_is_marked(tmp_path: Path) -> None:
    (tmp_path / "parties.tsv").write_text("TR\ten\tname\tTurkey\tweak\n", encoding="utf-8")
    (entry,) = Lexicon(tmp_path).dictionaries["en"].entries
    assert entry.options == ("name", "weak")


@pytest.mark.parametrize(
    ("language", "form", "key"),
    [
        ("en", "undertook", ("undertake", ("past",))),
        ("ar", "نقترح", ("اقترح", ("pres", "1p", "pres1p"))),
        ("ar", "مطالبا", ("طالب", ("part",))),
        ("fa", "نميكند", ("كردن", ("pres", "neg"))),
    ],
)
def test_verbs_are_conjugated(language: str, form: str, key: tuple[str, tuple[str, ...]]) -> None:
    assert key in standard().dictionaries[language].forms[form]


def test_an_arabic_accusative_is_a_noun_and_no_dual_verb() -> None:
    assert ("طلب", ("past",)) not in standard().dictionaries["ar"].forms["طلبا"]


TEXT = """NAIROBI - Kenya's minister met his Ugandan counterpart on Monday.

The Kenyan minister hollered for a joint customs post at Malaba."""


def test_the_effect_of_a_new_entry_is_seen_at_once() -> None:
    line = "en\tcalls_for\tafter\tsubject\t0.9\thollered for"
    before = extract(TEXT, "en")
    after = extract(TEXT, "en", lexicon=effect_lexicon("cues", line))
    assert len(after) == len(before) + 1
    assert after[-1].quote.startswith("The Kenyan minister hollered for") or "hollered" in (
        after[-1].quote
    )
    assert (after[-1].act, after[-1].proposer, after[-1].addressee) == ("calls_for", "KE", "UG")


def test_a_new_entry_that_is_not_well_formed_is_told() -> None:
    assert effect_lexicon("cues", "en\tcalls_for\tafter\tsubject\tmuch\tx").problems


def test_a_sense_with_an_unknown_verb_or_a_missing_language_is_named() -> None:
    assert effect_lexicon("senses", "health\tطبيب\tپزشک\tdoctor").problems == []
    (unknown,) = effect_lexicon("senses", "health\tطبيب\tپزشک\t~zyzzy").problems
    assert "no verb 'zyzzy'" in unknown
    (short,) = effect_lexicon("senses", "health\tطبيب\tپزشک").problems
    assert "has 3 columns, needs 4" in short
