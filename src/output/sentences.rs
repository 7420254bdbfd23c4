//! The answer of a run in five sentences with numbers, from its tables: the same in the terminal and in the report.

use crate::output::answer::{Answer, Best, Effect, name_of};
use crate::output::comparison_tables::{DifferenceRow, NationDifferenceRow};
use crate::output::finding::{difference, gain, is_comparison, judged_by, leader, option, ranked, searched};
use crate::output::manifest::Manifest;
use crate::output::tables::{EstimateRow, NationRow, Tables};
use crate::output::words::{Filling, Words};

/// One sentence, with the question that it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The question, in two or three words.
    pub question: String,
    /// The answer, with numbers.
    pub answer: String,
}

/// The number that stands above everything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// The number with its unit.
    pub number: String,
    /// What it is a number of.
    pub about: String,
    /// Its interval, in words.
    pub interval: String,
    /// `better`, `worse` or `neither`.
    pub tone: &'static str,
}

/// The five sentences of a run, or of a comparison.
pub fn sentences(manifest: &Manifest, tables: &Tables, words: &Words) -> Vec<Sentence> {
    let said = if is_comparison(tables) {
        compared(manifest, tables, words)
    } else {
        single(manifest, tables, words)
    };
    said.into_iter()
        .map(|(question, answer)| Sentence {
            question: words.text(question),
            answer: capitalized(&answer),
        })
        .collect()
}

/// A text that begins with a capital letter: a measure's words may stand first.
fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(characters).collect()
}

/// The number above everything else; `None` where it is undefined.
pub fn headline(manifest: &Manifest, tables: &Tables, words: &Words) -> Option<Headline> {
    if !is_comparison(tables) {
        let row = estimate(manifest, tables, "cooperation_efficiency")?;
        return Some(Headline {
            number: words.value(row.mean?, row.half_width, &row.unit),
            about: words.text("headline-efficiency"),
            interval: interval(words, row.lower, row.upper, &row.unit),
            tone: "neither",
        });
    }
    let measure = judged_by(manifest);
    let best = leader(tables, &measure)?;
    let row = difference(tables, &best, &measure)?;
    let (lower, upper) = simultaneous(row);
    let sure = row.verdict == "better";
    let name = name_of(&tables.comparison, &best);
    let values = [("option", name.as_str()), ("measure", &words.measure(&measure))];
    Some(Headline {
        number: if sure {
            words.difference(row.mean?, row.half_width, &row.unit)
        } else {
            words.text("no-detectable-difference")
        },
        about: words.fill(if sure { "headline-option" } else { "headline-none" }, &values),
        interval: words.fill(
            "headline-interval",
            &[("interval", &interval(words, lower, upper, &row.unit))],
        ),
        tone: if sure { "better" } else { "neither" },
    })
}

/// The interval that holds for all options at once, or that of the difference alone.
fn simultaneous(row: &DifferenceRow) -> (Option<f64>, Option<f64>) {
    let lower = row.simultaneous_lower.or(row.lower);
    let upper = row.simultaneous_upper.or(row.upper);
    (lower, upper)
}

fn interval(words: &Words, lower: Option<f64>, upper: Option<f64>, unit: &str) -> String {
    let (Some(lower), Some(upper)) = (lower, upper) else {
        return words.text("interval-unknown");
    };
    let half = (upper - lower) / 2.0;
    let [low, high] = [lower, upper].map(|end| words.plain(end, Some(half), unit));
    let unit = words.difference_unit(unit);
    words.fill("interval", &[("low", &low), ("high", &high), ("unit", &unit)])
}

/// The most names or effects that a sentence lists.
const MOST_NAMED: usize = 3;

