"""Finds in a news text what two states propose to each other; plain Python, no clock, no network.

The pipeline: fold the text (`text`), cut it into words and sentences (`words`, `sentences`), find
the lexicon entries in one pass (`scan`), find the parties and the pair (`parties`), follow who
speaks (`actors`, `names`, `discourse`), find the act cues and their measures (`cues`, `spans`,
`measures`), work out whose act each is (`attribution`), find what speaks against it (`exclusions`),
put a number on it (`candidates`, `confidence`), join what one side proposes and the other accepts
(`acceptance`), tell each measure once (`repeats`), and find the reports of progress (`updates`).
"""

from tracker.extraction.checking import check
from tracker.extraction.extracting import explain, extract
from tracker.extraction.findings import Finding
from tracker.extraction.language import detect_language
from tracker.extraction.lexicon import Lexicon, effect_lexicon, standard
from tracker.extraction.meetings import MeetingMention, find_meetings
from tracker.extraction.text import fold

__all__ = [
    "Finding",
    "Lexicon",
    "MeetingMention",
    "check",
    "detect_language",
    "effect_lexicon",
    "explain",
    "extract",
    "find_meetings",
    "fold",
    "standard",
]
