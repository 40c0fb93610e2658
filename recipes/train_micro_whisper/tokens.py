"""The model's own small vocabulary, laid out as Whisper's is."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from recipes.train_micro_whisper.spoken import Sound

LANGUAGES = ("en", "de", "fr", "vi", "zh")
TEXT_TOKENS = 1024
TIMESTAMPS = 1501
STEP_MS = 20
"""Between one timestamp token (or frame of the encoder) and the next."""
SPECIAL = (
    *("<|endoftext|>", "<|startoftranscript|>"),
    *(f"<|{language}|>" for language in LANGUAGES),
    *("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>"),
    *("<|nospeech|>", "<|notimestamps|>"),
)
PUNCTUATION = ".,?\u3002\uff0c\uff1f"
"""Full stop, comma, question mark, and the Chinese ones."""


def train_tokenizer(texts: Iterable[str]) -> Tokenizer:
    """Byte-level pairs learnt from words as `units` gives them, then Whisper's special tokens.

    A space before each letter or sign is made a token of its own, because faster-whisper forbids
    the first token of " -": that must not be the bare space that other words begin with.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    words = [unit for text in texts for unit in units(text)]
    letters = sorted({word[1] for word in words if word[0] == " "} | {"-", "'"})
    words += [f" {letter}" for letter in letters for _ in range(len(words) // 5)]
    trainer = trainers.BpeTrainer(
        vocab_size=TEXT_TOKENS, initial_alphabet=[], show_progress=False, special_tokens=[]
    )
    tokenizer.train_from_iterator(words, trainer)
    tokenizer.add_special_tokens(list(SPECIAL))
    return tokenizer


def units(text: str) -> tuple[str, ...]:
    """The text's words, each with the space before it; Chinese characters have none."""
    if any("\u4e00" <= letter <= "\u9fff" for letter in text):
        found: list[str] = []
        for letter in text:
            if letter in PUNCTUATION and found:
                found[-1] += letter
            else:
                found.append(letter)
        return tuple(found)
    return tuple(f" {word}" for word in text.split())


@dataclass(frozen=True, slots=True)
class Timed:
    """A token and the stretch of audio that it stands for; negative times are unknown."""

    token: int
    start_ms: int
    end_ms: int


class Vocabulary:
    """Token numbers, and the tokens of words."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.size = tokenizer.get_vocab_size() + TIMESTAMPS
        self._first_timestamp = tokenizer.get_vocab_size()
        self.end = self.of("<|endoftext|>")
        self.start = self.of("<|startoftranscript|>")
        self.transcribe = self.of("<|transcribe|>")
        self.previous = self.of("<|startofprev|>")
        self.no_speech = self.of("<|nospeech|>")
        self.no_timestamps = self.of("<|notimestamps|>")
        self.word = lru_cache(50_000)(self._word)

    def of(self, token: str) -> int:
        found = self.tokenizer.token_to_id(token)
        assert found is not None
        return int(found)

    def language(self, name: str) -> int:
        return self.of(f"<|{name}|>")

    def timestamp(self, ms: int) -> int:
        """The token of a time, at most 30 s."""
        return self._first_timestamp + min(max(round(ms / STEP_MS), 0), TIMESTAMPS - 1)

    def _word(self, unit: str) -> tuple[tuple[int, float, float], ...]:
        """Tokens of a word or its closing punctuation, each with its share [from, to) of the word.

        Punctuation is not spoken: its share begins and ends at 1.
        """
        text = unit.rstrip(PUNCTUATION)
        tokens = self._ids(text)
        lengths = [len(self.tokenizer.id_to_token(token).lstrip("\u0120")) or 1 for token in tokens]
        total = sum(lengths)
        found = []
        before = 0
        for token, length in zip(tokens, lengths, strict=True):
            found.append((token, before / total, (before + length) / total))
            before += length
        for sign in unit[len(text) :]:
            found += [(token, 1.0, 1.0) for token in self._ids(sign)]
        return tuple(found)

    def _ids(self, text: str) -> list[int]:
        """Without the special tokens that a tokenizer puts around text once it was exported."""
        found: list[int] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return found

    def timed(self, words: tuple[Sound, ...]) -> list[Timed]:
        """The tokens of words, timed; a closing sign stands for the pause after its word."""
        found = []
        starts = [*(word.start_ms for word in words[1:]), 10**9]
        for word, next_ms in zip(words, starts, strict=False):
            length = word.end_ms - word.start_ms
            pause_ms = max(word.end_ms, min(next_ms, word.end_ms + 300))
            for token, share, until in self.word(units(word.name)[0]):
                if share == 1.0:
                    found.append(Timed(token, word.end_ms, pause_ms))
                else:
                    start_ms = word.start_ms + round(share * length)
                    found.append(Timed(token, start_ms, word.start_ms + round(until * length)))
        return found
