"""The portal as one running thing: its address, what is prepared before it opens, and its processes."""


class StartError(Exception):
    """The portal cannot be served as asked. The message is a plain sentence that says why and what to do."""
