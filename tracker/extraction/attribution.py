"""Works out whose act a cue is, and to whom it is addressed."""

from dataclasses import dataclass

from tracker.extraction.actors import Actor, is_possessed
from tracker.extraction.cues import Cue
from tracker.extraction.discourse import Scene
from tracker.extraction.document import Document
from tracker.extraction.parties import Parties
from tracker.extraction.scan import Hit

_NEAR_AFTER = 3  # words from an Arabic verb to the subject after it
_NEAR_BEFORE = 8  # words from an Arabic verb back to the subject before it
_FAR = 24  # words back to the comma that opens a Persian clause
_OWNER_NEAR = 2
_OWN_WORD = 0.6  # what a surer cue says of a named actor holds, whoever tells it
_SURE = 0.5  # a weaker cue acts for its subject only where that stands beside it
_NO_ADDRESSEES = frozenset(("both", "pronoun", "outsider"))
_ADDRESS_NEAR = 2  # words from a cue to the one it is addressed to
_ADDRESS_REACH = 12  # words before a Persian clause in which its addressee may stand
_BY_NEAR = 2
_AGENT_REACH = 24  # words between a passive and the one by whom it is done
_PAUSES = frozenset(("،", "؛"))
_ACTING = frozenset(("official", "host", "visitor", "counterpart", "institution", "side"))


@dataclass(frozen=True)
class Attribution:
    """Whose act it is, to whom, and the steps that led there."""

    proposer: str | None
    addressee: str | None
    actor: Actor | None
    told_by: str  # side, outsider, or hearsay: what an outsider says of a side
    steps: tuple[str, ...]
    way: str = ""  # how the actor was found: both, spoken, told, last, or an actor's role
    chance: float = 1.0  # how likely it is the proposer's act


def attribute(document: Document, parties: Parties, scene: Scene, cue: Cue) -> Attribution:
    """Give whose act a cue is."""
    actor, code, way, steps = _doer(document, scene, cue)
    addressee = None if code == "both" else _addressee(document, scene, cue)
    if addressee is not None and addressee.code not in {None, "both"}:
        steps.append(f"addressed to {addressee.code}")
        is_named = bool(parties.within(scene.sentence.number, addressee.start, addressee.end))
        if code is None or (code == addressee.code and is_named):
            code, way = parties.other(addressee.code), "addressed"
    told_by = _told_by(scene, cue, actor)
    return Attribution(code, parties.other(code), actor, told_by, tuple(steps), way)


def _told_by(scene: Scene, cue: Cue, actor: Actor | None) -> str:
    """Tell whether the act is an outsider's own, or only told by one who leads the sentence."""
    if actor is not None and actor.role == "outsider":
        return "outsider"
    if not scene.voice.is_outsider:
        return "side"
    is_own_word = actor is None or actor.role in {"pronoun", "both"} or cue.weight < _OWN_WORD
    return "outsider" if is_own_word else "hearsay" if scene.is_led else "side"


def _doer(
    document: Document, scene: Scene, cue: Cue
) -> tuple[Actor | None, str | None, str, list[str]]:
    """Give the actor, its state, the way it was found, and the step that says so."""
    if cue.who == "both":
        return None, "both", "both", ["the two sides"]
    if cue.who in {"speaker", "we"} or "1p" in document.features(cue.hit.start):
        voice = scene.voice if cue.who == "speaker" else scene.person
        return None, voice.code, "spoken", [f"spoken by {voice.code}"]
    actor = _owner(document, scene, cue.hit) if cue.who == "owner" else None
    actor = actor or subject(document, scene, cue.hit)
    if cue.weight < _SURE and (actor is None or cue.hit.start - actor.end > _NEAR_AFTER):
        return None, scene.voice.code, "told", [f"told by {scene.voice.code}"]
    if actor is None:
        return None, scene.person.code, "last", [f"last speaker: {scene.person.code}"]
    words = " ".join(document.words(actor.start, actor.end))
    return actor, actor.code, actor.role, [f"{actor.role} «{words}»: {actor.code}"]


def _owner(document: Document, scene: Scene, hit: Hit) -> Actor | None:
    """Give whose offer, plea or readiness a noun tells of."""
    able = [actor for actor in scene.actors if not actor.is_source]
    if document.language == "en":
        beside = next((a for a in reversed(able) if 0 <= hit.start - a.end <= 1), None)
        return beside or next((a for a in able if _is_maker(document, a, hit)), None)
    after = hit.stretches[0][1]
    return next((a for a in able if 0 <= a.start - after <= _OWNER_NEAR), None)


def _is_maker(document: Document, actor: Actor, hit: Hit) -> bool:
    """Tell whose plan an English noun means: "the initiative of the Iranian side"."""
    before = {document.word(actor.start - 1), document.word(actor.start - 2)}
    is_near = 0 <= actor.start - hit.stretches[0][1] <= _BY_NEAR
    return is_near and bool(before & {"of", "by", "from"})


def subject(document: Document, scene: Scene, cue: Hit) -> Actor | None:
    """Give the actor that is a cue's grammatical subject."""
    agent = next((actor for actor in scene.actors if _is_agent(document, actor, cue)), None)
    if agent is not None:
        return agent
    quotes = document.layout.quotes
    able = [
        a
        for a in scene.actors
        if not a.is_object and not a.is_source and quotes[a.start] in {0, quotes[cue.start]}
    ]
    if document.language == "ar":
        return _goes_on(document, able, cue) or _arabic_subject(document, able, cue)
    return (
        _persian_subject(document, able, cue)
        if document.language == "fa"
        else _english_subject(able, cue)
    )