type Said = Vec<(&'static str, String)>;

fn compared(manifest: &Manifest, tables: &Tables, words: &Words) -> Said {
    let measure = judged_by(manifest);
    let Some(best) = leader(tables, &measure) else {
        return Vec::new();
    };
    let answer = Answer::of(tables, &measure);
    let about = (best.as_str(), measure.as_str());
    vec![
        ("question-which", which(tables, words, about)),
        ("question-how-much", how_much(tables, words, about)),
        ("question-for-whom", for_whom(tables, words, &best)),
        ("question-price", price(manifest, tables, words, (about, &answer))),
        ("question-how-sure", how_sure(words, &answer)),
    ]
}

/// Which option leads, by each measure that the best was searched for by.
fn which(tables: &Tables, words: &Words, (best, measure): (&str, &str)) -> String {
    let count = ranked(tables, measure).len();
    let told = words.measure(measure);
    let sure = difference(tables, best, measure).is_some_and(|row| row.verdict == "better");
    let mut said = words.say(
        if sure { "answer-which" } else { "answer-which-none" },
        &[
            ("option", name_of(&tables.comparison, best).into()),
            ("measure", told.into()),
            ("count", count.into()),
        ],
    );
    for other in searched(tables, measure).iter().filter(|other| *other != measure) {
        let Some(first) = ranked(tables, other).into_iter().next() else {
            continue;
        };
        let sure = difference(tables, &first, other).is_some_and(|row| row.verdict == "better");
        let id = match (sure, first == best) {
            (false, _) => "answer-which-other-none",
            (true, true) => "answer-which-same",
            (true, false) => "answer-which-other",
        };
        let values = [
            ("measure", words.measure(other)),
            ("option", name_of(&tables.comparison, &first)),
        ];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        said = format!("{said} {}", words.fill(id, &values));
    }
    said
}

/// From where to where, by how much, and what that means in harm.
fn how_much(tables: &Tables, words: &Words, (best, measure): (&str, &str)) -> String {
    let Some(row) = difference(tables, best, measure) else {
        return words.text("interval-unknown");
    };
    let (lower, upper) = simultaneous(row);
    let values = [
        ("measure", words.measure(measure)),
        ("from", value(words, row.baseline_mean, row)),
        ("to", value(words, row.option_mean, row)),
        (
            "change",
            words.difference(row.mean.unwrap_or_default(), row.half_width, &row.unit),
        ),
        ("interval", interval(words, lower, upper, &row.unit)),
    ];
    let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
    let mut said = words.fill("answer-how-much", &values);
    let harm = difference(tables, best, "harm").filter(|_| measure != "harm");
    if let Some(row) = harm
        && let (Some(relative), Some(mean)) = (row.relative, row.mean)
    {
        let (lower, upper) = simultaneous(row);
        let values = [
            ("relative", words.relative(relative)),
            ("change", words.difference(mean, row.half_width, &row.unit)),
            ("interval", interval(words, lower, upper, &row.unit)),
        ];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        let id = if row.verdict == "no_detectable_difference" || row.verdict == "equal" {
            "answer-harm-none"
        } else {
            "answer-harm"
        };
        said = format!("{said} {}", words.fill(id, &values));
    }
    said
}

fn value(words: &Words, mean: Option<f64>, row: &DifferenceRow) -> String {
    mean.map_or_else(
        || words.text("undefined"),
        |mean| words.value(mean, row.half_width, &row.unit),
    )
}

/// How many nations surely gain and lose, and who most.
fn for_whom(tables: &Tables, words: &Words, best: &str) -> String {
    let rows: Vec<&NationDifferenceRow> = tables
        .comparison
        .nation_differences
        .iter()
        .filter(|row| row.option == best && row.level == "nation" && row.measure == "harm")
        .collect();
    let by_mean = |one: &&&NationDifferenceRow, other: &&&NationDifferenceRow| {
        let of = |row: &NationDifferenceRow| row.mean.unwrap_or_default();
        of(one)
            .total_cmp(&of(other))
            .then_with(|| one.nation.cmp(&other.nation))
    };
    let (Some(most), Some(least)) = (rows.iter().min_by(by_mean), rows.iter().max_by(by_mean)) else {
        return words.text("answer-whom-unknown");
    };
    let count = |verdict: &str| rows.iter().filter(|row| row.verdict == verdict).count();
    let change =
        |row: &NationDifferenceRow| words.difference(row.mean.unwrap_or_default(), row.half_width, &row.unit);
    let mut values: Vec<(&str, Filling)> = vec![
        ("n", rows.len().into()),
        ("better", count("better").into()),
        ("worse", count("worse").into()),
        ("gainer", nation_name(most).into()),
        ("gain", change(most).into()),
    ];
    let mut said = words.say("answer-whom", &values);
    if least.verdict == "worse" {
        values = vec![
            ("loser", nation_name(least).into()),
            ("loss", change(least).into()),
        ];
        said = format!("{said} {}", words.say("answer-whom-loser", &values));
    }
    said
}

fn nation_name(row: &NationDifferenceRow) -> &str {
    if row.name.is_empty() {
        &row.nation
    } else {
        &row.name
    }
}

/// What it costs, what else it does for the worse, and what a cheaper option would bring.
fn price(
    manifest: &Manifest,
    tables: &Tables,
    words: &Words,
    ((best, measure), answer): ((&str, &str), &Answer),
) -> String {
    let years = words.duration(manifest.horizon);
    let cost = option(tables, best).and_then(|row| Some((row.total_cost?, &row.unit)));
    let cost_text = cost.map_or_else(
        || words.text("undefined"),
        |(cost, unit)| words.amount(cost, Some(cost.abs() / 50.0), unit),
    );
    let mut said = words.fill("answer-price", &[("cost", &cost_text), ("time", &years)]);
    let bad: Vec<String> = answer
        .side_effects
        .iter()
        .take(MOST_NAMED)
        .map(|effect| effect_in_words(words, effect))
        .collect();
    let side = if bad.is_empty() {
        words.text("answer-side-none")
    } else {
        let more = answer.side_effects.len().saturating_sub(MOST_NAMED);
        words.say(
            "answer-side",
            &[("list", bad.join(", ").into()), ("more", more.into())],
        )
    };
    said = format!("{said} {side}");
    let Some((cost, unit)) = cost.filter(|(cost, _)| *cost > 0.0) else {
        return said;
    };
    let whole = difference(tables, best, measure)
        .and_then(gain)
        .filter(|gain| *gain > 0.0);
    if let Some(whole) = whole
        && let Some((other, part, price)) = cheaper(tables, (best, measure), (whole, cost))
    {
        let values = [
            ("option", name_of(&tables.comparison, &other)),
            ("share", words.percent(part)),
            ("cost", words.amount(price, Some(price.abs() / 50.0), unit)),
        ];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        said = format!("{said} {}", words.fill("answer-cheaper", &values));
    }
    said
}

/// Among options that cost at most half as much and surely help, the one that brings most, if it brings half as much.
fn cheaper(
    tables: &Tables,
    (best, measure): (&str, &str),
    (whole, cost): (f64, f64),
) -> Option<(String, f64, f64)> {
    ranked(tables, measure).into_iter().find_map(|id| {
        let row = difference(tables, &id, measure)?;
        let part = gain(row)? / whole;
        let price = option(tables, &id)?.total_cost?;
        let fits = id != best && row.verdict == "better" && part >= 0.5 && price <= cost / 2.0;
        fits.then_some((id, part, price))
    })
}

/// A change for the worse, relative where that can be said.
pub(crate) fn effect_in_words(words: &Words, effect: &Effect) -> String {
    let change = effect.relative.map_or_else(
        || words.difference(effect.change.mean, Some(effect.change.half_width()), &effect.unit),
        |relative| words.relative(relative),
    );
    format!("{} {change}", words.measure(&effect.measure))
}

/// How probably it is the best, what cannot be told from it, and what other assumptions do to it.
fn how_sure(words: &Words, answer: &Answer) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(best) = &answer.best {
        if let Some(probability) = best.probability_best {
            // What a finite number of resamples never missed is not yet certain.
            let share = if probability >= 0.995 {
                words.text("nearly-certain")
            } else {
                words.percent(probability)
            };
            parts.push(words.fill("answer-sure", &[("share", &share)]));
        }
        if !best.rivals.is_empty() {
            let shown = best.rivals[..best.rivals.len().min(MOST_NAMED)].join(", ");
            let more = best.rivals.len().saturating_sub(MOST_NAMED);
            parts.push(words.say("answer-rivals", &[("list", shown.into()), ("more", more.into())]));
        }
        parts.push(guarantee(words, best));
    }
    if answer.leans_on.iter().any(|(_, turns)| *turns) {
        parts.push(words.text("answer-turns"));
    }
    match answer.robust_share {
        Some(share) => parts.push(words.fill("answer-worlds", &[("share", &words.percent(share))])),
        None => parts.push(words.text("answer-luck-only")),
    }
    parts.join(" ")
}

