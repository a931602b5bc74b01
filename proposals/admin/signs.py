"""What each sign by which a finding was weighed says, in a reader's words.

Extraction and matching name their signs in a few words of their own, some of them put together of
others: ``offers of subject``, ``in ar:وزير``, ``uncued_past``. Each is said here by its parts.
"""

import re
from collections.abc import Mapping

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proposals.admin.senses import SENSES
from proposals.status import Status
from proposals.vocabulary import Act, Kind
from proposals.wording import quoted

SIGNS: dict[str, str | Promise] = {
    # What a clause says
    "action": _("names something to be done"),
    "aim": _("names only an aim"),
    "answered_no": _("was answered with a no"),
    "anonymous": _("the speaker is not named"),
    "asks": _("asks for something"),
    "bare": _("hardly says more"),
    "bilateral": _("between two of the parties"),
    "cue": _("words that signal it"),
    "cue strong": _("words that surely signal it"),
    "cue middling": _("words that may signal it"),
    "cue weak": _("words that hardly signal it"),
    "tone at none": _("the tone, where no word signals it"),
    "tone at weak": _("the tone, beside weak words"),
    "tone at middling": _("the tone, beside fair words"),
    "tone at strong": _("the tone, beside strong words"),
    "dated": _("a day in the past"),
    "denied": _("is denied"),
    "detail": _("tells a detail"),
    "discussed": _("was only talked about"),
    "domestic": _("a matter of one's own country"),
    "echo": _("said before in the article"),
    "far": _("far from who acts"),
    "form": _("a bare form of the verb"),
    "hearsay": _("known from hearsay"),
    "hollow": _("without anything concrete"),
    "hypothetical": _("only supposed"),
    "late": _("late in the article"),
    "later": _("in the later part of the article"),
    "led_by_outsider": _("begins with somebody from outside"),
    "length": _("length of the sentence"),
    "lede": _("in the first paragraph"),
    "first_sentences": _("in the first sentences"),
    "names_both": _("names both sides"),
    "names_nobody": _("names neither side"),
    "names_one": _("names one side"),
    "names_stranger": _("names another country"),
    "negated": _("is negated"),
    "no_pair": _("names no pair of parties"),
    "nobody": _("nobody is named"),
    "number": _("names a number"),
    "of_both": _("an act of both sides"),
    "of_owner": _("an act of who owns it"),
    "of_speaker": _("an act of who speaks"),
    "of_subject": _("an act of who is named"),
    "of_we": _("an act of “us”"),
    "opens": _("opens the paragraph"),
    "outsider": _("somebody from outside acts"),
    "own_affair": _("a matter of the speaker alone"),
    "past": _("told in the past"),
    "question": _("is a question"),
    "quoted": _("in quotation marks"),
    "reference": _("points back to something known"),
    "refers": _("points back to something known"),
    "reported": _("what the report names"),
    "several": _("several in one sentence"),
    "short": _("a short sentence"),
    "stranger": _("another country is named"),
    "strength": _("strength of the words"),
    "subject": _("who acts is named"),
    "tense_only": _("only the tense signals it"),
    "third_party": _("said by a third party"),
    "uncued": _("no word that signals it"),
    "unmarked": _("no word of progress"),
    "unsaid": _("nobody says it"),
    "vague": _("vague words"),
    "weak_alone": _("only weak words"),
    "bias": _("where every finding begins"),
    # What the article says as a whole
    "looks_back": _("the article looks back"),
    "tally": _("the article takes stock"),
    "share_of_acts": _("how much of the article proposes"),
    "share_of_lapse": _("how much of the article tells of time gone by"),
    "share_of_reference": _("how much of the article points back"),
    "share_of_status": _("how much of the article tells of progress"),
    "share_of_tally": _("how much of the article takes stock"),
    "follow_up": _("the article follows up"),
    "surely_follow_up": _("the article surely follows up"),
    # The reports beside it
    "above_mean": _("likelier than the others in the article"),
    "after_in_paragraph": _("followed by progress in the paragraph"),
    "after_in_sentence": _("followed by progress in the sentence"),
    "before_in_paragraph": _("after progress in the paragraph"),
    "before_in_sentence": _("after progress in the sentence"),
    "alone": _("what it says by itself"),
    "beside": _("progress close by"),
    "mean": _("how likely the others are on the whole"),
    "most": _("the likeliest other in the article"),
    "second": _("the second likeliest other"),
    "third": _("the third likeliest other"),
    # What two statements share
    "alike": _("how much alike they are"),
    "around": _("what stands around them"),
    "concepts": _("concepts in common"),
    "covered": _("how far one is covered by the other"),
    "names": _("names in common"),
    "numbers": _("numbers in common"),
    "other_committee": _("another committee"),
    "other_kind": _("another kind of measure"),
    "other_names": _("other names"),
    "other_numbers": _("other numbers"),
    "other_side": _("another side"),
    "reported_alike": _("how much alike the report is"),
    "same_committee": _("the same committee"),
    "same_kind": _("the same kind of measure"),
    "same_side": _("the same side"),
    "too_early": _("too early to be a report of it"),
    # What kind of measure it is
    "kinds": _("words of a kind"),
    "kinds head": _("a word of a kind at its head"),
    "themes": _("words of a theme"),
    "themes head": _("a word of a theme at its head"),
    # What stands beside the signs
    "chance": _("likelihood"),
    "entries": _("entries"),
    "scores": _("scores"),
    "signs": _("what counted"),
}
WHO: dict[str, str | Promise] = {
    "both": _("both sides"),
    "owner": _("who owns it"),
    "speaker": _("who speaks"),
    "subject": _("who is named"),
    "we": _("“us”"),
}
FORMS: dict[str, str | Promise] = {
    "": _("the verb itself"),
    "base": _("the base form"),
    "form": _("the bare form"),
    "fut": _("the future"),
    "inf": _("the infinitive"),
    "ing": _("the form of what is going on"),
    "neg": _("the negated form"),
    "part": _("the participle"),
    "past": _("the past"),
    "pres": _("the present"),
    "reported": _("the reported form"),
    "subj": _("the subjunctive"),
    "with": _("with a preposition"),
}
PERSONS: dict[str, str | Promise] = {"1p": _("%(form)s, “we”"), "1s": _("%(form)s, “I”")}
# Signs of a word, and where it stands.
PLACES: dict[str, str | Promise] = {
    "in": _("the word %(word)s"),
    "before": _("%(word)s before it"),
    "after": _("%(word)s after it"),
    "lead": _("%(word)s at its beginning"),
}
# What the words of a sense speak for, by where they stand.
SENSE_PLACES: dict[str, str | Promise] = {
    "in": _("words of %(sense)s"),
    "before": _("words of %(sense)s before it"),
    "after": _("words of %(sense)s after it"),
}
OPTION_PLACES: dict[str, str | Promise] = {
    "": _("%(sign)s, by words of %(sense)s"),
    "first ": _("%(sign)s, by words of %(sense)s at its beginning"),
    "within ": _("%(sign)s, by words of %(sense)s in the measure"),
    "around ": _("%(sign)s, by words of %(sense)s around it"),
    "cue ": _("%(sign)s, by words of %(sense)s that signal it"),
}
# Whose act it is, as far as an act is chosen by it.
ACTORS: dict[str, str | Promise] = {
    "one": _("one side"),
    "nobody": _("nobody known"),
}
# Signs that say another one of a certain place.
OPENINGS: dict[str, str | Promise] = {
    "around_": _("around it: %(sign)s"),
    "by_": _("act: %(sign)s"),
    "marked ": _("words of progress: %(sign)s"),
    "surest ": _("surest words: %(sign)s"),
    "uncued_": _("without a signal: %(sign)s"),
    "with ": _("beside it: %(sign)s"),
}
ENDINGS: dict[str, str | Promise] = {
    " by kinds": _("%(sign)s, by words of the kind"),
    " by themes": _("%(sign)s, by words of the theme"),
    " head of kinds": _("%(sign)s, by the word at its head"),
    " head of themes": _("%(sign)s, by the theme at its head"),
    " without a cue": _("%(sign)s, without a signal"),
}
WORDS: Mapping[str, str | Promise] = {
    **dict(Status.choices),
    **dict(Act.choices),
    **dict(Kind.choices),
}
# The steps that led to whose act it is, as extraction writes them down.
STEPS: dict[str, str | Promise] = {
    r"the two sides": _("both sides"),
    r"taken up by the other side": _("taken up by the other side"),
    r"spoken by (?P<code>\w+)": _("spoken by: %(code)s"),
    r"told by (?P<code>\w+)": _("told by: %(code)s"),
    r"last speaker: (?P<code>\w+)": _("the last speaker: %(code)s"),
    r"addressed to (?P<code>\w+)": _("addressed to: %(code)s"),
    r"\w+ «(?P<words>.*)»: (?P<code>\w+)": _("%(words)s: %(code)s"),
}
_OF_A_WORD = re.compile(r"(in|before|after|lead) (?:ar|fa|en):(.+)")
_OF_A_FORM = re.compile(r"([a-z]*?)(1[ps])? in (?:ar|fa|en)")
_OF_SOMEBODY = re.compile(r"(\w+) (?:of|by) (\w+)")
_OF_A_CUE = re.compile(r"(\w+) cue in ([a-z]*?)(1[ps])?")
_OF_A_SENSE = re.compile(r"(in|before|after) all:(\w+)")
_OF_AN_OPTION = re.compile(r"(\w+) ((?:first |within |around |cue )?)means (\w+)")
# A kind beside another, or by a concept, which has a name for machines alone.
_OF_KINDS = re.compile(r"(\w+) beside (\w+)")
_OF_A_CONCEPT = re.compile(r"(\w+) (?:at|of|in) \w+")
_OF_WEAK_WORDS = re.compile(r"(\w+) for weak (\w+)")


