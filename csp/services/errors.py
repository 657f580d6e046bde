"""What can go wrong between this machine and a service, each as one sentence."""

from __future__ import annotations

from csp.core.errors import UserError


class ServiceError(UserError):
    """A service gave no usable answer: which one, and why."""


class UnreachableError(ServiceError):
    """No service answers at the address: no network, or a name that leads nowhere."""


class NotThereError(ServiceError):
    """The service answers and has nothing at the address."""
