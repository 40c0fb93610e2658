"""The speech models that can be had, with what is published about them."""

from dataclasses import dataclass

WINDOW_S = 30
"""Whisper hears windows of this length, filled up with silence."""
TOKENS_PER_WINDOW = 120
"""Text of a window full of speech: 3 words a second, 1.3 tokens a word (English)."""
# fmt: off
LANGUAGES = (
    "af", "am", "ar", "as", "az", "ba", "be", "bg", "bn", "bo", "br", "bs", "ca", "cs",
    "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fo", "fr", "gl", "gu",
    "ha", "haw", "he", "hi", "hr", "ht", "hu", "hy", "id", "is", "it", "ja", "jw", "ka",
    "kk", "km", "kn", "ko", "la", "lb", "ln", "lo", "lt", "lv", "mg", "mi", "mk", "ml",
    "mn", "mr", "ms", "mt", "my", "ne", "nl", "nn", "no", "oc", "pa", "pl", "ps", "pt",
    "ro", "ru", "sa", "sd", "si", "sk", "sl", "sn", "so", "sq", "sr", "su", "sv", "sw",
    "ta", "te", "tg", "th", "tk", "tl", "tr", "tt", "uk", "ur", "uz", "vi", "yi", "yo",
    "zh",
)
# fmt: on
"""The languages of a multilingual Whisper (openai/whisper, tokenizer.py)."""
LANGUAGES_V3 = (*LANGUAGES, "yue")
ENGLISH = ("en",)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """A published word error rate; rates of different tests are not comparable."""

    wer_percent: float
    test: str
    source: str


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a Whisper: width in numbers per position, layers, mel bands."""

    width: int
    encoder_layers: int
    decoder_layers: int
    mels: int = 80

    @property
    def window_gflop(self) -> float:
        """What the encoder computes for one window, in units of 1e9 operations.

        12 width^2 weights a layer, used for each of 1,500 positions, which also attend to each
        other, after two convolutions of kernel 3; a multiplication and an addition count as two.
        """
        positions = 50 * WINDOW_S
        layers = self.encoder_layers * (24 * self.width + 4 * positions) * self.width * positions
        convolutions = 2 * 3 * self.width * positions * (2 * self.mels + self.width)
        return (layers + convolutions) / 1e9

    @property
    def token_gflop(self) -> float:
        """What the decoder computes for one token, in units of 1e9 operations.

        16 width^2 weights a layer, attention to the window's 1,500 positions, and the scores of
        51,865 tokens.
        """
        positions = 50 * WINDOW_S
        layers = self.decoder_layers * (32 * self.width + 4 * positions) * self.width
        return (layers + 2 * self.width * 51_865) / 1e9


@dataclass(frozen=True, slots=True)
class Throughput:
    """What a machine computes in a second with the library that runs the models."""

    encoder_gflop: float
    decoder_gflop: float

    def times_real_time(self, shape: Shape) -> float:
        """Seconds of speech that a model of this shape transcribes in a second, about."""
        window_s = shape.window_gflop / self.encoder_gflop
        return WINDOW_S / (window_s + TOKENS_PER_WINDOW * shape.token_gflop / self.decoder_gflop)


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """
    name: what it is called on the command line.
    repository: id on the Hugging Face hub of its conversion to CTranslate2.
    parameters_m: weights in millions.
    languages: BCP 47 tags.
    """

    name: str
    repository: str
    parameters_m: int
    languages: tuple[str, ...]
    licence: str
    shape: Shape
    accuracy: tuple[Accuracy, ...]

    @property
    def download_mb(self) -> int:
        """About: two bytes a weight (float16), 3 MB of vocabulary."""
        return 2 * self.parameters_m + 3


def _card(wer_percent: float) -> tuple[Accuracy, ...]:
    return (Accuracy(wer_percent, "LibriSpeech test-clean", "OpenAI's model card"),)


def _board(wer_percent: float) -> Accuracy:
    return Accuracy(wer_percent, "English average", "Open ASR Leaderboard, 2026-03-26")


def _clinic(wer_percent: float) -> Accuracy:
    return Accuracy(wer_percent, "PriMock57 consultations", "Omi-Health/medical-STT-eval")


def _distil(wer_percent: float) -> tuple[Accuracy, ...]:
    return (Accuracy(wer_percent, "short English recordings", "Distil-Whisper's README"),)


TINY, BASE, SMALL = Shape(384, 4, 4), Shape(512, 6, 6), Shape(768, 12, 12)
MEDIUM, LARGE, TURBO = Shape(1024, 24, 24), Shape(1280, 32, 32, 128), Shape(1280, 32, 4, 128)
SYSTRAN = "Systran/faster-"

PUBLISHED = (
    PublishedModel("tiny", f"{SYSTRAN}whisper-tiny", 38, LANGUAGES, "MIT", TINY, _card(7.5)),
    PublishedModel(
        "tiny.en", f"{SYSTRAN}whisper-tiny.en", 38, ENGLISH, "MIT", TINY, (_board(12.8),)
    ),
    PublishedModel("base", f"{SYSTRAN}whisper-base", 73, LANGUAGES, "MIT", BASE, _card(5.0)),
    PublishedModel(
        "base.en", f"{SYSTRAN}whisper-base.en", 73, ENGLISH, "MIT", BASE, (_board(10.3),)
    ),
    PublishedModel("small", f"{SYSTRAN}whisper-small", 242, LANGUAGES, "MIT", SMALL, _card(3.4)),
    PublishedModel(
        "small.en", f"{SYSTRAN}whisper-small.en", 242, ENGLISH, "MIT", SMALL, (_board(8.6),)
    ),
    PublishedModel("medium", f"{SYSTRAN}whisper-medium", 764, LANGUAGES, "MIT", MEDIUM, _card(2.9)),
    PublishedModel(
        "medium.en", f"{SYSTRAN}whisper-medium.en", 764, ENGLISH, "MIT", MEDIUM, (_board(8.1),)
    ),
    PublishedModel(
        "large-v3",
        f"{SYSTRAN}whisper-large-v3",
        1544,
        LANGUAGES_V3,
        "MIT",
        LARGE,
        (_board(7.4), _clinic(11.9)),
    ),
    PublishedModel(
        "large-v3-turbo",
        "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
        809,
        LANGUAGES_V3,
        "MIT",
        TURBO,
        (_board(7.8), _clinic(12.1)),
    ),
    PublishedModel(
        "distil-small.en",
        f"{SYSTRAN}distil-whisper-small.en",
        166,
        ENGLISH,
        "MIT",
        Shape(768, 12, 4),
        _distil(12.1),
    ),
    PublishedModel(
        "distil-medium.en",
        f"{SYSTRAN}distil-whisper-medium.en",
        394,
        ENGLISH,
        "MIT",
        Shape(1024, 24, 2),
        _distil(11.1),
    ),
    PublishedModel(
        "distil-large-v3",
        f"{SYSTRAN}distil-whisper-large-v3",
        756,
        ENGLISH,
        "MIT",
        Shape(1280, 32, 2, 128),
        _distil(9.7),
    ),
)
OTHER_NAMES = (("large", "large-v3"), ("turbo", "large-v3-turbo"))
"""Names that faster-whisper gives to the newest of a size."""


def published(name: str) -> PublishedModel | None:
    """The published model of this name or hub id."""
    name = dict(OTHER_NAMES).get(name, name)
    return next((model for model in PUBLISHED if name in (model.name, model.repository)), None)
