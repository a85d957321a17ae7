"""Run the portal: address, preparation and processes."""


class StartError(Exception):
    """The portal cannot be served as asked. The message is a plain sentence that says why and what to do."""
