"""Colours can be read: contrasts by the formula of WCAG 2, computed here."""

from __future__ import annotations

from dataclasses import fields

import pytest

from csp.shell import theme
from csp.shell.theme import DARK, LIGHT, Palette

MODES = {"light": LIGHT, "dark": DARK}
TEXT, MARK = 4.5, 3.0


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_21_for_black_on_white_and_1_for_a_colour_on_itself():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#12436D", "#12436D") == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("role", ["text", "quiet", "worse_text", "better_text"])
def test_text_can_be_read_on_its_page(mode, role):
    colours = theme.palette(mode)
    assert contrast(getattr(colours, role), colours.background) >= TEXT


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("role", ["home", "neighbour", "worse", "better", "neutral"])
def test_marks_stand_out_from_the_page(mode, role):
    colours = theme.palette(mode)
    assert contrast(getattr(colours, role), colours.background) >= MARK


@pytest.mark.parametrize("mode", MODES)
def test_the_peers_stand_out_from_the_page(mode):
    colours = theme.palette(mode)
    assert contrast(colours.peer, colours.background) >= MARK


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("of", [1, 2, 5, 7, 12, 40])
def test_the_text_on_a_shade_can_be_read_at_every_rank(mode, of):
    for rank in range(1, of + 1):
        fill, ink = theme.shade_of_rank(rank, of, mode)
        assert contrast(fill, ink) >= TEXT, (rank, fill, ink)


@pytest.mark.parametrize("mode", MODES)
def test_a_higher_rank_is_never_shaded_lighter_than_a_lower_one(mode):
    shades = [theme.palette(mode).amounts.index(theme.shade_of_rank(r, 12, mode)[0]) for r in range(1, 13)]
    assert shades == sorted(shades)
    assert (shades[0], shades[-1]) == (0, 4)


@pytest.mark.parametrize("mode", MODES)
def test_amounts_go_one_way_and_away_from_the_page(mode):
    colours = theme.palette(mode)
    steps = [contrast(shade, colours.background) for shade in colours.amounts]
    assert steps == sorted(steps)


@pytest.mark.parametrize("mode", MODES)
def test_the_middle_of_a_change_is_nearest_to_the_page(mode):
    colours = theme.palette(mode)
    far = [contrast(shade, colours.background) for shade in colours.change]
    assert min(far) == far[len(far) // 2]


def test_home_neighbours_and_peers_are_told_apart_in_grey_as_well():
    for colours in MODES.values():
        assert len({colours.home, colours.neighbour, colours.peer}) == 3
        assert contrast(colours.home, colours.peer) > 1.4


def test_both_modes_have_every_role_and_plain_hex_colours():
    for colours in MODES.values():
        for field in fields(Palette):
            value = getattr(colours, field.name)
            for colour in [value] if isinstance(value, str) else value:
                assert len(colour) == 7
                int(colour[1:], 16)


@pytest.mark.parametrize("mode", MODES)
def test_charts_are_set_in_text_of_16_pixels_on_the_page_of_the_mode(mode):
    config = theme.chart_config(mode)
    assert config["background"] == theme.palette(mode).background
    sizes = [config["axis"]["labelFontSize"], config["axis"]["titleFontSize"], config["title"]["fontSize"]]
    sizes += [config["legend"]["labelFontSize"], config["text"]["fontSize"]]
    assert min(sizes) >= 16


def test_the_mode_chooses_the_palette():
    assert (theme.palette("light"), theme.palette("dark")) == (LIGHT, DARK)
    assert theme.ink("dark").text == DARK.text
