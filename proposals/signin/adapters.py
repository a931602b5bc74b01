"""Our rules where they differ from the library's: nobody registers, heads keep a second factor."""

from typing import Any, override

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.urls import reverse

from proposals.models import User
from proposals.sealing import Seal
from proposals.signin.gates import FACTORS, needs_second_factor

SEAL = Seal("mithaq.signin.factors")


class StaffAccounts(DefaultAccountAdapter):
    """Accounts are made by administrators, not by whoever comes by."""

    @override
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account of their own."""
        return False

    @override
    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever signed in begins at Today."""
        return reverse("admin:index")

    @override
    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Whoever signed out is back at the door."""
        return reverse("admin:login")

    @override
    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: each change of a factor stands in the list of sign-ins instead."""


class StaffSingleSignOn(DefaultSocialAccountAdapter):
    """The ministry's own sign-in opens the account that an administrator made for that address."""

    @override
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody makes an account of their own."""
        return False

    @override
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find whose verified address it is; where it isn't exactly one person's, nobody's."""
        if sociallogin.is_existing:
            return
        addresses = [address.email for address in sociallogin.email_addresses if address.verified]
        for address in addresses:
            people = User.objects.filter(email__iexact=address, is_active=True)[:2]
            if len(people) == 1:
                sociallogin.connect(request, people[0])
                return


class StaffFactors(DefaultMFAAdapter):
    """Second factors: their secrets are sealed, and those in charge keep at least one."""

    @override
    def get_totp_issuer(self) -> str:
        """Name Mithaq in the authenticator app."""
        return "Mithaq"

    @override
    def get_totp_label(self, user: Any) -> str:
        """Name the person as they sign in."""
        return str(user.get_username())

    @override
    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return SEAL.close(text)

    @override
    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return SEAL.open(encrypted_text)

    @override
    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last factor of whoever may not work without one."""
        if authenticator.type not in FACTORS or not needs_second_factor(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return bool(others.exclude(pk=authenticator.pk).exists())
