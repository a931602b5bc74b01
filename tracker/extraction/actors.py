"""Finds who may act or speak in a sentence: a role with its state, a state by name, a pronoun."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.extraction.document import Document
from tracker.extraction.parties import Mention, Parties
from tracker.extraction.patterns import without_article
from tracker.extraction.scan import Hit
from tracker.extraction.sentences import Sentence

_REACH = {"ar": 8, "fa": 9, "en": 7}  # words from a role to the state that it belongs to
_BEFORE = 4  # words of a title that may stand between an English demonym and its role
_DATELINE = 18  # words in which a text's place and agency stand
_ARABIC_POSSESSIVES = ("ه", "ها", "هم", "هما")
_ARABIC_OBLIQUE = "ين"  # of a plural that is no subject: «استقبل الصحافيين»
_ARABIC_OURS = "نا"
_PERSIAN_OURS = "مان"
_VERBAL = frozenset(("past", "part", "pres", "base", "ing"))
_PREFIXED_OBJECTS = ("بال", "لل", "كال", "بن")
_TITLED = frozenset(("official", "institution", "source"))
_ANOTHER = frozenset(("counterpart", "host", "visitor", "both"))
_APPOSITION = 9  # words of "who, since last year, leads the"
_INTRODUCED = frozenset(("official", "host", "visitor"))
_LED = frozenset(("official", "institution", "side", "party"))
_NOBODIES = frozenset(("joint_text", "none"))
_AFFILIATED = frozenset(("source", "institution", "official", "side"))  # who one may formerly be
_POSSESSED = frozenset(("host", "visitor", "counterpart"))
_PEERS = frozenset(("official", "institution", "side", "host", "visitor", "counterpart", "party"))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who stands in a sentence: words, role, state if it says, whether it can be the subject."""

    start: int
    end: int
    role: str
    code: str | None
    head: int  # the index of the word that names the role
    is_object: bool = False
    is_source: bool = False
    is_spoken_to: bool = False


def find(document: Document, parties: Parties, sentence: Sentence) -> list[Actor]:
    """Give the actors of a sentence, in order."""
    mentions = parties.mentions.get(sentence.number, [])
    found = list(_with_states(document, sentence, mentions))
    taken = {index for actor in found for index in range(actor.start, actor.end)}
    found += [_party(document, mention) for mention in mentions if mention.start not in taken]
    first = _after_dateline(document, sentence)
    found = sorted((one for one in found if one.start >= first), key=lambda actor: actor.start)
    marked = [_marked(document, sentence, actor) for actor in _paired(document, found)]
    return _introduced(document, marked)


def _party(document: Document, mention: Mention) -> Actor:
    """Give a state that stands by itself, or only tells whose people or things are meant."""
    is_object = mention.use == "demonym" and _only_qualifies(document, mention)
    return Actor(mention.start, mention.end, "party", mention.code, mention.start, is_object)


def _only_qualifies(document: Document, mention: Mention) -> bool:
    """Tell a demonym by a noun that doesn't act: "Kazakh notaries", «لمرافقيه العراقيين»."""
    if document.language == "en":
        return _is_before_a_noun(document, mention)
    return _qualifies_an_object(document, mention.start - 1)


def _is_before_a_noun(document: Document, mention: Mention) -> bool:
    """Tell "to Kazakh notaries", "invited Kazakh notaries" from "Kazakhs will"."""
    after, before = mention.end, mention.start - 1
    if after >= len(document.forms) or not document.forms[after].is_word:
        return False
    is_noun = document.word(after).endswith("s") and not document.is_capital(after)
    opens = document.is_of(document.word(before), "article") or not document.forms[before].is_word
    return is_noun and before >= 0 and not opens


def _qualifies_an_object(document: Document, noun: int) -> bool:
    """Tell whether the noun before a demonym is an object by its prefix or the word before it."""
    word = document.word(noun)
    is_marked = document.is_of(document.word(noun - 1), "object_mark")
    if document.language == "ar":
        is_prefixed = word.startswith(_PREFIXED_OBJECTS) or _is_to_ones_own(word)
        return is_prefixed or (is_marked and word.startswith("ال"))
    return document.language == "fa" and is_marked and word not in {"،", "و"}


