"""The portal as one running thing: its address, what is prepared before it opens, and its processes."""


class Refused(Exception):  # noqa: N818  it is an answer, not a failure of ours
    """The portal cannot be served as asked. The message is a plain sentence that says why and what to do."""
