"""The dashboard's own words that partners' words are mapped to: districts, wards, offences and flags.

A word of a partner is taken without asking where it is one of ours or a known name of it: a former name of a
district, the name that publications of the Home Office give an offence (recorded_offences.csv), and what
partner_words.csv lists. Whatever could be two of ours is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import pyarrow as pa
import pyarrow.parquet as pq

from csp.core import areas, reference_tables, settings
from csp.core.area_names import simplify_name
from csp.core.measures import Catalogue, read_catalogue
from csp.core.recorded_crime import read_offences
from csp.core.settings import REFERENCE
from csp.data.store import Store
from csp.imports.partner.mapping.spelling import simplify_offence, simplify_ward

WORDS = "partner_words.csv"
# What councils and their areas are called in tables: "Exeter CC", "Dover District", "North Kesteven DC".
_COUNCIL = re.compile(r" (?:bc|dc|cc|mbc|mdc|lb|rb|ua|borough|district|city|unitary authority|unitary)$")


@dataclass(frozen=True)
class Known:
    """What words may be mapped to, for one source.

    areas, offences and flags: the label by code. wards: the name by code of each ward, by the code of its
    district. aliases: the code of each simplified word that is taken without asking, by role ("area",
    "offence", "flag"). own: the codes of the districts whose rows are kept, home the first of them. parts:
    the simplified words among those of offences that are of a part of one: "Rape" of sexual offences.
    has_wards: whether rows of the source are kept by ward.
    """

    source: str
    own: tuple[str, ...]
    areas: Mapping[str, str]
    wards: Mapping[str, Mapping[str, str]]
    offences: Mapping[str, str]
    flags: Mapping[str, str]
    aliases: Mapping[str, Mapping[str, str]]
    parts: frozenset[str] = frozenset()
    has_wards: bool = True

    @property
    def home(self) -> str:
        """The code of the partnership's own district."""
        return self.own[0]

    def find_area(self, word: str) -> str:
        """The code of a district by its code or name; "" where none is known."""
        names = self.aliases["area"]
        plain = simplify_name(word)
        return word if word in self.areas else names.get(plain) or names.get(_COUNCIL.sub("", plain), "")

    def find_ward(self, word: str, district: str = "") -> str:
        """The code of a ward by its code or name, in a district or else in all; "" for none or two."""
        codes = self._ward_codes.get(district, {})
        named = codes.get(word) or codes.get(simplify_ward(word)) or frozenset()
        return next(iter(named)) if len(named) == 1 else ""

    @cached_property
    def _ward_codes(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """The codes of wards by code and by simplified name, by district, and by "" for all districts."""
        codes: dict[str, dict[str, frozenset[str]]] = {"": {}}
        for district, wards in self.wards.items():
            for code, name in wards.items():
                for key, of in product((code, simplify_ward(name)), (district, "")):
                    by_name = codes.setdefault(of, {})
                    by_name[key] = by_name.get(key, frozenset()) | {code}
        return codes

    def find_offence(self, word: str) -> str:
        """The code of an offence by its code or name; "" where none is known."""
        return word if word in self.offences else self.aliases["offence"].get(simplify_offence(word), "")

    def find_flag(self, word: str) -> str:
        """The code of a flag by its code or name; "" where none is known."""
        return word if word in self.flags else self.aliases["flag"].get(simplify_offence(word), "")


def read_known(source: str) -> Known:
    """The words of a source of the catalogue, and the places of the settings and of what is imported."""
    catalogue, districts, area = read_catalogue(), settings.read_districts(), settings.area()
    vocabulary = catalogue.sources[source].vocabulary
    own = tuple(dict.fromkeys([*_list_within(area.home), *settings.list_stored()]))
    named, offences = areas.list_names(districts, own), _list_offence_aliases(catalogue, vocabulary)
    labels = {simplify_offence(label) for label in list_vocabulary(source).values()}
    return Known(
        source=source,
        own=own,
        areas={code: district.name for code, district in districts.items()},
        wards=_read_wards(own),
        offences=list_vocabulary(source),
        flags={code: flag.label for code, flag in catalogue.flags.items()},
        aliases={
            "area": {simplify_name(name): code for name, code in named.items()},
            "offence": offences,
            "flag": _list_flag_aliases(catalogue),
        },
        parts=frozenset(_list_single(_list_published(vocabulary))) - labels,
        has_wards=not catalogue.sources[source].small,
    )


def list_vocabulary(source: str) -> Mapping[str, str]:
    """The offences of a source by code, with their labels, in the order of the catalogue."""
    catalogue = read_catalogue()
    vocabulary = catalogue.offences.get(catalogue.sources[source].vocabulary, {})
    return {code: offence.label for code, offence in vocabulary.items()}


def _list_within(home: str) -> tuple[str, ...]:
    """The district of home, or those that an area of one's own is made of."""
    district = settings.read_districts()[home]
    return district.within or (home,)


def _read_wards(own: Collection[str]) -> dict[str, dict[str, str]]:
    """The names of the wards on file by code, by the code of the district that they lie in.

    As on the pages: of a district the imported outlines, else wards.csv, else the imported lookup.
    """
    former = areas.list_former(settings.read_districts(), own)
    wards: dict[str, dict[str, str]] = {}
    for rows in (
        _read_imported("boundaries"),
        reference_tables.read(REFERENCE / "wards.csv"),
        _read_imported("lookup"),
    ):
        of_districts: dict[str, dict[str, str]] = {}
        for row in rows:
            district = former.get(row["district_code"], row["district_code"])
            if row["ward_code"] and row["ward"] and district not in wards:
                of_districts.setdefault(district, {})[row["ward_code"]] = row["ward"]
        wards |= of_districts
    return wards


def _read_imported(kind: str) -> list[dict[str, str]]:
    """The wards of the imported outlines or lookups in force; none of a file that cannot be read."""
    store = Store(settings.extracts())
    table, _ = store.read()
    rows = [row for row in table.to_pylist() if row["kind"] == kind and row["replaced_at"] is None]
    wards: list[dict[str, str]] = []
    for path in store.paths(rows):
        with suppress(OSError, pa.ArrowException):
            wards += pq.read_table(
                path, columns=["ward_code", "ward", "district_code"], partitioning=None
            ).to_pylist()
    return wards


def _list_offence_aliases(catalogue: Catalogue, vocabulary: str) -> dict[str, str]:
    """The offence of each simplified name; a name of two offences is left out, ours come before others'."""
    own = [(o.label, code) for code, o in catalogue.offences.get(vocabulary, {}).items()]
    own += [
        (label, measure.offences[vocabulary][0])
        for measure in catalogue.measures.values()
        if measure.flag is None and len(measure.offences.get(vocabulary, ())) == 1
        for label in (measure.label, measure.long_label, *measure.former_labels)
    ]
    codes = catalogue.offences.get(vocabulary, {})
    listed = [
        (row["word"], row["code"])
        for row in reference_tables.read(REFERENCE / WORDS)
        if row["role"] == "offence" and row["vocabulary"] == vocabulary and row["code"] in codes
    ]
    return _list_single(_list_published(vocabulary)) | _list_single(listed) | _list_single(own)


def _list_single(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The code of each simplified name that has one code alone."""
    codes: dict[str, set[str]] = {}
    for name, code in pairs:
        codes.setdefault(simplify_offence(name), set()).add(code)
    return {name: min(each) for name, each in codes.items() if len(each) == 1}


def _list_published(vocabulary: str) -> list[tuple[str, str]]:
    """The names that publications have for offences that lie within a single one of a vocabulary."""
    published = read_offences()
    ours: dict[str, set[str]] = {}
    for row in reference_tables.read(REFERENCE / "harm_offences.csv"):
        if row["vocabulary"] == vocabulary:
            ours.setdefault(row["subgroup"], set()).add(row["offence"])

    def find(code: str) -> set[str]:
        """The offences of ours that one is a part of, or that its parts are."""
        parts = [part for part in published.values() if part.within == code]
        own = ours.get(published[code].label, set())
        return own or set().union(*(find(part.code) for part in parts))

    def climb(code: str) -> set[str]:
        """What find() says of it, else of what it is a part of."""
        within = published[code].within
        return find(code) or (climb(within) if within else set())

    return [
        (name, next(iter(codes)))
        for each in published.values()
        if len(codes := climb(each.code)) == 1
        for name in (each.label, *each.names)
    ]


def _list_flag_aliases(catalogue: Catalogue) -> dict[str, str]:
    own = [(text, code) for code, flag in catalogue.flags.items() for text in (flag.label, code)]
    listed = [
        (row["word"], row["code"])
        for row in reference_tables.read(REFERENCE / WORDS)
        if row["role"] == "flag" and row["code"] in catalogue.flags
    ]
    return _list_single(listed) | _list_single(own)
