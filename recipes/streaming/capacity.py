"""How many live sessions two processor cores carry: our design against a plain one.

    python recipes/streaming/capacity.py [--sizes base,small] [--seconds 60] [--model DIR]

Whispers of real size with random weights replay what a small model heard in a synthetic
consultation, so that every pass costs what it would cost with trained weights (see `rehearsal`,
`rehearsed`, `plain`). One session more at a time talks to one model at 1x real time, until the 95th
percentile of the time from the end of speech to its final passes three seconds. Three designs:
`cropped`, ours; `padded`, ours with windows of 30 s, as weights need that were not trained on
shorter ones; `plain`, LocalAgreement-2 over stock faster-whisper. Linux only: the process is held
to two cores. The last line of standard output is one JSON object.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

import ctranslate2
import numpy as np
from faster_whisper.feature_extractor import FeatureExtractor
from numpy.typing import NDArray

from asr.decoding import Decoder
from asr.dispatch import Dispatcher
from asr.download import BUNDLED
from asr.embedding import VoiceSpace
from asr.engine import Mono
from asr.recognizer import StreamingRecognizer
from asr.roles import RoleClassifier
from asr.segment import SegmentRules
from asr.vad import FRAME_SAMPLES, Vad
from asr.whisper import WhisperEngine
from recipes.streaming.clips import speak_clips, with_pauses
from recipes.streaming.plain import PlainSession, StockWhisper
from recipes.streaming.random_whisper import NO_TIMESTAMPS, SIZES, VOCABULARY, random_whisper
from recipes.streaming.rehearsal import LANGUAGE, Script, rehearse
from recipes.streaming.rehearsed import RehearsedEngine, Shared
from recipes.streaming.rehearsed_tokens import Lexicon
from scribe.ports import SAMPLE_RATE_HZ

CORES = 2
LIMIT_S = 3.0
BLOCK_SAMPLES = 8 * FRAME_SAMPLES
"""So much is taken at most at a time by a session that is behind."""
STAGGER_S = 3.0
"""Sessions begin at random within so long of each other."""
LEAD_MS = 500
"""Sessions begin so long before a segment, so that they begin in a pause."""
DESIGNS = ("cropped", "padded", "plain")


@dataclass(frozen=True, slots=True)
class Load:
    """So many sessions at once: seconds from the ends of speech to their finals.

    `cpu` is processor seconds per second of audio of one session; `partials` are passes per minute
    of one session.
    """

    sessions: int
    finals: int
    median_s: float
    p95_s: float
    cpu: float
    partials: float


class Session(Protocol):
    """Hears one stream."""

    @property
    def partials(self) -> int:
        """Partial passes so far."""
        ...

    def push(self, samples: Mono, behind_ms: int) -> tuple[int, ...]:
        """Take whole frames; where speech ended, in ms of the stream, its finals being there."""
        ...


class OurSession:
    """The recogniser as the server uses it."""

    def __init__(self, engine: RehearsedEngine, vad: Vad, voices: VoiceSpace) -> None:
        self._engine = engine
        self._recognizer = StreamingRecognizer(
            engine, vad, voices, RoleClassifier(), language=LANGUAGE
        )

    @property
    def partials(self) -> int:
        return self._engine.partials

    def push(self, samples: Mono, behind_ms: int) -> tuple[int, ...]:
        self._recognizer.push(samples[:, np.newaxis], behind_ms)
        found = tuple(self._engine.endpoints_ms)
        self._engine.endpoints_ms.clear()
        return found


Open = Callable[[int], Session]
"""Begins a session at an offset of the recording, in ms."""


def main() -> None:
    arguments = parsed()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    rng = np.random.default_rng(arguments.seed)
    clips = speak_clips(arguments.script_seconds, arguments.seed)
    audio = np.concatenate(tuple(with_pauses(clips, rng)))
    audio = audio[: len(audio) // FRAME_SAMPLES * FRAME_SAMPLES]
    script = rehearse(WhisperEngine(str(arguments.model), threads=CORES), audio)
    words = sum(len(line.words) for line in script.lines)
    say(f"script: {len(script.lines)} segments, {words} words in {script.length_ms / 1000:.0f} s")
    found: dict[str, dict[str, object]] = {}
    for size in arguments.sizes.split(","):
        folder = str(random_whisper(size, arguments.cache))
        for design in arguments.designs.split(","):
            model = ctranslate2.models.Whisper(folder, compute_type="int8", intra_threads=CORES)
            loads = climb(script, audio, model, design, arguments)
            found.setdefault(size, {})[design] = {
                "sessions": most_sessions(loads),
                "loads": [asdict(load) for load in loads],
            }
    print(json.dumps({"cores": CORES, "limit_s": LIMIT_S, "words": words, "sizes": found}))


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default=",".join(name for name, _ in SIZES))
    parser.add_argument("--designs", default=",".join(DESIGNS))
    parser.add_argument("--seconds", type=float, default=60, help="of audio for each session")
    parser.add_argument("--script-seconds", type=float, default=120, help="of speech to replay")
    parser.add_argument("--most", type=int, default=24, help="sessions to try at most")
    parser.add_argument("--model", type=Path, default=BUNDLED, help="understands the consultation")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "scribe-capacity",
        help="keeps the models of random weights, 300 MB",
    )
    arguments = parser.parse_args()
    for asked, known in ((arguments.sizes, dict(SIZES)), (arguments.designs, DESIGNS)):
        unknown = [name for name in asked.split(",") if name not in known]
        if unknown:
            parser.error(f"expected some of {', '.join(known)}, found {', '.join(unknown)}")
    return arguments


def climb(
    script: Script,
    audio: Mono,
    model: ctranslate2.models.Whisper,
    design: str,
    arguments: argparse.Namespace,
) -> list[Load]:
    """One session more at a time until finals come too late, or there are as many as may be."""
    lexicon, vad, voices = Lexicon(script), Vad(), VoiceSpace()
    filters = np.asarray(FeatureExtractor().mel_filters, np.float32)
    # Whatever a model of random weights writes counts as a word, as if the end came after all else.
    decoder = Decoder(model, NO_TIMESTAMPS, len(VOCABULARY))
    shared: Shared = Dispatcher(decoder.run, lambda asked: asked.group)
    stock = StockWhisper(model, lexicon)

    def open_session(offset_ms: int) -> Session:
        if design == "plain":
            return PlainSession(script, stock, vad, SegmentRules(), offset_ms)
        crops = design == "cropped"
        engine = RehearsedEngine(script, lexicon, shared, filters, offset_ms, crops)
        return OurSession(engine, vad, voices)

    stock.read(audio[:SAMPLE_RATE_HZ], ())  # the first pass is slower than all after it
    loads: list[Load] = []
    for sessions in count(1):
        rng = np.random.default_rng((arguments.seed, sessions))
        loads.append(talk(script, audio, open_session, sessions, arguments.seconds, rng))
        say(f"{design}: {loads[-1]}")
        if loads[-1].p95_s > LIMIT_S or sessions == arguments.most:
            break
    shared.close()
    return loads


def talk(
    script: Script,
    audio: Mono,
    open_session: Open,
    sessions: int,
    seconds: float,
    rng: np.random.Generator,
) -> Load:
    """So many sessions at once, each for so long; those that are behind at the end catch up."""
    began_cpu_s = time.process_time()
    starts_s = time.monotonic() + rng.uniform(0, min(STAGGER_S, seconds), sessions)
    lines = rng.integers(len(script.lines), size=sessions)
    offsets_ms = [(script.lines[i].start_ms - LEAD_MS) % script.length_ms for i in lines]
    streams = [open_session(offset_ms) for offset_ms in offsets_ms]
    with ThreadPoolExecutor(sessions) as threads:
        running = [
            threads.submit(live, stream, rotated(audio, offset_ms), start_s, seconds)
            for stream, offset_ms, start_s in zip(streams, offsets_ms, starts_s, strict=True)
        ]
        late_s = [wait_s for session in running for wait_s in session.result()]
    audio_s = sessions * seconds
    return Load(
        sessions,
        len(late_s),
        round(float(np.percentile(late_s, 50)), 3) if late_s else 0.0,
        round(float(np.percentile(late_s, 95)), 3) if late_s else 0.0,
        round((time.process_time() - began_cpu_s) / audio_s, 3),
        round(60 * sum(stream.partials for stream in streams) / audio_s, 1),
    )


def live(session: Session, audio: Mono, start_s: float, seconds: float) -> list[float]:
    """Audio as it comes, round and round; how long after the end of each segment its final was.

    The end of a segment is when the sample came by which the voice detector knew that it is over.
    """
    late_s: list[float] = []
    taken, wanted = 0, round(seconds * SAMPLE_RATE_HZ) // FRAME_SAMPLES * FRAME_SAMPLES
    while taken < wanted:
        come = round((time.monotonic() - start_s) * SAMPLE_RATE_HZ)
        come = min(come // FRAME_SAMPLES * FRAME_SAMPLES, wanted)
        if come <= taken:
            next_s = start_s + (taken + FRAME_SAMPLES) / SAMPLE_RATE_HZ
            time.sleep(max(0, next_s - time.monotonic()))
            continue
        size = min(come - taken, BLOCK_SAMPLES)
        block = audio.take(range(taken, taken + size), mode="wrap")
        taken += size
        behind_ms = (come - taken) * 1000 // SAMPLE_RATE_HZ
        for end_ms in session.push(block, behind_ms):
            late_s.append(time.monotonic() - start_s - end_ms / 1000)
    return late_s


def rotated(audio: Mono, offset_ms: int) -> NDArray[np.int16]:
    """The same recording, beginning elsewhere."""
    return np.roll(audio, -offset_ms * SAMPLE_RATE_HZ // 1000)


def most_sessions(loads: list[Load]) -> int:
    """The greatest number up to which every number of sessions kept to the limit."""
    kept = 0
    for load in loads:
        if load.p95_s > LIMIT_S:
            break
        kept = load.sessions
    return kept


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
