"""The demo's files: articles with what is labelled in them, committees, outlets, people.

An article is a text file: lines of ``name: value``, an empty line, the text. Its labels stand
beside it in a TOML file of the same name.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

FOLDER = Path(__file__).resolve().parent.parent / "demo"
# What a step of a proposal's history can be.
VERBS = ("move", "position", "milestone", "done", "attach", "minutes", "edit", "note", "file")
_AGO = re.compile(r"(\d+) days? ago")


@dataclass(frozen=True)
class Deed:
    """That somebody did something so many days ago; ``details`` say what."""

    ago: int
    by: str
    details: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Self:
        """Read it from an entry of a file."""
        details = {name: value for name, value in entry.items() if name not in {"ago", "by"}}
        return cls(entry["ago"], entry["by"], details)

    @property
    def verb(self) -> str:
        """Which of the steps of a proposal's history it is."""
        return next(verb for verb in VERBS if verb in self.details)


@dataclass(frozen=True)
class Label:
    """A proposal, or progress on one, that an article's words state, and what came of it.

    ``about`` names the proposal that it means, and ``is_attached`` says that matching attached it
    there; else it is open, with that proposal as a likely one.
    """

    key: str
    quote: str
    kind: str
    act: str = ""
    status: str = ""
    proposer: str | None = None
    addressee: str | None = None
    voice: str = "official"
    speaker: str | None = None
    about: str = ""
    is_attached: bool = False
    dismissed: Deed | None = None

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Self:
        """Read it from an entry of a file."""
        values = dict(entry)
        if "attached_to" in values:
            values |= {"about": values.pop("attached_to"), "is_attached": True}
        if "dismissed" in values:
            values["dismissed"] = Deed.of(values["dismissed"])
        return cls(**values)


@dataclass(frozen=True)
class DemoArticle:
    """An article of the demo; it was published and received so many days ago."""

    key: str
    outlet: str
    address: str
    text: str
    title: str = ""
    by: str = ""
    encoding: str = "utf-8"
    published: int = 0
    received: int = 0
    failure: str = ""
    labels: Sequence[Label] = ()
    reviewed: Deed | None = None
    is_left_open: bool = False


def stories() -> list[DemoArticle]:
    """Give the articles that the record's story is made of."""
    return [read_article(path) for path in sorted((FOLDER / "articles").glob("*.txt"))]


def fresh() -> list[DemoArticle]:
    """Give the articles that the record does not know yet."""
    return [read_article(path) for path in sorted((FOLDER / "fresh").glob("*.txt"))]


def read_article(path: Path) -> DemoArticle:
    """Read an article and its labels."""
    head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    values: dict[str, Any] = dict(line.split(": ", 1) for line in head.splitlines())
    published = days_since(values.pop("published", "0 days ago"))
    received = values.pop("received", None)
    labels = path.with_suffix(".toml")
    noted = read_toml(labels) if labels.exists() else {}
    return DemoArticle(
        key=path.stem,
        text=text.strip(),
        published=published,
        received=days_since(received) if received else published,
        labels=[Label.of(entry) for entry in noted.get("findings", ())],
        reviewed=Deed.of(noted["reviewed"]) if "reviewed" in noted else None,
        is_left_open=noted.get("left_open", False),
        **values,
    )


def days_since(words: str) -> int:
    """Read how long ago something was, such as ``35 days ago``."""
    found = _AGO.fullmatch(words)
    if found is None:
        raise ValueError(f"no number of days ago: {words}")
    return int(found[1])


def committees() -> Iterator[dict[str, Any]]:
    """Give each committee with its meetings and proposals, as its file tells them."""
    for path in sorted((FOLDER / "committees").glob("*.toml")):
        yield read_toml(path)


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
