"""Fits the weights of the signs for findings to labelled articles.

The lexicon knows the articles that it was written with better than it will ever know others. So
the articles are also read with lexicons that lack a part of their cues: the weights then hold for
articles whose words the lexicon only half knows.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tracker.extraction import candidates, fitting, updates, wording
from tracker.extraction.candidates import Candidate
from tracker.extraction.entries import FOLDER
from tracker.extraction.fitting import Article, Case, Weights
from tracker.extraction.lexicon import Lexicon
from tracker.extraction.reading import Reading, read
from tracker.extraction.updates import Progress

RIDGE = 0.7
FORGETFUL = ("cues", "progress")
_FORGOTTEN = 0.4  # of the lines of such a file
# What these say against a proposal holds, however few of the labelled articles need it.
AT_MOST = {"negated": -5.0, "outsider": -4.5}
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


def forgetful(seed: int, folder: Path = FOLDER) -> Lexicon:
    """Give a lexicon that has forgotten a part of its cues, another for each seed."""
    chance = random.Random(seed)  # noqa: S311, which lines are left out is no secret
    with TemporaryDirectory() as made:
        for path in folder.glob("*.tsv"):
            lines = path.read_text(encoding="utf-8").splitlines()
            if path.stem in FORGETFUL:
                lines = [ln for ln in lines if ln[:1] == "#" or chance.random() > _FORGOTTEN]
            (Path(made) / path.name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return Lexicon(Path(made))


def fit(articles: Sequence[Article], lexicons: Sequence[Lexicon]) -> dict[str, Weights]:
    """Give the weights of proposals, by the first lexicon, and of lone reports and updates, by all.

    What a word says of a proposal holds only together with the cues, so none may be forgotten.
    """
    told = list(_read(articles, lexicons))
    reports = [one for reading, article in told for one in of_reports(reading, article)]
    alone = _fitted(reports)
    followed = [one for reading, article in told for one in of_updates(reading, article, alone)]
    proposals = fit_proposals(articles, lexicons[0])
    return {"proposal": proposals, "report": alone, "update": _fitted(followed)}


def fit_proposals(articles: Sequence[Article], lexicon: Lexicon) -> Weights:
    """Give the weights of proposals alone, none above what AT_MOST leaves it."""
    weighed = [
        one
        for reading, article in _read(articles, [lexicon])
        for one in of_proposals(reading, article)
    ]
    table = _fitted(_of_common_words(weighed))
    return {sign: min(weight, AT_MOST.get(sign, weight)) for sign, weight in table.items()}


def _read(
    articles: Sequence[Article], lexicons: Iterable[Lexicon]
) -> Iterator[tuple[Reading, Article]]:
    for lexicon in lexicons:
        for article in articles:
            yield read(article["text"], article["lang"], lexicon), article


def _of_common_words(weighed: Sequence[Weighed]) -> Iterator[Weighed]:
    """Give the same without the words that too few have to tell anything by them."""
    counts = Counter(name for one in weighed for name in one.signs)
    rare = {n for n, count in counts.items() if wording.is_word(n) and count < wording.FEWEST}
    for one in weighed:
        signs = {name: value for name, value in one.signs.items() if name not in rare}
        yield Weighed(signs, one.is_right)


def _fitted(weighed: Iterable[Weighed]) -> Weights:
    return fitting.fit([one.case() for one in weighed], RIDGE)


def of_proposals(reading: Reading, article: Article) -> Iterator[Weighed]:
    """Give each candidate of an article with its signs."""
    for one in candidates.find(reading):
        yield Weighed(one.features, _is_labelled(reading, one, article["labels"]))


def of_reports(reading: Reading, article: Article) -> Iterator[Weighed]:
    """Give each clause that may report progress, by itself."""
    for one in updates.alone(reading):
        yield Weighed(one.features, _is_labelled(reading, one, article.get("updates", ())))


def of_updates(reading: Reading, article: Article, alone: Weights) -> Iterator[Weighed]:
    """Give each clause that may report progress, in the light of the others."""
    for one in updates.find(reading, alone):
        yield Weighed(one.features, _is_labelled(reading, one, article.get("updates", ())))


def _is_labelled(
    reading: Reading, one: Candidate | Progress, labels: Iterable[Mapping[str, Any]]
) -> bool:
    """Tell whether a stretch holds half of a label and is not much longer."""
    start, end = reading.document.span(one.first, one.last)
    return any(
        2 * (min(end, label["end"]) - max(start, label["start"])) >= label["end"] - label["start"]
        and end - start <= max(3 * (label["end"] - label["start"]), _ROOMY)
        for label in labels
    )
