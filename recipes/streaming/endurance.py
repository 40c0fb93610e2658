"""Hours of sound through one session: no words out of noise, no growth of memory or of lag.

    python recipes/streaming/endurance.py [--model DIR] [--noise-minutes 30] [--speech-minutes 120]

Digital silence, dither, pink noise and tones each go through the whole recogniser; then, cut into
pieces of 8 s, straight to the engine, as though the voice detector had let them pass unsure (its
peak 0.3). Ten minutes of synthetic speech are repeated in shuffled order to fill the two hours of
one session. All sound is made block by block. Linux only (/proc). The last line of standard output
is one JSON object.
"""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import numpy as np

from asr.download import BUNDLED
from asr.embedding import VoiceSpace
from asr.engine import Engine, Mono
from asr.recognizer import StreamingRecognizer
from asr.roles import RoleClassifier
from asr.track import is_speech
from asr.vad import Vad
from asr.whisper import WhisperEngine
from recipes.streaming.clips import Clip, speak_clips, with_pauses
from recipes.streaming.sounds import dither, pink, silence, tones
from scribe.ports import SAMPLE_RATE_HZ, Hypothesis, Recognizer, Unspoken
from scribe.transcript import Utterance

SPOKEN_S = 600
PIECE_S = 8
UNSURE_PEAK = 0.3
FEED_S = 0.25
WARM_UP_MINUTES = 15
EARLY_MINUTES, LATE_MINUTES = (5, 15), 10
LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Quiet:
    """What came of sound without speech.

    `words` of utterances and `shown` hypotheses should both be 0. `opened` counts the segments that
    the voice detector let through. Of pieces put straight before the engine: `forced_words` it
    gave, `forced_accepted` of them in segments that the recogniser would not drop as noise.
    """

    minutes: float
    words: int
    shown: int
    opened: int
    forced_pieces: int
    forced_words: int
    forced_accepted: int


@dataclass(frozen=True, slots=True)
class Minute:
    """One minute of audio in a session: resident memory at its end, time to hear it.

    `lag_s` is how far behind the audio the session would have been at most, had it come at 1x.
    """

    memory_mb: float
    wall_s: float
    cpu_s: float
    lag_s: float
    words: int


@dataclass(frozen=True, slots=True)
class Endurance:
    """What a long session showed; None where it was too short to tell.

    `slope_mb_per_hour` by least squares over the minutes after the first 15. `early_s` and `late_s`
    are mean seconds of work for a minute of audio, in minutes 5 to 15 and the last 10;
    `lag_early_s` and `lag_late_s` the medians of these minutes' greatest lags.
    """

    minutes: int
    words: int
    memory_mb: float
    slope_mb_per_hour: float | None
    early_s: float | None
    late_s: float | None
    lag_early_s: float | None
    lag_late_s: float | None
    lag_most_s: float


def main() -> None:
    arguments = parsed()
    engine = WhisperEngine(str(arguments.model))
    parts = Vad(), VoiceSpace(), RoleClassifier()

    def session() -> StreamingRecognizer:
        return StreamingRecognizer(engine, *parts, language=LANGUAGE)

    seed = arguments.seed
    sources = (
        ("silence", silence),
        ("dither", lambda: dither(seed)),
        ("pink", lambda: pink(seed)),
        ("tones", lambda: tones(seed)),
    )
    quiet: dict[str, Quiet] = {}
    for name, source in sources if arguments.noise_minutes > 0 else ():
        limit = round(arguments.noise_minutes * 60 * SAMPLE_RATE_HZ)
        once, again = (limited(source(), limit) for _ in range(2))
        quiet[name] = hear_noise(once, again, session(), engine)
        say(f"{name}: {quiet[name]}")
    endurance = None
    if arguments.speech_minutes > 0:
        clips = speak_clips(min(SPOKEN_S, 60 * arguments.speech_minutes), seed)
        say(f"speech: {len(clips)} sentences")
        audio = blocks(endless(clips, seed), SAMPLE_RATE_HZ)
        endurance = endured(hear_speech(audio, session(), arguments.speech_minutes))
    print(
        json.dumps(
            {
                "engine": engine.name,
                "noise": {name: asdict(found) for name, found in quiet.items()},
                "speech": asdict(endurance) if endurance else None,
            }
        )
    )


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=BUNDLED)
    parser.add_argument("--noise-minutes", type=float, default=30, help="of each sound; 0 for none")
    parser.add_argument("--speech-minutes", type=int, default=120, help="0 for none")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def hear_noise(
    whole: Iterator[Mono], again: Iterator[Mono], session: Recognizer, engine: Engine
) -> Quiet:
    """`whole` through the session; `again`, the same sound, in pieces straight to the engine."""
    samples = words = shown = opened = 0

    def count(found: Iterator[object]) -> None:
        nonlocal words, shown, opened
        for item in found:
            match item:
                case Utterance():
                    words += len(item.words)
                    opened += 1
                case Hypothesis():
                    shown += bool(item.text)
                case Unspoken():
                    opened += 1

    for block in blocks(whole, SAMPLE_RATE_HZ):
        samples += len(block)
        count(session.push(block[:, np.newaxis]))
    count(session.flush())
    pieces = forced = accepted = 0
    listener = engine.listen(LANGUAGE)
    for piece in blocks(again, PIECE_S * SAMPLE_RATE_HZ):
        # A second apart, so that no piece counts as a continuation of the one before.
        listener.begin(pieces * (PIECE_S + 1) * 1000)
        for fresh in blocks(iter((piece,)), round(FEED_S * SAMPLE_RATE_HZ)):
            listener.feed(fresh, hurry=True)
        said = listener.end(UNSURE_PEAK)
        pieces += 1
        forced += len(said)
        accepted += len(said) if said and is_speech(said, UNSURE_PEAK) else 0
    minutes = samples / SAMPLE_RATE_HZ / 60
    return Quiet(round(minutes, 2), words, shown, opened, pieces, forced, accepted)


