"""Finds whose words a sentence gives, among the actors who stand in it."""

from tracker.extraction.actors import Actor, is_possessed
from tracker.extraction.document import Document
from tracker.extraction.sentences import Sentence

_SPEECH_NEAR = 7  # words between a speaker and the verb of saying
_VERBAL = frozenset(("past", "pres", "fut", "subj", "base", "part"))
_OPENING = 4  # words within which an outsider opens a sentence as its subject


def lead(
    document: Document, sentence: Sentence, actors: list[Actor], pair: tuple[str, ...]
) -> Actor | None:
    """Give who speaks: who stands before a colon or by a verb of saying, else who comes first."""
    able = {*pair, "both", None}
    free = [
        actor
        for actor in actors
        if not document.quote(actor.start)
        and not actor.is_object
        and (actor.code in able or actor.role == "outsider")
        and _may_lead(document, sentence, actor)
    ]
    announced = [actor for actor in free if _is_before_colon(document, actor)]
    if announced:
        own = [actor for actor in announced if not is_possessed(document, actor)]
        return own[-1] if own else free[0]
    return _speaker(document, sentence, free) or _first(document, sentence, free)


def _may_lead(document: Document, sentence: Sentence, actor: Actor) -> bool:
    """Tell whether an actor can be the subject; a Persian outsider stands first in his clause."""
    if document.language != "fa" or actor.role != "outsider":
        return True
    return actor.start <= sentence.first + 2 or document.word(actor.start - 1) in {"،", "؛", "يك"}


def _is_before_colon(document: Document, actor: Actor) -> bool:
    """Tell whether words follow an actor after a colon, as in a report line by line."""
    return ":" in {document.word(actor.end), document.word(actor.end + 1)}


def _speaker(document: Document, sentence: Sentence, free: list[Actor]) -> Actor | None:
    """Give who stands nearest to a verb of saying, an official rather than a capital."""
    for hit in document.hits(sentence, "grammar", ("speech",)):
        if document.quote(hit.start):
            continue
        near = [
            (
                (actor.is_source, _is_city(document, actor), _distance(actor, hit.start, hit.end)),
                actor,
            )
            for actor in free
            if _speaks(document, actor, hit.start, hit.end)
            or _opens(document, sentence, actor, hit.start)
        ]
        if near:
            return min(near, key=lambda one: one[0])[1]
    return None


def _is_city(document: Document, actor: Actor) -> bool:
    """Tell what in Persian rarely speaks where an official stands too: a bare name, a genitive."""
    if document.language != "fa":
        return False
    is_genitive = actor.role == "both" and bool(document.word(actor.start - 1).isalpha())
    return actor.role == "party" or is_genitive


def _speaks(document: Document, actor: Actor, start: int, end: int) -> bool:
    """Tell whether an actor stands near enough to a verb of saying, on the side of its subject."""
    if actor.start >= end and document.language != "ar":
        between = document.texts[end : actor.start]
        is_next = all(document.is_of(word, "article") for word in between)
        is_inverted = is_next and document.word(start - 1) in {",", '"'}  # "said the minister"
        return is_inverted and document.language == "en" and actor.role != "pronoun"
    return _distance(actor, start, end) <= _SPEECH_NEAR


def _opens(document: Document, sentence: Sentence, actor: Actor, verb: int) -> bool:
    """Tell a Persian official who opens the sentence whose verb of saying stands at its end."""
    opens = actor.role == "official" and actor.start <= sentence.first + 1
    return document.language == "fa" and opens and actor.end <= verb


def _distance(actor: Actor, start: int, end: int) -> int:
    return actor.start - end if actor.start >= end else start - actor.end


def _first(document: Document, sentence: Sentence, free: list[Actor]) -> Actor | None:
    """Give who comes first, an outsider only if the sentence opens with him."""
    opening = sentence.first + _OPENING
    able = [
        actor
        for actor in free
        if (actor.role != "outsider" or actor.start < opening)
        and not _only_describes(document, sentence, actor)
    ]
    return min(
        able,
        key=lambda actor: (actor.is_source, actor.role == "pronoun", actor.start),
        default=None,
    )


def _only_describes(document: Document, sentence: Sentence, actor: Actor) -> bool:
    """Tell what names a state that doesn't act: "Kazakh planes", «القنصليات الإسبانية», «ضيفه»."""
    if actor.role != "party":
        is_his = is_possessed(document, actor) and actor.start > sentence.first + 1
        return is_his and not document.features(actor.start - 1) & _VERBAL
    uses = {
        hit.entry.options[0]
        for hit in document.hits(sentence, "parties")
        if hit.start == actor.start
    }
    if uses != {"demonym"}:
        return False
    if document.language != "en":
        return actor.start > sentence.first and document.forms[actor.start - 1].is_word
    after = actor.end
    is_inside = after < sentence.last and document.forms[after].is_word
    return is_inside and not document.features(after) & _VERBAL
