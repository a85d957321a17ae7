"""``manage.py remove_two_step_login``: let a user who has lost the second step log in with the password alone."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from documents.services.second_factors import remove_second_factors


class Command(BaseCommand):
    """For the only administrator; others are helped by an administrator, on the page of the account."""

    help = "Remove the authenticator app, passkeys and recovery codes of an account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(_("There is no account with the username “%(name)s”.") % {"name": options["username"]})
        remove_second_factors(user, None)
        self.stdout.write(_("%(name)s can log in with the password alone.") % {"name": user.get_username()})
