"""Audio to utterances."""