def _introduced(document: Document, actors: list[Actor]) -> list[Actor]:
    """Give an official the state that an apposition tells: "the host, Iraq's minister, ..."."""
    found = list(actors)
    for number, (one, two) in enumerate(pairwise(actors)):
        if one.code is None and two.code and _is_apposition(document, one, two):
            found[number] = replace(one, code=two.code)
    return found


def _is_apposition(document: Document, one: Actor, two: Actor) -> bool:
    """Tell whether two actors are one: a comma parts them, or "who leads" joins them."""
    between = document.texts[one.end : two.start]
    if len(between) > _APPOSITION or one.role not in _INTRODUCED or two.role not in _LED:
        return False
    leads = any(document.is_of(word, "leading") for word in (*between, document.word(two.start)))
    marks = [word for word in between if not document.is_of(word, "article")]
    return leads or (one.role in _POSSESSED and marks in ([","], ["،"]))


def _after_dateline(document: Document, sentence: Sentence) -> int:
    """Give the index after what opens a text: "TASHKENT, March 12 (Meridian) - "."""
    for index in range(sentence.first, min(sentence.first + _DATELINE, sentence.last)):
        if sentence.number == 0 and document.word(index) == "-":
            return index + 1
    return sentence.first


def _with_states(
    document: Document, sentence: Sentence, mentions: list[Mention]
) -> Iterator[Actor]:
    """Give each role with the state that stands with it; a role in a longer title is part of it."""
    end = -1
    hits = sorted(
        document.hits(sentence, "roles"), key=lambda hit: (hit.start, hit.entry.label != "both")
    )
    for hit in hits:
        if hit.start < end or hit.entry.label in _NOBODIES:
            continue
        others = [h.start for h in hits if h.start >= hit.end and h.entry.label in _ANOTHER]
        own = [m for m in mentions if m.start < min(others, default=sentence.last)]
        start, end, code = _extent(document, hit, own)
        around = {other.entry.label for other in hits if start - 1 <= other.start <= end + 1}
        role = _role(document, hit, around)
        if role == "official" and code is None and "both" in around:
            role = "both"  # "officials from the two countries"
        yield Actor(start, end, role, "both" if role == "both" else code, hit.start)


def _role(document: Document, hit: Hit, around: set[str]) -> str:
    """Give a role as its neighbours make it: a former official is an outsider."""
    role = hit.entry.label
    if role == "former" or ("former" in around and role in _AFFILIATED):
        return "outsider"
    return "institution" if role == "outsider" and _is_ours(document, hit) else role


def _is_ours(document: Document, hit: Hit) -> bool:
    """Tell whether a speaker calls people his own: "our experts" speak for the state."""
    last = document.word(hit.end - 1)
    if document.language == "ar":
        return last.endswith(_ARABIC_OURS)
    beside = document.word(hit.end if document.language == "fa" else hit.start - 1)
    return document.is_of(beside, "ours") or (
        document.language == "fa" and last.endswith(_PERSIAN_OURS)
    )


def _extent(document: Document, hit: Hit, mentions: list[Mention]) -> tuple[int, int, str | None]:
    """Give the words of a role with its state, after it or, in English, before it too."""
    if hit.entry.label in {"both", "pronoun"}:
        return hit.start, hit.end, None
    for mention in reversed(mentions) if document.language == "en" else ():
        if 0 <= hit.start - mention.end <= _BEFORE and _is_title(document, mention.end, hit.start):
            return mention.start, hit.end, mention.code
    for mention in mentions:
        if hit.start <= mention.start < hit.end:
            return hit.start, hit.end, mention.code
        if _belongs(document, hit, mention):
            return hit.start, mention.end, mention.code
    return hit.start, hit.end, None


def _belongs(document: Document, hit: Hit, mention: Mention) -> bool:
    """Tell whether a role belongs to a state that follows it: in English by "of" and its like."""
    if document.language == "en" and not document.is_of(document.word(hit.end), "belonging"):
        return False
    is_near = 0 <= mention.start - hit.end <= _REACH[document.language]
    joins = hit.entry.label in _TITLED and document.language == "fa"
    return is_near and _is_title(document, hit.end, mention.start, may_join=joins)


def _is_title(document: Document, first: int, last: int, *, may_join: bool = False) -> bool:
    """Tell whether the words between a role and a state can all belong to a title.

    A Persian title may join two fields by "and": «وزیر راه و شهرسازی ایران».
    """
    joint = _conjunction(document, first, last) if may_join else None
    return all(index == joint or _is_of_title(document, index) for index in range(first, last))


