"""Whisper's architecture for training: parameter names are those of transformers' Whisper."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

GUIDED_HEADS = 2
"""Heads of the last decoder layer whose attention is taught to follow the speech."""
POSITION_SCALE = 0.3
"""Sinusoids of full size swamp what a small untrained encoder says."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the model is."""

    vocabulary: int
    width: int = 256
    heads: int = 4
    encoder_layers: int = 4
    decoder_layers: int = 2
    bins: int = 80
    frames: int = 1500
    tokens: int = 448


class Attention(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.k_proj = nn.Linear(shape.width, shape.width, bias=False)
        self.v_proj = nn.Linear(shape.width, shape.width)
        self.q_proj = nn.Linear(shape.width, shape.width)
        self.out_proj = nn.Linear(shape.width, shape.width)

    def split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def forward(
        self, x: Tensor, source: Tensor, causal: bool = False, guided: int = 0
    ) -> tuple[Tensor, Tensor | None]:
        """The new x, and the log attention of the first `guided` heads."""
        q, k, v = (
            self.split(self.q_proj(x)),
            self.split(self.k_proj(source)),
            self.split(self.v_proj(source)),
        )
        # Written out: the fused kernel's backward pass is slow on a CPU; see README, failed ideas.
        scores = (q @ k.transpose(-1, -2)) * q.shape[-1] ** -0.5
        if causal:
            size = scores.shape[-2:]
            later = torch.ones(size, dtype=torch.bool, device=scores.device).triu(1)
            scores = scores.masked_fill(later, -torch.inf)
        out = scores.softmax(-1) @ v
        attention = scores[:, :guided].float().log_softmax(-1) if guided else None
        return self.out_proj(out.transpose(1, 2).flatten(2)), attention


class EncoderLayer(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.self_attn = Attention(shape)
        self.self_attn_layer_norm = nn.LayerNorm(shape.width)
        self.fc1 = nn.Linear(shape.width, 4 * shape.width)
        self.fc2 = nn.Linear(4 * shape.width, shape.width)
        self.final_layer_norm = nn.LayerNorm(shape.width)

    def forward(self, x: Tensor) -> Tensor:
        y = self.self_attn_layer_norm(x)
        x = x + self.self_attn(y, y)[0]
        return x + self.fc2(functional.gelu(self.fc1(self.final_layer_norm(x))))


class DecoderLayer(EncoderLayer):
    def __init__(self, shape: Shape) -> None:
        super().__init__(shape)
        self.encoder_attn = Attention(shape)
        self.encoder_attn_layer_norm = nn.LayerNorm(shape.width)

    def decode(self, x: Tensor, source: Tensor, guided: int) -> tuple[Tensor, Tensor | None]:
        y = self.self_attn_layer_norm(x)
        x = x + self.self_attn(y, y, causal=True)[0]
        found, attention = self.encoder_attn(self.encoder_attn_layer_norm(x), source, guided=guided)
        x = x + found
        return x + self.fc2(functional.gelu(self.fc1(self.final_layer_norm(x)))), attention


class Encoder(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(shape.bins, shape.width, 3, padding=1)
        self.conv2 = nn.Conv1d(shape.width, shape.width, 3, stride=2, padding=1)
        self.embed_positions = nn.Embedding(shape.frames, shape.width)
        self.embed_positions.weight = nn.Parameter(
            POSITION_SCALE * sinusoids(shape.frames, shape.width), requires_grad=False
        )
        self.layers = nn.ModuleList(EncoderLayer(shape) for _ in range(shape.encoder_layers))
        self.layer_norm = nn.LayerNorm(shape.width)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Of (batch, bins, frames): states (batch, frames / 2, width), last and of the middle."""
        x = functional.gelu(self.conv2(functional.gelu(self.conv1(features))))
        x = x.transpose(1, 2)
        x = x + self.embed_positions.weight[: x.shape[1]]
        middle = x
        for index, layer in enumerate(self.layers):
            x = layer(x)
            if index + 1 == len(self.layers) // 2:
                middle = x
        return self.layer_norm(x), middle


class Decoder(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(shape.vocabulary, shape.width)
        self.embed_positions = nn.Embedding(shape.tokens, shape.width)
        self.layers = nn.ModuleList(DecoderLayer(shape) for _ in range(shape.decoder_layers))
        self.layer_norm = nn.LayerNorm(shape.width)

    def forward(self, tokens: Tensor, source: Tensor) -> tuple[Tensor, Tensor | None]:
        """Scores of the next token (batch, tokens, vocabulary), and the guided heads' attention."""
        x = self.embed_tokens(tokens) + self.embed_positions.weight[: tokens.shape[1]]
        attention = None
        for index, layer in enumerate(self.layers):
            last = index + 1 == len(self.layers)
            x, attention = layer.decode(x, source, GUIDED_HEADS if last else 0)
        return self.layer_norm(x) @ self.embed_tokens.weight.T, attention


class MicroWhisper(nn.Module):
    """Encoder and decoder, and two heads that only training needs: letters (CTC) and phones."""

    def __init__(self, shape: Shape, letters: int, phones: int) -> None:
        super().__init__()
        self.encoder = Encoder(shape)
        self.decoder = Decoder(shape)
        self.letters = nn.Linear(shape.width, letters)
        self.phones = nn.Linear(shape.width, phones)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=module.in_features**-0.5)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
        depth = 2 * shape.encoder_layers
        for name, parameter in self.named_parameters():
            if name.endswith(("out_proj.weight", "fc2.weight")):
                parameter.data /= math.sqrt(depth)
        nn.init.normal_(self.decoder.embed_tokens.weight, std=shape.width**-0.5)
        nn.init.normal_(self.decoder.embed_positions.weight, std=0.3 * shape.width**-0.5)


def sinusoids(length: int, width: int) -> Tensor:
    """Positions as in openai/whisper (model.py)."""
    rates = torch.exp(-math.log(10000) / (width // 2 - 1) * torch.arange(width // 2))
    angles = torch.arange(length)[:, None] * rates[None, :]
    return torch.cat((angles.sin(), angles.cos()), dim=1)
