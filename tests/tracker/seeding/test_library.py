"""The demo's files: they can be read, and what they say of one another is there."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from proposals.status import BY_KEY, Status
from proposals.vocabulary import (
    Act,
    DismissalReason,
    Kind,
    Language,
    Precision,
    Role,
    Stance,
    Visibility,
    Voice,
)
from tracker.extraction import detect_language
from tracker.seeding import library
from tracker.seeding.library import FOLDER, VERBS, Deed, DemoArticle, Label

COMMITTEES = {story["key"]: story for story in library.committees()}
ARTICLES = {article.key: article for article in library.stories()}
LABELS = {
    f"{article.key}/{label.key}": label for article in ARTICLES.values() for label in article.labels
}
PEOPLE = {entry["username"]: entry for entry in library.read_toml(FOLDER / "people.toml")["people"]}
OUTLETS = library.read_toml(FOLDER / "outlets.toml")


def proposals() -> Iterator[dict[str, Any]]:
    for story in COMMITTEES.values():
        yield from story["proposals"]


def steps(verb: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Give each step of a kind with the proposal whose history holds it."""
    for proposal in proposals():
        for step in proposal.get("history", ()):
            if verb in step:
                yield proposal, step


def each_label() -> Iterator[tuple[DemoArticle, Label]]:
    for article in ARTICLES.values():
        for label in article.labels:
            yield article, label


def test_an_article_is_its_header_and_its_text(tmp_path: Path) -> None:
    path = tmp_path / "rain.txt"
    path.write_text(
        "outlet: sada\ntitle: Rain: at last\npublished: 12 days ago\n"
        "address: https://sada.example/rain\nby: samira\n\nIt rained.\n\nIt rained again.\n"
    )

    article = library.read_article(path)

    assert (article.key, article.title, article.by) == ("rain", "Rain: at last", "samira")
    assert article.text == "It rained.\n\nIt rained again."
    assert (article.published, article.received) == (12, 12)
    assert article.labels == []
    assert article.reviewed is None


def test_an_article_may_come_in_later_than_it_was_published(tmp_path: Path) -> None:
    path = tmp_path / "late.txt"
    path.write_text(
        "outlet: sada\npublished: 12 days ago\nreceived: 1 day ago\naddress: x\n\nIt rained.\n"
    )

    article = library.read_article(path)

    assert (article.published, article.received) == (12, 1)


def test_labels_stand_beside_their_article(tmp_path: Path) -> None:
    path = tmp_path / "rain.txt"
    path.write_text("outlet: sada\naddress: x\n\nIt rained.\n")
    path.with_suffix(".toml").write_text(
        'reviewed = { ago = 2, by = "samira" }\n'
        '[[findings]]\nkey = "rain"\nquote = "rained"\nkind = "other"\nattached_to = "umbrella"\n'
        '[[findings]]\nkey = "it"\nquote = "It"\nkind = "other"\n'
        'dismissed = { ago = 3, by = "claire", reason = "past", note = "Last week." }\n'
    )

    article = library.read_article(path)

    rain, it = article.labels
    assert (rain.about, rain.is_attached, rain.dismissed) == ("umbrella", True, None)
    assert it.dismissed == Deed(3, "claire", {"reason": "past", "note": "Last week."})
    assert article.reviewed == Deed(2, "samira")


@pytest.mark.parametrize("words", ["yesterday", "3 weeks ago", "-1 days ago", "days ago", ""])
def test_a_day_that_is_no_number_of_days_ago_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="no number of days"):
        library.days_since(words)


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("key = ")

    with pytest.raises(tomllib.TOMLDecodeError):
        library.read_toml(path)


def test_a_deed_knows_its_verb() -> None:
    deed = Deed.of({"ago": 4, "by": "samira", "move": "postpone", "reason": "Rain."})

    assert (deed.ago, deed.by, deed.verb) == (4, "samira", "move")
    assert deed.details == {"move": "postpone", "reason": "Rain."}


def test_there_are_about_sixteen_articles_in_three_languages_by_seven_outlets() -> None:
    told = [article for article in ARTICLES.values() if article.text]

    languages = Counter(detect_language(article.text) for article in told)

    assert 16 <= len(told) <= 20
    assert set(languages) == set(Language.values)
    assert min(languages.values()) >= 4
    assert {article.outlet for article in told} == set(OUTLETS)
    assert len({entry["party"] for entry in OUTLETS.values()}) == 7
    assert sum(not article.labels for article in told) >= 2


def test_every_article_was_brought_by_somebody_from_a_known_outlet() -> None:
    for article in ARTICLES.values():
        assert article.by in {*PEOPLE, "partner"}, article.key
        host = OUTLETS[article.outlet]["host"]
        assert article.address.startswith(f"https://{host}/"), article.key
        assert article.received <= article.published or article.failure, article.key


def test_the_addresses_of_the_demo_are_nobodys() -> None:
    assert all(entry["host"].endswith(".example") for entry in OUTLETS.values())


def test_every_label_quotes_its_article_exactly_once() -> None:
    for article, label in each_label():
        assert article.text.count(label.quote) == 1, (article.key, label.key)


def test_every_label_speaks_the_records_words() -> None:
    for article, label in each_label():
        where = (article.key, label.key)
        assert label.kind in Kind.values, where
        assert label.voice in Voice.values, where
        assert bool(label.act) != bool(label.status), where
        assert not label.act or label.act in Act.values, where
        assert not label.status or label.status in Status.values, where
        if label.dismissed is not None:
            assert label.dismissed.details["reason"] in DismissalReason.values, where


def test_no_two_labels_of_an_article_share_a_name() -> None:
    for article in ARTICLES.values():
        names = Counter(label.key for label in article.labels)
        assert not names or max(names.values()) == 1, article.key


