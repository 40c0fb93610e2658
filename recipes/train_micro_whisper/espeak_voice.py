"""The voices of eSpeak NG, spoken in process by its C library (Debian: libespeak-ng1)."""

import ctypes
import re
from ctypes import c_char_p, c_int, c_short, c_uint, c_void_p
from itertools import pairwise

import numpy as np

from recipes.train_micro_whisper.spoken import Sound, Spoken, spoken
from scribe.errors import ModelUnavailable

SYNCHRONOUS = 2
PHONEME_EVENTS = 1
UTF8 = 1
WORD, END, PHONEME = 1, 5, 7
RATE_WPM, PITCH = 1, 3
OWN_RATE_WPM, OWN_PITCH = 175, 50
"""eSpeak's defaults: words a minute, and a pitch from 0 to 99."""
UNIT = re.compile(r"[\u4e00-\u9fff][\uff0c\u3002\uff1f]*|[^\s\u4e00-\u9fff]+")
"""A Chinese character or a word, with the punctuation that follows it."""


class _Id(ctypes.Union):
    _fields_ = (("number", c_int), ("name", c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", c_int),
        ("unique_identifier", c_uint),
        ("text_position", c_int),
        ("length", c_int),
        ("audio_position", c_int),
        ("sample", c_int),
        ("user_data", c_void_p),
        ("id", _Id),
    )


_Callback = ctypes.CFUNCTYPE(
    c_int, ctypes.POINTER(c_short), c_int, ctypes.POINTER(_Event), use_errno=False
)


class _Espeak:
    """The library keeps one state for the whole process, so there is one of these."""

    def __init__(self) -> None:
        try:
            self._library = ctypes.CDLL("libespeak-ng.so.1")
        except OSError as error:
            raise ModelUnavailable(
                "espeak-ng: not found; on Debian: apt install libespeak-ng1"
            ) from error
        self.rate_hz = self._library.espeak_Initialize(SYNCHRONOUS, 0, None, PHONEME_EVENTS)
        self._blocks: list[np.ndarray] = []
        self._events: list[tuple[int, int, str, int]] = []
        self._callback = _Callback(self._take)
        self._library.espeak_SetSynthCallback(self._callback)

    def _take(self, samples: "ctypes._Pointer[c_short]", count: int, events: object) -> int:
        if samples and count:
            self._blocks.append(np.ctypeslib.as_array(samples, (count,)).copy())
        index = 0
        while events[index].type:  # type: ignore[index]
            event = events[index]  # type: ignore[index]
            name = event.id.string.decode("utf-8", "replace") if event.type == PHONEME else ""
            self._events.append((event.type, event.audio_position, name, event.text_position))
            index += 1
        return 0

    def say(
        self, voice: str, text: str, rate_wpm: int, pitch: int
    ) -> tuple[np.ndarray, list[tuple[int, int, str, int]]]:
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ModelUnavailable(f"espeak-ng: no voice called {voice!r}")
        self._library.espeak_SetParameter(RATE_WPM, rate_wpm, 0)
        self._library.espeak_SetParameter(PITCH, pitch, 0)
        self._blocks, self._events = [], []
        raw = text.encode()
        self._library.espeak_Synth(raw, len(raw) + 1, 0, 0, 0, UTF8, None, None)
        samples = np.concatenate(self._blocks) if self._blocks else np.zeros(0, np.int16)
        return samples, self._events


_SHARED: list[_Espeak] = []


class EspeakVoice:
    """A language of eSpeak NG with a voice variant, such as `en-us+m3`."""

    def __init__(self, voice: str) -> None:
        """Raises ModelUnavailable when the library is not on this machine."""
        self.name = f"espeak-{voice}"
        self._voice = voice
        if not _SHARED:
            _SHARED.append(_Espeak())
        self._espeak = _SHARED[0]

    def say(self, text: str, pace: float, pitch: float) -> Spoken:
        rate_wpm = round(OWN_RATE_WPM / pace)
        level = min(99, max(0, round(OWN_PITCH + 50 * np.log2(pitch))))
        samples, events = self._espeak.say(self._voice, text, rate_wpm, level)
        last_ms = len(samples) * 1000 // self._espeak.rate_hz
        marks = [(at, name) for kind, at, name, _ in events if kind == PHONEME]
        ends = [at for at, _ in marks[1:]] + [last_ms]
        phones = tuple(
            Sound(name or "_", at, max(at, end))
            for (at, name), end in zip(marks, ends, strict=True)
        )
        words = _words(text, events, phones)
        return spoken(samples, self._espeak.rate_hz, words, phones)


def _words(
    text: str, events: list[tuple[int, int, str, int]], phones: tuple[Sound, ...]
) -> tuple[Sound, ...]:
    """The text's words, or none where eSpeak merged words of it into one."""
    units = tuple(UNIT.finditer(text))
    letters = tuple(unit.start() + 1 for unit in units)
    starts = {letter: at for kind, at, _, letter in events if kind == WORD}
    voiced = [phone for phone in phones if phone.name.strip("_:| ")]
    if any(letter not in starts for letter in letters) or not voiced:
        return ()
    # Word events run up to 40 ms ahead of the phones: a word begins with the phone nearest to it.
    firsts = [
        min(range(len(voiced)), key=lambda i: abs(voiced[i].start_ms - starts[letter]))
        for letter in letters
    ]
    if any(b <= a for a, b in pairwise(firsts)):
        return ()
    lasts = [first - 1 for first in firsts[1:]] + [len(voiced) - 1]
    return tuple(
        Sound(unit[0], voiced[first].start_ms, voiced[last].end_ms)
        for unit, first, last in zip(units, firsts, lasts, strict=True)
    )