def hear_speech(audio: Iterator[Mono], session: Recognizer, minutes: int) -> Iterator[Minute]:
    """Blocks of one second through the session as fast as it goes, partial results on."""
    free_s = 0.0
    for minute in range(minutes):
        began_cpu_s, wall_s, lag_s, words = time.process_time(), 0.0, 0.0, 0
        for second in range(60):
            block = next(audio)[:, np.newaxis]
            began_s = time.perf_counter()
            for item in session.push(block):
                words += len(item.words) if isinstance(item, Utterance) else 0
            took_s = time.perf_counter() - began_s
            wall_s += took_s
            arrived_s = minute * 60 + second + 1
            free_s = max(free_s, arrived_s) + took_s
            lag_s = max(lag_s, free_s - arrived_s)
        cpu_s = time.process_time() - began_cpu_s
        yield Minute(resident_mb(), wall_s, cpu_s, lag_s, words)


def endured(minutes: Iterator[Minute]) -> Endurance:
    """Draws the figures from the minutes, telling of each as it comes."""
    found: list[Minute] = []
    for minute in minutes:
        found.append(minute)
        say(
            f"speech minute {len(found)}: {minute.memory_mb:.1f} MB, {minute.wall_s:.2f} s of work,"
            f" {minute.cpu_s:.2f} s of processor, lag {minute.lag_s:.2f} s, {minute.words} words"
        )
    long_enough = len(found) >= WARM_UP_MINUTES + LATE_MINUTES
    early, late = found[slice(*EARLY_MINUTES)], found[-LATE_MINUTES:]
    memory_mb = [minute.memory_mb for minute in found[WARM_UP_MINUTES:]]
    return Endurance(
        len(found),
        sum(minute.words for minute in found),
        round(found[-1].memory_mb, 1),
        round(slope_per_hour(memory_mb), 3) if long_enough else None,
        *(round(mean_s(part), 3) if long_enough else None for part in (early, late)),
        *(round(lag_s(part), 3) if long_enough else None for part in (early, late)),
        round(max(minute.lag_s for minute in found), 3),
    )


def slope_per_hour(per_minute: list[float]) -> float:
    """Least squares slope of values a minute apart, in units an hour; at least two values."""
    return 60 * float(np.polyfit(np.arange(len(per_minute)), per_minute, 1)[0])


def mean_s(minutes: list[Minute]) -> float:
    return sum(minute.wall_s for minute in minutes) / len(minutes)


def lag_s(minutes: list[Minute]) -> float:
    return median(minute.lag_s for minute in minutes)


def endless(clips: tuple[Clip, ...], seed: int) -> Iterator[Mono]:
    """All clips in shuffled order with pauses, then all again in another order."""
    order, rng = random.Random(seed), np.random.default_rng(seed)
    while True:
        yield from with_pauses(tuple(order.sample(clips, len(clips))), rng)


def limited(sound: Iterator[Mono], samples: int) -> Iterator[Mono]:
    """The first so many samples of it."""
    for block in sound:
        yield block[:samples]
        samples -= len(block)
        if samples <= 0:
            return


def blocks(sound: Iterator[Mono], size: int) -> Iterator[Mono]:
    """The same samples in blocks of `size`; the last may be shorter."""
    rest = np.zeros(0, np.int16)
    for piece in sound:
        rest = np.concatenate((rest, piece))
        while len(rest) >= size:
            yield rest[:size]
            rest = rest[size:]
    if len(rest):
        yield rest


def resident_mb() -> float:
    """Memory of this process that lies in RAM, in units of 1e6 bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
