"""Helping somebody who lost their second factor."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser

from proposals.models import SignIn, User
from tests.proposals.signin.conftest import (
    HOME,
    add_app,
    add_recovery_codes,
    factors_of,
    samira,
    sign_in,
)

__all__ = ["samira"]


def test_whoever_lost_a_factor_signs_in_by_password_again(
    client: Browser, samira: User, capsys: Any
) -> None:
    add_app(samira)
    add_recovery_codes(samira)
    call_command("forget_factors", "samira")

    assert factors_of(samira) == []
    assert sign_in(client, "samira") == HOME
    assert "2 forgotten" in capsys.readouterr().out
    assert SignIn.objects.filter(user=samira, step="factor_removed").count() == 1


def test_a_name_that_nobody_has_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="Nobody signs in as nobody"):
        call_command("forget_factors", "nobody")
