"""What a server is made of."""

import pytest

from scribe.errors import AccessDenied
from server.clinic import Clinic


def test_a_key_in_the_header_lets_in(clinic: Clinic) -> None:
    secret = clinic.access.create("app")
    for scheme in ("Bearer", "Token"):
        assert clinic.authorise(f"{scheme} {secret}").name == "app"


def test_no_header_another_scheme_or_a_wrong_key_is_denied(clinic: Clinic) -> None:
    secret = clinic.access.create("app")
    for header in ("", secret, f"Basic {secret}", f"Bearer {secret}x"):
        with pytest.raises(AccessDenied) as denial:
            clinic.authorise(header)
        assert secret not in str(denial.value)


def test_a_revoked_key_no_longer_lets_in(clinic: Clinic) -> None:
    secret = clinic.access.create("app")
    clinic.access.revoke(clinic.authorise(f"Bearer {secret}").id)
    with pytest.raises(AccessDenied):
        clinic.authorise(f"Bearer {secret}")
