"""Which sentences a note has."""

from hypothesis import given
from hypothesis import strategies as st

from notegen.candidates import Candidate
from notegen.choice import Length, chosen
from notegen.facts import Topic
from notegen.prose import Draft
from notegen.selection import Unit


def _candidate(
    text: str, topic: Topic = Topic.HISTORY, place: int = 0, *, stated: bool = True
) -> Candidate:
    return Candidate(Draft(topic, text, (f"u{place}",)), place, stated, Unit(text, "", 0.0, ()))


KNEE = _candidate("The knee hurts on stairs.", place=1)
COUGH = _candidate("The cough began last week.", place=2)
LISINOPRIL = _candidate("Takes lisinopril 10 mg.", Topic.MEDICATION, 3)


def test_what_is_worth_more_goes_first_while_there_is_room() -> None:
    assert chosen((KNEE, COUGH), (0.4, 0.6), 4) == (COUGH,)
    assert chosen((KNEE, COUGH), (0.4, 0.6), 40) == (KNEE, COUGH)


def test_medicines_are_never_left_out() -> None:
    assert chosen((LISINOPRIL, COUGH), (0.0, 0.9), 1) == (LISINOPRIL,)


def test_an_order_that_nothing_else_names_is_never_left_out() -> None:
    scan = _candidate("Order an MRI of the knee.", Topic.TEST, 4)
    assert chosen((COUGH, scan), (0.9, 0.0), 1) == (COUGH, scan)


def test_what_is_worth_next_to_nothing_is_left_out_of_a_short_note_too() -> None:
    assert chosen((KNEE,), (0.1,), 100) == ()


def test_a_sentence_is_told_or_stated_but_not_both() -> None:
    order = _candidate("Order an x-ray of the knee.", Topic.TEST, 5)
    again = _candidate("I will get a film of that.", Topic.TEST, 5, stated=False)
    assert chosen((order, again), (0.5, 0.6), 100) == (again,)


def test_a_note_is_longer_for_a_longer_visit_up_to_a_limit() -> None:
    length = Length(100, 0.2, 500)
    assert [length(words) for words in (0, 1000, 9000)] == [100, 300, 500]


_TEXTS = ("The knee hurts.", "The knee hurts at night.", "Takes aspirin.", "No fever.", "Fever.")


@given(
    st.lists(
        st.builds(
            _candidate,
            st.sampled_from(_TEXTS),
            st.sampled_from((Topic.HISTORY, Topic.MEDICATION, Topic.TEST)),
            st.integers(0, 3),
            stated=st.booleans(),
        ),
        max_size=8,
    ),
    st.integers(0, 40),
)
def test_the_choice_keeps_the_order_and_adds_nothing(found: list[Candidate], words: int) -> None:
    kept = list(chosen(found, [0.5] * len(found), words))
    places = [next(n for n, c in enumerate(found) if c is k) for k in kept]
    assert places == sorted(places)
    assert len(set(places)) == len(places)