def said(sign: str) -> str:
    """Say a sign in the reader's words; empty for one that nobody has put into words yet."""
    known = SIGNS.get(sign) or WORDS.get(sign)
    return str(known) if known else _said_by_its_parts(sign)


def step(words: str) -> str:
    """Say a step of an attribution in the reader's words; as it stands where it is no such step."""
    for pattern, told in STEPS.items():
        if found := re.fullmatch(pattern, words):
            parts = found.groupdict()
            if "code" in parts:
                parts["code"] = _party(parts["code"])
            if "words" in parts:
                parts["words"] = quoted(parts["words"])
            return str(told) % parts
    return words


def _party(code: str) -> str:
    """Name who acts: a country as the CLDR does."""
    if code in WHO:
        return str(WHO[code])
    return str(Locale.parse((get_language() or "en")[:2]).territories.get(code, code))


def _said_by_its_parts(sign: str) -> str:
    if found := _OF_A_WORD.fullmatch(sign):
        return str(PLACES[found[1]]) % {"word": quoted(found[2])}
    if found := _OF_A_FORM.fullmatch(sign):
        return _form(found[1], found[2])
    if (found := _OF_SOMEBODY.fullmatch(sign)) and found[1] in WORDS:
        who = WHO.get(found[2]) or ACTORS.get(found[2])
        if who:
            return str(_("%(sign)s, said of %(who)s")) % {"sign": WORDS[found[1]], "who": who}
    if (found := _OF_WEAK_WORDS.fullmatch(sign)) and said(found[1]) and said(found[2]):
        words = {"sign": said(found[1]), "other": said(found[2])}
        return str(_("%(sign)s, by weak words of “%(other)s”")) % words
    return _said_of_a_sense(sign) or _said_of_a_kind(sign) or _said_of_another(sign)


