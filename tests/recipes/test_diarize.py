"""Conversations take their turns from real consultations, and it is exact who speaks when."""

from pathlib import Path

import numpy as np
import pytest

from asr.diarization import SpeakerTurn
from recipes.diarize.acoustics import (
    Condition,
    banded,
    in_room,
    over_telephone,
    picked_up,
    pink,
    room_response,
)
from recipes.diarize.cast import Pair, babble, pairs, readers, single_clips
from recipes.diarize.conversation import acted, bridged, recorded
from recipes.diarize.pitch import pitch_hz
from recipes.diarize.scenes import scenes
from recipes.diarize.tape import (
    STEP_SAMPLES,
    Player,
    Tape,
    levels_db,
    speech_spans,
    without_long_pauses,
)
from recipes.diarize.visit import (
    Talk,
    Visit,
    affordable,
    excerpt,
    longest_excerpt,
    spans,
    visit,
    visits,
)
from scribe.ports import SAMPLE_RATE_HZ
from scribe.transcript import Span

TEXTGRID = """File type = "ooTextFile"
xmin = 0
xmax = 9
tiers? <exists>
item []:
    item [1]:
        class = "IntervalTier"
        name = "Doctor"
        xmin = 0
        xmax = 9
        intervals: size = 4
        intervals [1]:
            xmin = 0
            xmax = 2.5
            text = ""
        intervals [2]:
            xmin = 2.5
            xmax = 4.0004
            text = "He said ""hello"", <UNSURE>twice</UNSURE>."
        intervals [3]:
            xmin = 4.0004
            xmax = 5
            text = "<UNIN/>"
        intervals [4]:
            xmin = 5
            xmax = 9
            text = " "
"""
RNG_SEED = 7


def talk(speaker: int, start_ms: int, end_ms: int) -> Talk:
    return Talk(speaker, Span(start_ms, end_ms))


def tone_tape(name: str, hz: float, seconds: int = 20) -> Tape:
    """A tone for 900 ms of every second, with 100 ms of silence after it."""
    place = np.arange(seconds * SAMPLE_RATE_HZ)
    wave = 0.1 * np.sin(2 * np.pi * hz * place / SAMPLE_RATE_HZ)
    sound = (wave * (place % SAMPLE_RATE_HZ < 0.9 * SAMPLE_RATE_HZ)).astype(np.float32)
    speech = np.arange(seconds * 100) % 100 < 90
    return Tape(name, sound, speech, levels_db(sound.reshape(-1, STEP_SAMPLES)))


def power(samples: np.ndarray) -> float:
    return float(np.mean(np.square(samples.astype(np.float64))))


@pytest.fixture
def low() -> Tape:
    return tone_tape("low", 200)


@pytest.fixture
def high() -> Tape:
    return tone_tape("high", 1000)


BACK_CHANNEL = Visit("v", (talk(0, 500, 5500), talk(1, 3000, 3400), talk(1, 5700, 9700)))


def test_a_textgrid_gives_what_was_said_or_not_understood_but_no_silence():
    assert spans(TEXTGRID) == (Span(2500, 4000), Span(4000, 5000))


def test_both_tiers_of_a_visit_are_merged_by_time(tmp_path):
    doctor, patient = tmp_path / "d.TextGrid", tmp_path / "p.TextGrid"
    doctor.write_text(TEXTGRID)
    patient.write_text(TEXTGRID.replace("= 2.5\n", "= 2.25\n"), encoding="utf-16")
    found = visit("v", doctor, patient)
    assert [t.speaker for t in found.talks] == [1, 0, 0, 1]
    assert found.talks[0].span == Span(2250, 4000)
    assert found.talked_ms(1) == 2750


def test_an_excerpt_keeps_gaps_and_overlaps():
    found = excerpt(BACK_CHANNEL, 10_000, np.random.default_rng(1))
    gaps = np.diff([t.span.start_ms for t in found.talks])
    assert found.talks[0].span.start_ms == 500
    assert list(gaps) == [2500, 2700]


def test_an_excerpt_is_no_longer_than_wanted():
    many = Visit("v", tuple(talk(n % 2, 1000 * n, 1000 * n + 900) for n in range(100)))
    found = excerpt(many, 20_000, np.random.default_rng(1))
    assert 18_000 < found.end_ms <= 20_500
    assert excerpt(many, 20_000, np.random.default_rng(1)) == found


def test_an_excerpt_ends_before_a_speaker_runs_out_of_words():
    assert affordable(BACK_CHANNEL, (5000, 400), 0).talks == BACK_CHANNEL.talks[:2]
    assert affordable(BACK_CHANNEL, (5000, 400), 9700) == BACK_CHANNEL


