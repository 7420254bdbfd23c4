//! The five sentences of one run: what happens, how well, what stands in the way, for whom and at what price, how sure.

use crate::output::finding::{estimate, surely_most};
use crate::output::folder::BASELINE;
use crate::output::manifest::Manifest;
use crate::output::tables::Tables;
use crate::output::words::Words;

/// Questions, by their message, and answers about one run.
pub(crate) fn of_run(manifest: &Manifest, tables: &Tables, words: &Words) -> Vec<(&'static str, String)> {
    vec![
        ("question-what", what_happens(manifest, tables, words)),
        ("question-how-well", how_well(manifest, tables, words)),
        ("question-obstacle", obstacle(manifest, tables, words)),
        ("question-whom-price", gains_and_price(manifest, tables, words)),
        ("question-how-sure", how_sure_of_run(manifest, tables, words)),
    ]
}

/// An estimate in words, with its margin.
fn told(manifest: &Manifest, tables: &Tables, words: &Words, measure: &str) -> String {
    let row = estimate(manifest, tables, measure);
    let Some((row, mean)) = row.and_then(|row| Some((row, row.mean?))) else {
        return words.text("undefined");
    };
    if row.unit == "share" {
        return words.with_margin(mean, row.half_width);
    }
    let unit = words.difference_unit(&row.unit);
    let number = words.plain(mean, row.half_width, &row.unit);
    match row.half_width {
        Some(half) => {
            let half = words.plain(half, Some(half), &row.unit);
            format!(
                "{} {unit}",
                words.fill("margin", &[("mean", &number), ("half", &half)])
            )
        }
        None => format!("{number} {unit}"),
    }
}

fn what_happens(manifest: &Manifest, tables: &Tables, words: &Words) -> String {
    let [now, alone, best] = ["disruption_rate", "disruption_rate_alone", "disruption_rate_best"]
        .map(|measure| told(manifest, tables, words, measure));
    words.fill("run-what", &[("share", &now), ("alone", &alone), ("best", &best)])
}

fn how_well(manifest: &Manifest, tables: &Tables, words: &Words) -> String {
    let [reached, timely] = ["cooperation_efficiency", "sharing_effectiveness"]
        .map(|measure| told(manifest, tables, words, measure));
    words.fill("run-how-well", &[("share", &reached), ("timely", &timely)])
}

/// The most frequent reason to refuse, and how many are never answered.
fn obstacle(manifest: &Manifest, tables: &Tables, words: &Words) -> String {
    let reasons = [
        "legal",
        "privacy",
        "sovereignty",
        "political",
        "trust",
        "reciprocity",
    ];
    let of =
        |reason: &&str| estimate(manifest, tables, &format!("refused_{reason}")).and_then(|row| row.mean);
    let most = reasons
        .iter()
        .filter_map(|reason| Some((*reason, of(reason)?)))
        .max_by(|one, other| one.1.total_cmp(&other.1));
    let refused = told(manifest, tables, words, "refused_share");
    let unanswered = told(manifest, tables, words, "unanswered_share");
    let values = [("refused", refused.as_str()), ("unanswered", unanswered.as_str())];
    let said = words.fill("run-obstacle", &values);
    most.map_or(said.clone(), |(reason, share)| {
        let values = [("reason", words.name(reason)), ("share", words.percent(share))];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        format!("{said} {}", words.fill("run-reason", &values))
    })
}

/// Which nation surely gains and which surely gives most, what leaks, and what the option costs, if there is one.
fn gains_and_price(manifest: &Manifest, tables: &Tables, words: &Words) -> String {
    let option = manifest.work.options.first().map_or("", String::as_str);
    let rows = || tables.nations.iter().filter(|row| row.option == option);
    let gains = surely_most(rows(), |row| (row.harm_averted, row.harm_averted_half_width));
    let gives = surely_most(rows(), |row| (row.pieces_given, row.pieces_given_half_width));
    let who = match (gains, gives) {
        (Some(gains), Some(gives)) => {
            let values = [("gains", gains), ("gives", gives)];
            words.fill("run-whom", &values)
        }
        (Some(gains), None) => words.fill("run-whom-gains", &[("gains", gains)]),
        (None, Some(gives)) => words.fill("run-whom-gives", &[("gives", gives)]),
        (None, None) => words.text("run-whom-none"),
    };
    let [leaks, privacy, cost] =
        ["leaks", "privacy_harm", "cost"].map(|measure| told(manifest, tables, words, measure));
    let price = words.fill("run-price", &[("leaks", &leaks), ("privacy", &privacy)]);
    if option == BASELINE {
        return format!("{who} {price}");
    }
    format!("{who} {price} {}", words.fill("run-cost", &[("cost", &cost)]))
}

fn how_sure_of_run(manifest: &Manifest, tables: &Tables, words: &Words) -> String {
    let option = manifest.work.options.first().map_or("", String::as_str);
    let last = tables.survival.iter().rfind(|row| row.option == option);
    let mut said = words.say(
        "run-how-sure",
        &[
            ("n", words.number(manifest.replications as f64, 1.0).into()),
            ("count", manifest.replications.into()),
        ],
    );
    if let Some(share) = last.and_then(|row| row.surviving) {
        let values = [
            ("share", words.percent(share)),
            ("threshold", words.percent(manifest.threshold)),
        ];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        said = format!("{said} {}", words.fill("run-survival", &values));
    }
    said
}
