//! The sections of the report of one run: its measures, its charts, and what each nation gains and gives.

use crate::output::charts::context::ChartContext;
use crate::output::manifest::Manifest;
use crate::output::report::figures::figure;
use crate::output::report::view::{Section, Table};
use crate::output::tables::Tables;

/// The measures that the table shows, in order.
const SHOWN: [&str; 24] = [
    "disruption_rate_alone",
    "disruption_rate",
    "disruption_rate_best",
    "cooperation_efficiency",
    "sharing_effectiveness",
    "attacks",
    "harm",
    "harm_averted",
    "convictions",
    "granted_share",
    "refused_share",
    "refused_legal",
    "refused_trust",
    "unanswered_share",
    "answer_days_p50",
    "answer_days_p90",
    "utilization_desk",
    "utilization_authority",
    "backlog_mean",
    "mean_trust",
    "leaks",
    "misuses",
    "privacy_harm",
    "cost",
];

/// The sections between the answer and the assumptions.
pub(crate) fn sections(manifest: &Manifest, tables: &Tables, context: &ChartContext) -> Vec<Section> {
    let words = context.words;
    let mut measures = Section::new("measures", words.text("section-measures"));
    measures.text(words.text("measures-intro"));
    let headings = [
        words.text("column-measure"),
        format!("#{}", words.text("column-estimate")),
        format!("#{}", words.text("column-interval")),
    ];
    let mut table = Table::new(words.text("measures-caption"), &headings);
    let option = manifest.work.options.first().map_or("", String::as_str);
    for measure in SHOWN {
        let mut rows = tables.estimates.iter();
        let row = rows.find(|row| row.option == option && row.measure == measure);
        let Some((row, mean)) = row.and_then(|row| Some((row, row.mean?))) else {
            continue;
        };
        let ends = row.lower.zip(row.upper).map_or_else(
            || words.text("undefined"),
            |(low, high)| {
                let [low, high] = [low, high].map(|end| words.plain(end, row.half_width, &row.unit));
                words.fill("range", &[("low", &low), ("high", &high)])
            },
        );
        table.row(vec![
            words.measure(measure).into(),
            words.value(mean, row.half_width, &row.unit).into(),
            ends.into(),
        ]);
    }
    measures.table(table);
    let groups: [(&str, &[&str]); 4] = [
        ("threats", &["threats", "effectiveness", "survival"]),
        ("sharing", &["funnel", "answers"]),
        ("shocks", &["shock"]),
        ("nations", &["nations"]),
    ];
    let mut sections = vec![measures];
    for (id, charts) in groups {
        if id == "shocks" && tables.shocks.is_empty() {
            continue;
        }
        let mut section = Section::new(id, words.text(&format!("section-{id}")));
        for chart in charts {
            section.figure(figure(chart, context, tables));
        }
        // A program that was built without charts has nothing to show here.
        if !section.blocks.is_empty() {
            sections.push(section);
        }
    }
    sections
}
