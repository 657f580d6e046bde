"""The words of a partner's file and what they are in ours: known, or suggested and to be asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz, process

from csp.core.partner.profile import Profile, Role
from csp.imports.partner.mapping.known import Known
from csp.imports.partner.mapping.spelling import SEPARATOR, simplify_offence, simplify_ward

How = Literal["profile", "known", "left out", "none on file", "unmapped"]
"""How a word is answered. none on file: a ward of a district of which no ward is on file, so that nobody can
say which it is; its rows count to the district alone."""
MOST_SUGGESTED, LEAST_ALIKE = 3, 60
MOST_ASKED = 300
"""Of more unmapped words of a role the others get no suggestions: such a column holds no names."""


@dataclass(frozen=True)
class Suggestion:
    """One of our words for one of theirs. score: 0 to 100, how alike they are."""

    code: str
    label: str
    score: int


@dataclass(frozen=True)
class Match:
    """A word of a file. rows: how many rows have it. code: ours, "" where it is left out or unmapped.

    word: as list_words() has it, and as Profile.words of its role is to have it. note: why a word that is
    known has to be asked about all the same, "" for all others.
    """

    role: Role
    word: str
    rows: int
    code: str
    how: How
    suggestions: tuple[Suggestion, ...] = ()
    note: str = ""


def match_words(words: Mapping[Role, Mapping[str, int]], profile: Profile, known: Known) -> tuple[Match, ...]:
    """Every word of a file (list_words) with ours, those that are unmapped first, then by rows.

    Only words that the profile has and words that are the same as ours are taken; others get suggestions.
    """
    matches: list[Match] = []
    finder = _Finder(profile, known)
    for role in ("area", "ward", "offence", "flag"):
        mapped = profile.words.get(role, {})
        of_role = [_match(role, word, rows, mapped, finder) for word, rows in words.get(role, {}).items()]
        asked = sorted((match for match in of_role if match.how == "unmapped"), key=lambda match: -match.rows)
        suggested = {match.word: _suggest(role, match.word, finder) for match in asked[:MOST_ASKED]}
        matches += [replace(match, suggestions=suggested.get(match.word, ())) for match in of_role]
    matches = _ask_about_parts(matches, known)
    return tuple(sorted(matches, key=lambda match: (match.how != "unmapped", -match.rows, match.word)))


@dataclass(frozen=True)
class _Finder:
    """What a word of each role is in ours, and what it may be."""

    profile: Profile
    known: Known

    def find(self, role: Role, word: str) -> str:
        """The code of a word; "" where none is known."""
        if role == "area":
            return self.known.find_area(word)
        if role == "ward":
            district, ward = self.split_ward(word)
            return self.known.find_ward(ward, district)
        if role == "flag":
            return self._find_flag(word)
        return self._find_offence(word)

    def split_ward(self, word: str) -> tuple[str, str]:
        """The code of the district that a ward is of, "" where none is known, and its name."""
        area, separator, ward = word.partition(SEPARATOR)
        if not separator:
            return self.profile.fixed.get("area", ""), word
        return self.profile.words.get("area", {}).get(area) or self.known.find_area(area), ward

    def _find_flag(self, word: str) -> str:
        heading, _, answer = word.partition(SEPARATOR)
        return self.known.find_flag(heading if answer else word)

    def _find_offence(self, word: str) -> str:
        """The whole word, else its sub-type, else its offence, where that is one of ours whole."""
        whole = self.known.find_offence(word)
        offence, separator, subtype = word.partition(SEPARATOR)
        if whole or not separator:
            return whole
        code, part = self.known.find_offence(offence), self.known.find_offence(subtype)
        # A part that is of another offence than the whole says, somebody has to look at.
        return part if part and code in ("", part) else code if not part else ""

    def list_choices(self, role: Role, word: str) -> Mapping[str, str]:
        """The labels that a word may stand for by code."""
        if role == "area":
            return {code: self.known.areas[code] for code in self.known.own if code in self.known.areas}
        if role == "ward":
            district, _ = self.split_ward(word)
            wards = [self.known.wards.get(district, {})] if district else self.known.wards.values()
            return {code: name for each in wards for code, name in each.items()}
        return self.known.offences if role == "offence" else self.known.flags


def _match(role: Role, word: str, rows: int, mapped: Mapping[str, str], finder: _Finder) -> Match:
    if word in mapped:
        return Match(role, word, rows, mapped[word], "profile" if mapped[word] else "left out")
    code = finder.find(role, word)
    if code:
        return Match(role, word, rows, code, "known")
    has_choice = role != "ward" or bool(finder.list_choices(role, word))
    return Match(role, word, rows, "", "unmapped" if has_choice else "none on file")


def _suggest(role: Role, word: str, finder: _Finder) -> tuple[Suggestion, ...]:
    """The labels that are most alike, at most MOST_SUGGESTED, the best first."""
    simplify = simplify_ward if role in ("area", "ward") else simplify_offence
    labels = finder.list_choices(role, word)
    choices = [(simplify(label), code) for code, label in labels.items()]
    if role in ("offence", "flag"):
        choices += [each for each in finder.known.aliases[role].items() if each[1] in labels]
    parts = [word.rpartition(SEPARATOR)[2]] if role == "ward" else {word, *word.split(SEPARATOR)}
    scores: dict[str, int] = {}
    for part in parts:
        alike = process.extract(
            simplify(part),
            [text for text, _ in choices],
            scorer=fuzz.WRatio,
            limit=10,
            score_cutoff=LEAST_ALIKE,
        )
        for _, score, at in alike:
            code = choices[at][1]
            scores[code] = max(scores.get(code, 0), round(score))
    best = sorted(scores, key=lambda code: (-scores[code], labels[code]))[:MOST_SUGGESTED]
    return tuple(Suggestion(code, labels[code], scores[code]) for code in best)


def _ask_about_parts(matches: Iterable[Match], known: Known) -> list[Match]:
    """Ask about words of a part of an offence where the whole is in the file too: both would count."""
    matches = list(matches)
    wholes = {
        match.code: match.word
        for match in matches
        if match.role == "offence" and match.code and not _is_part(match, known)
    }
    return [
        replace(
            match,
            code="",
            how="unmapped",
            suggestions=(Suggestion(match.code, known.offences[match.code], 100),),
            note=f"A part of “{wholes[match.code]}”, which is in the file too: both would count twice.",
        )
        if match.role == "offence"
        and match.how == "known"
        and _is_part(match, known)
        and match.code in wholes
        else match
        for match in matches
    ]


def _is_part(match: Match, known: Known) -> bool:
    return SEPARATOR in match.word or simplify_offence(match.word) in known.parts
