"""Writes the template that a council starts from: python -m csp.topics.report.word."""

from __future__ import annotations

from csp.core import settings
from csp.topics.report.word.template import NAME, build_template, save

(settings.REFERENCE / NAME).write_bytes(save(build_template()))