def _is_agent(document: Document, actor: Actor, cue: Hit) -> bool:
    """Tell who does it where the verb is passive: "was sought by them", «از جانب عراق … شد»."""
    if actor.code in {None, "both"} or document.language == "ar":
        return False
    at = actor.start - 1
    if document.language == "fa":
        last = {document.word(cue.end - 1), document.word(cue.end)}
        at += document.is_of(document.word(actor.start), "agent_mark")
        is_marked = document.is_of(document.word(at), "agent_mark")
        is_passive = any(document.is_of(word, "passive_verb") for word in last)
        return is_marked and is_passive and 0 <= cue.end - actor.end <= _AGENT_REACH
    at -= document.is_of(document.word(at), "article")
    if not document.is_of(document.word(at), "agent_mark"):
        return False
    return -1 <= at - cue.end <= 0 or 0 <= cue.start - actor.end <= _BY_NEAR


def _goes_on(document: Document, able: list[Actor], cue: Hit) -> Actor | None:
    """Give the subject of a sentence that goes on with "and": «قالت الوزيرة إن …، وطلبت»."""
    is_joined = document.word(cue.start - 1) in _PAUSES and document.word(cue.start)[:1] == "و"
    first = next((actor for actor in able if actor.end <= cue.start), None)
    if not is_joined or first is None or first.role not in _ACTING:
        return None
    return None if _names_its_own(able, cue) else first


def _names_its_own(able: list[Actor], cue: Hit) -> bool:
    """Tell whether a verb has a subject right after it: «وطلب الوزير»."""
    return any(actor.start == cue.stretches[0][1] for actor in able)


def _arabic_subject(document: Document, able: list[Actor], cue: Hit) -> Actor | None:
    """Give the subject after the verb, or the one before it."""
    verb_end = cue.stretches[0][1]
    asks = cue.entry.label == "calls_for"
    after = [
        a
        for a in able
        if not ((asks or a.end == a.start + 1) and is_possessed(document, a))
        and 0 <= a.start - verb_end <= _NEAR_AFTER
        and not any(
            document.is_of(word, "complement") for word in document.words(verb_end, a.start)
        )
        and not _is_for_whom(document, a, verb_end)
    ]
    before = [a for a in able if a.end <= cue.start]
    is_adjacent = bool(before) and _is_adjacent(document, before[-1], cue)
    if after and not is_adjacent and cue.entry.pattern.startswith(("~", "@")):
        return after[0]
    if before and (is_adjacent or cue.start - before[-1].end <= _NEAR_BEFORE):
        return before[-1]
    return None


def _is_for_whom(document: Document, actor: Actor, verb_end: int) -> bool:
    """Tell those whom a measure is for: «طالب بتسهيل حصول التجار», «عرض إعفاء الطلبة العراقيين»."""
    between = list(document.words(verb_end, actor.start))
    is_bystander = actor.role in {"outsider", "party"}
    return is_bystander and any(
        "inf" in document.features(verb_end + n) for n in range(len(between))
    )


def _is_adjacent(document: Document, actor: Actor, cue: Hit) -> bool:
    between = document.forms[actor.end : cue.start]
    return len(between) <= 1 and all(word.is_word for word in between)


def _english_subject(able: list[Actor], cue: Hit) -> Actor | None:
    """Give the nearest actor before the verb."""
    return next((actor for actor in reversed(able) if actor.end <= cue.start), None)


def _persian_subject(document: Document, able: list[Actor], cue: Hit) -> Actor | None:
    """Give the first actor of the clause, or of the sentence."""
    before = [actor for actor in able if actor.end <= cue.start + 1]
    for mark in range(cue.start - 1, max(cue.start - _FAR, -1), -1):
        if document.word(mark) in {"،", "؛", ":"}:
            inside = [actor for actor in before if actor.start > mark]
            if inside:
                return inside[0]
    return before[0] if before else None


def _addressee(document: Document, scene: Scene, cue: Cue) -> Actor | None:
    """Give the one to whom the act is addressed, if the clause names it beside the cue."""
    for actor in scene.actors:
        is_somebody = actor.code is not None and actor.role not in _NO_ADDRESSEES
        if (
            is_somebody
            and not _is_agent(document, actor, cue.hit)
            and _is_addressed(document, actor, cue)
        ):
            return actor
    return None


def _is_addressed(document: Document, actor: Actor, cue: Cue) -> bool:
    """Tell whether an act is addressed to an actor: before a Persian verb, after any other."""
    before, asks = document.word(actor.start - 1), cue.act == "calls_for"
    if document.language == "fa":
        reach = cue.clause_first - _ADDRESS_REACH
        return asks and before == "از" and reach <= actor.start and actor.end <= cue.hit.start + 1
    is_near = 0 <= actor.start - cue.hit.stretches[0][1] <= _ADDRESS_NEAR
    is_object = asks and document.language == "en"  # "asked Tehran", with nothing between
    return is_near and (is_object or document.is_of(before, "address"))
