"""The network that hears who speaks: ECAPA-TDNN (Desplanques et al. 2020), made small."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from asr.spectrum import BANDS


@dataclass(frozen=True, slots=True)
class Size:
    """`width` channels inside, `axes` of the embedding; the time axis is halved at the start."""

    width: int = 160
    pooled: int = 320
    axes: int = 128
    dilations: tuple[int, ...] = (2, 3, 4)
    scale: int = 4
    bottleneck: int = 48


class Unit(nn.Sequential):
    """A convolution, then what makes its output well behaved."""

    def __init__(
        self, inside: int, outside: int, taps: int = 1, dilation: int = 1, stride: int = 1
    ) -> None:
        padding = dilation * (taps - 1) // 2
        super().__init__(
            nn.Conv1d(inside, outside, taps, stride, padding, dilation),
            nn.ReLU(),
            nn.BatchNorm1d(outside),
        )


class Res2(nn.Module):
    """Groups of channels, each of which also hears the one before it (Gao et al. 2019)."""

    def __init__(self, width: int, scale: int, dilation: int) -> None:
        super().__init__()
        self.scale = scale
        part = width // scale
        self.parts = nn.ModuleList(Unit(part, part, 3, dilation) for _ in range(scale - 1))

    def forward(self, x: Tensor) -> Tensor:
        first, *rest = x.chunk(self.scale, 1)
        found, last = [first], torch.zeros_like(first)
        for unit, part in zip(self.parts, rest, strict=True):
            last = unit(part + last)
            found.append(last)
        return torch.cat(found, 1)


class Excitation(nn.Module):
    """Channels weighted by what the whole piece sounds like (Hu et al. 2018)."""

    def __init__(self, width: int, bottleneck: int) -> None:
        super().__init__()
        self.weigh = nn.Sequential(
            nn.Conv1d(width, bottleneck, 1), nn.ReLU(), nn.Conv1d(bottleneck, width, 1)
        )

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.sigmoid(self.weigh(x.mean(2, keepdim=True)))


class Block(nn.Module):
    """What ECAPA calls an SE-Res2Block."""

    def __init__(self, size: Size, dilation: int) -> None:
        super().__init__()
        self.path = nn.Sequential(
            Unit(size.width, size.width),
            Res2(size.width, size.scale, dilation),
            Unit(size.width, size.width),
            Excitation(size.width, size.bottleneck),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.path(x)


class Pooling(nn.Module):
    """Mean and deviation over time, each channel attending to its own moments."""

    def __init__(self, width: int, bottleneck: int) -> None:
        super().__init__()
        self.attend = nn.Sequential(
            nn.Conv1d(3 * width, bottleneck, 1), nn.Tanh(), nn.Conv1d(bottleneck, width, 1)
        )

    def forward(self, x: Tensor) -> Tensor:
        mean, spread = x.mean(2, keepdim=True), x.var(2, unbiased=False, keepdim=True)
        whole = torch.cat((mean.expand_as(x), (spread + 1e-5).sqrt().expand_as(x)), 1)
        weights = torch.softmax(self.attend(torch.cat((x, whole), 1)), 2)
        mean = (x * weights).sum(2)
        variance = (x.square() * weights).sum(2) - mean.square()
        return torch.cat((mean, variance.clamp(min=1e-5).sqrt()), 1)


class VoiceNetwork(nn.Module):
    """Log Mel frames (pieces, frames, 64) to embeddings (pieces, axes)."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.first = Unit(BANDS, size.width, 5, stride=2)
        self.blocks = nn.ModuleList(Block(size, dilation) for dilation in size.dilations)
        self.joined = Unit(size.width * len(size.dilations), size.pooled)
        self.pooling = Pooling(size.pooled, size.bottleneck)
        self.last = nn.Sequential(
            nn.BatchNorm1d(2 * size.pooled),
            nn.Linear(2 * size.pooled, size.axes),
            nn.BatchNorm1d(size.axes),
        )

    def forward(self, frames: Tensor) -> Tensor:
        x = self.first(frames.transpose(1, 2))
        found = []
        for block in self.blocks:
            x = block(x)
            found.append(x)
        embedding: Tensor = self.last(self.pooling(self.joined(torch.cat(found, 1))))
        return embedding


class MarginLoss(nn.Module):
    """Additive angular margin softmax (Deng et al. 2019): the right angle counts as larger."""

    def __init__(self, axes: int, voices: int, scale: float = 30.0) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(voices, axes) * 0.1)
        self.scale = scale

    def forward(self, embeddings: Tensor, voices: Tensor, margin: float) -> Tensor:
        cosines = nn.functional.linear(
            nn.functional.normalize(embeddings), nn.functional.normalize(self.weight)
        ).clamp(-1 + 1e-6, 1 - 1e-6)
        right = cosines.gather(1, voices[:, None])
        moved = torch.cos(torch.acos(right) + margin)
        logits = self.scale * cosines.scatter(1, voices[:, None], moved)
        return nn.functional.cross_entropy(logits, voices, label_smoothing=0.05)
