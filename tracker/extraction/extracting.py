"""The whole way from a text to its findings, and the explanation of each step."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from tracker.extraction import (
    acceptance,
    candidates,
    confidence,
    kinds,
    repeats,
    statuses,
    updates,
)
from tracker.extraction.candidates import Candidate
from tracker.extraction.findings import Finding
from tracker.extraction.language import detect_language
from tracker.extraction.lexicon import LANGUAGES, Lexicon, standard
from tracker.extraction.reading import Reading, read
from tracker.extraction.updates import Progress
from tracker.extraction.whys import of_candidate, of_progress, voice_of

# Log-odds from which a candidate is a finding. A miss costs an officer more than a glance too many.
PROPOSAL_THRESHOLD = -0.8
UPDATE_THRESHOLD = -0.25


def extract(
    text: str, language: str | None = None, *, lexicon: Lexicon | None = None
) -> list[Finding]:
    """Give the findings of a text in order of their start; none in a language that it doesn't know.

    `language` is "ar", "fa" or "en"; without it the text tells. Never raises, whatever the text.
    """
    reading = _read(text, language, lexicon)
    if reading is None:
        return []
    reports = [
        statuses.settle(reading, one)
        for one in updates.find(reading)
        if one.score > UPDATE_THRESHOLD
    ]
    likely = [one for one in candidates.weigh(reading) if one.score > PROPOSAL_THRESHOLD]
    told = [candidates.sort(reading, one) for one in repeats.apart(likely)]
    chosen = acceptance.settle(reading.document, told)
    chosen = _free_of(reports, repeats.once(reading.document, chosen))
    reports = _free_of_acts(chosen, reports)
    found = [
        *(_proposal(reading, one) for one in chosen),
        *(_update(reading, one) for one in reports),
    ]
    return sorted(found, key=lambda finding: (finding.start, finding.end, finding.type))


def _read(text: str, language: str | None, lexicon: Lexicon | None) -> Reading | None:
    known = language or detect_language(text)
    return read(text, known, lexicon or standard()) if known in LANGUAGES else None


def _free_of(reports: list[Progress], chosen: list[Candidate]) -> list[Candidate]:
    """Drop what is a report on an earlier proposal rather than a new one; an agreement is both."""
    by_sentence = _by_sentence(report for report in reports if report.status != "agreed")
    return [
        one
        for one in chosen
        if one.act == "agrees"
        or not any(
            report.score > one.score and _meet(one, report)
            for report in by_sentence.get(one.scene.sentence.number, ())
        )
    ]


def _free_of_acts(chosen: list[Candidate], reports: list[Progress]) -> list[Progress]:
    """Drop the reports within what proved a proposal."""
    by_sentence = _by_sentence(one for one in chosen if one.act != "agrees")
    return [
        report
        for report in reports
        if report.status == "agreed"
        or not any(_meet(one, report) for one in by_sentence.get(report.scene.sentence.number, ()))
    ]


def _by_sentence[Told: (Candidate, Progress)](told: Iterable[Told]) -> dict[int, list[Told]]:
    groups: dict[int, list[Told]] = defaultdict(list)
    for one in told:
        groups[one.scene.sentence.number].append(one)
    return groups


def _meet(one: Candidate, report: Progress) -> bool:
    return one.first < report.last and report.first < one.last


def _proposal(reading: Reading, one: Candidate) -> Finding:
    start, end = reading.document.span(one.first, one.last)
    return Finding(
        type="proposal",
        start=start,
        end=end,
        quote=reading.document.text[start:end],
        kind=one.measure.kind,
        act=one.act,
        proposer=one.whose.proposer,
        addressee=one.whose.addressee,
        parties=reading.parties.pair,
        voice=voice_of(one.whose.proposer, one.scene),
        speaker=one.scene.voice.code,
        confidence=confidence.calibrated(one.score, "proposal"),
        why=of_candidate(reading, one),
    )


def _update(reading: Reading, weighed: Progress) -> Finding:
    """Give a report as a finding, of the kind that only what is taken or shown needs."""
    measure = kinds.sort(reading.document, weighed.scene.sentence, weighed.measure)
    one = replace(weighed, measure=measure)
    start, end = reading.document.span(one.first, one.last)
    return Finding(
        type="update",
        start=start,
        end=end,
        quote=reading.document.text[start:end],
        kind=one.measure.kind,
        act="agrees" if one.status == "agreed" else "announces",
        proposer=one.proposer,
        addressee=reading.parties.other(one.proposer),
        parties=reading.parties.pair,
        status=one.status,
        voice=voice_of(None, one.scene),
        speaker=one.scene.voice.code,
        confidence=confidence.calibrated(one.score, "update"),
        why=of_progress(reading, one),
    )


def explain(
    text: str, language: str | None = None, *, lexicon: Lexicon | None = None
) -> list[dict[str, object]]:
    """Give every clause that was weighed, taken or not, with its score and the reasons for it."""
    reading = _read(text, language, lexicon)
    if reading is None:
        return []
    weighed = [
        (_proposal(reading, one), one.score > PROPOSAL_THRESHOLD)
        for one in candidates.find(reading)
    ]
    weighed += [
        (_update(reading, statuses.settle(reading, one)), one.score > UPDATE_THRESHOLD)
        for one in updates.find(reading)
        if one.hit or one.score > UPDATE_THRESHOLD
    ]
    weighed.sort(key=lambda pair: (pair[0].start, pair[0].end))
    return [
        {
            "type": finding.type,
            "quote": finding.quote,
            "start": finding.start,
            "end": finding.end,
            "is_likely": is_likely,
            "confidence": finding.confidence,
            **finding.why,
        }
        for finding, is_likely in weighed
    ]
