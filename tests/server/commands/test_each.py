import pytest

from scribe.errors import AudioError, InputError
from server.commands.each import for_each


def test_a_bad_input_does_not_keep_the_others_from_being_done(capsys):
    done = []

    def action(given):
        if given == "bad":
            raise AudioError("bad: expected audio")
        done.append(given)

    with pytest.raises(InputError, match="1 of 3"):
        for_each(["a", "bad", "b"], action)
    assert done == ["a", "b"]
    assert "bad: expected audio" in capsys.readouterr().err


def test_what_is_no_matter_of_input_ends_it():
    def action(given):
        raise OSError(given)

    with pytest.raises(OSError, match="a"):
        for_each(["a", "b"], action)


def test_the_error_of_a_single_input_is_its_own():
    def action(given):
        raise AudioError(f"{given}: expected audio")

    with pytest.raises(AudioError, match="a: expected audio"):
        for_each(["a"], action)
