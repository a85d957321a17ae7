"""Run the portal: address, preparation and processes."""


class StartError(Exception):
    """The portal cannot be started with this configuration. The message says why and what to do."""
