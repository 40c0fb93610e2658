"""ROUGE as ACI-BENCH takes it."""

import csv
import statistics
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_score.rouge_scorer import RougeScorer

from notegen.divisions import Division, divide
from notegen.score import NoteScores, Pair, Rouge, mean, rouge, score_notes


def _division(scores: NoteScores, division: Division) -> Rouge:
    return next(d.rouge for d in scores.divisions if d.division is division)


def _rounded(scores: Rouge) -> tuple[float, float, float]:
    return round(scores.rouge1, 2), round(scores.rouge2, 2), round(scores.rouge_lsum, 2)


def test_a_note_scores_a_hundred_against_itself() -> None:
    note = "CC\nKnee pain.\nEXAM\nTender knee.\nRESULTS\nNormal film.\nPLAN\nRest it."
    scores = score_notes([Pair(note, note)])
    assert _rounded(scores.full) == (100, 100, 100)
    assert all(_rounded(d.rouge) == (100, 100, 100) for d in scores.divisions)
    assert [d.division for d in scores.divisions] == list(Division)


def test_lines_are_sentences_in_a_note_and_words_in_a_division() -> None:
    pair = Pair("knee pain\nworse today", "worse today\nknee pain")
    scores = score_notes([pair])
    assert scores.full.rouge_lsum == pytest.approx(100)
    # "knee pain lf1 worse today": one line break is the fifth word
    assert _division(scores, Division.SUBJECTIVE).rouge_lsum == pytest.approx(100 * 2 / 5)
    assert _division(scores, Division.SUBJECTIVE).rouge1 == pytest.approx(100)


def test_a_division_that_both_lack_scores_where_another_note_has_it() -> None:
    with_results, without = "Cough.\nRESULTS\nclear", "Cough."
    both = score_notes([Pair(with_results, with_results), Pair(without, without)])
    assert _division(both, Division.OBJECTIVE_RESULTS).rouge1 == pytest.approx(100)
    # No prediction has results: the whole column is empty texts, not the word `empty`.
    never = score_notes([Pair(with_results, without), Pair(without, without)])
    assert _division(never, Division.OBJECTIVE_RESULTS) == Rouge(0, 0, 0)
    assert _division(never, Division.OBJECTIVE_EXAM) == Rouge(0, 0, 0)


def test_an_empty_note_is_read_as_nan() -> None:
    assert score_notes([Pair("nan", "")]).full.rouge1 == pytest.approx(100)
    assert score_notes([Pair("Cough.", "")]).full.rouge1 == 0


def test_words_are_not_stemmed() -> None:
    assert rouge("cough", "coughs").rouge1 == 0
    assert rouge("Cough!", "cough").rouge1 == pytest.approx(100)


def test_scores_are_per_note_beside_their_mean() -> None:
    scores = score_notes([Pair("cough", "cough"), Pair("cough", "fever")])
    assert [note.rouge1 for note in scores.notes] == pytest.approx([100, 0])
    assert scores.full == mean(scores.notes)
    with pytest.raises(statistics.StatisticsError):
        score_notes([])


TEXTS = st.text("ab \n", max_size=30)


@given(TEXTS, TEXTS)
def test_rouge_is_that_of_the_package(reference: str, prediction: str) -> None:
    official = RougeScorer(["rouge1", "rouge2", "rougeLsum"]).score(reference, prediction)
    ours = rouge(reference, prediction)
    assert (ours.rouge1, ours.rouge2, ours.rouge_lsum) == tuple(
        100 * score.fmeasure for score in official.values()
    )


def _rows(data: Path) -> list[dict[str, str]]:
    path = data / "aci-bench" / "clinicalnlp_taskB_test1.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _longest_turn(dialogue: str, speaker: str) -> str:
    turns = [line.split("] ", 1) for line in dialogue.split("\n") if line.startswith("[")]
    return max(
        (text for label, text in turns if speaker in label), key=lambda text: len(text.split())
    )


@pytest.mark.shared
@pytest.mark.parametrize(
    ("speaker", "published"), [("", (27.84, 9.32, 23.44)), ("doctor", (27.47, 9.23, 23.20))]
)
def test_the_published_rows_of_the_longest_turn_are_reproduced(
    shared_data: Path, speaker: str, published: tuple[float, float, float]
) -> None:
    pairs = [Pair(r["note"], _longest_turn(r["dialogue"], speaker)) for r in _rows(shared_data)]
    assert _rounded(score_notes(pairs).full) == published


@pytest.mark.shared
def test_the_published_row_of_twelve_doctor_turns_is_reproduced(shared_data: Path) -> None:
    pairs = []
    for row in _rows(shared_data):
        lines = row["dialogue"].split("\n")
        turns = [ln.removeprefix("[doctor]") for ln in lines if ln.startswith("[doctor]")]
        pairs.append(Pair(row["note"], "\n\n".join((*turns[:2], *turns[-10:]))))
    scores = score_notes(pairs)
    assert _rounded(scores.full) == pytest.approx((35.88, 12.44, 32.72), abs=0.031)
    assert _rounded(_division(scores, Division.OBJECTIVE_EXAM)) == (2.25, 2.05, 2.25)


@pytest.mark.shared
def test_as_many_references_lack_results_as_is_published(shared_data: Path) -> None:
    with_results = [
        any(part.division is Division.OBJECTIVE_RESULTS for part in divide(row["note"]))
        for row in _rows(shared_data)
    ]
    assert with_results.count(False) == 8
