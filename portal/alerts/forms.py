"""Forms of alerts by e-mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms import EmailAddressForm
from portal.alerts.digests import ShownSubscription
from portal.alerts.models import Schedule

_INVALID_SCHEDULE = {"invalid_choice": _("Choose one of the schedules.")}


class FollowForm(EmailAddressForm):
    """The address to which alerts are sent, and when."""

    schedule = forms.ChoiceField(
        label=_("When to send e-mails"),
        choices=Schedule.choices,
        initial=Schedule.DAILY,
        widget=forms.RadioSelect,
        error_messages={**_INVALID_SCHEDULE, "required": _("Choose one of the schedules.")},
    )


class SubscriptionsForm(forms.Form):
    """The language of e-mails, and the schedule of each subscription, "" to stop following."""

    language = forms.ChoiceField(label=_("Language of e-mails"), choices=settings.LANGUAGES)

    def __init__(self, subscriptions: Sequence[ShownSubscription], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subscriptions = subscriptions
        for row in subscriptions:
            self.fields[row.key.hex] = forms.ChoiceField(
                label=row.title,
                choices=[*Schedule.choices, ("", _("Stop following"))],
                initial=row.schedule,
                required=False,
                error_messages=_INVALID_SCHEDULE,
            )

    @property
    def rows(self) -> list[tuple[ShownSubscription, forms.BoundField]]:
        """The subscriptions with their fields."""
        return [(row, self[row.key.hex]) for row in self.subscriptions]

    @property
    def schedules(self) -> Mapping[UUID, str]:
        """The chosen schedules. A subscription that the form did not send keeps its own."""
        sent = [row for row in self.subscriptions if row.key.hex in self.data]
        return {row.key: self.cleaned_data[row.key.hex] for row in sent}