def test_every_label_of_a_reviewed_article_came_to_something() -> None:
    used = {step["attach"] for _proposal, step in steps("attach")}
    used |= {proposal["recorded"].get("found") for proposal in proposals()}

    for article, label in each_label():
        is_decided = f"{article.key}/{label.key}" in used or label.dismissed or label.is_attached
        assert is_decided or article.reviewed is None, (article.key, label.key)


def test_labels_name_proposals_that_there_are() -> None:
    known = {proposal["key"] for proposal in proposals()}

    assert {label.about for label in LABELS.values() if label.about} <= known


def test_a_dismissal_and_a_review_come_after_the_article() -> None:
    for article, label in each_label():
        if label.dismissed is not None:
            assert label.dismissed.ago <= article.received, (article.key, label.key)
    for article in ARTICLES.values():
        if article.reviewed is not None:
            others = [label.dismissed.ago for label in article.labels if label.dismissed]
            assert article.reviewed.ago <= min([article.received, *others]), article.key


def test_the_drug_control_story_is_told_in_three_languages_by_three_outlets() -> None:
    told = [ARTICLES[f"{outlet}-second-meeting"] for outlet in ("karaneh", "crossways", "sada")]
    shared = {"centre", "legal", "courses"}

    assert {detect_language(article.text) for article in told} == {"fa", "en", "ar"}
    for article in told:
        assert shared <= {label.key for label in article.labels}
    chosen = [frozenset(label.key for label in article.labels) for article in told]
    assert len(set(chosen)) == len(told)
    assert len(told[2].labels) == 6
    assert told[2].is_left_open


def test_five_committees_stand_between_different_parties() -> None:
    pairs = [frozenset(story["parties"]) for story in COMMITTEES.values()]

    assert len(set(pairs)) == 5
    assert sum("IR" in pair for pair in pairs) == 1


def test_every_proposal_speaks_the_records_words() -> None:
    for story in COMMITTEES.values():
        for proposal in story["proposals"]:
            assert all(proposal[language] for language in ("ar", "fa", "en")), proposal["key"]
            assert proposal["kind"] in Kind.values, proposal["key"]
            assert proposal["act"] in Act.values, proposal["key"]
            assert proposal.get("visibility", "shared") in Visibility.values, proposal["key"]
            assert proposal.get("owner", "samira") in PEOPLE, proposal["key"]
            assert {*proposal["from"], *proposal["to"]} == set(story["parties"]), proposal["key"]


def test_no_two_proposals_share_a_name() -> None:
    names = Counter(proposal["key"] for proposal in proposals())

    assert max(names.values()) == 1
    assert 38 <= len(names) <= 48


def test_every_step_is_of_a_known_kind_and_by_somebody() -> None:
    for proposal in proposals():
        for step in proposal.get("history", ()):
            assert sum(verb in step for verb in VERBS) == 1, (proposal["key"], step)
            assert step["by"] in PEOPLE, (proposal["key"], step)


def test_a_history_runs_forward() -> None:
    for proposal in proposals():
        days = [proposal["recorded"]["ago"], *(step["ago"] for step in proposal.get("history", ()))]
        assert days == sorted(days, reverse=True), proposal["key"]
        assert min(days) >= 1, proposal["key"]


def test_moves_and_stances_are_the_records() -> None:
    for proposal, step in steps("move"):
        assert step["move"] in BY_KEY, (proposal["key"], step)
    for proposal, step in steps("position"):
        assert step.get("stance", "awaited") in Stance.values, (proposal["key"], step)


def test_findings_are_used_once_and_after_they_came_in() -> None:
    used = [(proposal["recorded"], "found") for proposal in proposals()]
    used += [(step, "attach") for _proposal, step in steps("attach")]
    names = Counter(entry[name] for entry, name in used if name in entry)

    assert set(names) <= set(LABELS)
    assert max(names.values()) == 1
    for entry, name in used:
        if name in entry:
            article = ARTICLES[entry[name].partition("/")[0]]
            assert entry["ago"] <= article.received, entry


def test_minutes_are_quoted_exactly_once_and_after_they_were_noted() -> None:
    for story in COMMITTEES.values():
        meetings = {meeting["number"]: meeting for meeting in story["meetings"]}
        for proposal in story["proposals"]:
            for step in proposal.get("history", ()):
                if "minutes" in step:
                    meeting = meetings[step["minutes"]]
                    assert meeting["minutes"].count(step["quote"]) == 1, step
                    assert step["ago"] <= meeting["noted"]["ago"], step


def test_deadlines_say_how_exact_they_are() -> None:
    due = [proposal["due"] for proposal in proposals() if "due" in proposal]
    due += [step["due"] for _proposal, step in steps("milestone")]

    precisions = {entry.get("precision", "event") for entry in due}

    assert precisions == set(Precision.values)
    assert all("in" in entry or entry["wording"] for entry in due)
    assert any("in" in entry and entry.get("wording") for entry in due)
    assert not any("in" in entry for entry in due if entry.get("precision") == "event")


def test_people_are_of_every_role_and_language() -> None:
    assert {entry["role"] for entry in PEOPLE.values()} == set(Role.values)
    assert PEOPLE["samira"]["language"] == "ar"
    assert PEOPLE["dariush"]["language"] == "fa"
    assert (PEOPLE["claire"]["language"], PEOPLE["claire"]["role"]) == ("en", "head")
    assert PEOPLE["admin"]["role"] == "administrator"


def test_the_fresh_articles_are_news_to_the_record() -> None:
    new = library.fresh()
    known = {article.text for article in ARTICLES.values()}

    assert len(new) >= 2
    assert not known & {article.text for article in new}
    assert {article.outlet for article in new} <= set(OUTLETS)
    assert any(detect_language(article.text) == "ar" for article in new)
