"""Examples become a model that the engine runs, and that can be trained on when it was exported."""

import json

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import BPE

from recipes.train_micro_whisper.examples import Examples, Mix, batches
from recipes.train_micro_whisper.tokens import LANGUAGES, Vocabulary
from scribe.errors import InputError


@pytest.fixture(scope="module")
def tiny(examples: Examples, vocabulary: Vocabulary):
    """Makes models of one layer with the same random weights."""
    import torch

    from recipes.train_micro_whisper.model import MicroWhisper, Shape

    shape = Shape(vocabulary.size, width=64, heads=2, encoder_layers=2, decoder_layers=1)

    def make() -> MicroWhisper:
        torch.manual_seed(0)
        letters, phones = len(examples.symbols.letters) + 1, len(examples.symbols.phones)
        return MicroWhisper(shape, letters, phones)

    return shape, make


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore")  # of torch, about itself
def test_training_goes_on_after_a_pause_as_without_one(examples, tiny, tmp_path) -> None:
    import torch

    from recipes.train_micro_whisper.batch import collate
    from recipes.train_micro_whisper.training import Plan, Trainer

    _, make = tiny
    torch.set_num_threads(1)
    plan = Plan(minutes=1.0, encoder_share=0.0)
    source = batches(examples, np.random.default_rng(3), Mix(), 4.0)
    made = [collate(next(source)) for _ in range(4)]
    steady = Trainer(make(), plan, tmp_path / "a.pt")
    begun = steady.model.state_dict()["decoder.embed_tokens.weight"].clone()
    for batch in made[:3]:
        found = steady.learn(batch, torch.Generator().manual_seed(1))
        assert all(
            value.isfinite()
            for value in (found.letters, found.phones, found.words, found.attention)
        )
    assert not torch.equal(begun, steady.model.state_dict()["decoder.embed_tokens.weight"])
    steady.save()
    resumed = Trainer(make(), plan, tmp_path / "a.pt")
    assert (resumed.step, resumed.trained_s) == (3, steady.trained_s)
    for trainer in (steady, resumed):
        trainer.learn(made[3], torch.Generator().manual_seed(2))
    for name, value in steady.model.state_dict().items():
        assert torch.equal(value, resumed.model.state_dict()[name]), name
        assert torch.equal(steady.average[name], resumed.average[name]), name


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore")  # of torch, about itself
def test_training_ends_with_its_minutes_and_keeps_a_checkpoint(examples, tiny, tmp_path) -> None:
    from recipes.train_micro_whisper.training import Plan, Trainer

    said: list[str] = []
    plan = Plan(0.002, batch_s=4.0, save_every_s=0.0, threads=1, workers=0)
    trainer = Trainer(tiny[1](), plan, tmp_path / "a.pt")
    trainer.run(examples, said.append, lambda model: "judged")
    assert trainer.progress == 1.0
    assert any("judged" in line for line in said)
    assert Trainer(tiny[1](), plan, tmp_path / "a.pt").step == trainer.step


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore")  # of torch, about itself
def test_without_the_decoder_only_the_encoder_is_taught(examples, tiny) -> None:
    import torch

    from recipes.train_micro_whisper.batch import collate
    from recipes.train_micro_whisper.losses import losses

    model = tiny[1]()
    batch = collate([examples.entry(0), examples.entry(1)])
    generator = torch.Generator().manual_seed(0)
    found = losses(model, batch, generator, decode=False)
    assert (float(found.words), float(found.attention)) == (0.0, 0.0)
    (found.letters + found.phones).backward()
    assert all(p.grad is None for p in model.decoder.parameters())


