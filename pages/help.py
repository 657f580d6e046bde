"""How the figures are made, what the words mean, how data is loaded, and which version this is."""

from csp.core import settings
from csp.core.markup import bold, join
from csp.shell import frame, messages, screen, widgets
from csp.topics.help import findings, tables

frame.filters_if_any()
abbreviations = tables.build_abbreviations()

messages.title(findings.TITLE)
messages.bullets(join([bold(f"{name}."), text]) for name, text in findings.METHODS)
messages.subheader("What to know before you rely on it")
messages.bullets(findings.LIMITS)
messages.subheader("Abbreviations")
widgets.table(abbreviations, key="abbreviations", mode=screen.mode())
messages.subheader("How to load data")
messages.numbered(findings.LOADING)
messages.paragraph(findings.LOADED)
messages.subheader("About")
messages.paragraph(findings.describe_version(settings.read_version(), settings.area().partnership))
