"""Which priorities the evidence supports, and what the partnership has decided."""

from __future__ import annotations

from csp.comparison import resolve
from csp.shell.chart import Words
from csp.topics.county.fetch import fetch_comparison
from csp.topics.county.tables import build_measure_matrix
from csp.topics.priorities import charts, fetch, findings, tables
from csp.topics.report import findings as report_findings
from csp.topics.report.document import Block, Heading
from csp.topics.report.fetch import PAPER, ReportContext
from csp.topics.report.sections.blocks import head, list_texts, note, put_picture, put_table, say


def build_priorities(context: ReportContext) -> tuple[Block, ...]:
    """The headline, the ranking, the adopted priorities, and the evidence on those that are recommended."""
    assessment = context.assessment
    ranking, compared = assessment.ranking, assessment.compared
    words = Words(
        *findings.describe_ranking(ranking, assessment.stability, assessment.period),
        context.page.source.credit,
    )
    return (
        *say(findings.write_headline(ranking, compared, assessment.obstacle), "lead"),
        *note(
            [report_findings.NOTHING_DECIDED, *([] if assessment.adoption.priorities else [findings.NO_PLAN])]
        ),
        *put_picture(charts.build_ranking_chart(ranking, assessment.stability, words, PAPER)),
        *put_table(
            tables.build_adopted_table(
                ranking, compared, assessment.adoption, fetch.latest_decisions(assessment.decisions), ""
            )
        ),
        *_put_recommended(context),
        *head("The other candidates"),
        *list_texts(each.sentence for each in compared if each.verdict not in ("retained", "raised")),
        *head("What has been decided"),
        *(put_decisions(context) or say(report_findings.NO_DECISION)),
    )


def _put_recommended(context: ReportContext) -> tuple[Block, ...]:
    """The evidence on each candidate that is retained or raised."""
    ranking, blocks = context.assessment.ranking, []
    for i, each in enumerate(context.assessment.compared):
        if each.verdict in ("retained", "raised"):
            blocks += [Heading(ranking.evidence[i].label, 3), *say(each.sentence)]
            blocks += list_texts(findings.describe_support(ranking, i))
    return (*head("What the evidence supports"), *blocks) if blocks else ()


def put_decisions(context: ReportContext) -> tuple[Block, ...]:
    """The decisions on candidates, the latest first; nothing where there is none."""
    labels = {each.code: each.label for each in context.assessment.ranking.evidence}
    return list_texts(findings.describe_decision(each, labels) for each in context.assessment.decisions)


def build_evidence(context: ReportContext) -> tuple[Block, ...]:
    """Every candidate with all its evidence, and every crime type in every district."""
    assessment = context.assessment
    table = tables.build_evidence_table(
        assessment.ranking, assessment.stability, assessment.compared, assessment.adoption.label, "", PAPER
    )
    method = findings.describe_method(assessment.ranking, assessment.stability)
    page, area = context.page, context.page.area
    filters = resolve.drop_wards(page.filters)
    standings = fetch_comparison(filters, page.scope, area, PAPER).standings
    matrix = build_measure_matrix(
        standings, context.overview.measures, area, "Rank", page.measure.code, page.unit, PAPER
    )
    return (
        *put_table(table),
        *note([method, f"Harm: {context.weights.name}."]),
        *put_table(matrix),
    )
