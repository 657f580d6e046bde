"""How the figures are made, what the words mean, how data is loaded, and which version this is."""

from csp.core import settings
from csp.core.markup import bold, join
from csp.shell import frame, messages, screen, tabs, widgets
from csp.topics.help import findings, tables

frame.filters_if_any()
abbreviations = tables.build_abbreviations()


def draw_methods() -> None:
    messages.bullets(join([bold(f"{name}."), text]) for name, text in findings.METHODS)
    messages.subheader("What to know before you rely on it")
    messages.bullets(findings.LIMITS)


def draw_loading() -> None:
    messages.numbered(findings.LOADING)
    messages.paragraph(findings.LOADED)


def draw_about() -> None:
    messages.paragraph(findings.describe_version(settings.read_version(), settings.area().partnership))


messages.title(findings.TITLE)
tabs.draw_tabs(
    "tab",
    {
        "Methods": draw_methods,
        "Abbreviations": lambda: widgets.table(abbreviations, key="abbreviations", mode=screen.mode()),
        "Load data": draw_loading,
        "About": draw_about,
    },
)
