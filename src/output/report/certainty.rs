//! How sure we are: what the intervals mean and do not mean, what the search for the best guarantees, and, in words,
//! where there is no detectable difference.

use crate::output::answer::{Answer, name_of};
use crate::output::charts::context::ChartContext;
use crate::output::finding::{ranked, searched, tells_of_luck};
use crate::output::manifest::Manifest;
use crate::output::report::figures::figure;
use crate::output::report::view::Section;
use crate::output::sentences::guarantee;
use crate::output::tables::Tables;
use crate::output::words::Words;

/// The section about certainty.
pub fn certainty(manifest: &Manifest, tables: &Tables, context: &ChartContext) -> Section {
    let words = context.words;
    let mut section = Section::new("certainty", words.text("section-certainty"));
    let mut items = vec![words.say(
        "certainty-replications",
        &[
            ("n", words.number(manifest.replications as f64, 1.0).into()),
            ("count", manifest.replications.into()),
        ],
    )];
    if !tables.comparison.differences.is_empty() {
        items.extend(of_comparison(tables, words, &context.judged_by));
    }
    items.push(words.text("certainty-assumptions"));
    if manifest.illustration {
        items.push(words.text("certainty-illustration"));
    }
    if !manifest.lost.is_empty() {
        items.push(words.say("certainty-lost", &[("count", manifest.lost.len().into())]));
    }
    section.list(items);
    section
}

fn of_comparison(tables: &Tables, words: &Words, judged_by: &str) -> Vec<String> {
    let answer = Answer::of(tables, judged_by);
    if !tells_of_luck(tables) {
        return vec![words.text("certainty-luck")];
    }
    let mut items = vec![words.text("certainty-luck"), words.text("certainty-simultaneous")];
    if let Some(factor) = answer.variance_reduction {
        items.push(words.fill("certainty-reduction", &[("factor", &words.short_number(factor))]));
    }
    let search = tables
        .comparison
        .selection
        .iter()
        .find(|row| row.measure == judged_by);
    if let (Some(row), Some(best)) = (search, &answer.best) {
        let said = guarantee(words, best);
        items.push(words.fill(
            "certainty-search",
            &[("procedure", &row.procedure), ("said", &said)],
        ));
    }
    for measure in searched(tables, judged_by) {
        items.push(undetectable(tables, words, &measure));
    }
    items
}

/// Which options make no detectable difference in a measure, in words.
fn undetectable(tables: &Tables, words: &Words, measure: &str) -> String {
    let all = ranked(tables, measure);
    let none: Vec<String> = tables
        .comparison
        .differences
        .iter()
        .filter(|row| row.measure == measure && all.contains(&row.option))
        .filter(|row| row.verdict == "no_detectable_difference" || row.verdict == "equal")
        .map(|row| name_of(&tables.comparison, &row.option))
        .collect();
    let told = words.measure(measure);
    if none.is_empty() {
        return words.fill("certainty-all-detectable", &[("measure", &told)]);
    }
    words.fill(
        "certainty-undetectable",
        &[("measure", &told), ("list", &none.join(", "))],
    )
}

/// The section about the assumptions that the answer leans on.
pub fn leaning(tables: &Tables, context: &ChartContext) -> Section {
    let words = context.words;
    let mut section = Section::new("leaning", words.text("section-leaning"));
    if tables.comparison.tornado.is_empty() {
        section.text(words.text("leaning-none"));
    } else {
        section.text(words.text("leaning-intro"));
        section.figure(figure("tornado", context, tables));
    }
    section
}
