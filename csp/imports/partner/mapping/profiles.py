"""Profiles as files: kept in the folder of the extracts, and given to others as one file of TOML."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast, get_args

from csp.core import settings
from csp.core.characters import printable, quote
from csp.core.codes import is_code
from csp.core.errors import UserError
from csp.core.partner.profile import Axis, Blank, ColumnUse, Profile, Role
from csp.imports.disk import place_text

FOLDER = "partner_profiles"
LARGEST_BYTES = 2 << 20
LONGEST_TEXT = 500

_NAME = re.compile(r"[^\W_][\w .,()&'-]{0,58}[\w)']|[^\W_]")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
_SEVERAL: frozenset[Role] = frozenset({"flag", "wide", "leave out"})
_WORD_ROLES: tuple[Role, ...] = ("area", "ward", "offence", "flag")
_PERIOD_ROLES: tuple[Role, ...] = ("month", "year", "quarter")
_ABOUT = """\
# How the files of a partner are read by the community safety dashboard: what each column says, and what the
# partner's words are in the dashboard's. Upload it on the page Data, or keep it in the folder
# partner_profiles of the extracts.
"""


def list_profiles() -> tuple[str, ...]:
    """The names of the profiles that are kept, in their order. One that cannot be read is named too."""
    folder = settings.extracts() / FOLDER
    paths = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    return tuple(sorted((_read_name(path) for path in paths), key=str.casefold))


def _read_name(path: Path) -> str:
    try:
        return _read(path).name
    except UserError:
        return path.stem


def read_profile(name: str) -> Profile:
    """A profile by its name. Raises UserError where there is none, or it cannot be read."""
    path = _find_path(name)
    if not path.is_file():
        kept = list_profiles()
        which = (
            f"Kept are {', '.join(kept[:8])}."
            if kept
            else "None is kept yet: bring the file in on the page Data."
        )
        raise UserError(f"There is no profile {quote(name)}. {which}")
    return _read(path)


def save_profile(profile: Profile) -> None:
    """Keeps a profile, in place of one of the same name. Raises UserError for a name that is no file."""
    path, text = _find_path(profile.name, writing=True), write_profile(profile)
    parse_profile(text, path.name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        place_text(path, text)
    except OSError as error:
        raise UserError(f"The profile {quote(profile.name)} cannot be kept: {error.strerror}.") from error


def delete_profile(name: str) -> None:
    """Removes a profile; none of that name is no error."""
    try:
        _find_path(name, writing=True).unlink(missing_ok=True)
    except OSError as error:
        raise UserError(f"The profile {quote(name)} cannot be removed: {error.strerror}.") from error


def _find_path(name: str, writing: bool = False) -> Path:
    """Where a profile of a name is kept: names that differ in case or punctuation are one."""
    if not _NAME.fullmatch(name):
        raise UserError(
            f"{quote(name)} cannot be the name of a profile. Give it letters, figures and spaces, at most 60."
        )
    stem = re.sub(r"[\W_]+", "-", name.casefold()).strip("-")
    folder = settings.own_extracts() if writing else settings.extracts()
    return folder / FOLDER / f"{stem}.toml"


def _read(path: Path) -> Profile:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UserError(f"{path.name} is larger than any profile. Delete it and save the profile again.")
        return parse_profile(path.read_text(encoding="utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        raise UserError(f"{path.name} is no text in UTF-8. Save the profile again.") from error
    except OSError as error:
        raise UserError(f"{path.name} cannot be read: {error.strerror}.") from error


def write_profile(profile: Profile) -> str:
    """A profile as the text of a file that others can take over: TOML."""
    values: dict[str, str | bool] = {
        "name": profile.name,
        "source": profile.source,
        "sheet": profile.sheet,
        "wide": profile.wide,
        "blanks": profile.blanks,
        "month_first": profile.month_first,
        "calendar_quarters": profile.calendar_quarters,
    }
    lines = [_ABOUT, "format = 1", *(f"{name} = {_write(value)}" for name, value in values.items())]
    for use in profile.columns:
        lines += [
            "",
            "[[columns]]",
            f"heading = {_write(printable(use.heading))}",
            f"role = {_write(use.role)}",
        ]
        if use.stands_for:
            lines.append(f"stands_for = {_write(printable(use.stands_for))}")
    tables: dict[str, Mapping[Any, str]] = {f"words.{role}": words for role, words in profile.words.items()}
    tables |= {"fixed": profile.fixed, "kept": profile.kept}
    for title, entries in tables.items():
        if entries:
            lines += [
                "",
                f"[{title}]",
                *(f"{_write(key)} = {_write(value)}" for key, value in entries.items()),
            ]
    return "\n".join(lines) + "\n"


def _write(value: str | bool) -> str:
    """A value as TOML has it: JSON writes text alike, but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def parse_profile(text: str, file: str = "") -> Profile:
    """The profile of a text. Raises UserError, one sentence that names the entry, for one that is none."""
    shown = file or "The profile"
    if len(text) > LARGEST_BYTES:
        raise UserError(f"{shown} is larger than any profile. Check that it is the right file.")
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError(f"{shown} is no profile of this dashboard: it cannot be read as TOML.") from error
    try:
        return _build(raw)
    except _WrongEntryError as error:
        raise UserError(f"{shown} is no profile that can be used: {error}.") from error