def _said_of_a_sense(sign: str) -> str:
    if (found := _OF_A_SENSE.fullmatch(sign)) and found[2] in SENSES:
        return str(SENSE_PLACES[found[1]]) % {"sense": quoted(str(SENSES[found[2]]))}
    found = _OF_AN_OPTION.fullmatch(sign)
    if found and found[1] in WORDS and found[3] in SENSES:
        words = {"sign": WORDS[found[1]], "sense": quoted(str(SENSES[found[3]]))}
        return str(OPTION_PLACES[found[2]]) % words
    found = _OF_A_CUE.fullmatch(sign)
    if found and found[1] in WORDS and (form := _form(found[2], found[3])):
        return str(_("%(sign)s, by the form of the words that signal it: %(form)s")) % {
            "sign": WORDS[found[1]],
            "form": form,
        }
    return ""


def _said_of_a_kind(sign: str) -> str:
    found = _OF_KINDS.fullmatch(sign)
    if found and found[1] in WORDS and found[2] in WORDS:
        words = {"sign": WORDS[found[1]], "other": WORDS[found[2]]}
        return str(_("%(sign)s, beside “%(other)s”")) % words
    found = _OF_A_CONCEPT.fullmatch(sign)
    if found and found[1] in Kind:
        return str(_("%(sign)s, by something that it names")) % {"sign": WORDS[found[1]]}
    return ""


def _form(form: str, person: str | None) -> str:
    if form not in FORMS:
        return ""
    told = str(FORMS[form])
    return str(PERSONS[person]) % {"form": told} if person else told


def _said_of_another(sign: str) -> str:
    for opening, words in OPENINGS.items():
        rest = sign.removeprefix(opening)
        if rest != sign and (other := said(rest) or str(FORMS.get(rest, ""))):
            return str(words) % {"sign": other}
    for ending, words in ENDINGS.items():
        rest = sign.removesuffix(ending)
        if rest != sign and (other := said(rest)):
            return str(words) % {"sign": other}
    return ""
