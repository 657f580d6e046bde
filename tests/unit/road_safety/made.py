"""Made collisions and casualties in the columns of the store, drawn by a seed."""

from __future__ import annotations

import numpy as np
import pandas as pd


def make_collisions(seed: int = 1, number: int = 400, years: tuple[int, int] = (2017, 2020)) -> pd.DataFrame:
    """Collisions in a square of about 700 m, days drawn from July of one year to June of another."""
    random = np.random.default_rng(seed)
    days = pd.date_range(f"{years[0]}-07-01", f"{years[1]}-06-30")
    severity = random.choice([1, 2, 3], number, p=[0.05, 0.25, 0.7])
    return pd.DataFrame(
        {
            "source": "sample",
            "collision_key": [f"k{i:04d}" for i in random.permutation(number)],
            "date": days[random.integers(0, len(days), number)],
            "hour": random.integers(0, 24, number),
            "district_code": random.choice(["E07000116", "E07000111"], number),
            "ward_code": random.choice(["W1", "W2", None], number),
            "longitude": 0.26 + random.uniform(0, 0.01, number),
            "latitude": 51.13 + random.uniform(0, 0.006, number),
            "severity": severity,
            "fatal": (severity == 1).astype(int),
            "serious": (severity == 2).astype(int),
            "slight": (severity == 3).astype(int) + random.integers(0, 2, number),
            "casualties_adjusted_serious": np.nan,
            "casualties_adjusted_slight": np.nan,
            "road": random.choice(["A26", "A264", "B2023", None], number),
            "area_type": random.choice([1, 2], number),
            "vulnerable": random.random(number) < 0.3,
        }
    )


def sum_by_month(collisions: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sums by month that the store gives for such collisions: casualties, and collisions.

    A casualty without an adjustment counts in the adjusted sums as it was recorded.
    """
    people, numbers = [], []
    for row in collisions.dropna(subset=["district_code"]).itertuples():
        place = {"district_code": row.district_code, "month": row.date.replace(day=1)}
        numbers.append({**place, "severity": 3, "collisions": 1})
        counts = {1: row.fatal, 2: row.serious, 3: row.slight}
        adjusted = [row.casualties_adjusted_serious, row.casualties_adjusted_slight]
        if np.isnan(adjusted[0]):
            adjusted = [row.serious, row.slight]
        for severity, count in counts.items():
            if count:
                first = severity == max(code for code in counts if counts[code])
                sums = adjusted if first else [0.0, 0.0]
                people.append(
                    {
                        **place,
                        "severity": severity,
                        "casualties": count,
                        "adjusted_serious": sums[0],
                        "adjusted_slight": sums[1],
                        "adjusted": 0 if np.isnan(row.casualties_adjusted_serious) else count,
                    }
                )
    columns = ["district_code", "month", "severity"]
    casualties = pd.DataFrame(
        people, columns=[*columns, "casualties", "adjusted_serious", "adjusted_slight", "adjusted"]
    )
    return (
        casualties.groupby(columns, as_index=False).sum(),
        pd.DataFrame(numbers, columns=[*columns, "collisions"]).groupby(columns, as_index=False).sum(),
    )