def _conjunction(document: Document, first: int, last: int) -> int | None:
    """Give where "and" joins two fields of one title; after a word of its own, before another."""
    inside = range(first + 1, last - 1)
    return next((i for i in inside if document.is_of(document.word(i), "conjunction")), None)


def _is_of_title(document: Document, index: int) -> bool:
    word = document.forms[index]
    if not word.is_word or document.is_of(word.text, "barrier"):
        return False
    if document.language != "ar":
        return True
    is_with = "with" in word.features and not word.text.lstrip("و").startswith("بال")
    return not (is_with or _is_to_ones_own(word.text))


def _is_to_ones_own(word: str) -> bool:
    """Tell «لمرافقيه», to somebody's own people."""
    return word.startswith("ل") and word.endswith(_ARABIC_POSSESSIVES)


def _paired(document: Document, actors: list[Actor]) -> list[Actor]:
    """Join two states that stand side by side into both."""
    joined: list[Actor] = []
    for actor in actors:
        if joined and _is_couple(document, joined[-1], actor):
            joined[-1] = replace(joined[-1], end=actor.end, role="both", code="both")
        else:
            joined.append(actor)
    return joined


def _is_couple(document: Document, one: Actor, two: Actor) -> bool:
    """Tell whether "and" joins two states, or two officials, and nothing else stands between."""
    if (
        one.code is None
        or two.code is None
        or one.code == two.code
        or "both" in {one.code, two.code}
    ):
        return False
    if one.role != two.role and not {one.role, two.role} <= _PEERS:
        return False
    between = document.texts[one.end : two.start]
    if document.language == "ar":
        word = document.word(two.start)
        is_joined = word.startswith("وو") or not document.is_of(without_article(word), "own_waw")
        return not between and word.startswith("و") and is_joined
    return len(between) == 1 and document.is_of(between[0], "conjunction")


def _marked(document: Document, sentence: Sentence, actor: Actor) -> Actor:
    """Mark an actor that is spoken to or of, or that the text only quotes as its source."""
    at = actor.start - 1
    if document.is_of(document.word(at), "article"):
        at -= 1
    before = document.word(at) if at >= sentence.first else ""
    earlier = document.word(at - 1) if at > sentence.first else ""
    is_source = actor.role == "source" or any(
        document.is_of(word, "source_mark") for word in (before, earlier)
    )
    is_object = (
        actor.is_object
        or document.is_of(before, "object_mark")
        or _is_object_by_form(document, actor)
        or (document.language == "en" and _is_object_of_verb(document, sentence, actor))
    )
    if not (is_object or is_source):
        return actor
    is_spoken_to = document.is_of(before, "address") or _is_object_by_form(document, actor)
    return replace(actor, is_object=is_object, is_source=is_source, is_spoken_to=is_spoken_to)


def _is_object_of_verb(document: Document, sentence: Sentence, actor: Actor) -> bool:
    """Tell "assured his counterpart" from "said his counterpart"."""
    verb = actor.start - 2
    told = document.hits(sentence, "grammar", ("speech",))
    if actor.role == "outsider":
        return any(hit.end == actor.start for hit in told)  # "he told reporters"
    if actor.role not in _POSSESSED or verb < sentence.first:
        return False
    owns = document.is_of(document.word(actor.start - 1), "possessive")
    is_verb = bool(_VERBAL & document.features(verb))
    return owns and is_verb and all(hit.end != verb + 1 for hit in told)


def _is_object_by_form(document: Document, actor: Actor) -> bool:
    """Tell an object by its own form: «للعراق», «تهران را»."""
    if document.language == "fa":
        owns = actor.role == "pronoun" and document.word(actor.start - 1).endswith(
            "ي"
        )  # «همتای او»
        return owns or document.word(actor.end) == "را"
    word = document.word(actor.start)
    if document.language != "ar" or word.startswith("و"):
        return False
    is_oblique = actor.role == "outsider" and word.endswith(_ARABIC_OBLIQUE)
    return is_oblique or word.startswith(_PREFIXED_OBJECTS)


def is_possessed(document: Document, actor: Actor) -> bool:
    """Tell whether an Arabic word calls an actor somebody's: «مضيفه», «نظيره»."""
    ends_so = document.word(actor.start).endswith(_ARABIC_POSSESSIVES)
    return document.language == "ar" and actor.role in _POSSESSED and ends_so
