"""Follows who speaks from sentence to sentence, as a reader keeps it in mind."""

from collections import Counter
from dataclasses import dataclass, field, replace

from tracker.extraction import actors, leads, names
from tracker.extraction.actors import Actor
from tracker.extraction.document import Document
from tracker.extraction.parties import Parties
from tracker.extraction.patterns import without_article
from tracker.extraction.sentences import Sentence

_QUOTE_REACH = 8  # sentences that a quotation may run on before its speaker is named
_INTERVIEW = 3  # questions that make an interview
_TITLE = 3  # words by which a title is told from another
_PERSONS = frozenset(("official", "host", "visitor", "counterpart", "source"))
_MEETING = frozenset(("official", "institution"))
_FACED = frozenset(("counterpart", "host", "visitor"))
_FACING = 6  # words between an official and the one he meets
_SIDES = frozenset(("party", "side", "institution"))


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words a sentence gives: a state's code, both, or nobody's whose word counts."""

    code: str | None
    is_outsider: bool = False
    is_unnamed: bool = False


@dataclass(frozen=True)
class Scene:
    """A sentence with its actors, their states worked out, and the voice that speaks in it."""

    sentence: Sentence
    actors: list[Actor]
    voice: Voice
    person: Voice  # the last single speaker, to whom "he" and a dropped subject point back
    is_led: bool  # whether the sentence itself names who speaks


@dataclass
class Discourse:
    """What a reader remembers from sentence to sentence."""

    document: Document
    parties: Parties
    person: Voice = field(default_factory=lambda: Voice(None))
    titles: dict[tuple[str, ...], str] = field(default_factory=dict)
    host: str | None = None
    unmarked: str | None = None
    raw: list[list[Actor]] = field(default_factory=list)
    interview: int = 0  # the first question, if the text is one official's answers
    is_answer: bool = False  # whether the sentence stands in such answers
    is_turn: bool = False  # whether it says that the other one speaks: "for his part"

    def scenes(self) -> list[Scene]:
        """Give the scene of every sentence, in order."""
        self.raw = [actors.find(self.document, self.parties, s) for s in self.document.sentences]
        self._name_officials()
        self.host = self._told_host() or self.parties.host
        asked = [s.number for s in self.document.sentences if self._is_question(s)]
        self.interview = asked[0] if len(asked) >= _INTERVIEW else len(self.document.sentences)
        self.unmarked = self._unmarked()
        return [self._enter(sentence) for sentence in self.document.sentences]

    def _name_officials(self) -> None:
        """Add to each sentence the officials whom it calls by a name that the text has told."""
        known = names.learn(self.document, self.raw)
        for sentence in self.document.sentences if known else ():
            own = self.raw[sentence.number]
            taken = {index for actor in own for index in range(actor.start, actor.end)}
            own += names.mentions(self.document, known, sentence.first, sentence.last, taken)
            own.sort(key=lambda actor: actor.start)

    def _told_host(self) -> str | None:
        """Give the host as the text tells it: "the visiting Omani minister", "his Iraqi hosts"."""
        for actor in (
            actor for own in self.raw for actor in own if actor.code in self.parties.pair
        ):
            if actor.role == "host":
                return actor.code
            if actor.role == "visitor":
                return self.parties.other(actor.code)
        return None

    def _unmarked(self) -> str | None:
        """Give the side whose officials go without their country's name: the teller's own."""
        marked = Counter(
            actor.code for own in self.raw for actor in own if actor.role in _PERSONS and actor.code
        )
        bare = [code for code in self.parties.pair if not marked[code]]
        return bare[0] if len(bare) == 1 and len(self.parties.pair) > 1 else None

    def _enter(self, sentence: Sentence) -> Scene:
        self.is_turn = bool(self.document.hits(sentence, "grammar", ("turn",)))
        self.is_answer = sentence.number >= self.interview
        resolved: list[Actor] = []
        own = self.raw[sentence.number]
        for number, actor in enumerate(own):
            facing = self._facing(actor, own[number + 1 :])
            resolved.append(self._resolved(facing, resolved))
        if self.is_answer and self.person.code:
            return Scene(sentence, resolved, self.person, self.person, is_led=False)
        lead = (
            None
            if self._keeps_voice(sentence)
            else leads.lead(self.document, sentence, resolved, self.parties.pair)
            or self._quoted_lead(sentence)
        )
        voice = self.person if lead is None else self._voice_of(lead)
        if lead is not None and voice.code != "both":
            self.person = voice
        return Scene(sentence, resolved, voice, self.person, is_led=lead is not None)

    def _keeps_voice(self, sentence: Sentence) -> bool:
        """Tell whether a sentence is a question, or an answer in the first person."""
        if self._is_question(sentence):
            return True
        own = self.document.classes.get("first_person", frozenset())
        words = self.document.texts[sentence.first : sentence.last]
        return not own.isdisjoint(words) and any(
            word in own and not self.document.quote(index)
            for index, word in enumerate(words, sentence.first)
        )

    def _is_question(self, sentence: Sentence) -> bool:
        """Tell whether a sentence asks, outside of quotations."""
        last = range(max(sentence.last - 2, sentence.first), sentence.last)
        asks = any(self.document.word(index) in {"?", "؟"} for index in last)
        return asks and not self.document.quote(sentence.first)

    def _resolved(self, actor: Actor, earlier: list[Actor]) -> Actor:
        """Give an actor with the state that it stands for, and remember what it teaches."""
        code = actor.code or self._code(actor, earlier)
        if code and code != "both" and actor.role in {"official", "institution", "host", "visitor"}:
            self._learn(actor, code)
        return actor if code == actor.code else replace(actor, code=code)

    def _facing(self, actor: Actor, later: list[Actor]) -> Actor:
        """Give an official without a state the side opposite to the one he meets or speaks to."""
        if actor.code or actor.role not in _MEETING or actor.is_object or not later:
            return actor
        other = later[0]
        code = other.code or {
            "host": self.host,
            "visitor": self.parties.other(self.host),
        }.get(other.role)
        is_faced = other.role in _FACED or (other.role in _PERSONS | _SIDES and other.is_spoken_to)
        if not is_faced or code is None or other.start - actor.end > _FACING:
            return actor
        return replace(actor, code=self.parties.other(code))

    def _learn(self, actor: Actor, code: str) -> None:
        words = self._title(actor)
        for length in range(1, len(words) + 1):
            if actor.code or words[:length] not in self.titles:
                self.titles[words[:length]] = code
        if actor.code and actor.role == "host":
            self.host = code
        elif actor.code and actor.role == "visitor":
            self.host = self.parties.other(code)

    def _title(self, actor: Actor) -> tuple[str, ...]:
        words = self.document.words(actor.head, min(actor.end, actor.head + _TITLE))
        return tuple(without_article(word) for word in words)

    def _code(self, actor: Actor, earlier: list[Actor]) -> str | None:
        """Work out the state of an actor that doesn't name it."""
        known = {
            "both": "both",
            "host": self.host,
            "visitor": self.parties.other(self.host),
            "outsider": None,
        }
        if actor.role in known:
            return known[actor.role]
        if actor.role == "counterpart":
            return self.parties.other(self._nearest(earlier, _PERSONS | _SIDES) or self.person.code)
        if actor.role == "pronoun":
            return self._pointed_at(self.document.word(actor.start), earlier)
        return self._titled(actor, earlier)

    def _pointed_at(self, pronoun: str, earlier: list[Actor]) -> str | None:
        if self.document.is_of(pronoun, "personal"):
            if earlier and self._opens_with_own(earlier[0]):
                return earlier[0].code
            return self._nearest(earlier, _PERSONS) or self.person.code
        of_others = self.is_answer and self.document.is_of(pronoun, "others")
        last = self.parties.other(self.person.code) if of_others else self.person.code
        return self._first(earlier) or last

    def _opens_with_own(self, first: Actor) -> bool:
        """Tell "Speaking beside her host, she" where "her" is nobody but "she"."""
        word = self.document.word(first.start)
        opener = self.document.features(first.start - 2) | self.document.features(first.start - 1)
        return first.role == "pronoun" and "ing" in opener and word in {"his", "her"}

    def _titled(self, actor: Actor, earlier: list[Actor]) -> str | None:
        """Give a title's state: by its possessive, as it was last used, or the teller's own."""
        word, before = self.document.word(actor.start), self.document.word(actor.start - 1)
        if self.document.is_of(word, "own_side") or self.document.is_of(before, "possessive"):
            if self.document.is_of(before, "side_possessive"):
                return self._first(earlier) or self.person.code
            return self._nearest(earlier, _PERSONS) or self.person.code
        if self.document.is_of(word, "generic_title"):
            return self.person.code
        words = self._title(actor)
        for length in range(len(words), 0, -1):
            if words[:length] in self.titles:
                return self._in_turn(self.titles[words[:length]], earlier)
        fresh = None if self.person.code else self._first(earlier)
        return self.unmarked or fresh or self._in_turn(self.person.code, earlier)

    def _in_turn(self, code: str | None, earlier: list[Actor]) -> str | None:
        """Give the other side's code where "for his part" tells that another one speaks."""
        is_first = all(actor.role == "pronoun" for actor in earlier)
        is_other = self.is_turn and is_first and code == self.person.code
        return self.parties.other(code) if is_other else code

    @staticmethod
    def _first(earlier: list[Actor]) -> str | None:
        """Give the side that a sentence names first: its subject, to which "its" points."""
        found = [
            a.code
            for a in earlier
            if a.role in _PERSONS | _SIDES and not a.is_object and not a.is_source
        ]
        return next((code for code in found if code and code != "both"), None)

    @staticmethod
    def _nearest(earlier: list[Actor], roles: frozenset[str]) -> str | None:
        found = [
            actor.code for actor in reversed(earlier) if actor.role in roles and not actor.is_object
        ]
        return next((code for code in found if code and code != "both"), None)

    def _quoted_lead(self, sentence: Sentence) -> Actor | None:
        """Give the speaker who is named only where a quotation that runs over sentences ends."""
        quotes = self.document.layout.quotes
        quote = quotes[sentence.last - 1] or quotes[max(sentence.first, sentence.last - 2)]
        if not quote or (sentence.first and quotes[sentence.first - 1] == quote):
            return None
        for later in self.document.sentences[sentence.number + 1 : sentence.number + _QUOTE_REACH]:
            if quote not in quotes[later.first : later.first + 2]:
                return None
            found = [a for a in self.raw[later.number] if not quotes[a.start] and not a.is_object]
            if found:
                return self._resolved(found[0], [])
        return None

    def _voice_of(self, actor: Actor) -> Voice:
        if actor.role == "outsider":
            return Voice(None, is_outsider=True)
        word = self.document.word(actor.start)
        if actor.role == "pronoun" and self.document.is_of(word, "personal"):
            return self.person
        return Voice(actor.code, is_unnamed=actor.role == "source")
