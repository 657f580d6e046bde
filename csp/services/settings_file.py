"""Writing the settings file: the name of home and no more, never over another's without being told to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from csp.core import areas, settings
from csp.core.areas import District
from csp.core.errors import UserError
from csp.imports.files import digest
from csp.services.downloads import keep

# The file as it comes with the dashboard, which nobody misses.
DELIVERED = "ad393e99b243ed22fc2267e1853977cae0de9fd89df141b98c430104260e3a48"


def write_settings(home: District, replace: bool, ask: Callable[[str], bool] | None) -> str:
    """Makes a district the home of the settings file; what was done, as a sentence.

    A file of the same home stays as it is. One of another is replaced where replace or the answer to ask
    says so, and kept beside. ask: None where nobody can be asked. Raises UserError where it may not be.
    """
    path = settings.area_file()
    if not path.exists():
        _write(path, home)
        return f"Settings: {path} has {write_line(home)}."
    before = _read_home(path)
    if before == home.code:
        return f"Settings: {path} is of {home.name} already, and stays as it is."
    if digest(path) == DELIVERED:
        _write(path, home)
        return f"Settings: {path} has {write_line(home)}, in place of the example that it came with."
    _insist(path, before, home, replace, ask)
    kept = _keep(path)
    _write(path, home)
    return f"Settings: {path} has {write_line(home)}. The file before it is kept as {kept.name}."


def _insist(
    path: Path, before: str, home: District, replace: bool, ask: Callable[[str], bool] | None
) -> None:
    name = settings.read_districts()[before].name if before in settings.read_districts() else "another area"
    if replace:
        return
    if ask is None:
        raise UserError(
            f'{path} is of {name}. To put {home.name} into its place, run python -m csp setup "{home.name}" '
            "--replace; the file is kept beside it."
        )
    if not ask(f"{path} is of {name}. Put {home.name} into its place? The file is kept beside it."):
        raise UserError(f"{path} stays as it is, of {name}, and nothing was fetched.")


def _read_home(path: Path) -> str:
    """The code of the home in a settings file; "" where it names none that is known."""
    try:
        raw = settings.read_toml(path)
        named = raw.get("home") or raw.get("partnership", {}).get("home", "")
        return areas.find_district(named, settings.read_districts()).code
    except (UserError, AttributeError, TypeError):
        return ""


def _keep(path: Path) -> Path:
    """A copy of the file under a name that is free."""
    stem = f"{path.stem}-before-{date.today():%Y-%m-%d}"  # noqa: DTZ011 - the day on the wall
    names = (f"{stem}{'' if number == 1 else f'-{number}'}{path.suffix}" for number in range(1, 1000))
    target = next(path.with_name(name) for name in names if not path.with_name(name).exists())
    return keep(target, path.read_bytes())


def _write(path: Path, home: District) -> None:
    keep(path, f"{write_line(home)}\n".encode())


def write_line(home: District) -> str:
    """The one line that is needed, by the name where that is enough to find the district by."""
    name = home.name.replace("\\", "\\\\").replace('"', '\\"')
    try:
        is_enough = areas.find_district(home.name, settings.read_districts()).code == home.code
    except UserError:
        is_enough = False
    return f'home = "{name if is_enough else home.code}"'
