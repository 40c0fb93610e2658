"""The voices of Flite, spoken in process by its C library (Debian: libflite1)."""

import ctypes
from ctypes import POINTER, c_char_p, c_float, c_int, c_short, c_void_p

import numpy as np

from recipes.train_micro_whisper.spoken import Sound, Spoken, spoken
from scribe.errors import ModelUnavailable

TOKEN = b"R:SylStructure.parent.parent.R:Token.parent"
PAUSE = "pau"


class _Wave(ctypes.Structure):
    _fields_ = (
        ("type", c_char_p),
        ("sample_rate", c_int),
        ("num_samples", c_int),
        ("num_channels", c_int),
        ("samples", POINTER(c_short)),
    )


class _Voice(ctypes.Structure):
    _fields_ = (("name", c_char_p), ("features", c_void_p))


def _library() -> ctypes.CDLL:
    try:
        flite = ctypes.CDLL("libflite.so.1", mode=ctypes.RTLD_GLOBAL)
        for name in ("usenglish", "cmulex"):
            ctypes.CDLL(f"libflite_{name}.so.1", mode=ctypes.RTLD_GLOBAL)
    except OSError as error:
        raise ModelUnavailable("flite: not found; on Debian: apt install libflite1") from error
    flite.flite_init()
    for name, result, arguments in (
        ("flite_synth_text", c_void_p, (c_char_p, POINTER(_Voice))),
        ("utt_wave", POINTER(_Wave), (c_void_p,)),
        ("utt_relation", c_void_p, (c_void_p, c_char_p)),
        ("relation_head", c_void_p, (c_void_p,)),
        ("item_next", c_void_p, (c_void_p,)),
        ("path_to_item", c_void_p, (c_void_p, c_char_p)),
        ("item_feat_float", c_float, (c_void_p, c_char_p)),
        ("item_feat_string", c_char_p, (c_void_p, c_char_p)),
        ("feat_set_float", None, (c_void_p, c_char_p, c_float)),
        ("delete_utterance", None, (c_void_p,)),
    ):
        function = getattr(flite, name)
        function.restype, function.argtypes = result, arguments
    return flite


class FliteVoice:
    """One of Flite's US English voices: rms, slt, awb (statistical), kal16, kal (diphones)."""

    def __init__(self, voice: str) -> None:
        """Raises ModelUnavailable when the library or the voice is not on this machine."""
        self.name = f"flite-{voice}"
        self._flite = _library()
        try:
            register = getattr(
                ctypes.CDLL(f"libflite_cmu_us_{voice}.so.1"), f"register_cmu_us_{voice}"
            )
        except OSError as error:
            raise ModelUnavailable(f"flite: no voice called {voice!r}") from error
        register.restype, register.argtypes = POINTER(_Voice), (c_void_p,)
        self._voice = register(None)

    def say(self, text: str, pace: float, pitch: float) -> Spoken:
        features = self._voice.contents.features
        self._flite.feat_set_float(features, b"duration_stretch", pace)
        self._flite.feat_set_float(features, b"f0_shift", pitch)
        utterance = self._flite.flite_synth_text(text.encode(), self._voice)
        try:
            wave = self._flite.utt_wave(utterance).contents
            samples = np.ctypeslib.as_array(wave.samples, (wave.num_samples,)).copy()
            rate_hz = wave.sample_rate
            phones, owners = self._phones(utterance)
        finally:
            self._flite.delete_utterance(utterance)
        names = text.split()
        tokens = list(dict.fromkeys(owner for owner in owners if owner))
        words = []
        for name, token in zip(names, tokens, strict=False) if len(names) == len(tokens) else ():
            own = [phone for phone, owner in zip(phones, owners, strict=True) if owner == token]
            words.append(Sound(name, own[0].start_ms, own[-1].end_ms))
        return spoken(samples, rate_hz, tuple(words), tuple(phones))

    def _phones(self, utterance: int) -> tuple[list[Sound], list[int | None]]:
        """The phones, beside them the token each belongs to."""
        flite = self._flite
        phones: list[Sound] = []
        owners: list[int | None] = []
        start_ms = 0
        item = flite.relation_head(flite.utt_relation(utterance, b"Segment"))
        while item:
            name = flite.item_feat_string(item, b"name").decode()
            end_ms = round(flite.item_feat_float(item, b"end") * 1000)
            phones.append(Sound(name, start_ms, end_ms))
            owners.append(None if name == PAUSE else flite.path_to_item(item, TOKEN))
            start_ms = end_ms
            item = flite.item_next(item)
        return phones, owners
