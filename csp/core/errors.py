"""The one error that is shown to people as it stands."""


class UserError(Exception):
    """One sentence that says what is wrong and what to do; never a traceback on screen."""