@pytest.mark.torch
def test_attention_on_the_place_of_a_word_costs_least() -> None:
    import torch

    from recipes.train_micro_whisper.losses import guidance

    spans = torch.tensor([[[2, 4], [-1, -1]]])
    right, wrong = torch.full((1, 1, 2, 6), 0.01), torch.full((1, 1, 2, 6), 0.01)
    right[..., 2:4], wrong[..., :2] = 0.48, 0.48
    assert guidance(right.log(), spans) < guidance(wrong.log(), spans)
    assert guidance(right.log(), torch.full((1, 2, 2), -1)) == 0


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore")  # of torch and transformers, about themselves
def test_the_exported_model_is_what_was_trained(examples, tiny, vocabulary, tmp_path) -> None:
    import ctranslate2
    import torch

    from asr.whisper import WhisperEngine
    from recipes.train_micro_whisper.batch import collate
    from recipes.train_micro_whisper.decoding import hear
    from recipes.train_micro_whisper.export import export

    shape, make = tiny
    model = make().eval()
    # Untrained, it would say the last token over and over: let place and audio count for more.
    model.decoder.embed_positions.weight.data *= 20
    model.decoder.layers[0].encoder_attn.out_proj.weight.data *= 4
    folder = tmp_path / "tiny"
    export(model.state_dict(), shape, vocabulary.tokenizer, "Apache-2.0", folder, "float32")
    assert (folder / "README.md").exists()
    assert json.loads((folder / "scribe.json").read_text())["cropped_window"] is True
    kept = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert kept.get_vocab() == vocabulary.tokenizer.get_vocab()

    example = examples.entry(0)
    served = ctranslate2.models.Whisper(str(folder), compute_type="float32")
    features = ctranslate2.StorageView.from_array(
        np.ascontiguousarray(collate([example]).features.numpy())
    )
    v = vocabulary
    head = [v.start, v.language("en"), v.transcribe, v.no_timestamps]
    (found,) = served.generate(
        features, [head], beam_size=1, max_length=44, suppress_blank=False, suppress_tokens=None
    )
    with torch.no_grad():
        states, _ = model.encoder(collate([example]).features)
        tokens = torch.tensor([[*head, *found.sequences_ids[0]]])
        scores, _ = model.decoder(tokens, states)
    expected = scores[0, len(head) - 1 : -1].argmax(-1).tolist()
    assert len(set(expected)) > 1
    assert found.sequences_ids[0] == expected
    # The last token may end in the middle of a letter.
    said = v.tokenizer.decode(expected).rstrip("\ufffd")
    assert hear(model, [example], v, "en")[0].startswith(said)

    assert served.is_multilingual
    engine = WhisperEngine(str(folder), threads=1)
    assert all(engine.listen(language).language == language for language in LANGUAGES)
    listener = engine.listen("en")
    listener.begin(0)
    listener.feed(np.zeros(16_000, np.int16), hurry=True)
    assert all(0 <= word.start_ms <= word.end_ms <= 1000 for word in listener.end())
    engine.close()


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore")  # of torch and transformers, about themselves
@pytest.mark.parametrize(("quantization", "share"), [("float32", 0.0), ("int8", 0.01)])
def test_an_exported_model_can_be_trained_on(
    tiny, vocabulary, tmp_path, quantization: str, share: float
) -> None:
    from recipes.train_micro_whisper.export import export
    from recipes.train_micro_whisper.exported import exported_weights

    shape, make = tiny
    trained = make()
    for parameter in trained.parameters():  # biases with gains begin as zeros with ones
        parameter.data += 0.01 * parameter.data.std().nan_to_num(1.0) + 0.001
    export(trained.state_dict(), shape, vocabulary.tokenizer, "Apache-2.0", tmp_path, quantization)
    found = exported_weights(tmp_path)
    kept = {
        name: weight
        for name, weight in trained.state_dict().items()
        if name.startswith(("encoder.", "decoder."))
    }
    assert found.keys() == kept.keys()
    for name, weight in kept.items():
        assert (found[name] - weight).abs().max() <= share * weight.abs().max(), name


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore")  # of torch and transformers, about themselves
def test_a_model_of_another_size_cannot_be_begun_with(tiny, vocabulary, tmp_path) -> None:
    from recipes.train_micro_whisper.course import begin_with
    from recipes.train_micro_whisper.export import export
    from recipes.train_micro_whisper.model import MicroWhisper, Shape

    shape, make = tiny
    export(make().state_dict(), shape, vocabulary.tokenizer, "Apache-2.0", tmp_path)
    wider = MicroWhisper(Shape(vocabulary.size, 128, 2, 2, 1), 5, 5)
    with pytest.raises(InputError, match="this --size"):
        begin_with(wider, tmp_path)
    same = make()
    begin_with(same, tmp_path)
    assert same.letters.weight.equal(make().letters.weight)


