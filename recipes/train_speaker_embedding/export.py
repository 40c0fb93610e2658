"""From a trained network to the files that Scribe hears voices with."""

import warnings
from pathlib import Path

import numpy as np
import torch

from asr.embedding import NETWORK_FILE, SPACE_FILE
from asr.spectrum import BANDS
from recipes.train_speaker_embedding.discriminant import Discriminant
from recipes.train_speaker_embedding.network import VoiceNetwork

OPSET = 17


def export(network: VoiceNetwork, found: Discriminant, folder: Path) -> None:
    """Write both files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        # torch's other exporter writes weights beside the graph, in a second file.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            network.eval(),
            (torch.zeros(1, 150, BANDS),),
            str(folder / NETWORK_FILE.name),
            input_names=["frames"],
            output_names=["embedding"],
            dynamic_axes={"frames": {1: "time"}},
            opset_version=OPSET,
            dynamo=False,
        )
    np.savez(folder / SPACE_FILE.name, projection=found.projection, offset=found.offset)
