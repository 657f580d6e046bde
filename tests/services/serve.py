"""A local copy of the public services with made-up data, to try csp setup without a network.

    .venv/bin/python -m tests.services.serve Exeter Camden Belfast Cumberland

prints what to set (CSP_SERVICES) and serves until Ctrl+C. In another window, with it set:

    .venv/bin/python -m csp setup Exeter
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path

from csp.core import areas, settings, terminal
from csp.core.filters import add_months
from tests.services.answers import SETTINGS, serving
from tests.services.made import publish


def main() -> None:
    """Makes the data of the forces of some districts and serves them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("districts", nargs="+", metavar="DISTRICT")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--months", type=int, default=38)
    parser.add_argument("--last", type=date.fromisoformat, default=date(2026, 9, 1))
    parser.add_argument("--scale", type=float, default=1.0, help="of the usual number of rows")
    parser.add_argument("--folder", type=Path, default=None, help="where services.toml is written")
    options = parser.parse_args()
    districts = settings.read_districts()
    forces = sorted({areas.find_district(name, districts).force_slug for name in options.districts})
    terminal.say(f"Making {options.months} months of {', '.join(forces)}: a minute or two for large forces.")
    missing = [("cumbria", add_months(options.last, -9))]
    published = publish(forces, options.last, options.months, options.scale, missing)
    folder = options.folder or Path(tempfile.mkdtemp(prefix="csp-services-"))
    folder.mkdir(parents=True, exist_ok=True)
    with serving(published, options.port) as server:
        file = folder / "services.toml"
        file.write_text(SETTINGS.format(url=server.url), encoding="utf-8")
        terminal.say(f"Serving at {server.url}. Set CSP_SERVICES={file}")
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        terminal.say("Stopped.")
