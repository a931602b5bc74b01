"""Measures extraction and matching against labelled articles, beside naive ways; plain Python.

Labels and findings are claims about stretches of a text (`claims`); each label is paired with at
most one finding (`pairing`) and the pairs are counted (`tallies`), by language and in all. The same
is done for the naive ways (`naive`) and for clusters (`clusters`). `reliability` sets confidence
beside what came true, `mistakes` ranks what went wrong, `measuring` does all that for one part of
the corpus, and `tables` and `showing` put it in words for a terminal, a document or a program.
"""

from tracker.evaluation.corpus import read_folder
from tracker.evaluation.measuring import Measured, Options, measure
from tracker.evaluation.naive import Commonest
from tracker.evaluation.showing import as_json, as_markdown, as_text, put_between

__all__ = [
    "Commonest",
    "Measured",
    "Options",
    "as_json",
    "as_markdown",
    "as_text",
    "measure",
    "put_between",
    "read_folder",
]