def test_of_many_excerpts_the_longest_is_taken():
    short = Visit("short", BACK_CHANNEL.talks[:1])
    rng = np.random.default_rng(1)
    found = longest_excerpt((short, BACK_CHANNEL), 10_000, (9000, 9000), 0, rng)
    assert found.end_ms == BACK_CHANNEL.end_ms


def test_a_stretch_is_cut_in_the_pause_next_to_the_length_wanted(low):
    stretch = Player(low).take(3200)
    assert 2900 <= len(stretch.sound) / 16 <= 3000
    assert stretch.spans == (Span(0, 2900),)


def test_a_back_channel_is_cut_from_speech(low):
    stretch = Player(low).take(300)
    assert 200 <= len(stretch.sound) / 16 <= 350
    assert stretch.spans == (Span(0, len(stretch.sound) // 16),)


def test_a_turn_longer_than_all_there_is_takes_all_there_is(low):
    assert 0 < len(Player(low).take(10 * low.length_ms).sound) <= len(low.sound)


def test_a_tape_is_played_on_until_its_end_then_again(low):
    player = Player(low)
    for _ in range(6):
        player.take(3000)
    assert player.repeated_ms == 0
    for _ in range(3):
        player.take(3000)
    assert 4000 < player.repeated_ms < 8000


def test_long_pauses_become_a_fifth_of_a_second():
    speech = np.zeros(300, bool)
    speech[50:100] = speech[200:220] = speech[230:250] = True
    kept = without_long_pauses(speech)
    assert kept[:100].sum() == 50 + 10
    assert kept[100:200].sum() == 20
    assert kept[200:250].all()
    assert kept[250:].sum() == 10


def test_pauses_below_three_tenths_of_a_second_are_part_of_a_turn():
    speech = np.zeros(200, bool)
    speech[10:50] = speech[79:100] = speech[130:140] = True
    assert speech_spans(speech) == (Span(100, 1000), Span(1300, 1400))
    spans_ms = [(0, Span(0, 400)), (1, Span(300, 900)), (0, Span(650, 800)), (0, Span(1200, 1300))]
    assert bridged(spans_ms, ("a", "b")) == (
        SpeakerTurn(Span(0, 800), "a"),
        SpeakerTurn(Span(300, 900), "b"),
        SpeakerTurn(Span(1200, 1300), "a"),
    )


def test_turns_hold_the_speech_of_their_speaker_exactly(low, high):
    dialogue = acted(BACK_CHANNEL, (low, high))
    for track, name in zip(dialogue.tracks, dialogue.speakers, strict=True):
        inside = np.zeros(len(track), bool)
        for turn in dialogue.turns:
            if turn.speaker == name:
                inside[turn.span.start_ms * 16 : turn.span.end_ms * 16] = True
        assert not track[~inside].any()
        assert power(track[inside]) > 0.8 * 0.1**2 / 2


def test_turns_come_when_those_of_the_visit_do_with_their_overlaps(low, high):
    dialogue = acted(BACK_CHANNEL, (low, high))
    starts = [(turn.speaker, turn.span.start_ms) for turn in dialogue.turns]
    assert starts == [("low", 500), ("high", 3000), ("high", 5700)]
    assert dialogue.turns[0].span.end_ms > dialogue.turns[1].span.end_ms
    assert dialogue.repeated_ms == 0


def test_a_stretch_that_goes_on_for_too_long_delays_the_next_one_of_its_speaker(low, high):
    close = Visit("v", (talk(0, 0, 1700), talk(0, 1700, 2600)))
    dialogue = acted(close, (low, high))
    assert len(dialogue.turns) == 1
    assert power(dialogue.tracks[0]) < 0.1**2 / 2


def test_what_was_said_twice_is_counted(high):
    twice = Visit("v", (talk(0, 0, 3000), talk(0, 3500, 6500)))
    dialogue = acted(twice, (tone_tape("low", 200, 4), high))
    assert 1500 < dialogue.repeated_ms < 2500


@pytest.mark.parametrize("condition", Condition)
def test_a_recording_is_always_the_same(low, high, condition):
    dialogue = acted(BACK_CHANNEL, (low, high))
    others = pink(16_000, np.random.default_rng(1))
    one, two = (recorded(dialogue, condition, 5, others, False) for _ in range(2))
    assert one.samples.dtype == np.int16
    assert len(one.samples) == len(dialogue.tracks[0])
    assert (one.samples == two.samples).all()
    assert one.turns == dialogue.turns


@pytest.mark.parametrize("condition", [Condition.PINK, Condition.BABBLE])
def test_noise_is_ten_decibels_below_speech(condition):
    track = np.zeros(160_000, np.float32)
    rng = np.random.default_rng(1)
    noisy = picked_up((track,), condition, rng, pink(8000, rng))
    assert 10 * np.log10(power(noisy)) == pytest.approx(-36, abs=0.1)


def test_a_telephone_passes_its_band_only():
    time_s = np.arange(16_000) / SAMPLE_RATE_HZ
    powers = {
        hz: power(over_telephone((0.1 * np.sin(2 * np.pi * hz * time_s)).astype(np.float32)))
        for hz in (100, 1000, 3000, 5000)
    }
    assert powers[1000] == pytest.approx(0.005, rel=0.1)
    assert powers[3000] == pytest.approx(0.005, rel=0.1)
    assert powers[100] < 1e-5
    assert powers[5000] < 1e-5


@pytest.mark.parametrize("rt60_s", [0.3, 0.6])
def test_a_room_dies_away_within_its_time(rt60_s):
    size_m, source_m, microphone_m = map(np.array, ([4.0, 3.5, 2.6], [1.0, 1.2, 1.2], [2, 2, 0.8]))
    response = room_response(size_m, source_m, microphone_m, rt60_s)
    left_db = 10 * np.log10(np.cumsum(np.square(response[::-1]))[::-1] / np.sum(response**2))
    fall_s = (np.argmax(left_db < -25) - np.argmax(left_db < -5)) / SAMPLE_RATE_HZ
    assert 3 * fall_s == pytest.approx(rt60_s, rel=0.3)


def test_a_room_delays_nobody():
    clicks = tuple(np.zeros(4000, np.float32) for _ in range(2))
    for click in clicks:
        click[1000] = 1
    heard = in_room(clicks, np.random.default_rng(3))
    for track in heard:
        assert np.abs(track[:950]).max() < 0.05
        assert np.abs(track[990:1300]).max() > 0.25


def test_a_band_keeps_what_is_inside():
    noise = pink(32_000, np.random.default_rng(1))
    once = banded(noise, 300, 3400)
    assert power(banded(once, 200, 4000) - once) < 0.01 * power(once)


def test_scenes_are_the_same_dialogues_in_every_condition(low, high):
    chosen = (Condition.CLEAN, Condition.PINK)
    noise = pink(8000, np.random.default_rng(1))
    found = tuple(
        scenes((Pair((low, high), True),), (BACK_CHANNEL,), noise, 10_000, 2, conditions=chosen)
    )
    assert len(found) == 4
    assert found[0].turns == found[1].turns
    assert found[0].speakers == ("high", "low")
    assert [scene.condition for scene in found] == [*chosen, *chosen]
    assert all(scene.same_sex for scene in found)


def test_pairs_of_like_pitch_are_of_the_same_sex():
    tapes = tuple(tone_tape(name, hz, 2) for name, hz in (("a", 110), ("b", 210), ("c", 200)))
    assert pitch_hz(tapes[0].sound) == pytest.approx(110, rel=0.02)
    found = pairs(tapes)
    assert {pair.name: pair.same_sex for pair in found} == {
        "a-b": False,
        "c-a": False,
        "b-c": True,
    }


def test_noise_has_no_pitch():
    with pytest.raises(ValueError, match="expected a voice"):
        pitch_hz(np.random.default_rng(1).standard_normal(16_000).astype(np.float32))


@pytest.mark.shared
def test_the_visits_of_primock57_have_two_who_talk(shared_data: Path):
    found = visits(shared_data)
    assert len(found) == 35
    for one in found:
        assert one.talked_ms(0) > 60_000
        assert one.talked_ms(1) > 60_000


@pytest.mark.shared
@pytest.mark.slow
def test_speakers_nobody_learnt_from_hold_conversations(shared_data: Path):
    from asr.vad import Vad

    vad = Vad()
    tapes = readers(shared_data, vad)
    assert [tape.speaker for tape in tapes] == ["1688", "1998", "2033", "2414", "2609"]
    assert len(single_clips(shared_data, vad)) == 10
    noise = babble(shared_data, np.random.default_rng(1))
    scene = next(scenes(pairs(tapes)[:1], visits(shared_data), noise, 180_000))
    assert scene.length_ms > 60_000
    assert scene.repeated_ms == 0
    assert len(scene.turns) > 10
