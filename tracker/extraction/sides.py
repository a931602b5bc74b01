"""Weighs whose act it is: one side's, the other's, both's or nobody's that the text names.

The rules of attribution point at one side. Here their word is weighed together with all else that
a reader goes by: who speaks, who is named before the act and who within the measure ("courses for
Iraqi officers" are no Iraqi offer), who is asked, whose embassy or guest it is.
"""

from collections.abc import Iterator
from dataclasses import replace

from tracker.extraction import choosing
from tracker.extraction.actors import Actor
from tracker.extraction.attribution import Attribution
from tracker.extraction.cues import Cue
from tracker.extraction.discourse import Scene
from tracker.extraction.document import Document
from tracker.extraction.measures import Measure
from tracker.extraction.parties import Mention, Parties

BOTH, NOBODY = "both", "nobody"
_GROUPS = {
    "offers": "gives", "commits": "gives", "announces": "gives",
    "calls_for": "asks", "proposes": "proposes", "agrees": "agrees",
}  # fmt: skip
_SHAPES = {"institution": "institution", "side": "institution", "official": "official"}
_NEAR = 6  # words before a cue within which a name is next to it


def decide(
    document: Document, parties: Parties, scene: Scene, cue: Cue, told: tuple[Measure, Attribution]
) -> Attribution:
    """Give whose act it most likely is, and to whom, all signs weighed."""
    measure, whose = told
    options = signs(document, parties, scene, cue, (measure, whose))
    table = choosing.weights("whose")
    best, chance = choosing.likeliest(options, table)
    code = None if best == NOBODY else best
    steps = (*whose.steps, f"weighed: {code} ({chance:.2f})")
    return replace(whose, proposer=code, addressee=parties.other(code), steps=steps, chance=chance)


def signs(
    document: Document, parties: Parties, scene: Scene, cue: Cue, told: tuple[Measure, Attribution]
) -> dict[str, dict[str, float]]:
    """Give, for each side that it may be, what speaks for it."""
    weighing = _Weighing(document, parties, scene, cue, *told)
    states = list(dict.fromkeys((*parties.pair, *weighing.named)))
    options = {code: dict(weighing.of_state(code)) for code in states}
    return options | {BOTH: dict(weighing.of_both()), NOBODY: dict(weighing.of_nobody())}


class _Weighing:
    """All that is asked about one act while its sides are weighed."""

    def __init__(
        self, document: Document, parties: Parties, scene: Scene, cue: Cue,
        measure: Measure, whose: Attribution,
    ) -> None:  # fmt: skip
        self.document, self.parties, self.scene, self.cue = document, parties, scene, cue
        self.measure, self.whose = measure, whose
        self.group = _GROUPS[cue.act]
        self.mentions = parties.mentions.get(scene.sentence.number, [])

    @property
    def named(self) -> list[str]:
        """Give the side that the rules point at, if it is a state."""
        code = self.whose.proposer
        return [code] if code not in {None, BOTH} else []

    def of_state(self, code: str) -> Iterator[tuple[str, float]]:
        """Give what speaks for one state."""
        if self.whose.proposer == code:
            yield f"rule {self.whose.way}", 1.0
            if self.whose.actor and self._is_explicit(self.whose.actor):
                yield "rule explicit", 1.0
        if code not in self.parties.pair:
            yield "third party", 1.0
        yield from self._spoken(code)
        yield from self._named(code)
        yield from self._in_measure(code)

    def _spoken(self, code: str) -> Iterator[tuple[str, float]]:
        """Give the signs of who speaks."""
        scene = self.scene
        if scene.voice.code == code:
            yield f"voice {'led' if scene.is_led else 'kept'}", 1.0
        if scene.person.code == code:
            yield "person", 1.0
        if self.parties.host == code:
            yield f"host {self.group}", 1.0

    def _named(self, code: str) -> Iterator[tuple[str, float]]:
        """Give the signs of who is named before the act, as its subject or its object."""
        cue = self.cue
        before = [a for a in self.scene.actors if a.code == code and a.end <= cue.hit.start]
        free = [a for a in before if not a.is_object and not a.is_source]
        if free:
            yield "named before", 1.0
            if any(cue.hit.start - a.end <= _NEAR for a in free):
                yield "named near", 1.0
        if any(a.is_object for a in before):
            yield f"object before {self.group}", 1.0
        first = next(
            (a for a in self.scene.actors if a.code in self.parties.pair and not a.is_object), None
        )
        if first is not None and first.code == code:
            yield "named first", 1.0
            if self._is_explicit(first):
                yield "named first explicit", 1.0

    def _in_measure(self, code: str) -> Iterator[tuple[str, float]]:
        """Give the signs of who is named within the measure."""
        own = [m for m in self._measured() if m.code == code]
        for use in sorted({self._shape(m) for m in own}):
            yield f"measure {use} {self.group}", 1.0
        objects = {a.start for a in self.scene.actors if a.is_object}
        if any(m.start in objects for m in own):
            yield f"measure object {self.group}", 1.0
        first = next(iter(self._measured()), None)
        if first is not None and first.code == code:
            yield f"measure first {self.group}", 1.0

    def _measured(self) -> list[Mention]:
        first, last = self.measure.first, self.measure.last
        return [m for m in self.mentions if first <= m.start < last and m.start >= self.cue.hit.end]

    def _shape(self, mention: Mention) -> str:
        """Tell a state's institution from its people and goods, and both from its places."""
        for actor in self.scene.actors:
            if actor.start <= mention.start < actor.end and actor.role in _SHAPES:
                return _SHAPES[actor.role]
        return "demonym" if mention.use == "demonym" else "name"

    def _is_explicit(self, actor: Actor) -> bool:
        return any(actor.start <= m.start < actor.end for m in self.mentions)

    def of_both(self) -> Iterator[tuple[str, float]]:
        """Give what speaks for an act of both."""
        yield "both", 1.0
        yield f"both {self.cue.act}", 1.0
        if self.whose.proposer == BOTH:
            yield f"both rule {self.whose.way}", 1.0
        if self.scene.voice.code == BOTH:
            yield "both voice", 1.0
        first, last = self.cue.clause_first, self.cue.clause_last
        joint = self.document.hits(self.scene.sentence, "grammar", ("joint",))
        if any(first <= hit.start < last for hit in joint):
            yield "both joint", 1.0
            yield f"both joint {self.group}", 1.0
        for actor in self.scene.actors:
            if actor.code == BOTH and first <= actor.start < last:
                yield f"both actor {'object' if actor.is_object else 'free'}", 1.0
        if len({m.code for m in self.mentions} & set(self.parties.pair)) > 1:
            yield "both named", 1.0

    def of_nobody(self) -> Iterator[tuple[str, float]]:
        """Give what speaks for an act that the text lays to nobody."""
        yield "nobody", 1.0
        if self.whose.proposer is None:
            yield f"nobody rule {self.whose.way}", 1.0
        if not self.parties.is_pair:
            yield "nobody pair", 1.0

