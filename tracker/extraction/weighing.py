"""Fits the weights of the signs for findings to labelled articles.

The lexicon knows the articles that it was written with better than it will ever know others. So
each writer's articles are read for reports of progress as if the lexicon had been written without
them: what is found in no other writer's articles isn't found in theirs. The weights then hold for
articles whose words the lexicon only half knows. Those of proposals, kinds and acts are fitted to
both readings of each article, the full one and such a stranger's.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from tracker.extraction import candidates, fitting, statuses, updates, wording
from tracker.extraction.candidates import Candidate
from tracker.extraction.fitting import Article, Case, Weights
from tracker.extraction.lexicon import standard
from tracker.extraction.reading import Reading, read
from tracker.extraction.scan import Hit
from tracker.extraction.updates import Progress

RIDGE = 0.7
_PROPOSAL_RIDGE = 2.0  # more, since each article is read twice
OF_PROGRESS = ("progress",)  # lexicons whose phrases a stranger's article may lack
OF_PROPOSALS = ("cues", "kinds", "themes", "tones", "measures", "exclusions")
_FOLDS = 3  # parts of the articles, each weighed by what the others tell
# What these say against a proposal holds, however few of the labelled articles need it.
AT_MOST = {"negated": -5.0, "outsider": -4.5}
_FEWEST_REPORTS = 2  # clauses that have a word whose weight is worth keeping
_ROOMY = 300  # letters that any finding may have


@dataclass(frozen=True)
class Weighed:
    """A stretch that was weighed: its signs, and whether a label stands there."""

    signs: dict[str, float]
    is_right: bool

    def case(self) -> Case:
        """Give the choice of taking it or not."""
        options: dict[str, dict[str, float]] = {"taken": self.signs | {"bias": 1.0}, "left": {}}
        return Case(options, "taken" if self.is_right else "left")


def writer_of(article: Article) -> str:
    """Give whose article it is: the first part of its name, or "dev" where that is a number."""
    return str(article["id"]).split("-")[0].rstrip("0123456789") or "dev"


def read_as_strangers(
    articles: Sequence[Article], files: Collection[str] = OF_PROGRESS
) -> list[tuple[Reading, Article]]:
    """Read articles with the phrases of some lexicons that another writer's articles have too."""
    told = [(read(one["text"], one["lang"], standard()), one) for one in articles]
    knowing: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for reading, article in told:
        for by_file in reading.document.found.values():
            for hit in chain(*(by_file.get(file, ()) for file in files)):
                knowing[_phrase(hit)].add(writer_of(article))
    return [(_forgetting(reading, knowing, one, files), one) for reading, one in told]


def read_twice(articles: Sequence[Article]) -> list[tuple[Reading, Article]]:
    """Read each article in full, and as one whose words for proposals nobody has seen."""
    full = [(read(one["text"], one["lang"], standard()), one) for one in articles]
    return [*full, *read_as_strangers(articles, OF_PROPOSALS)]


def _phrase(hit: Hit) -> tuple[str, str, str]:
    return hit.entry.file, hit.entry.language, hit.entry.pattern


def _forgetting(
    reading: Reading,
    knowing: Mapping[tuple[str, str, str], set[str]],
    article: Article,
    files: Collection[str],
) -> Reading:
    found, own = {}, {writer_of(article)}
    for number, by_file in reading.document.found.items():
        known = {
            file: [hit for hit in by_file[file] if knowing[_phrase(hit)] - own]
            for file in files
            if file in by_file
        }
        found[number] = by_file | known
    return replace(reading, document=replace(reading.document, found=found))


def fit_updates(told: Sequence[tuple[Reading, Article]]) -> dict[str, Weights]:
    """Give the weights of lone reports, and of reports in the light of the others.

    The others are weighed by articles that they don't stand in, as those of a new article are.
    """
    followed: list[Weighed] = []
    for fold in range(_FOLDS):
        others = [one for at, one in enumerate(told) if at % _FOLDS != fold]
        alone = fit_reports(others)
        for reading, article in told[fold::_FOLDS]:
            followed += of_updates(reading, article, alone)
    return {"report": fit_reports(told), "update": _fitted(followed)}


