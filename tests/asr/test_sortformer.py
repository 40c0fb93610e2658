"""With the real library, on a Sortformer of a few random layers, saved as NVIDIA's are."""

import numpy as np
import pytest

from asr.sortformer_options import HALF_MINUTE, SortformerOptions
from scribe.errors import ModelUnavailable

pytestmark = [
    pytest.mark.torch,
    pytest.mark.nemo,
    pytest.mark.filterwarnings("ignore"),  # of torch, lightning and NeMo, about themselves
]

RATE = 16_000
SMALL = SortformerOptions(chunk=6, right_context=2, fifo=8, update_period=8, cache=24)
WIDTH, HEAD_WIDTH, SPEAKERS = 32, 16, 4


def config(**changes):
    """That of the published model, with few narrow layers."""
    model = {
        "sample_rate": RATE,
        "max_num_of_spks": SPEAKERS,
        "streaming_mode": True,
        "model_defaults": {"fc_d_model": WIDTH, "tf_d_model": HEAD_WIDTH},
        "preprocessor": {
            "_target_": "nemo.collections.asr.modules.AudioToMelSpectrogramPreprocessor",
            "normalize": "NA",
            "window_size": 0.025,
            "sample_rate": RATE,
            "window_stride": 0.01,
            "window": "hann",
            "features": 32,
            "n_fft": 512,
            "frame_splicing": 1,
            "dither": 1e-5,
        },
        "sortformer_modules": {
            "_target_": "nemo.collections.asr.modules.sortformer_modules.SortformerModules",
            "num_spks": SPEAKERS,
            "dropout_rate": 0.5,
            "fc_d_model": WIDTH,
            "tf_d_model": HEAD_WIDTH,
        },
        "encoder": {
            "_target_": "nemo.collections.asr.modules.ConformerEncoder",
            "feat_in": 32,
            "feat_out": -1,
            "n_layers": 1,
            "d_model": WIDTH,
            "subsampling": "dw_striding",
            "subsampling_factor": 8,
            "subsampling_conv_channels": 16,
            "n_heads": 2,
            "conv_kernel_size": 5,
        },
        "transformer_encoder": {
            "_target_": (
                "nemo.collections.asr.modules.transformer.transformer_encoders.TransformerEncoder"
            ),
            "num_layers": 1,
            "hidden_size": HEAD_WIDTH,
            "inner_size": 32,
            "num_attention_heads": 2,
        },
        "loss": {"_target_": "nemo.collections.asr.losses.bce_loss.BCELoss", "reduction": "mean"},
    }
    return {**model, **changes}


def saved(path, **changes):
    import torch
    from nemo.collections.asr.models import SortformerEncLabelModel
    from omegaconf import OmegaConf

    torch.manual_seed(0)
    model = SortformerEncLabelModel(OmegaConf.create(config(**changes)))
    with torch.no_grad():  # random layers are never sure: probabilities on both sides of a half
        model.sortformer_modules.single_hidden_to_spks.weight.mul_(20)
    model.save_to(str(path))
    return path


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    return saved(tmp_path_factory.mktemp("sortformer") / "tiny.nemo")


@pytest.fixture(scope="module")
def diarizer(weights):
    from asr.sortformer import SortformerDiarizer

    return SortformerDiarizer(str(weights))


@pytest.fixture(scope="module")
def samples():
    """Nine seconds of noise, each of another colour and loudness, then a part of a frame."""
    random, parts = np.random.default_rng(0), []
    for second in range(9):
        noise = random.normal(0, 500 * (1 + second % 3) ** 2, RATE)
        parts.append(np.convolve(noise, np.ones(1 + second % 4 * 3), "same"))
    return np.concatenate((*parts, parts[0][:1234])).clip(-32_768, 32_767).astype(np.int16)


def heard(diarizer, samples, cuts, options=SMALL):
    stream = diarizer.stream(options)
    found = [stream.push(part) for part in np.split(samples, cuts)]
    found.append(stream.flush())
    assert np.array_equal(np.concatenate(found), stream.activity)
    return stream


