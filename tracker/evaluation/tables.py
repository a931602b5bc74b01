"""The tables of a report: what is measured, in rows and columns of text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.evaluation.claims import COUNTED
from tracker.evaluation.clusters import Clustered
from tracker.evaluation.measuring import Measured
from tracker.matching import PROPOSAL, UPDATE
from tracker.matching.scoring import Attachment, Figures

NOTHING = "–"
_NAMES = {
    "overall": "all",
    "labels": "labels",
    "found": "found",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "record_f1": "record F1",
}
_SPANS = ("labels", "found", "precision", "recall", "f1")


@dataclass(frozen=True)
class Table:
    """A table with its title, its columns' names and its rows; what it tells stands below."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    remark: str = ""


def of(measured: Measured) -> Iterator[Table]:
    """Give all tables of a part."""
    yield _of_type(measured, PROPOSAL, "Proposals", "record F1: span, kind, act and proposer right")
    yield _of_type(measured, UPDATE, "Reports of progress", "record F1: span and status right")
    yield _of_matching(measured)
    yield _of_attaching(measured)
    yield _of_reliability(measured)
    yield _of_folding(measured)
    yield _of_speed(measured)


def _of_type(measured: Measured, type_: str, title: str, remark: str) -> Table:
    names = (*_SPANS, *COUNTED[type_], "record_f1")
    rows = [
        [f"{prefix}{_named(language)}", *(number(row[name]) for name in names)]
        for prefix, figures in (("", measured.figures), ("naive ", measured.naive))
        for language, row in figures[type_].items()
    ]
    return Table(f"{title}, {measured.part}", ["", *map(_named, names)], rows, remark)


def _of_matching(measured: Measured) -> Table:
    rows = [
        [f"{label}{spans} {_named(language)}", *_three(figures)]
        for spans, clustered in measured.matching.items()
        for label, own in (("", clustered.figures), ("naive ", clustered.naive))
        for language, figures in own.items()
    ]
    columns = ["spans", "B³ precision", "B³ recall", "B³ F1"]
    return Table(f"Matching, {measured.part}", columns, rows, "naive: no two spans are of one")


def _three(figures: Figures) -> list[str]:
    return [number(figures.precision), number(figures.recall), number(figures.f1)]


def _of_attaching(measured: Measured) -> Table:
    rows = [
        [label, *_attached(attachment)]
        for spans, clustered in measured.matching.items()
        for label, attachment in _counted(spans, clustered)
    ]
    columns = ["spans", "attached", "precision", "should be", "of these attached rightly"]
    sure = (
        f"a score of {measured.attach_score:g} and a confidence of {measured.attach_confidence:g}"
    )
    title = f"Attaching by itself from {sure}, {measured.part}"
    return Table(title, columns, rows)


def _counted(spans: str, clustered: Clustered) -> Iterator[tuple[str, Attachment]]:
    yield spans, clustered.attached
    if clustered.labelled != clustered.attached:
        yield f"{spans}, where a label matches", clustered.labelled


def _attached(attachment: Attachment) -> list[str]:
    counts = (attachment.made, attachment.precision, attachment.due, attachment.coverage)
    return [number(count) for count in counts]


def _of_reliability(measured: Measured) -> Table:
    rows = [
        [f"{one.low:.1f}–{one.high:.1f}", str(one.found), number(one.mean), number(one.right)]
        for one in measured.reliability
    ]
    return Table(
        f"Confidence of proposals, {measured.part}",
        ["confidence", "findings", "mean", "share right"],
        rows,
        f"mean distance between confidence and share right: {number(measured.gap)}",
    )


def _of_folding(measured: Measured) -> Table:
    rows = [
        [f"{one.threshold:.1f}", number(one.shown), number(one.precision), number(one.recall)]
        for one in measured.folding
    ]
    columns = ["folded below", "share shown", "precision", "recall"]
    return Table(f"What folding away costs, {measured.part}", columns, rows)


def _of_speed(measured: Measured) -> Table:
    speed = measured.speed
    rates = (speed.articles_a_second, speed.long_articles_a_second)
    row = [str(speed.articles), *(NOTHING if rate is None else f"{rate:.0f}" for rate in rates)]
    columns = ["articles", "a second", "of 2,000 characters a second"]
    return Table(f"Speed of extraction on one core, {measured.part}", columns, [row])


def number(value: float | None) -> str:
    """Write a share with three decimals, a count as it is."""
    if value is None:
        return NOTHING
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _named(name: str) -> str:
    return _NAMES.get(name, name)


def plain(measured: Measured) -> Mapping[str, Any]:
    """Give everything in values that JSON can hold."""
    return {
        "part": measured.part,
        "articles": measured.articles,
        "proposals": measured.figures[PROPOSAL],
        "updates": measured.figures[UPDATE],
        "naive": {"proposals": measured.naive[PROPOSAL], "updates": measured.naive[UPDATE]},
        "matching": {name: _plain_clusters(own) for name, own in measured.matching.items()},
        "attach_score": measured.attach_score,
        "attach_confidence": measured.attach_confidence,
        "reliability": [_fields(one) for one in measured.reliability],
        "reliability_gap": measured.gap,
        "folding": [_fields(one) for one in measured.folding],
        "speed": {
            "articles_a_second": measured.speed.articles_a_second,
            "articles_of_2000_characters_a_second": measured.speed.long_articles_a_second,
        },
        "mistakes": [_fields(one) for one in measured.mistakes],
    }


def _plain_clusters(clustered: Clustered) -> dict[str, Any]:
    def b_cubed(figures: Mapping[str, Figures]) -> dict[str, dict[str, float]]:
        return {name: _fields(one) | {"f1": one.f1} for name, one in figures.items()}

    return {
        "b_cubed": b_cubed(clustered.figures),
        "naive": b_cubed(clustered.naive),
        "attached": _fields(clustered.attached) | {"precision": clustered.attached.precision},
        "labelled": _fields(clustered.labelled) | {"precision": clustered.labelled.precision},
    }


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}
