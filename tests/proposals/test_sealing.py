"""Secrets kept so that the database alone does not give them away."""

from typing import Any

import pytest

from proposals.sealing import Seal, SecretLostError

SEAL = Seal("tests")


def test_a_secret_comes_out_as_it_went_in() -> None:
    assert SEAL.open(SEAL.close("سرّ")) == "سرّ"


def test_what_is_kept_tells_nothing_and_differs_each_time() -> None:
    kept = SEAL.close("a secret")

    assert "a secret" not in kept
    assert SEAL.close("a secret") != kept


def test_a_seal_of_another_purpose_does_not_open_it() -> None:
    with pytest.raises(SecretLostError):
        Seal("something else").open(SEAL.close("a secret"))


def test_a_former_key_still_opens_and_an_unknown_one_does_not(settings: Any) -> None:
    kept, former = SEAL.close("a secret"), settings.SECRET_KEY

    settings.SECRET_KEY = "another key of this installation"
    with pytest.raises(SecretLostError):
        SEAL.open(kept)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert SEAL.open(kept) == "a secret"
