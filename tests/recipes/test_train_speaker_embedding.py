import itertools
from pathlib import Path

import numpy as np
import pytest

from asr.embedding import DIMENSIONS, VoiceSpace
from recipes.train_speaker_embedding import bank, channel, discriminant, trials

RATE_HZ = 16_000


def voice(pitch_hz: float, seconds: float, seed: int) -> channel.Sound:
    """A buzz whose pitch wanders, with noise: each pitch a voice of its own."""
    random = np.random.default_rng(seed)
    size = int(RATE_HZ * seconds)
    wander = 1 + 0.05 * np.sin(2 * np.pi * np.arange(size) / RATE_HZ * random.uniform(1, 3))
    phase = 2 * np.pi * np.cumsum(pitch_hz * wander) / RATE_HZ
    sound = sum(np.sin(k * phase) / k for k in range(1, 30))
    return channel.levelled((sound + random.normal(size=size) * 0.1).astype(np.float32))


VOICES = tuple(voice(90.0 * 1.25**n, 3.0, n) for n in range(6))


def test_a_channel_keeps_the_length_and_any_level_is_finite() -> None:
    random = np.random.default_rng(0)
    for _ in range(30):
        heard = channel.any_channel(VOICES[0], random, VOICES[1])
        assert heard.shape == VOICES[0].shape
        assert heard.dtype == np.float32
        assert np.isfinite(heard).all()


def test_over_the_telephone_there_is_nothing_above_four_kilohertz() -> None:
    spectrum = np.abs(np.fft.rfft(channel.through_telephone(VOICES[0], np.random.default_rng(1))))
    hz = np.fft.rfftfreq(len(VOICES[0]), 1 / RATE_HZ)
    assert spectrum[hz > 5500].mean() < spectrum[(hz > 500) & (hz < 3000)].mean() / 30


def test_noise_lies_as_far_below_as_it_is_asked_to() -> None:
    heard = channel.with_noise(VOICES[0], np.random.default_rng(2), 10.0)
    noise = heard - VOICES[0]
    ratio = np.mean(np.square(VOICES[0])) / np.mean(np.square(noise))
    assert 10 * np.log10(ratio) == pytest.approx(10, abs=0.1)


def test_the_bank_holds_every_voice_at_every_speed_through_every_channel(tmp_path: Path) -> None:
    filled = bank.fill(VOICES[:2], 3, np.random.default_rng(0))
    assert filled.voice_count == 2 * len(bank.SPEEDS)
    assert np.bincount(filled.voices).tolist() == [3] * filled.voice_count
    assert filled.starts[-1] == len(filled.frames)
    bank.save(filled, tmp_path / "bank.npz")
    again = bank.load(tmp_path / "bank.npz")
    assert (again.frames == filled.frames).all()
    assert (again.voices == filled.voices).all()


def test_what_is_held_out_is_every_twentieth() -> None:
    clips = tuple(Path(f"{n}.flac") for n in range(60))
    assert bank.held_out(clips) == (clips[10], clips[30], clips[50])


def test_a_discriminant_brings_pieces_of_one_voice_together() -> None:
    random = np.random.default_rng(0)
    owners = np.repeat(np.arange(8), 40)
    places = random.normal(size=(8, DIMENSIONS)) * 2
    vectors = places[owners] + random.normal(size=(320, DIMENSIONS)) * random.uniform(
        0.1, 6, DIMENSIONS
    )
    found = discriminant.discriminant(vectors, owners, axes=5)
    points = vectors @ found.projection - found.offset
    means = np.stack([points[owners == n].mean(axis=0) for n in range(8)])
    assert np.var(points - means[owners], axis=0) == pytest.approx(np.ones(5), abs=0.35)
    nearest = np.square(points[:, None] - means).sum(axis=2).argmin(axis=1)
    assert (nearest == owners).mean() > 0.95


def test_equal_error_rate_counts_pairs_of_one_voice_from_different_utterances() -> None:
    pieces = tuple(
        trials.Piece(speaker, f"{speaker}{utterance}", VOICES[0])
        for speaker in "ab"
        for utterance in range(3)
    )
    apart = np.array([[1, 0]] * 3 + [[0, 1]] * 3, np.float32)
    assert trials.equal_error_rate(apart, pieces) == 0.0
    mixed = np.random.default_rng(0).normal(size=(6, 2)).astype(np.float32)
    assert trials.equal_error_rate(mixed, pieces) > 0.1


@pytest.mark.torch
def test_a_network_learns_goes_on_from_its_checkpoint_and_is_heard_with(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="needs the extras that need torch")
    pytest.importorskip("onnx", reason="needs the extra train")
    from recipes.train_speaker_embedding.export import export
    from recipes.train_speaker_embedding.network import Size
    from recipes.train_speaker_embedding.training import Progress, train

    filled = bank.fill(VOICES, 2, np.random.default_rng(0))
    size = Size(width=16, pooled=16, axes=8, dilations=(2,), bottleneck=8)
    told: list[Progress] = []
    checkpoint = tmp_path / "checkpoint.pt"
    for minutes in (0.05, 0.1):
        network = train(
            filled, size, minutes, checkpoint, "cpu", 1, told.append, report_every_s=0.5
        )
    assert told[-1].loss < told[0].loss
    assert all(later.steps > earlier.steps for earlier, later in itertools.pairwise(told))
    found = discriminant.discriminant(*discriminant.examples(filled, np.random.default_rng(1)), 4)
    export(network, found, tmp_path)
    space = VoiceSpace(tmp_path / "voices.npz", tmp_path / "voices.onnx")
    assert (space.network_axes, space.axes) == (8, 12)
    for seconds in (0.3, 1.0, 2.5):
        point = space.embed((VOICES[0][: int(seconds * RATE_HZ)] * 32767).astype(np.int16))
        assert point is not None
        assert point.shape == (12,)
        assert np.isfinite(point).all()
