"""Text that people type: what of it may be stored, with one sentence where it may not.

Text is stored as typed, whatever it looks like; escaping it is the business of who shows it.
Only characters that have no place in text are refused: NUL, control characters, halves of
surrogate pairs, and what XML (and with it Excel and Word) cannot hold.
"""

from __future__ import annotations

import unicodedata

from csp.core.access import LONGEST_NAME
from csp.core.errors import UserError


def is_refused(char: str) -> bool:
    """Whether a character has no place in text. Line ends and tabs are among them: see check_prose."""
    return unicodedata.category(char) in ("Cc", "Cs") or ord(char) & 0xFFFE == 0xFFFE


def check_prose(value: str, field: str, most: int, required: bool = False) -> str:
    """Text of several lines as typed, its line ends written as \\n; "" for nothing but blanks.

    field names the field in the sentence of the UserError, most is the number of characters
    that can be kept.
    """
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if any(is_refused(char) and char not in "\n\t" for char in text):
        raise UserError(f"{field} contains a control character: type it again instead of pasting it.")
    if required and not text.strip():
        raise UserError(f"{field} is missing.")
    if len(text) > most:
        raise UserError(f"{field} has {len(text):,} characters; at most {most:,} can be kept.")
    return text if text.strip() else ""


def check_line(value: str, field: str, most: int, required: bool = False) -> str:
    """One line of text without the blanks around it. Raises UserError, likewise."""
    text = check_prose(value, field, most, required).strip()
    if "\n" in text or "\t" in text:
        raise UserError(f"{field} has to be on one line.")
    return text


def check_name(name: str) -> str:
    """A person's name as it is recorded. Raises UserError for none, or one that cannot be kept."""
    if not name.strip():
        raise UserError("Say who you are: the record keeps a name with every change.")
    return check_line(name, "Your name", LONGEST_NAME)
