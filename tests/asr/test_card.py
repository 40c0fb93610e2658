import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asr.card import CARD, Card, Speed, read_card, this_machine, write_card

CARDS = st.builds(
    Card,
    source=st.text(),
    languages=st.lists(st.text()).map(tuple),
    licence=st.text(),
    cropped_window=st.booleans(),
    speed=st.none() | st.builds(Speed, st.floats(0, 1000), st.text()),
)


@given(CARDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_a_card_is_read_as_it_was_written(tmp_path, card):
    write_card(tmp_path, card)
    assert read_card(tmp_path) == card
    assert [path.name for path in tmp_path.iterdir()] == [CARD]


@pytest.mark.parametrize(
    "told",
    ["", "no json", "[]", '{"languages": 3, "speed": {"times_real_time": "fast"}}'],
)
def test_what_is_no_card_is_taken_for_an_empty_one(tmp_path, told):
    (tmp_path / CARD).write_text(told)
    assert read_card(tmp_path) == Card()


def test_a_card_says_what_it_knows_and_may_say_more(tmp_path):
    told = {"languages": ["en"], "cropped_window": True, "recipe": "ours"}
    (tmp_path / CARD).write_text(json.dumps(told))
    assert read_card(tmp_path) == Card(languages=("en",), cropped_window=True)


def test_a_machine_is_known_by_the_same_name_each_time():
    assert this_machine() == this_machine()
    assert "cores" in this_machine()