def fit_reports(told: Sequence[tuple[Reading, Article]]) -> Weights:
    """Give the weights of lone reports."""
    reports = [one for reading, article in told for one in of_reports(reading, article)]
    return _fitted(_of_common_words(reports, _FEWEST_REPORTS))


def status_cases(told: Sequence[tuple[Reading, Article]]) -> list[Case]:
    """Give the choices of status that articles pose, by signs that several of them have."""
    posed = [
        (one, str(label["status"]))
        for reading, article in told
        for one in updates.alone(reading)
        if (label := _label_of(reading, one, article.get("updates", ())))
    ]
    counts = Counter(name for one, _ in posed for name in one.features)
    return [Case(statuses.signs(_of_common(one, counts)), right) for one, right in posed]


def _of_common(one: Progress, counts: Mapping[str, int]) -> Progress:
    common = {
        name: value
        for name, value in one.features.items()
        if counts[name] >= wording.FEWEST or not wording.is_word(name)
    }
    return replace(one, features=common)


def fit_proposals(articles: Sequence[Article]) -> Weights:
    """Give the weights of proposals alone, none above what AT_MOST leaves it."""
    weighed = [
        one for reading, article in read_twice(articles) for one in of_proposals(reading, article)
    ]
    table = _fitted(_of_common_words(weighed, wording.FEWEST), _PROPOSAL_RIDGE)
    return {sign: min(weight, AT_MOST.get(sign, weight)) for sign, weight in table.items()}


def _of_common_words(weighed: Sequence[Weighed], fewest: int) -> Iterator[Weighed]:
    """Give the same without the words that too few have to tell anything by them."""
    counts = Counter(name for one in weighed for name in one.signs)
    rare = {n for n, count in counts.items() if wording.is_word(n) and count < fewest}
    for one in weighed:
        signs = {name: value for name, value in one.signs.items() if name not in rare}
        yield Weighed(signs, one.is_right)


def _fitted(weighed: Iterable[Weighed], ridge: float = RIDGE) -> Weights:
    return fitting.fit([one.case() for one in weighed], ridge)


def of_proposals(reading: Reading, article: Article) -> Iterator[Weighed]:
    """Give each candidate of an article with its signs."""
    for one in candidates.weigh(reading):
        yield Weighed(one.features, _is_labelled(reading, one, article["labels"]))


def of_reports(reading: Reading, article: Article) -> Iterator[Weighed]:
    """Give each clause that may report progress, by itself."""
    for one in updates.alone(reading):
        yield Weighed(one.features, _is_labelled(reading, one, article.get("updates", ())))


def of_updates(reading: Reading, article: Article, alone: Weights) -> Iterator[Weighed]:
    """Give each clause that may report progress, in the light of the others."""
    for one in updates.find(reading, alone):
        yield Weighed(one.among, _is_labelled(reading, one, article.get("updates", ())))


def _is_labelled(
    reading: Reading, one: Candidate | Progress, labels: Iterable[Mapping[str, Any]]
) -> bool:
    """Tell whether a stretch holds half of a label and is not much longer."""
    return _label_of(reading, one, labels) is not None


def _label_of(
    reading: Reading, one: Candidate | Progress, labels: Iterable[Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """Give the first label of which a stretch holds half, and than which it is not much longer."""
    start, end = reading.document.span(one.first, one.last)
    return next((label for label in labels if _meets(label, start, end)), None)


def _meets(label: Mapping[str, Any], start: int, end: int) -> bool:
    length: int = label["end"] - label["start"]
    shared: int = min(end, label["end"]) - max(start, label["start"])
    return 2 * shared >= length and end - start <= max(3 * length, _ROOMY)
