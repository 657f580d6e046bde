"""The files of agencies that go out: lists in Word, forms in Excel, and all forms at once.

They hold what people recorded alone. Beside the sample the pages show simulated updates, and nothing of those
is sent to anybody.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from csp.topics.action_plan import fetch
from csp.topics.action_plan.rules.agencies import involves, leads
from csp.topics.action_plan.store import agency_export
from csp.topics.action_plan.store.agency_form import FormSource
from csp.topics.action_plan.store.agency_records import Agency
from csp.topics.action_plan.store.agency_workbook import write_workbook
from csp.topics.action_plan.store.records import Plan

# What is packed is the same for the same forms, whenever it is made.
_PACKED_AT = (2000, 1, 1, 0, 0, 0)


def write_word(plan: Plan, agency: Agency) -> bytes:
    """The list of an agency as a Word document, the actions that it leads first."""
    listing = fetch.fetch_recorded_listing(plan)
    own = [action for action in listing.actions if involves(action, agency)]
    own.sort(key=lambda action: not leads(action, agency))
    return agency_export.to_word(listing, agency, own, fetch.fetch_directory(), fetch.fetch_terms())


def write_form(plan: Plan, agency: Agency) -> bytes:
    """The form of an agency as an Excel file, with the questions of the quarter that the board is in."""
    return write_workbook(_fetch_source(plan), agency, fetch.fetch_terms())


def write_forms(plan: Plan, agencies: Sequence[Agency]) -> bytes:
    """The forms of several agencies as a ZIP archive, a file each."""
    source, terms = _fetch_source(plan), fetch.fetch_terms()
    out, names = io.BytesIO(), set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for agency in agencies:
            name = agency_export.make_file_name(agency.name, plan.label) or "agency"
            # Two names may differ by what no file name has.
            while name in names:
                name += "-2"
            names.add(name)
            entry = zipfile.ZipInfo(f"{name}.xlsx", _PACKED_AT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, write_workbook(source, agency, terms))
    return out.getvalue()


def _fetch_source(plan: Plan) -> FormSource:
    # What was counted before is told in no form.
    return FormSource(fetch.fetch_asked_listing(plan), fetch.fetch_details(plan), {})
