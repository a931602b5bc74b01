"""Cutting a text at the ends of marks that may overlap."""

from hypothesis import given
from hypothesis import strategies as some

from proposals.admin.marking import Piece, Span, paragraphs


def told(text: str, *spans: tuple[int, int, str]) -> list[list[tuple[str, str, str]]]:
    """Give each piece as its text, its marks and the marks that open with it."""
    found = paragraphs(text, [Span(*span) for span in spans])
    return [
        [(piece.text, "".join(piece.marks), "".join(piece.opening)) for piece in paragraph]
        for paragraph in found
    ]


def test_a_text_without_marks_is_its_paragraphs() -> None:
    assert told("one\n\ntwo\nthree") == [
        [("one", "", "")],
        [("two", "", "")],
        [("three", "", "")],
    ]


def test_a_mark_cuts_its_paragraph_in_three() -> None:
    assert told("we propose it now", (3, 13, "a")) == [
        [("we ", "", ""), ("propose it", "a", "a"), (" now", "", "")]
    ]


def test_marks_that_overlap_share_a_piece() -> None:
    assert told("abcdef", (0, 4, "x"), (2, 6, "y")) == [
        [("ab", "x", "x"), ("cd", "xy", "y"), ("ef", "y", "")]
    ]


def test_a_mark_inside_another_lies_on_it() -> None:
    assert told("abcdef", (0, 6, "x"), (2, 4, "y")) == [
        [("ab", "x", "x"), ("cd", "xy", "y"), ("ef", "x", "")]
    ]


def test_two_marks_on_the_same_words_open_together() -> None:
    assert told("abc", (0, 3, "x"), (0, 3, "y")) == [[("abc", "xy", "xy")]]


def test_marks_side_by_side_do_not_mix() -> None:
    assert told("abcd", (0, 2, "x"), (2, 4, "y")) == [[("ab", "x", "x"), ("cd", "y", "y")]]


def test_a_mark_over_two_paragraphs_opens_once() -> None:
    assert told("abc\n\ndef", (1, 7, "x")) == [
        [("a", "", ""), ("bc", "x", "x")],
        [("de", "x", ""), ("f", "", "")],
    ]


def test_a_mark_outside_of_the_text_marks_nothing() -> None:
    assert told("abc", (2, 9, "x"), (2, 2, "y"), (3, 1, "z")) == [[("abc", "", "")]]


def test_offsets_count_code_points() -> None:
    (paragraph,) = paragraphs("🕊 سلام", [Span(2, 6, "x")])
    assert [(piece.start, piece.text) for piece in paragraph] == [(0, "🕊 "), (2, "سلام")]


def test_a_piece_names_its_place_in_plain_digits() -> None:
    assert Piece(12345, "").at == "12345"


@given(
    text=some.text(alphabet="ab\nت🕊", max_size=40),
    places=some.lists(some.tuples(some.integers(-2, 45), some.integers(-2, 45)), max_size=6),
)
def test_nothing_of_the_text_is_lost_or_doubled(text: str, places: list[tuple[int, int]]) -> None:
    spans = [Span(start, end, number) for number, (start, end) in enumerate(places)]
    found = paragraphs(text, spans)

    assert ["".join(piece.text for piece in one) for one in found] == text.split("\n") or [
        "".join(piece.text for piece in one) for one in found
    ] == [line for line in text.split("\n") if line]
    for piece in (piece for paragraph in found for piece in paragraph):
        assert text[piece.start : piece.start + len(piece.text)] == piece.text
        for number in piece.marks:
            assert spans[number].start <= piece.start
            assert piece.start + len(piece.text) <= spans[number].end