/// What the search for the best guarantees, or what is missing.
pub(crate) fn guarantee(words: &Words, best: &Best) -> String {
    let delta = best.delta.map_or_else(
        || words.text("undefined"),
        |delta| words.amount(delta, Some(delta / 10.0), &best.unit),
    );
    if best.guaranteed {
        return words.fill("answer-guarantee", &[("delta", &delta)]);
    }
    let needed = best.needed.map_or_else(
        || words.text("undefined"),
        |needed| words.number(needed as f64, 1.0),
    );
    words.fill(
        "answer-guarantee-missing",
        &[("delta", &delta), ("needed", &needed)],
    )
}

/// The estimate of a measure under the option of the run.
fn estimate<'a>(manifest: &Manifest, tables: &'a Tables, measure: &str) -> Option<&'a EstimateRow> {
    let option = manifest.work.options.first()?;
    let mut rows = tables.estimates.iter();
    rows.find(|row| row.option == *option && row.measure == measure)
}

fn single(manifest: &Manifest, tables: &Tables, words: &Words) -> Said {
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

fn gains_and_price(manifest: &Manifest, tables: &Tables, words: &Words) -> String {
    let option = manifest.work.options.first().map_or("", String::as_str);
    let rows = || tables.nations.iter().filter(|row| row.option == option);
    let most = |pick: fn(&NationRow) -> Option<f64>| {
        rows()
            .filter_map(|row| Some((row, pick(row).filter(|value| value.is_finite())?)))
            .max_by(|one, other| one.1.total_cmp(&other.1))
            .map(|(row, _)| {
                if row.name.is_empty() {
                    row.nation.clone()
                } else {
                    row.name.clone()
                }
            })
    };
    let unknown = || words.text("undefined");
    let values = [
        ("gains", most(|row| row.harm_averted).unwrap_or_else(unknown)),
        ("gives", most(|row| row.pieces_given).unwrap_or_else(unknown)),
        ("leaks", told(manifest, tables, words, "leaks")),
        ("privacy", told(manifest, tables, words, "privacy_harm")),
        ("cost", told(manifest, tables, words, "cost")),
    ];
    let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
    words.fill("run-whom-price", &values)
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
