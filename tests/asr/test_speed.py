import ctranslate2
import numpy as np

from asr.models import Shape
from asr.speed import WORDS, measure_throughput, write_random_model


def test_a_random_model_is_one_that_the_library_runs(tmp_path):
    write_random_model(tmp_path, Shape(64, 1, 1), WORDS)
    model = ctranslate2.models.Whisper(str(tmp_path))
    features = ctranslate2.StorageView.from_array(np.zeros((1, 80, 3000), np.float32))
    (result,) = model.generate(
        features, [["<|startoftranscript|>", "<|notimestamps|>"]], max_length=10
    )
    assert len(result.sequences_ids[0]) > 0


def test_the_machine_encodes_at_a_higher_rate_than_it_writes():
    found = measure_throughput()
    assert found.encoder_gflop > found.decoder_gflop > 0