@pytest.mark.torch
def test_the_tokenizer_of_the_model_trained_on_is_taken_and_no_other(
    vocabulary: Vocabulary, tmp_path
) -> None:
    from recipes.train_micro_whisper.course import take_tokenizer

    start, kept = tmp_path / "clinic", tmp_path / "tokenizer.json"
    start.mkdir()
    with pytest.raises(InputError, match="clinic: expected an exported model"):
        take_tokenizer(start, kept)
    vocabulary.tokenizer.save(str(start / "tokenizer.json"))
    for _ in range(2):
        take_tokenizer(start, kept)
        assert Tokenizer.from_file(str(kept)).get_vocab() == vocabulary.tokenizer.get_vocab()
    Tokenizer(BPE()).save(str(kept))
    with pytest.raises(InputError, match="expected the tokenizer of clinic"):
        take_tokenizer(start, kept)


@pytest.mark.torch
@pytest.mark.parametrize("content", [None, b"", b"\x06\0\0\0\xff\xff", b"\0" * 400])
def test_what_is_no_exported_model_is_refused_by_name(tmp_path, content: bytes | None) -> None:
    from recipes.train_micro_whisper.exported import exported_weights

    folder = tmp_path / "clinic"
    folder.mkdir()
    if content is not None:
        (folder / "model.bin").write_bytes(content)
    with pytest.raises(InputError, match="clinic: expected a model of CTranslate2"):
        exported_weights(folder)


@pytest.mark.torch
@pytest.mark.parametrize("size", [(64, 16), (16, 64), (32, 32)])
def test_an_update_by_muon_has_singular_values_of_about_one(size: tuple[int, int]) -> None:
    import torch

    from recipes.train_micro_whisper.muon import orthogonal

    matrices = torch.randn((3, *size), generator=torch.Generator().manual_seed(0))
    found = orthogonal(matrices)
    assert found.shape == matrices.shape
    values = torch.linalg.svdvals(found)
    assert values.min() > 0.3
    assert values.max() < 1.3
    # It points where the gradient does.
    assert ((found * matrices).sum((1, 2)) > 0).all()


@pytest.mark.torch
def test_muon_goes_down_and_leaves_what_has_no_gradient_alone() -> None:
    import torch

    from recipes.train_micro_whisper.muon import Muon

    wanted = torch.randn((8, 4), generator=torch.Generator().manual_seed(0))
    learnt, idle = (torch.nn.Parameter(torch.zeros(8, 4)) for _ in range(2))
    optimiser = Muon([learnt, idle], lr=0.1, decay=0.0)
    for _ in range(200):
        optimiser.zero_grad()
        (learnt - wanted).square().sum().backward()
        optimiser.step()
    assert (learnt - wanted).abs().max() < 0.3
    assert not idle.any()


@pytest.mark.torch
@pytest.mark.gpu
@pytest.mark.filterwarnings("ignore")  # of torch, about itself
def test_a_gpu_learns_as_the_cpu_does_and_its_checkpoint_goes_on(examples, tiny, tmp_path) -> None:
    import torch

    from recipes.train_micro_whisper.batch import collate
    from recipes.train_micro_whisper.decoding import hear, spell
    from recipes.train_micro_whisper.training import Plan, Trainer

    plan = Plan(minutes=1.0, encoder_share=0.0)
    batch = collate([examples.entry(0), examples.entry(1)])
    found = []
    for name in ("cpu", "cuda"):
        trainer = Trainer(tiny[1]().to(name), plan, tmp_path / f"{name}.pt")
        step = trainer.learn(batch, torch.Generator().manual_seed(1))
        found.append([float(x) for x in (step.letters, step.phones, step.words, step.attention)])
        trainer.save()
        one = [examples.entry(0)]
        assert len(hear(trainer.averaged(), one, examples.vocabulary, "en")) == 1
        assert len(spell(trainer.averaged(), one, examples.symbols.letters)) == 1
    assert found[0] == pytest.approx(found[1], rel=0.05)
    assert Trainer(tiny[1]().to("cuda"), plan, tmp_path / "cpu.pt").step == 1
