import pytest
from faster_whisper.tokenizer import _LANGUAGE_CODES
from faster_whisper.utils import _MODELS

from asr.models import LANGUAGES, LANGUAGES_V3, PUBLISHED, SMALL, TINY, Throughput, published


def test_names_are_those_of_faster_whisper():
    assert {model.name: model.repository for model in PUBLISHED}.items() <= _MODELS.items()
    assert len({model.name for model in PUBLISHED}) == len(PUBLISHED)


def test_the_languages_are_whispers():
    assert LANGUAGES_V3 == _LANGUAGE_CODES
    assert set(_LANGUAGE_CODES) - set(LANGUAGES) == {"yue"}


@pytest.mark.parametrize("name", ["turbo", "large-v3-turbo"])
def test_a_model_is_known_by_its_names_and_its_hub_id(name):
    model = published(name)
    assert model is published("mobiuslabsgmbh/faster-whisper-large-v3-turbo")
    assert published("enormous") is None


def test_every_model_says_licence_languages_size_and_accuracy_with_its_source():
    for model in PUBLISHED:
        assert model.licence
        assert model.languages
        assert 70 < model.download_mb < 3200
        assert all(one.source and one.test and 0 < one.wer_percent < 20 for one in model.accuracy)
        assert model.accuracy


def test_what_a_tiny_one_computes_is_what_its_layers_say():
    # 4 layers of 12 x 384^2 weights at 1,500 positions, attention among them, two convolutions.
    layers = 2 * 4 * 12 * 384**2 * 1500 + 4 * 4 * 1500 * 1500 * 384
    convolutions = 2 * 3 * 80 * 384 * 3000 + 2 * 3 * 384 * 384 * 1500
    assert TINY.window_gflop == pytest.approx((layers + convolutions) / 1e9)


def test_a_bigger_model_is_slower_and_a_faster_machine_faster():
    slow, fast = Throughput(100.0, 10.0), Throughput(200.0, 20.0)
    assert slow.times_real_time(SMALL) < slow.times_real_time(TINY)
    assert fast.times_real_time(SMALL) == pytest.approx(2 * slow.times_real_time(SMALL))
