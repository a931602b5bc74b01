"""The labelled articles: a folder of JSON files for each part of the corpus."""

import json
from pathlib import Path

from tracker.matching import Article

FOLDER = Path("tests/corpus")
# What rules may be tuned on, and what is set aside: nobody who writes a rule reads it.
TUNE, TEST = "tune", "test"
PARTS = (TUNE, TEST)


def read_folder(folder: Path) -> list[Article]:
    """Give the articles of a folder by their file names. Raises ValueError for one that is none."""
    articles = []
    for path in sorted(folder.glob("*.json")):
        try:
            articles.append(Article.of(json.loads(path.read_text(encoding="utf-8"))))
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from None
    if not articles:
        raise ValueError(f"{folder} holds no *.json files")
    return articles
