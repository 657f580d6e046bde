"""The statements that several topics share, a typed function each."""

from __future__ import annotations

import pandas as pd

from csp.core import geography, settings
from csp.core.filters import Filters, Period
from csp.core.geography import Outlines, OwnArea
from csp.core.population import Populations
from csp.core.scope import Scope
from csp.data.caching import keep_while_data_stands
from csp.data.cases import Cases
from csp.data.queries.asking import ask


def by_district(filters: Filters, scope: Scope, home: str) -> pd.DataFrame:
    """measure, district_code, now, before: counts of every measure in the period and its comparison.

    Home is narrowed to the filters' wards, if any; other districts are whole.
    """
    return ask(
        "measures/by_district",
        source=filters.source,
        home=home,
        wards=filters.wards,
        excluded=filters.exclude,
        months=scope.months,
        before=scope.before,
    )


def by_flag(filters: Filters, scope: Scope, district: str) -> pd.DataFrame:
    """measure, flag, now, before: the flagged part of each measure in one district."""
    return ask(
        "measures/by_flag",
        source=filters.source,
        district=district,
        wards=filters.wards,
        months=scope.months,
        before=scope.before,
    )


def by_month(filters: Filters, district: str, period: Period) -> pd.DataFrame:
    """measure, month, n in one district over the months of a period; months without a row are absent."""
    return ask(
        "measures/by_month",
        source=filters.source,
        district=district,
        wards=filters.wards,
        excluded=filters.exclude,
        start=period.start,
        end=period.end,
    )


def flags(source: str) -> tuple[str, ...]:
    """The flags that occur in a source."""
    return tuple(ask("store/flags", source=source)["flag"])


def wards(district: str) -> dict[str, str]:
    """Ward names by code, in the order of the names.

    Wards of one name in two districts of an area of one's own have their district behind it.
    """
    frame = ask("store/wards", district=district)
    if frame["part_code"].nunique() > 1:
        names = settings.area().names
        is_shared = frame.groupby("ward")["part_code"].transform("nunique") > 1
        of = frame["part_code"].map(lambda code: f" ({names.get(code, code)})")
        frame["ward"] = frame["ward"] + of.where(is_shared, "")
    return dict(zip(frame["ward_code"], frame["ward"], strict=True))


def own_wards(areas: tuple[str, ...]) -> pd.DataFrame:
    """area_code, entry, ward_code: the wards on file of areas of one's own, by the part that named them."""
    return ask("store/own_wards", areas=areas)


def own_unknown(areas: tuple[str, ...]) -> pd.DataFrame:
    """area_code, district_code, ward: what areas of one's own name and no table has."""
    return ask("store/own_unknown", areas=areas)


def wards_counted(source: str, district: str) -> frozenset[str]:
    """The wards for which the source has any row."""
    return frozenset(ask("store/wards_counted", source=source, district=district)["ward_code"])


@keep_while_data_stands(maxsize=4)
def district_outlines(codes: tuple[str, ...]) -> Outlines | None:
    """The outlines of districts: imported ones, else schematic ones, else None."""
    return geography.find_districts(codes, ask("store/boundaries", districts=codes), _list_own_areas(codes))


def _list_own_areas(codes: tuple[str, ...]) -> tuple[OwnArea, ...]:
    """The areas of one's own among some districts, with the wards that are on file of them."""
    districts = settings.read_districts()
    own = [districts[code] for code in codes if code in districts and districts[code].within]
    if not own:
        return ()
    rows = own_wards(tuple(each.code for each in own))
    # Parts that are whole districts stand before those that are wards.
    starts = rows["area_code"].map({each.code: len(each.parts) for each in own})
    single = rows[rows["entry"] >= starts]
    return tuple(
        OwnArea(each.code, each.parts, tuple(single.loc[single["area_code"] == each.code, "ward_code"]))
        for each in own
    )


@keep_while_data_stands(maxsize=2)
def populations() -> Populations:
    """Mid-year population of districts and wards."""
    frame = ask("store/population")
    return Populations(
        {
            (area, int(year)): int(people)
            for area, year, people in zip(frame["area_code"], frame["year"], frame["population"], strict=True)
        }
    )


def by_ward(filters: Filters, scope: Scope, district: str) -> pd.DataFrame:
    """measure, ward_code, now, before of a whole district; ward_code is "" for rows in no known ward."""
    return ask(
        "wards/by_ward",
        source=filters.source,
        district=district,
        months=scope.months,
        before=scope.before,
        excluded=filters.exclude,
    )


def points(filters: Filters, scope: Scope) -> pd.DataFrame:
    """longitude, latitude, ward_code, location, n of one measure by map point of the whole home district.

    Most first. Empty where the source has no positions.
    """
    return ask(
        "wards/points",
        source=filters.source,
        measure=filters.measure,
        months=scope.months,
        excluded=filters.exclude,
    )


@keep_while_data_stands(maxsize=4)
def ward_outlines(district: str) -> Outlines | None:
    """The ward outlines of a district: imported ones, else schematic ones, else None."""
    is_own = bool(settings.read_districts()[district].within)
    on_file = tuple(wards(district)) if is_own else ()
    return geography.find_wards(district, ask("store/boundaries", districts=(district,)), on_file)


@keep_while_data_stands(maxsize=4)
def cases(source: str, district: str) -> Cases:
    """Every incident of a district by month, ward, offence, flag and outcome, read once and kept.

    Reads the incidents: half a second for a district with 5 million rows, then nothing.
    """
    return Cases.from_frame(ask("profile/outcomes", source=source, district=district))


def trend_by_district(
    filters: Filters, districts: tuple[str, ...], home: str, period: Period
) -> pd.DataFrame:
    """district_code, month, n, n_whole of the filters' measure; home's n is narrowed to their wards."""
    return ask(
        "trends/by_district",
        source=filters.source,
        measure=filters.measure,
        districts=districts,
        home=home,
        wards=filters.wards,
        excluded=filters.exclude,
        start=period.start,
        end=period.end,
    )


def flagged_by_ward(source: str, district: str) -> pd.DataFrame:
    """measure, month, area_code, flag, n of the wards of a district over everything loaded."""
    return ask("thresholds/by_ward", source=source, district=district)


def flagged_by_district(source: str, districts: tuple[str, ...]) -> pd.DataFrame:
    """measure, month, area_code, flag, n of whole districts over everything loaded."""
    return ask("thresholds/by_district", source=source, districts=districts)


def by_offence_and_place(
    filters: Filters, scope: Scope, home: str, districts: tuple[str, ...]
) -> pd.DataFrame:
    """district_code, ward ("" outside home and in no known ward), offence, flag, n of the period."""
    return ask(
        "harm/by_offence",
        source=filters.source,
        home=home,
        districts=districts,
        months=scope.months,
        excluded=filters.exclude,
    )


def harm_weights() -> pd.DataFrame:
    """index, subgroup, median_days, mean_days of the indices of harm that were imported."""
    return ask("store/harm_weights")


def survey_figures() -> pd.DataFrame:
    """survey, area, period, question, answer, per_cent, base (missing: not said), as imported."""
    return ask("store/survey")


def partner_figures(district: str) -> pd.DataFrame:
    """source, offence, start, months (3 or 12), n of what partners count by the quarter or the year."""
    return ask("store/partner_figures", district=district)


def by_offence(filters: Filters, scope: Scope, districts: tuple[str, ...]) -> pd.DataFrame:
    """district_code, offence, flag, now, before of whole districts in the period and its comparison."""
    return ask(
        "thresholds/by_offence",
        source=filters.source,
        districts=districts,
        months=scope.months,
        before=scope.before,
    )
