"""The recipe that trains where sentences end."""

from pathlib import Path

import numpy as np
import pytest

from notegen.sentence_ends import BUCKETS
from notegen.sentences import pieces
from recipes.corpora import Dialogue, Turn
from recipes.train_sentence_ends.examples import of_folds, run_together, turns
from recipes.train_sentence_ends.run import Found, measured, saved, train
from scribe.transcript import Role


@pytest.fixture
def dialogues() -> list[Dialogue]:
    turn = Turn(Role.PATIENT, "My knee hurts, a lot. It is 7.2 today. I take aspirin.")
    answer = Turn(Role.CLINICIAN, "Okay. Does it swell?")
    return [Dialogue(f"d{n}", "made/train", (turn, answer, turn)) for n in range(20)]


def test_sentences_begin_after_full_stops_but_not_within_numbers(dialogues) -> None:
    first = next(turns(dialogues))
    assert [first.words[b] for b in sorted(first.begins)] == ["it", "i"]
    assert first.words[6:9] == ("is", "0.0", "today")


def test_a_comma_is_a_pause_and_no_end(dialogues) -> None:
    first = next(turns(dialogues))
    assert {first.words[p] for p in first.pauses - first.begins} == {"a"}


def test_turns_that_run_together_end_where_the_speaker_changes(dialogues) -> None:
    joined = next(run_together(dialogues))
    assert {"okay", "my"} <= {joined.words[b] for b in joined.begins}


def test_no_dialogue_is_both_learnt_from_and_judged_by(dialogues) -> None:
    every = list(turns(dialogues))
    held, learnt = (of_folds(every, 0, held_out=out) for out in (True, False))
    assert {s.fold for s in held} == {0}
    assert 0 not in {s.fold for s in learnt}


def test_what_was_learnt_finds_the_ends_of_dialogues_held_out(dialogues) -> None:
    every = list(turns(dialogues))
    trained = train(of_folds(every, 0, held_out=False), 10.0)
    judged = of_folds(every, 0, held_out=True)
    found = measured(judged, lambda words: [p.first for p in pieces(words, trained, 0.0)[1:]])
    assert found.as_json()["f1"] == 100


def test_figures_are_percent_of_what_was_found_and_of_what_is_there() -> None:
    figures = Found(found=4, right=2, there=8, paused=3).as_json()
    assert figures == {
        "precision": 50.0,
        "recall": 25.0,
        "f1": 33.3,
        "at_a_pause": 75.0,
        "there": 8,
    }


def test_weights_that_do_nothing_are_not_in_the_file(dialogues, tmp_path: Path) -> None:
    trained = train(list(turns(dialogues)), 1.0)
    kept = saved(trained, tmp_path / "ends.npz")
    assert 0 < kept < BUCKETS
    with np.load(tmp_path / "ends.npz") as arrays:
        assert frozenset(arrays["common"].tolist()) == trained.common