def test_every_frame_has_a_probability_of_every_speaker(diarizer, samples):
    activity = heard(diarizer, samples, []).activity
    assert activity.shape == (-(-(len(samples) // 160) // 8), SPEAKERS)
    assert activity.dtype == np.float32
    assert activity.min() >= 0
    assert activity.max() <= 1
    assert activity.min() < 0.5 < activity.max()


@pytest.mark.parametrize("piece", [997, 1600, 16_000, 70_001])
def test_how_audio_is_cut_does_not_matter(diarizer, samples, piece):
    whole = heard(diarizer, samples, [])
    cut = heard(diarizer, samples, range(piece, len(samples), piece))
    assert np.array_equal(cut.activity, whole.activity)
    assert cut.turns(2) == whole.turns(2)


@pytest.mark.parametrize("options", [SMALL, HALF_MINUTE])
def test_a_stream_hears_what_nemo_hears_in_the_whole_recording(diarizer, samples, options):
    import torch

    stream = heard(diarizer, samples, range(1000, len(samples), 1000), options)
    signal = torch.from_numpy(samples.astype(np.float32) / 32_768).unsqueeze(0)
    with torch.inference_mode():
        whole = diarizer._model(
            audio_signal=signal, audio_signal_length=torch.tensor([len(samples)])
        )
    assert np.allclose(stream.activity, whole[0].numpy(), atol=1e-4)


def test_frames_are_known_as_soon_as_their_context_is(diarizer, samples):
    stream = diarizer.stream(SMALL)
    needed = SMALL.latency_ms * RATE // 1000
    assert len(stream.push(samples[: needed - 1])) == 0
    assert len(stream.push(samples[needed - 1 : needed + 320])) == SMALL.chunk


def test_streams_of_different_options_do_not_disturb_each_other(diarizer, samples):
    alone = heard(diarizer, samples, []).activity
    first, second = diarizer.stream(SMALL), diarizer.stream(HALF_MINUTE)
    for part in np.split(samples, range(8000, len(samples), 8000)):
        first.push(part)
        second.push(part)
    second.flush()
    first.flush()
    assert np.array_equal(first.activity, alone)


def test_turns_are_in_order_inside_the_recording_of_no_more_speakers_than_may_be(diarizer, samples):
    for most in (1, 2, 4):
        turns = diarizer(samples, most)
        assert turns
        assert list(turns) == sorted(turns, key=lambda turn: turn.span.start_ms)
        assert max(turn.span.end_ms for turn in turns) <= len(samples) * 1000 // RATE
        assert len({turn.speaker for turn in turns}) <= most


@pytest.mark.parametrize("length", [0, 1, 159, 160, 2000])
def test_a_recording_may_be_shorter_than_a_chunk(diarizer, samples, length):
    stream = heard(diarizer, samples[:length], [])
    assert len(stream.activity) == -(-(length // 160) // 8)
    assert diarizer(samples[:length], 2) == tuple(
        turn for turn in diarizer(samples[:length], 2) if turn.span.end_ms <= length // 16
    )


def test_nothing_is_heard_after_the_end(diarizer, samples):
    stream = heard(diarizer, samples[:2000], [])
    with pytest.raises(ValueError, match="push after flush"):
        stream.push(samples)


def refused(model) -> str:
    from asr.sortformer import SortformerDiarizer

    with pytest.raises(ModelUnavailable) as refusal:
        SortformerDiarizer(str(model))
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_a_folder_with_one_file_is_as_good_as_the_file(weights):
    from asr.sortformer import SortformerDiarizer

    assert SortformerDiarizer(str(weights.parent)).speakers == SPEAKERS


def test_a_folder_without_weights_is_told(tmp_path):
    assert "expected one .nemo file in it, found 0" in refused(tmp_path)


def test_a_file_that_is_none_is_told_in_one_line(tmp_path):
    path = tmp_path / "broken.nemo"
    path.write_text("version https://git-lfs.github.com/spec/v1")
    assert "found a file that cannot be loaded" in refused(path)


@pytest.mark.parametrize("normalize", ["per_feature", "NA"])
def test_a_model_that_must_see_the_whole_recording_first_is_refused(tmp_path, normalize):
    preprocessor = {**config()["preprocessor"], "normalize": normalize}
    path = saved(
        tmp_path / "offline.nemo", preprocessor=preprocessor, streaming_mode=normalize != "NA"
    )
    assert "expected a streaming Sortformer of NeMo, found another model" in refused(path)
