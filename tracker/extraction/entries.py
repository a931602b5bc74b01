"""The lexicon files: their columns, the lines in them, and what is wrong with a line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "lexicon"
KINDS = (
    "joint_body", "legal_judicial", "training_capacity", "information_sharing", "border_security",
    "airspace_cyber", "prevention_treatment", "agreement_mou", "infrastructure_energy",
    "trade_economic", "people_exchange", "other",
)  # fmt: skip
ACTS = ("proposes", "offers", "calls_for", "agrees", "commits", "announces")
STATUSES = ("under_discussion", "agreed", "in_progress", "completed", "postponed", "rejected")
PARTY_USES = ("name", "alias", "demonym", "capital", "place")
PARTY_HEADER = ("code", "language", "use", "text", "weak")

# Per file: its columns after the language, and what the first of them may say (anything if empty).
FILES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "cues": (("act", "argument", "who", "weight", "pattern"), ACTS),
    "kinds": (("kind", "weight", "pattern"), KINDS),
    "measures": (("worth", "pattern"), ("action", "vague", "detail")),
    "roles": (("role", "pattern"), (
        "official", "institution", "side", "host", "visitor", "counterpart", "pronoun",
        "outsider", "former", "source", "both", "joint_text", "none",
    )),
    "tones": (("act", "pattern"), ACTS),
    "exclusions": (("reason", "pattern"), (
        "negated", "denied", "discussed", "past", "dated", "domestic", "hypothetical", "outsider",
        "aim", "anonymous",
    )),
    "progress": (("status", "weight", "pattern"), (*STATUSES, "reference", "lapse", "tally")),
    "grammar": (("use", "pattern"), (
        "stop", "speech", "joint", "accepts", "idea", "accord", "turn",
    )),
    "calendar": (("use", "pattern"), ("meeting", "committee", "next", "month", "weekday")),
    "ordinals": (("number", "pattern"), ()),
}  # fmt: skip
OPTIONS: dict[str, tuple[str, ...]] = {
    "argument": ("after", "before", "gap", "around", "within", "clause"),
    "who": ("subject", "both", "speaker", "owner", "we"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a lexicon file: a phrase and what it stands for."""

    file: str
    line: int
    language: str
    label: str
    pattern: str
    weight: float = 0.0
    options: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Give what a review screen shows of the entry."""
        return {
            "lexicon": self.file,
            "line": self.line,
            "label": self.label,
            "pattern": self.pattern,
            "weight": self.weight,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a lexicon file before it is understood."""

    file: str
    line: int
    cells: tuple[str, ...]


def rows(folder: Path, name: str, added: Mapping[str, str] | None = None) -> Iterator[Row]:
    """Give a lexicon file's lines, and what is added to it, without the empty ones and remarks."""
    path = folder / f"{name}.tsv"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = text.splitlines() + (added or {}).get(name, "").splitlines()
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            yield Row(name, number, tuple(cell.strip() for cell in line.split("\t")))


def misfit(name: str, cells: Mapping[str, str]) -> str:
    """Say what is wrong with a line's cells, or nothing."""
    columns, labels = FILES[name]
    label = columns[0]
    if labels and cells[label] not in labels:
        return f"{label} {cells[label]!r} is none of {', '.join(labels)}"
    for option, allowed in OPTIONS.items():
        if option in cells and cells[option] not in allowed:
            return f"{option} {cells[option]!r} is none of {', '.join(allowed)}"
    weight = cells.get("weight", "0")
    if not is_weight(weight):
        return f"weight {weight!r} is not a number"
    return ""


def is_weight(cell: str) -> bool:
    """Tell whether a cell holds a weight: a number that isn't negative."""
    return cell.replace(".", "", 1).isdigit()
