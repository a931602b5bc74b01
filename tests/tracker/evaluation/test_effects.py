"""What another lexicon would find."""

from tests.tracker.evaluation.conftest import CENTRE, STORY, article, label
from tracker.evaluation import effects
from tracker.extraction import effect_lexicon, standard
from tracker.matching import Article

ODD = STORY.replace("proposed", "flumphed")
ODD_CENTRE = CENTRE.replace("proposed", "flumphed")
ADDED = effect_lexicon("cues", "en\tproposes\tafter\tsubject\t0.9\t=flumphed")
WRONG = effect_lexicon("cues", "en\toffers\tafter\tsubject\t0.9\t=flumphed")


def test_the_same_lexicon_changes_nothing(labelled: Article) -> None:
    assert list(effects.compare([labelled], standard(), standard())) == []


def test_what_is_gained_rightly_is_better() -> None:
    odd = article(text=ODD, labels=[label(ODD_CENTRE, ODD)])
    (one,) = effects.compare([odd], standard(), ADDED)

    assert (one.article, one.quote, one.is_gained, one.is_right) == ("a", ODD_CENTRE, True, True)
    assert one.is_better


def test_what_is_gained_wrongly_is_worse() -> None:
    (one,) = effects.compare([article(text=ODD)], standard(), ADDED)

    assert one.is_gained
    assert not one.is_right
    assert not one.is_better


def test_what_is_lost_counts_the_other_way_round() -> None:
    odd = article(text=ODD, labels=[label(ODD_CENTRE, ODD)])
    (one,) = effects.compare([odd], ADDED, standard())

    assert (one.is_gained, one.is_right, one.is_better) == (False, True, False)


def test_a_finding_that_is_read_otherwise_is_lost_and_gained() -> None:
    odd = article(text=ODD, labels=[label(ODD_CENTRE, ODD)])
    found = list(effects.compare([odd], ADDED, WRONG))

    assert sorted((one.is_gained, one.is_right) for one in found) == [(False, True), (True, False)]