class _WrongEntryError(Exception):
    """What is wrong with an entry, as the end of a sentence."""


def _build(raw: Mapping[str, Any]) -> Profile:
    if raw.get("format") != 1:
        raise _WrongEntryError("it has no line format = 1")
    name, source = _text(raw, "name"), _text(raw, "source")
    if not _NAME.fullmatch(name):
        raise _WrongEntryError(f"its name is {quote(name)}, which is none that can be kept")
    if not _CODE.fullmatch(source):
        raise _WrongEntryError(f"its source is {quote(source)}, which is no code of a source")
    columns = tuple(_build_use(each) for each in _tables(raw, "columns"))
    _check_roles(columns)
    return Profile(
        name=name,
        source=source,
        columns=columns,
        sheet=_text(raw, "sheet"),
        wide=cast(Axis, _one_of(raw, "wide", get_args(Axis), "")),
        words=_build_words(raw.get("words", {})),
        fixed=cast(Mapping[Role, str], _build_texts(raw, "fixed", ("area", "offence", *_PERIOD_ROLES))),
        kept=_build_texts(raw, "kept"),
        blanks=cast(Blank, _one_of(raw, "blanks", get_args(Blank), "missing")),
        month_first=_flag(raw, "month_first"),
        calendar_quarters=_flag(raw, "calendar_quarters"),
    )


def _build_use(raw: Mapping[str, Any]) -> ColumnUse:
    role = cast(Role, _one_of(raw, "role", get_args(Role), "leave out"))
    return ColumnUse(_text(raw, "heading"), role, _text(raw, "stands_for"))


def _check_roles(columns: tuple[ColumnUse, ...]) -> None:
    roles = [use.role for use in columns if use.role not in _SEVERAL]
    twice = next((role for role in roles if roles.count(role) > 1), None)
    if twice:
        raise _WrongEntryError(f"two of its columns are the {twice}")
    if {"count", "wide"} <= {use.role for use in columns}:
        raise _WrongEntryError("it has a column of counts and columns that are counts of their heading")


def _build_words(raw: object) -> dict[Role, dict[str, str]]:
    if not isinstance(raw, dict):
        raise _WrongEntryError("words is no table")
    words = {role: _build_texts(raw, role) for role in _WORD_ROLES if role in raw}
    for role, codes in words.items():
        for word, code in codes.items():
            if code and not _is_good(role, code):
                raise _WrongEntryError(f"{quote(word)} is mapped to {quote(code)}, which is no code")
    return words


def _is_good(role: Role, code: str) -> bool:
    if role == "area":
        return is_code("district", code)
    return is_code("ward", code) if role == "ward" else _CODE.fullmatch(code) is not None


def _build_texts(raw: Mapping[str, Any], name: str, keys: tuple[str, ...] = ()) -> dict[str, str]:
    """A table of texts. keys: the only names in it, () for any."""
    table = raw.get(name, {})
    if not isinstance(table, dict):
        raise _WrongEntryError(f"{name} is no table")
    other = next((key for key in table if keys and key not in keys), None)
    if other:
        raise _WrongEntryError(f"{name} has an entry {quote(other)}")
    return {_check_text(key, name): _text(table, key) for key in table}


def _tables(raw: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    tables = raw.get(name, [])
    if not isinstance(tables, list) or not tables or not all(isinstance(each, dict) for each in tables):
        raise _WrongEntryError(f"it has no {name}")
    return tables


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name, "")
    if not isinstance(value, str):
        raise _WrongEntryError(f"{name} is no text")
    return _check_text(value, name)


def _check_text(value: str, name: str) -> str:
    if len(value) > LONGEST_TEXT or printable(value) != value:
        raise _WrongEntryError(f"{name} is too long or has characters that cannot be shown")
    return value


def _one_of(raw: Mapping[str, Any], name: str, choices: tuple[str, ...], default: str) -> str:
    value = raw.get(name, default)
    if value not in choices:
        raise _WrongEntryError(
            f"{name} is {quote(str(value))}, which is none of {', '.join(filter(None, choices))}"
        )
    return str(value)


def _flag(raw: Mapping[str, Any], name: str) -> bool:
    value = raw.get(name, False)
    if not isinstance(value, bool):
        raise _WrongEntryError(f"{name} is neither true nor false")
    return value
