"""A transcript without times is laid along its recording."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from asr.audio import decode_file
from asr.engine import Mono
from recipes.align_interviews.acoustics import Acoustics
from recipes.align_interviews.alignment import Aligner, Place
from recipes.align_interviews.anchors import Stretch, matches, stretches
from recipes.align_interviews.hearing import Hit
from recipes.align_interviews.labels import Label, fitting, guess, in_order, labels
from recipes.align_interviews.measures import is_sure
from recipes.align_interviews.run import aligned, rttm_lines
from recipes.align_interviews.triphones import BEGIN, Triphones, read_triphones
from recipes.align_interviews.viterbi import Costs, jumped
from recipes.align_interviews.voices import evidence
from recipes.align_interviews.words import Said, guessed, said_words, ways
from recipes.corpora import Dialogue, Turn
from scribe.transcript import Role, Transcript
from scribe.wire import decode

ROOT = Path(__file__).parents[2]
RUN = ROOT / "recipes/align_interviews/run.py"
SYNTHESIZE = ROOT / "recipes/synthesize_encounter/run.py"
needs_flite = pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed")
SCRIPT = (
    (Role.CLINICIAN, "Good morning, what brought you in today?"),
    (Role.PATIENT, "I have had a terrible headache since yesterday evening."),
    (Role.CLINICIAN, "Does anything make the headache better or worse?"),
    (Role.PATIENT, "Bright light makes it worse, and sleep helps."),
    (Role.CLINICIAN, "Okay. Have you taken any medication for it?"),
    (Role.PATIENT, "Only two tablets of ibuprofen last night."),
)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mono, Transcript]:
    folder = tmp_path_factory.mktemp("visit")
    lines = [f"{role.value[0].upper().replace('C', 'D')}: {text}\n" for role, text in SCRIPT]
    (folder / "visit.txt").write_text("".join(lines))
    subprocess.run(
        [sys.executable, SYNTHESIZE, "--script", folder / "visit.txt", "--out", folder],
        check=True,
        capture_output=True,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )
    samples = np.concatenate(list(decode_file(folder / "encounter.flac")))[:, 0]
    return samples, decode(Transcript, (folder / "reference.json").read_text())


@pytest.fixture(scope="module")
def triphones() -> Triphones:
    return read_triphones()


@pytest.fixture(scope="module")
def aligner(triphones: Triphones, tmp_path_factory: pytest.TempPathFactory) -> Aligner:
    return Aligner(triphones, Acoustics(triphones.senones, tmp_path_factory.mktemp("scores")))


def dialogue(*turns: tuple[Role, str]) -> Dialogue:
    return Dialogue("visit", "test", tuple(Turn(role, text) for role, text in turns))


def said(text: str) -> tuple[Said, ...]:
    return said_words(dialogue((Role.PATIENT, text)))


def heard(*words: str, gap_ms: int = 200) -> list[Hit]:
    step = 200 + gap_ms
    return [(word, step * index, step * index + 200) for index, word in enumerate(words)]


@needs_flite
@pytest.mark.slow
def test_words_are_found_where_they_were_said(
    recording: tuple[Mono, Transcript], aligner: Aligner
) -> None:
    samples, reference = recording
    found, figures = aligned(dialogue(*SCRIPT), samples, aligner)
    truth = [word for utterance in reference.utterances for word in utterance.words]
    assert [word.text for word in found] == [word.text for word in truth]
    errors = [abs(a.start_ms - b.start_ms) for a, b in zip(found, truth, strict=True)]
    assert np.median(errors) < 40
    assert max(error for error, word in zip(errors, found, strict=True) if word.sure) < 300
    assert figures["sure_words"] > 0.9
    assert figures["sure_turns"] > 0.6


@needs_flite
@pytest.mark.slow
def test_what_was_left_unsaid_or_unwritten_does_not_move_the_rest(
    recording: tuple[Mono, Transcript], aligner: Aligner
) -> None:
    samples, reference = recording
    changed = list(SCRIPT)
    changed[1] = (Role.PATIENT, "I have had a terrible headache Wednesday since yesterday evening.")
    changed[3] = (Role.PATIENT, "Bright light makes it worse.")
    found, _ = aligned(dialogue(*changed), samples, aligner)
    extra = next(word for word in found if word.text == "Wednesday")
    assert not extra.sure
    for place in (4, 5):
        asked = reference.utterances[place]
        answer = [word for word in found if word.turn == place]
        assert abs(answer[0].start_ms - asked.start_ms) < 200
        assert abs(answer[-1].end_ms - asked.words[-1].end_ms) < 200


def test_a_number_has_the_ways_it_is_said() -> None:
    assert [" ".join(way) for way in ways("39,")] == ["TH ER D IY N AY N", "TH ER T IY N AY N"]


def test_an_unknown_word_is_said_by_its_stem_or_its_letters() -> None:
    assert guessed("stents") == ("S", "T", "EH", "N", "T", "Z")
    assert guessed("blicket") == ("B", "L", "IH", "K", "EH", "T")


def test_a_lone_dash_joins_the_word_before_it() -> None:
    assert [word.text for word in said("well - no")] == ["well -", "no"]


def test_chance_matches_are_no_anchor() -> None:
    words = said("it hurts when I cough at night")
    hits = heard("it", "hurts", "badly", "i", "cough")
    assert sorted(matches(words, hits)) == [0, 1, 3, 4]
    assert matches(words, hits, run=3) == {}


def test_a_recording_is_cut_in_pauses_inside_anchors() -> None:
    words = said("it hurts when I cough at night")
    hits = heard("it", "hurts", "when", "i", "cough", "at", "night")
    assert stretches(words, hits, 4000, 1000) == (
        Stretch(0, 3, 0, 1100),
        Stretch(3, 7, 1100, 4000),
    )
    assert stretches(words, heard("it", "hurts", "cough"), 4000, 1000) == (Stretch(0, 7, 0, 4000),)


def test_phones_differ_by_context(triphones: Triphones) -> None:
    after_silence = triphones.states(BEGIN, "K", "SIL", "AE")
    assert len(after_silence) == 3
    assert after_silence != triphones.states(BEGIN, "K", "SIL", "OW")
    assert (
        triphones.states(BEGIN, "SIL", "SIL", "SIL")
        == triphones.plain[triphones.names.index("SIL")]
    )


def test_a_path_may_jump_over_words_at_a_cost() -> None:
    boundary, origin = jumped(np.array([0.0, -100.0, -100.0]), Costs(skip=-10.0, again=-5.0))
    assert boundary.tolist() == [0.0, -10.0, -20.0]
    assert list(origin) == [0, 0, 0]


def test_a_word_is_sure_where_both_runs_agree() -> None:
    words = said("no pain at all")
    first = {i: Place(100 * i, 100 * i + 90, -3.0) for i in range(4)}
    second = {**first, 1: Place(800, 890, -3.0), 2: Place(200, 290, -20.0)}
    assert [label.sure for label in labels(words, first, second, {})] == [True, False, False, True]
    contradicted = labels(words, first, first, {3: ("all", 2000, 2100)})
    assert [label.sure for label in contradicted] == [True, True, True, False]
    drawn_out = {0: Place(0, 700, -3.0)}
    assert not labels(words, drawn_out, drawn_out, {})[0].sure


def test_a_word_without_a_place_is_guessed_beside_its_own_turn() -> None:
    words = said_words(dialogue((Role.CLINICIAN, "any pain"), (Role.PATIENT, "no none")))
    known = {0: Place(0, 100, -3.0), 3: Place(2000, 2100, -3.0)}
    assert guess(words, known, 1) == (100, 400)
    assert guess(words, known, 2) == (1700, 2000)


def test_a_place_of_the_first_run_counts_where_it_fits_between_those_of_the_second() -> None:
    second = {0: Place(0, 100, -3.0), 3: Place(900, 1000, -3.0)}
    inside, outside = Place(200, 300, -3.0), Place(950, 1050, -3.0)
    assert fitting({1: inside, 2: outside}, second) == {**second, 1: inside}


def test_a_place_against_the_order_of_the_words_is_given_up() -> None:
    places = {
        0: Place(0, 100, -3.0),
        1: Place(700, 1000, -3.0),
        2: Place(200, 300, -3.0),
        3: Place(400, 500, -3.0),
    }
    assert sorted(in_order(places, {0, 2, 3})) == [0, 2, 3]
    assert sorted(in_order(places, {0, 1})) == [0, 1]
    assert in_order({}, set()) == {}


def test_a_voice_is_known_by_how_it_sounds() -> None:
    random = np.random.default_rng(1)
    words = said_words(dialogue((Role.CLINICIAN, "any pain"), (Role.PATIENT, "no none")))
    cepstra = random.normal(size=(2000, 13)).astype(np.float32)
    cepstra[1000:, 2] += 2
    known = {0: Place(0, 9000, -3.0), 2: Place(11_000, 20_000, -3.0)}
    voices = evidence(cepstra, words, known)
    assert voices[100:900].min() > 0 > voices[1100:1900].max()
    assert not evidence(cepstra, words, {0: known[0]}).any()


def test_a_turn_is_one_line_of_rttm() -> None:
    said_by = [
        Label("any", 0, 100, Role.CLINICIAN, 0, True),
        Label("pain?", 100, 300, Role.CLINICIAN, 0, True),
        Label("no.", 900, 1000, Role.PATIENT, 1, False),
    ]
    assert rttm_lines(said_by, "visit") == [
        "SPEAKER visit 1 0.000 0.300 <NA> <NA> clinician <NA> <NA>\n",
        "SPEAKER visit 1 0.900 0.100 <NA> <NA> patient <NA> <NA>\n",
    ]
    assert is_sure(said_by[:2])
    assert not is_sure(said_by[2:])


def test_it_says_which_interview_is_missing(tmp_path: Path) -> None:
    folder = tmp_path / "osce" / "transcripts"
    folder.mkdir(parents=True)
    (folder / "GEN0001.txt").write_text("D: Hello.\n")
    done = subprocess.run(
        [sys.executable, RUN, "--data", tmp_path, "--out", tmp_path / "out"],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )
    assert "CAR0001: expected an interview of the corpus" in done.stderr
    assert json.loads(done.stdout or "{}") == {}
