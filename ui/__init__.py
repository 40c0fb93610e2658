"""The clinician's screen."""
