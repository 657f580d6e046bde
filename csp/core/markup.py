"""Text from data, people or the address as Markdown that shows just that text. Pure.

Streamlit reads almost every text as Markdown, with additions of its own. plain()
is the only way text reaches it: a ward called "![x](http://host/p.svg)" is shown as these
signs, and nothing is fetched. The page's own decoration comes from bold(), icon() and join();
csp.shell.messages puts all of it on the screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


class Markdown(str):
    """Text that is Markdown already: plain() leaves it alone, so that nothing is escaped twice."""

    __slots__ = ()


# Characters that have no width, no place in a sentence, or turn the order of the letters around them.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNPAIRED = re.compile(r"[\ud800-\udfff]")
# A line end inside a text would start another element of the page.
_SPACE = re.compile(r"[ \t-\r\x85\u2028\u2029]+")
# Signs that Markdown shows as they are only after a backslash.
_SIGNS = r"(?P<sign>[\\`*_{}\[\]<>#$~|]|&(?=[#\w]))"
# Streamlit looks for addresses, short codes of icons and emoji, and arrows once more after the
# backslashes are gone, in each run of text. So a sign of theirs is put into a run of its own.
_APART = r"(?P<apart>:(?=\S)|@|-(?=[->])|<(?=[-=])|[>~](?==)|(?<=www)\.)"
_TROUBLE = re.compile(f"{_APART}|{_SIGNS}", re.IGNORECASE)
# A text that starts with one of these would become a list or a heading's underline.
_START = re.compile(r"([-+=]|\d+(?=[.)](?:\s|$)))")


def visible(text: str) -> str:
    """What a reader sees of a text, on one line.

    Space is as a browser shows it: one blank for any run of blanks and line ends, none around the
    text. Control characters and marks of writing direction are left out; half a character, which
    cannot be sent to a browser, becomes U+FFFD.
    """
    return _SPACE.sub(" ", _UNPAIRED.sub("\ufffd", _UNSEEN.sub("", text))).strip()


def plain(text: str) -> Markdown:
    """The one way to show text: Markdown that comes out as visible(text), letter by letter.

    What is Markdown already comes back as it is.
    """
    if isinstance(text, Markdown):
        return text
    return _escaped(text) if len(text) <= _LONG else _escape(text)


# Every click draws a page's few hundred sentences again, most of them unchanged, so the escaped
# form of those up to this many characters is kept.
_LONG = 500


@lru_cache(maxsize=4096)
def _escaped(text: str) -> Markdown:
    return _escape(text)


def _escape(text: str) -> Markdown:
    line = visible(text)
    marked = _TROUBLE.sub(_mark, line)
    start = _START.match(line)
    if start and marked.startswith(start[0]):
        at = start.end() if start[0].isdigit() else 0
        marked = f"{marked[:at]}\\{marked[at:]}"
    return Markdown(marked)


def _mark(match: re.Match[str]) -> str:
    sign = match[0]
    if match["apart"]:
        # A colour without a name becomes a bare span, the only inline element that changes nothing.
        return f":color[\\{sign}]"
    return f"\\{sign}"


def bold(text: str) -> Markdown:
    """A text in bold letters."""
    return Markdown(f"**{plain(text)}**")


def italic(text: str) -> Markdown:
    """A text in italic letters."""
    return Markdown(f"*{plain(text)}*")


# Of an address that is put into Markdown nothing may end it, and nothing in it is shown.
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>()\"'\\]+", re.IGNORECASE)


def link(text: str, address: str) -> Markdown:
    """A text that leads to an address; the text alone where the address is none of the web or of mail."""
    return Markdown(f"[{plain(text)}](<{address}>)") if _ADDRESS.fullmatch(address) else plain(text)


def icon(name: str) -> Markdown:
    """One of Google's Material icons, by its name: icon("info")."""
    return Markdown(f":material/{name}:")


def join(parts: Iterable[str], between: str = " ") -> Markdown:
    """Texts and Markdown one after another; texts that are empty are left out."""
    return Markdown(between.join(plain(part) for part in parts if part))


def build_list(texts: Iterable[str], numbered: bool = False) -> Markdown:
    """A list with a bullet or a number before each text."""
    marks = (f"{i}." if numbered else "-" for i in range(1, 1_000_000))
    return Markdown("\n".join(f"{mark} {plain(text)}" for mark, text in zip(marks, texts, strict=False)))


def style(sheet: str) -> str:
    """A style sheet of the dashboard's own as st.html takes it. It is not to hold anything of the data."""
    return f"<style>{sheet}</style>"
