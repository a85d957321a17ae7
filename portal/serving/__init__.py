"""Run the portal: its address, preparation and processes."""


class StartError(Exception):
    """The portal cannot be started with this configuration. The message explains why and what to do."""
