"""A partner's file that a session is bringing in, with all that was answered about it, until it is stored.

A control that is not drawn loses its value, so every answer is copied from its control into the draft as soon
as it changes, and controls begin with what the draft holds. What is worked out of it is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from csp.core.errors import UserError
from csp.core.measures import read_catalogue
from csp.core.partner.book import Layout, Sheet
from csp.core.partner.declaration import Declaration
from csp.core.partner.profile import ColumnUse, Profile, Role
from csp.imports.partner.intake import Intake, Preview, Prospect, Reading, Share
from csp.imports.partner.mapping.comparing import apply_profile, compare_profile
from csp.imports.partner.mapping.declaring import list_declared
from csp.imports.partner.mapping.guessing import Guess, guess_profile
from csp.imports.partner.mapping.known import Known, read_known
from csp.imports.partner.mapping.names import Match
from csp.imports.partner.mapping.periods import read_part
from csp.imports.partner.mapping.profiles import read_profile
from csp.imports.partner.mapping.spelling import SEPARATOR
from csp.imports.partner.reading import find_layout
from csp.imports.partner.scanning import PLACING
from csp.topics.data_status.partner.upload import Upload

TABLE, COLUMNS, NAMES, CHECK = range(4)


@dataclass(eq=False, repr=False)
class Draft:
    """A file with what was answered about it.

    number: among the files of the session, for the keys of controls. saved: the name of the profile that it
    is read by, "" for none. step: which is shown. confirmed: whether it is being stored. is_looked_through:
    whether what is new for the saved profile was looked for. called: columns that were called up, the latest
    first.
    """

    upload: Upload
    intake: Intake
    number: int
    sheet: Sheet
    layout: Layout
    profile: Profile
    guess: Guess | None = None
    saved: str = ""
    step: int = TABLE
    confirmed: bool = False
    is_looked_through: bool = False
    called: list[int] = field(default_factory=list)
    _asked: set[tuple[str, str]] = field(default_factory=set)
    _kept: dict[str, tuple[object, Any]] = field(default_factory=dict)

    def key(self, name: str) -> str:
        """The key of a control."""
        return f"partner-{self.number}-{name}"

    def close(self) -> None:
        """Let go of the file and its rows."""
        self.intake.close()
        self.upload.remove()

    def _once(self, name: str, depends: object, work: Callable[[], Any]) -> Any:
        """What work gives, worked out again only where what it depends on is another."""
        kept = self._kept.get(name)
        if kept is None or kept[0] != depends:
            kept = self._kept[name] = (depends, work())
        return kept[1]

    @property
    def declaration(self) -> Declaration | None:
        """The source that the file is of, None where none is chosen yet."""
        return list_declared().get(self.profile.source)

    def read_known(self) -> Known:
        """What names may be mapped to."""
        known: Known = self._once("known", self.declaration, lambda: _read_known(self.profile.source))
        return known

    def load(self, share: Share | None = None) -> None:
        """Read every line of the table. Raises UserError for what cannot be read."""
        self.intake.load(self.sheet, self.layout, share)

    @property
    def reading(self) -> Reading:
        """How the table is read by the answers so far."""
        return Reading(self.layout, self.profile, self.read_known())

    def match(self) -> tuple[Match, ...]:
        """The names in the file with ours, the unmapped ones first."""
        reading = self.reading
        matches: tuple[Match, ...] = self._once("matches", reading, lambda: self.intake.match(reading))
        return matches

    def preview(self) -> Preview:
        """The first rows as they would be stored."""
        reading = self.reading
        preview: Preview = self._once("preview", reading, lambda: self.intake.preview(self.sheet, reading))
        return preview

    def prepare(self) -> Prospect:
        """What storing the file would do. Raises UserError where no source is chosen."""
        declaration, reading = self.declaration, self.reading
        if declaration is None:
            raise UserError("Choose the source that the file is of, in step 1.")
        prospect: Prospect = self._once(
            "prospect",
            (reading, declaration),
            lambda: self.intake.prepare(reading, declaration),
        )
        return prospect

    def find_district(self, word: str) -> str:
        """The code of the district that a ward of the file is of. word: "area / ward", or the ward alone."""
        area, separator, _ = word.partition(SEPARATOR)
        known = self.read_known()
        if not separator:
            return self.profile.fixed.get("area", known.home)
        return self.profile.words.get("area", {}).get(area) or known.find_area(area)

    def find_news(self) -> tuple[str, ...]:
        """What the saved profile does not answer, a sentence each; nothing where none is followed."""
        if not self.saved:
            return ()
        saved = read_profile(self.saved)
        news = compare_profile(saved, self.layout, self.list_unmapped())
        return news.sentences

    def list_unmapped(self) -> list[Match]:
        """The names that nobody has answered for."""
        return [match for match in self.match() if match.how == "unmapped"]

    def list_personal(self) -> Mapping[int, str]:
        """The columns that seem to hold personal data, from 0, and what: none of it is ever shown."""
        return {column.place: column.what for column in self.intake.personal}

    def is_placing(self, at: int) -> bool:
        """Whether a column says where a row is, which is used to find its ward and then dropped."""
        return self.profile.columns[at].role in PLACING

    def is_read(self, at: int) -> bool:
        """Whether a column is read although it seems to hold personal data."""
        return self.layout.headings[at] in self.profile.kept or self.is_placing(at)

    def keep_column(self, at: int, reason: str) -> None:
        """In a callback: read a column although it seems to hold personal data. reason: "" not to read it."""
        kept = {**self.profile.kept, self.layout.headings[at]: reason}
        self.change(kept={heading: why for heading, why in kept.items() if why})

    def list_unsure(self) -> Collection[int]:
        """The columns that nobody could tell what they say."""
        return [at for at, column in enumerate(self.profile.columns) if column.role == "leave out"]

    def explain(self, at: int) -> str:
        """Why a column is guessed as it is; "" where that was not guessed."""
        return self.guess.reasons[at] if self.guess and at < len(self.guess.reasons) else ""

    def is_asked(self, match: Match) -> bool:
        """Whether a name is asked about: it has no match, or somebody answered or wants to answer it here."""
        return match.how == "unmapped" or (match.role, match.word) in self._asked

    def ask_again(self, row: str) -> None:
        """In a callback: ask about a name that is answered. row: "role key"."""
        role, _, key = row.partition(" ")
        self._asked.add((role, key))

    def change(self, **changed: Any) -> None:
        """In a callback: other answers, by the names of the fields of a profile."""
        self.profile = replace(self.profile, **changed)

    def set_column(self, at: int, column: ColumnUse) -> None:
        """In a callback: what a column says."""
        columns = [*self.profile.columns]
        columns[at] = column
        self.change(columns=tuple(columns))

    def set_word(self, role: Role, word: str, code: str | None) -> None:
        """In a callback: what a name is in ours, "" to leave it out, None where that is not answered."""
        self._asked.add((role, word))
        words = {**self.profile.words.get(role, {})}
        words.pop(word, None)
        if code is not None:
            words[word] = code
        self.change(words={**self.profile.words, role: words})

    def set_fixed(self, role: Role, code: str) -> None:
        """In a callback: what the whole file is of, "" for nothing."""
        fixed = {**self.profile.fixed, role: code}
        self.change(fixed={each: value for each, value in fixed.items() if value})

    def set_time(self, time: str) -> None:
        """In a callback: the month or year that the whole file is of, as somebody types it; "" for none."""
        is_year = read_part(time, "year") is not None
        self.set_fixed("month", "" if is_year else time)
        self.set_fixed("year", time if is_year else "")

    def read_table(self, sheet: Sheet, layout: Layout | None = None) -> None:
        """Look at another sheet, or at other headings. Raises UserError where the sheet has no table."""
        self.layout = layout or find_layout(sheet)
        self.sheet = sheet
        self.saved = ""
        self.called = []
        self.guess_columns(self.profile.source)

    def move_headings(self, header: tuple[int, int]) -> None:
        """In a callback: the headings are in other lines. Raises UserError where they can be none."""
        self.read_table(self.sheet, find_layout(self.sheet, header))

    def guess_columns(self, source: str) -> None:
        """Guess what the columns say, for a source. What was answered of names stays."""
        guess = guess_profile(
            self.intake.book, self.sheet, self.layout, self.profile.name, _read_known(source)
        )
        self.guess = guess
        kept = self.profile
        self.profile = replace(guess.profile, source=source, words={**guess.profile.words, **kept.words})

    def use_profile(self, name: str) -> None:
        """Read the file by a profile that is kept. Raises UserError where it cannot be read."""
        profile = read_profile(name)
        sheet = next((each for each in self.intake.book.sheets if each.name == profile.sheet), self.sheet)
        if sheet is not self.sheet:
            self.sheet, self.layout = sheet, find_layout(sheet)
        columns = apply_profile(profile, self.layout)
        self.profile, self.saved, self.guess = replace(profile, columns=columns), name, None


def _read_known(source: str) -> Known:
    """What names may be mapped to; in the words of the first source where none is chosen, or it is gone."""
    sources = read_catalogue().sources
    return read_known(source if source in sources else next(iter(sources)))


def label_areas(known: Known) -> Mapping[str, str]:
    """Every district and ward by code."""
    wards = {code: name for each in known.wards.values() for code, name in each.items()}
    return {**known.areas, **wards}
