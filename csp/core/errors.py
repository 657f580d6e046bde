"""The errors that are shown to people as they stand."""


class UserError(Exception):
    """One sentence that says what is wrong and what to do; never a traceback on screen."""


class NothingYetError(UserError):
    """There is nothing yet that a page could show, which is no fault: a title and what to do."""

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__(sentence)
        self.title = title
