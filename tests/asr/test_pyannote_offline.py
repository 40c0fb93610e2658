"""With the real library, on a pipeline laid out as community-1 is, of two voices that are tones."""

import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from scribe.errors import ModelUnavailable

pytestmark = [
    pytest.mark.torch,
    pytest.mark.pyannote,
    pytest.mark.filterwarnings("ignore"),  # of torch, lightning and pyannote, about themselves
]

RATE = 16_000
WINDOW_S = 2.0
SIZE = 16
VOICES_HZ = (300, 1800)
CONFIG = """
dependencies:
  pyannote.audio: 4.0.0
pipeline:
  name: pyannote.audio.pipelines.SpeakerDiarization
  params:
    clustering: VBxClustering
    segmentation: $model/segmentation
    segmentation_batch_size: 32
    embedding: $model/embedding
    embedding_batch_size: 32
    embedding_exclude_overlap: true
    plda: $model/plda
params:
  clustering:
    threshold: 0.6
    Fa: 0.07
    Fb: 0.8
  segmentation:
    min_duration_off: 0.0
"""


def voice(number, seconds, random):
    """A tone with a little noise, in [-1, 1]."""
    time_s = np.arange(int(seconds * RATE)) / RATE
    tone = 0.3 * np.sin(2 * np.pi * VOICES_HZ[number] * time_s)
    return tone + random.normal(0, 0.01, len(time_s))


def conversation(*said, seed=0):
    """Voices (0, 1, or None for silence) with their seconds; 16 kHz int16 and the true spans."""
    random, parts, spans, now_s = np.random.default_rng(seed), [], [], 0.0
    for number, seconds in said:
        silence = random.normal(0, 0.001, int(seconds * RATE))
        parts.append(silence if number is None else voice(number, seconds, random))
        if number is not None:
            spans.append((number, round(now_s * 1000), round((now_s + seconds) * 1000)))
        now_s += seconds
    return (np.concatenate(parts) * 32_767).astype(np.int16), spans


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pipeline")
    (folder / "config.yaml").write_text(CONFIG)
    save(segmentation_model(), folder / "segmentation")
    save(embedding_model(), folder / "embedding")
    (folder / "plda").mkdir()
    nothing, same = np.zeros(SIZE), np.eye(SIZE)
    np.savez(folder / "plda" / "xvec_transform.npz", mean1=nothing, mean2=nothing, lda=same)
    np.savez(folder / "plda" / "plda.npz", mu=nothing, tr=5 * same, psi=np.full(SIZE, 100.0))
    return folder


def segmentation_model():
    """Random recurrent features of the spectrum, with the classifier that fits them best.

    Of the classes of sets of speakers the first is silence, the next two are one voice alone.
    """
    import torch
    from pyannote.audio.core.task import Problem, Resolution, Specifications
    from pyannote.audio.models.segmentation.debug import SimpleSegmentationModel

    torch.manual_seed(0)
    model = SimpleSegmentationModel()
    model.specifications = Specifications(
        problem=Problem.MONO_LABEL_CLASSIFICATION,
        resolution=Resolution.FRAME,
        duration=WINDOW_S,
        classes=["speaker#1", "speaker#2", "speaker#3"],
        powerset_max_classes=2,
        permutation_invariant=True,
    )
    model.setup()
    model.eval()
    features = []
    hook = model.classifier.register_forward_hook(lambda _, given, __: features.append(*given))
    random, frames = np.random.default_rng(1), model.num_frames(int(WINDOW_S * RATE))
    examples = [example(random, frames) for _ in range(64)]
    examples += [example(random, frames, kinds=(0, 0)) for _ in range(32)]
    waves, classes = zip(*examples, strict=True)
    with torch.no_grad():
        model(as_batch(waves))
        hook.remove()
        points = features[0].flatten(0, 1)
        points = torch.cat((points, torch.ones(len(points), 1)), dim=1)
        wanted = torch.eye(7)[np.concatenate(classes)]
        square = points.T @ points + torch.eye(points.shape[1])
        fitted = 20 * torch.linalg.solve(square, points.T @ wanted)
        model.classifier.weight.copy_(fitted[:-1].T)
        model.classifier.bias.copy_(fitted[-1])
        model.classifier.bias[0] += 9  # in doubt, silence
    return model


def example(random, frames, kinds=()):
    """Two stretches, each silence or a voice, with a change at a random place."""
    total = int(WINDOW_S * RATE)
    change = int(random.integers(0, total))
    first, second = kinds or random.integers(0, 3, 2)
    wave = random.normal(0, 0.001, total)
    for kind, start, end in ((first, 0, change), (second, change, total)):
        if kind:
            wave[start:end] += voice(kind - 1, WINDOW_S, random)[: end - start]
    at = np.arange(frames) < change / total * frames
    return wave, np.where(at, first, second)


