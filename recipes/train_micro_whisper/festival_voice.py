"""The voices of Festival, spoken by one process that is kept open (Debian: festival)."""

import os
import subprocess
import tempfile
import wave
from pathlib import Path

import numpy as np

from recipes.train_micro_whisper.spoken import Sound, Spoken, spoken
from scribe.errors import ModelUnavailable

SCHEME = """
(define (scribe_say words wav report)
  (let ((u (utt.synth (eval (list 'Utterance 'Text words)))) (out (fopen report "w")))
    (utt.save.wave u wav 'riff)
    (mapcar (lambda (w)
      (format out "word %d %f %f\\n"
        (if (item.prev (item.relation w 'Token)) 0 1)
        (item.feat w "word_start") (item.feat w "word_end")))
      (utt.relation.items u 'Word))
    (mapcar (lambda (s) (format out "phone %s %f\\n" (item.name s) (item.feat s "end")))
      (utt.relation.items u 'Segment))
    (fclose out)))
"""


class FestivalVoice:
    """One of Festival's English voices, such as `ked_diphone` or `cmu_us_slt_arctic_hts`."""

    def __init__(self, voice: str) -> None:
        """Raises ModelUnavailable when Festival is not on this machine."""
        self.name = f"festival-{voice}"
        self._folder = tempfile.TemporaryDirectory()
        self._wav = Path(self._folder.name) / "said.wav"
        # Festival's standard output is buffered to its end; closing a pipe tells that it is done.
        self._report = Path(self._folder.name) / "report"
        os.mkfifo(self._report)
        try:
            self._process = subprocess.Popen(
                ["festival", "--pipe"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        except FileNotFoundError as error:
            raise ModelUnavailable(
                "festival: not found; on Debian: apt install festival"
            ) from error
        self._ask(f"{SCHEME} (voice_{voice})")

    def say(self, text: str, pace: float, pitch: float) -> Spoken:
        """Festival's voices have no pitch to set: `pitch` is not used."""
        self._ask(f"(Parameter.set 'Duration_Stretch {pace:.3f})")
        self._ask(f'(scribe_say "{text}" "{self._wav}" "{self._report}")')
        words: list[tuple[int, int]] = []
        phones: list[Sound] = []
        for line in self._report.read_text().splitlines():
            match line.split():
                case ["word", begins, start, end]:
                    first_ms, last_ms = round(float(start) * 1000), round(float(end) * 1000)
                    if begins == "0":
                        first_ms = words.pop()[0]
                    words.append((first_ms, last_ms))
                case ["phone", name, end]:
                    start_ms = phones[-1].end_ms if phones else 0
                    phones.append(Sound(name, start_ms, round(float(end) * 1000)))
        with wave.open(str(self._wav)) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
            rate_hz = file.getframerate()
        names = text.split()
        if len(names) != len(words):
            words = []
        sounds = tuple(Sound(n, a, b) for n, (a, b) in zip(names, words, strict=False))
        return spoken(samples, rate_hz, sounds, tuple(phones))

    def close(self) -> None:
        self._process.communicate("(quit)\n")
        self._folder.cleanup()

    def _ask(self, scheme: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(scheme + "\n")
        self._process.stdin.flush()
