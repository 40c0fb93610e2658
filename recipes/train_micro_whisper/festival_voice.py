"""The voices of Festival, spoken by one process that is kept open (Debian: festival)."""

import os
import select
import subprocess
import tempfile
import time
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
LONGEST_S = 60.0
"""A sentence takes about a tenth of a second; loading a voice takes some seconds."""
POLL_S = 0.2
"""How often it is looked whether Festival still runs."""


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
        # Without the voice Festival would go on with its default one.
        self._ask(f"{SCHEME} (if (boundp 'voice_{voice}) (voice_{voice}) (quit))")

    def say(self, text: str, pace: float, pitch: float) -> Spoken:
        """Festival's voices have no pitch to set: `pitch` is not used.

        Raises ModelUnavailable when Festival has no such voice, ends or does not answer.
        """
        # The reader is there before the writer, which would wait for it.
        reader = os.open(self._report, os.O_RDONLY | os.O_NONBLOCK)
        try:
            self._ask(f"(Parameter.set 'Duration_Stretch {pace:.3f})")
            self._ask(f'(scribe_say "{_quoted(text)}" "{self._wav}" "{self._report}")')
            report = self._answer(reader)
        finally:
            os.close(reader)
        words, phones = _read_report(report)
        with wave.open(str(self._wav)) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
            rate_hz = file.getframerate()
        names = text.split()
        if len(names) != len(words):
            words = []
        sounds = tuple(Sound(n, a, b) for n, (a, b) in zip(names, words, strict=False))
        return spoken(samples, rate_hz, sounds, tuple(phones))

    def close(self) -> None:
        """End Festival."""
        self._process.terminate()
        self._process.communicate()
        self._folder.cleanup()

    def _ask(self, scheme: str) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(scheme + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise self._ended() from error

    def _answer(self, reader: int) -> str:
        """All that is written to the pipe until its writer closes it."""
        poll = select.poll()
        poll.register(reader, select.POLLIN)
        until_s = time.monotonic() + LONGEST_S
        found = b""
        while True:
            if poll.poll(POLL_S * 1000):
                block = os.read(reader, 1 << 16)
                if not block:
                    return found.decode()
                found += block
            elif self._process.poll() is not None:
                raise self._ended()
            elif time.monotonic() > until_s:
                raise ModelUnavailable(
                    f"{self.name}: expected an answer within {LONGEST_S:.0f} s, found none"
                )

    def _ended(self) -> ModelUnavailable:
        return ModelUnavailable(
            f"{self.name}: festival ended; is the voice installed? "
            "On Debian: apt install festvox-kallpc16k festvox-kdlpc16k festvox-us-slt-hts"
        )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _read_report(report: str) -> tuple[list[tuple[int, int]], list[Sound]]:
    """Start and end of each word that a space ends, in ms, and the phones."""
    words: list[tuple[int, int]] = []
    phones: list[Sound] = []
    for line in report.splitlines():
        match line.split():
            case ["word", begins, start, end]:
                first_ms, last_ms = round(float(start) * 1000), round(float(end) * 1000)
                if begins == "0":
                    first_ms = words.pop()[0]
                words.append((first_ms, last_ms))
            case ["phone", name, end]:
                start_ms = phones[-1].end_ms if phones else 0
                phones.append(Sound(name, start_ms, round(float(end) * 1000)))
    return words, phones
