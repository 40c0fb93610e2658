"""The words of a script in tokens of a Whisper's vocabulary, as many as it would need."""

import zlib

import tokenizers
from faster_whisper.tokenizer import Tokenizer

from recipes.streaming.random_whisper import END, TEXT_TOKENS, VOCABULARY
from recipes.streaming.rehearsal import Script

TWO_TOKENS_PERCENT = 35
"""Of all words are given two tokens, the others one: 1.35 tokens a word, signs included, is what
Whisper's vocabulary needs for English."""


class Lexicon:
    """The tokens of each word of a script, beside the tokenizer that reads them back."""

    def __init__(self, script: Script) -> None:
        texts = dict.fromkeys(
            text
            for line in script.lines
            for said in (*(m.words for m in line.moments), tuple(w.text for w in line.words))
            for text in said
        )
        ids: dict[str, int] = {}
        self._tokens: dict[str, tuple[int, ...]] = {}
        for text in texts:
            self._tokens[text] = tuple(ids.setdefault(part, len(ids)) for part in parts(text))
        self._reader = _reader(ids)

    def tokens(self, words: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(token for word in words for token in self._tokens[word])

    def tokenizer(self, language: str) -> Tokenizer:
        """Reads these tokens, with the special ones of the vocabulary."""
        return Tokenizer(self._reader, True, "transcribe", language)


def parts(word: str) -> tuple[str, ...]:
    """One or two pieces, always the same of a word; the first begins with a space."""
    wants_two = zlib.crc32(word.encode()) % 100 < TWO_TOKENS_PERCENT
    if not wants_two or len(word) < 2:
        return (f" {word}",)
    middle = len(word) // 2
    return f" {word[:middle]}", word[middle:]


def _reader(ids: dict[str, int]) -> tokenizers.Tokenizer:
    known = ids | {VOCABULARY[i]: i for i in range(len(ids), len(VOCABULARY))}
    if len(ids) > TEXT_TOKENS:
        raise ValueError(
            f"script: expected at most {TEXT_TOKENS} kinds of tokens, found {len(ids)}"
        )
    reader = tokenizers.Tokenizer(tokenizers.models.WordLevel(known, unk_token=VOCABULARY[END]))
    reader.decoder = tokenizers.decoders.Fuse()
    return reader
