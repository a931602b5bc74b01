"""The labelled articles: as many and as varied as they must be, each label exact and allowed."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tracker.evaluation.corpus import FOLDER, PARTS, TEST, TUNE
from tracker.extraction.entries import ACTS, KINDS, STATUSES

ROOT = Path(__file__).parent.parent
KEYS = [
    "id", "lang", "title", "outlet", "published", "text", "labels", "updates", "event",
]  # fmt: skip
LABEL = {"quote", "start", "end", "kind", "act", "proposer", "addressee", "pid"}
UPDATE = {"quote", "start", "end", "status", "pid"}
SIDE = re.compile(r"[A-Z]{2,}|both")

type Record = dict[str, Any]


def load(part: str) -> dict[str, Record]:
    paths = sorted((ROOT / FOLDER / part).glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


CORPUS = {part: load(part) for part in PARTS}
ARTICLES = [article for part in PARTS for article in CORPUS[part].values()]
EACH = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: str(article["id"]))


def spans(articles: list[Record]) -> Iterator[tuple[Record, Record]]:
    for article in articles:
        for span in (*article["labels"], *article["updates"]):
            yield article, span


# How much there is


def test_there_are_enough_articles_in_each_language() -> None:
    languages = Counter(article["lang"] for article in ARTICLES)

    assert set(languages) == {"ar", "fa", "en"}
    assert min(languages.values()) >= 30
    assert languages.total() >= 90


def test_enough_articles_propose_nothing() -> None:
    assert sum(not article["labels"] for article in ARTICLES) >= 15


def test_enough_articles_report_progress_of_every_sort() -> None:
    assert sum(bool(article["updates"]) for article in ARTICLES) >= 15
    assert {one["status"] for article in ARTICLES for one in article["updates"]} == set(STATUSES)


def test_enough_events_are_told_in_several_languages() -> None:
    told: dict[str, set[str]] = defaultdict(set)
    for article in ARTICLES:
        if article["event"]:
            told[article["event"]].add(article["lang"])

    assert sum(len(languages) > 1 for languages in told.values()) >= 12


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_every_language_kind_and_act(part: str) -> None:
    articles = list(CORPUS[part].values())
    labels = [label for article in articles for label in article["labels"]]

    assert {article["lang"] for article in articles} == {"ar", "fa", "en"}
    assert {label["kind"] for label in labels} == set(KINDS)
    assert {label["act"] for label in labels} == set(ACTS)


# What is set aside


def test_a_third_is_set_aside() -> None:
    assert 3 * len(CORPUS[TEST]) >= len(ARTICLES)


def test_no_event_is_told_in_both_parts() -> None:
    events, proposals = (
        {part: set(chain.from_iterable(map(named, CORPUS[part].values()))) for part in PARTS}
        for named in (
            lambda article: [article["event"]] if article["event"] else [],
            lambda article: [one["pid"] for one in (*article["labels"], *article["updates"])],
        )
    )
    assert events[TUNE] & events[TEST] == set()
    assert proposals[TUNE] & proposals[TEST] == set()


# Each article


def test_no_two_articles_have_one_id() -> None:
    assert [
        name for name, count in Counter(one["id"] for one in ARTICLES).items() if count > 1
    ] == []


@pytest.mark.parametrize("part", PARTS)
def test_a_file_is_named_for_its_article(part: str) -> None:
    assert {name: article["id"] for name, article in CORPUS[part].items()} == {
        name: name for name in CORPUS[part]
    }


@EACH
def test_an_article_has_its_keys_and_no_others(article: Record) -> None:
    assert list(article) == KEYS
    assert article["id"].endswith(f"-{article['lang']}")
    assert re.fullmatch(r"2\d{3}-\d\d-\d\d", article["published"])
    assert all(set(label) == LABEL for label in article["labels"])
    assert all(set(update) == UPDATE for update in article["updates"])


@EACH
def test_every_quote_stands_where_it_is_said_to(article: Record) -> None:
    for one in (*article["labels"], *article["updates"]):
        assert article["text"][one["start"] : one["end"]] == one["quote"] == one["quote"].strip()


@EACH
def test_every_label_says_what_the_guide_allows(article: Record) -> None:
    for label in article["labels"]:
        sides = (label["proposer"], label["addressee"])
        assert label["kind"] in KINDS
        assert label["act"] in ACTS
        assert all(side is None or SIDE.fullmatch(side) for side in sides)
        assert sides[0] != sides[1] or sides[0] in {None, "both"}
    assert all(update["status"] in STATUSES for update in article["updates"])


@EACH
def test_a_measure_is_labelled_once(article: Record) -> None:
    for list_ in (article["labels"], article["updates"]):
        assert len({one["pid"] for one in list_}) == len(list_)


@pytest.mark.parametrize("part", PARTS)
def test_a_report_is_on_something_that_was_proposed_before(part: str) -> None:
    articles = list(CORPUS[part].values())
    first: dict[str, str] = {}
    for article in sorted(articles, key=lambda one: str(one["published"])):
        for label in article["labels"]:
            first.setdefault(label["pid"], article["published"])
    strays = [
        (article["id"], update["pid"])
        for article in articles
        for update in article["updates"]
        if first.get(update["pid"], "9") >= article["published"]
    ]
    assert strays == []


def test_the_same_proposal_is_of_the_same_kind_wherever_it_is_told() -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for _article, span in spans(ARTICLES):
        if "kind" in span:
            kinds[span["pid"]].add(span["kind"])

    assert {pid: told for pid, told in kinds.items() if len(told) > 1} == {}
