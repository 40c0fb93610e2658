"""From a trained model to the folder that Scribe serves."""

import json
import tempfile
from pathlib import Path

from tokenizers import Tokenizer
from torch import Tensor
from transformers import (
    GenerationConfig,
    WhisperConfig,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
    WhisperTokenizerFast,
)

from asr.card import Card, write_card
from asr.checkpoint import read_checkpoint
from asr.conversion import convert
from recipes.train_micro_whisper.model import GUIDED_HEADS, Shape
from recipes.train_micro_whisper.model_card import write_model_card
from recipes.train_micro_whisper.tokens import LANGUAGES, Vocabulary

UNUSED = "<|startoflm|>"


def export(
    weights: dict[str, Tensor],
    shape: Shape,
    tokenizer: Tokenizer,
    licence: str,
    folder: Path,
    quantization: str = "int8",
) -> None:
    """Write the model to `folder` for CTranslate2, with its tokenizer and its cards."""
    with tempfile.TemporaryDirectory() as scratch:
        checkpoint = Path(scratch)
        save_checkpoint(weights, shape, tokenizer, checkpoint)
        convert(read_checkpoint(checkpoint), folder, quantization)
    mark_multilingual(folder)
    write_card(
        folder,
        Card(
            source="recipes/train_micro_whisper",
            languages=LANGUAGES,
            licence=licence,
            cropped_window=True,
        ),
    )
    served = sum(w.numel() for n, w in weights.items() if n.startswith(("encoder.", "decoder.")))
    write_model_card(folder, served)


def mark_multilingual(folder: Path) -> None:
    """Let CTranslate2 know that the model has languages to choose from.

    It tells that by an empty token among the vocabulary's, which Whisper's multilingual vocabulary
    has. Ours has no room for one: it takes the place of a token that nothing uses.
    """
    path = folder / "vocabulary.json"
    tokens = json.loads(path.read_text(encoding="utf-8"))
    named = ["" if token == UNUSED else token for token in tokens]
    path.write_text(json.dumps(named, ensure_ascii=False), encoding="utf-8")


def save_checkpoint(
    weights: dict[str, Tensor], shape: Shape, tokenizer: Tokenizer, folder: Path
) -> None:
    """The model as transformers keeps a Whisper."""
    v = Vocabulary(tokenizer)
    config = WhisperConfig(
        vocab_size=shape.vocabulary,
        num_mel_bins=shape.bins,
        d_model=shape.width,
        encoder_layers=shape.encoder_layers,
        decoder_layers=shape.decoder_layers,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        encoder_ffn_dim=4 * shape.width,
        decoder_ffn_dim=4 * shape.width,
        max_source_positions=shape.frames,
        max_target_positions=shape.tokens,
        decoder_start_token_id=v.start,
        eos_token_id=v.end,
        bos_token_id=v.end,
        pad_token_id=v.end,
        suppress_tokens=[],
        begin_suppress_tokens=[],
    )
    model = WhisperForConditionalGeneration(config)
    ours = {
        f"model.{name}": tensor
        for name, tensor in weights.items()
        if name.startswith(("encoder.", "decoder."))
    }
    ours["proj_out.weight"] = ours["model.decoder.embed_tokens.weight"]
    model.load_state_dict(ours)
    last = shape.decoder_layers - 1
    model.generation_config = GenerationConfig(
        lang_to_id={f"<|{name}|>": v.language(name) for name in LANGUAGES},
        alignment_heads=[[last, head] for head in range(GUIDED_HEADS)],
        suppress_tokens=[],
        begin_suppress_tokens=[],
        no_timestamps_token_id=v.no_timestamps,
        is_multilingual=True,
        max_length=shape.tokens,
    )
    model.save_pretrained(folder)
    WhisperTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    WhisperFeatureExtractor(feature_size=shape.bins).save_pretrained(folder)
