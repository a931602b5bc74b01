"""A text as a reader has it in mind: its words, its parties, and who speaks in each sentence."""

from dataclasses import dataclass

from tracker.extraction import document as documents
from tracker.extraction import parties
from tracker.extraction.discourse import Discourse, Scene
from tracker.extraction.document import Document
from tracker.extraction.lexicon import Lexicon
from tracker.extraction.parties import Parties


@dataclass(frozen=True)
class Reading:
    """What every rule about acts and progress looks at."""

    document: Document
    parties: Parties
    scenes: list[Scene]


def read(text: str, language: str, lexicon: Lexicon) -> Reading:
    """Read a text of a known language."""
    document = documents.read(text, language, lexicon)
    found = parties.find(document)
    return Reading(document, found, Discourse(document, found).scenes())