def embedding_model():
    """Random, moved so that the two voices are opposite."""
    import torch
    from pyannote.audio.core.task import Problem, Resolution, Specifications
    from pyannote.audio.models.embedding import XVectorMFCC

    torch.manual_seed(0)
    model = XVectorMFCC(dimension=SIZE)
    model.specifications = Specifications(
        problem=Problem.REPRESENTATION, resolution=Resolution.CHUNK, duration=WINDOW_S
    )
    model.setup()
    model.eval()
    random = np.random.default_rng(2)
    with torch.no_grad():
        model.embedding.bias -= model(
            as_batch([voice(number, WINDOW_S, random) for number in (0, 1)])
        ).mean(0)
    return model


def as_batch(waves):
    import torch

    return torch.tensor(np.array(waves), dtype=torch.float32).unsqueeze(1)


def save(model, folder):
    import lightning

    folder.mkdir()
    trainer = lightning.Trainer(
        accelerator="cpu", logger=False, enable_checkpointing=False, enable_model_summary=False
    )
    trainer.strategy.connect(model)
    trainer.save_checkpoint(folder / "pytorch_model.bin")


@pytest.fixture(scope="module")
def diarizer(folder):
    from asr.pyannote_offline import PyannoteDiarizer

    return PyannoteDiarizer(str(folder))


TALK = ((None, 1), (0, 3), (None, 0.5), (1, 3), (0, 2), (None, 1))


@pytest.fixture(scope="module")
def talk(diarizer):
    samples, spans = conversation(*TALK)
    return diarizer(samples, 4), spans


def test_two_voices_are_told_apart(talk):
    turns, spans = talk
    names = {}
    for number, start_ms, end_ms in spans:
        middle_ms = (start_ms + end_ms) // 2
        (there,) = (t for t in turns if t.span.start_ms <= middle_ms < t.span.end_ms)
        assert names.setdefault(number, there.speaker) == there.speaker
    assert len(set(names.values())) == 2


def test_turns_come_in_order_inside_the_recording_one_at_a_time(talk):
    turns, _ = talk
    assert turns[0].span.start_ms > 500
    assert turns[-1].span.end_ms <= sum(seconds for _, seconds in TALK) * 1000
    assert all(first.span.end_ms <= second.span.start_ms for first, second in pairwise(turns))
    assert all(turn.span.length_ms > 0 for turn in turns)


def test_there_are_no_more_speakers_than_may_be(diarizer):
    samples, _ = conversation(*TALK)
    assert len({turn.speaker for turn in diarizer(samples, 1)}) == 1


@pytest.mark.parametrize("seconds", [0, 0.01, 0.3, 1.9])
def test_a_recording_may_be_shorter_than_a_window(diarizer, seconds):
    samples, _ = conversation((0, seconds)) if seconds else (np.empty(0, np.int16), ())
    turns = diarizer(samples, 2)
    assert len({turn.speaker for turn in turns}) <= 1
    assert all(turn.span.end_ms <= seconds * 1000 for turn in turns)


def test_silence_has_no_turns(diarizer):
    samples, _ = conversation((None, 5))
    assert diarizer(samples, 2) == ()


def test_no_report_is_sent_to_the_makers(diarizer):
    from pyannote.audio.telemetry.metrics import is_metrics_enabled

    assert not is_metrics_enabled()


def refused(model) -> str:
    from asr.pyannote_offline import PyannoteDiarizer

    with pytest.raises(ModelUnavailable) as refusal:
        PyannoteDiarizer(str(model))
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_a_folder_without_a_pipeline_is_told(tmp_path):
    assert "expected a folder with config.yaml" in refused(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.yaml", "pipeline: 7"),
        ("config.yaml", "a: b: c"),
        ("config.yaml", CONFIG.replace("SpeakerDiarization", "Gramophone")),
        ("segmentation/pytorch_model.bin", "version https://git-lfs.github.com/spec/v1"),
        ("plda/plda.npz", "no numbers"),
    ],
)
def test_damaged_files_are_told_in_one_line(folder, tmp_path, name, content):
    broken = tmp_path / "pipeline"
    shutil.copytree(folder, broken)
    (broken / name).write_text(content)
    assert "found files that cannot be loaded" in refused(broken)


def test_a_missing_file_is_told_in_one_line(folder, tmp_path):
    broken = tmp_path / "pipeline"
    shutil.copytree(folder, broken)
    (broken / "embedding" / "pytorch_model.bin").unlink()
    assert "found files that cannot be loaded (FileNotFoundError)" in refused(broken)
