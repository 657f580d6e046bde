"""What the adjustment of public mode costs: how far counts by ward are off, and which clear changes are kept.

    .venv/bin/python -m tests.bench.disclosure

Publishes the sample as csp publish does, and compares the figures of Wards with those of the true store, year
by year. The secret is drawn anew each time, so the figures differ a little from run to run.
"""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np

from csp.core import settings
from csp.core.change import Change
from csp.core.filters import Filters, Period
from csp.core.measures import read_catalogue
from csp.core.scope import Scope
from csp.imports.published import write_published
from csp.topics.wards.fetch import fetch_wards
from csp.topics.wards.rules.figures import compute_ward_figures

YEARS = (Period(date(2019, 1, 1), 12), Period(date(2020, 1, 1), 12))

Changes = dict[tuple[str, str, int], Change]


def measure_changes() -> Changes:
    """The change of each measure, ward and year in the mode in force."""
    changes = {}
    for year in YEARS:
        filters = Filters("sample", "all_crime", (), year, year.shift(-1), ())
        scope = Scope(year.each(), year.shift(-1).each(), (), (), (), ())
        wards = fetch_wards(filters, scope)
        for measure in read_catalogue().offered("sample"):
            for figures in compute_ward_figures(wards, measure.code):
                changes[measure.code, figures.code, year.year] = figures.change
    return changes


def publish(folder: Path) -> None:
    """Go over to public mode on the sample, published into a folder."""
    text = (settings.REFERENCE / "area.toml").read_text(encoding="utf-8")
    (folder / "area.toml").write_text(text.replace("public = false", "public = true"), encoding="utf-8")
    os.environ["CSP_AREA"] = str(folder / "area.toml")
    os.environ["CSP_PUBLISHED"] = str(folder / "published")
    write_published()


def report(true: Changes, shown: Changes) -> None:
    """Print the errors by measure, and how many clear changes stay clear."""
    errors = defaultdict(list)
    for place, change in shown.items():
        errors[place[0]].append((true[place].now, change.now - true[place].now))
    print(f"{'Measure':<32}{'mean count':>12}{'mean error':>12}{'% of count':>12}")
    for measure, pairs in errors.items():
        counts, noise = np.array(pairs).T
        off, mean = np.abs(noise).mean(), counts.mean()
        print(f"{measure:<32}{mean:>12.1f}{off:>12.2f}{100 * off / mean:>12.1f}")
    noise = np.array([each for pairs in errors.values() for _, each in pairs])
    print(
        f"All: mean error {np.abs(noise).mean():.2f}, largest {np.abs(noise).max()}, bias {noise.mean():+.3f}"
    )
    clear = [place for place, change in true.items() if change.is_real]
    kept = [place for place in clear if shown[place].is_real and _is_same_way(shown[place], true[place])]
    new = [place for place, change in shown.items() if change.is_real and not true[place].is_real]
    turned = [
        place for place in clear if shown[place].is_real and not _is_same_way(shown[place], true[place])
    ]
    print(f"Clear changes: {len(kept)} of {len(clear)} kept, {len(new)} new, {len(turned)} the other way.")


def _is_same_way(one: Change, other: Change) -> bool:
    return np.sign(one.difference or 0) == np.sign(other.difference or 0)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["CSP_EXTRACTS"] = str(Path(name, "extracts"))
        true = measure_changes()
        publish(Path(name))
        report(true, measure_changes())


if __name__ == "__main__":
    main()
