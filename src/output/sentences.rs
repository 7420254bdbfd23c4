//! The answer of a run in five sentences with numbers, from its tables: the same in the terminal and in the report.

use crate::experiment::tradeoff::COST_TOLERANCE;
use crate::output::answer::{Answer, Best, Effect, name_of};
use crate::output::comparison_tables::{DifferenceRow, NationDifferenceRow};
use crate::output::finding::{
    difference, estimate, gain, is_comparison, judged_by, leader, option, ranked, searched, tells_of_luck,
};
use crate::output::manifest::Manifest;
use crate::output::run_sentences::of_run;
use crate::output::tables::Tables;
use crate::output::words::Words;

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
        of_run(manifest, tables, words)
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
            interval: level_interval(words, row.lower, row.upper, &row.unit),
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
    if !tells_of_luck(tables) {
        return Some(Headline {
            number: words.difference(row.mean?, None, &row.unit),
            about: words.fill("headline-option", &values),
            interval: words.text("headline-once"),
            tone: "neither",
        });
    }
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

/// The interval of a level, in the unit of the level: `95 % interval 29 to 31 %`.
fn level_interval(words: &Words, lower: Option<f64>, upper: Option<f64>, unit: &str) -> String {
    let (Some(lower), Some(upper)) = (lower, upper) else {
        return words.text("headline-once");
    };
    let half = Some((upper - lower) / 2.0);
    let values = [
        ("low", words.plain(lower, half, unit)),
        ("high", words.value(upper, half, unit)),
    ];
    let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
    words.fill(
        "headline-level-interval",
        &[("interval", &words.fill("range", &values))],
    )
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
    if !tells_of_luck(tables) {
        return compared_once(manifest, tables, words, (about, &answer));
    }
    vec![
        ("question-which", which(tables, words, about)),
        ("question-how-much", how_much(tables, words, about)),
        ("question-for-whom", for_whom(tables, words, &best)),
        ("question-price", price(manifest, tables, words, (about, &answer))),
        ("question-how-sure", how_sure(words, &answer)),
    ]
}

/// What one replication found: means without a word of certainty, and once that it tells nothing of luck.
fn compared_once(
    manifest: &Manifest,
    tables: &Tables,
    words: &Words,
    ((best, measure), answer): ((&str, &str), &Answer),
) -> Said {
    let which = words.say(
        "answer-which-once",
        &[
            ("option", name_of(&tables.comparison, best).into()),
            ("measure", words.measure(measure).into()),
            ("count", ranked(tables, measure).len().into()),
        ],
    );
    let mut how_much = Vec::new();
    if let Some((row, mean)) = difference(tables, best, measure).and_then(|row| Some((row, row.mean?))) {
        let values = [
            ("measure", words.measure(measure)),
            ("from", value(words, row.baseline_mean, row)),
            ("to", value(words, row.option_mean, row)),
            ("change", words.difference(mean, None, &row.unit)),
        ];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        how_much.push(words.fill("answer-how-much-once", &values));
    }
    let harm = difference(tables, best, "harm").filter(|_| measure != "harm");
    if let Some((row, relative, mean)) = harm.and_then(|row| Some((row, row.relative?, row.mean?))) {
        let values = [
            ("relative", words.relative(relative)),
            ("change", words.difference(mean, None, &row.unit)),
        ];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        how_much.push(words.fill("answer-harm-once", &values));
    }
    let harms = harms(tables, best);
    let count = |is: fn(f64) -> bool| harms.iter().filter(|row| row.mean.is_some_and(is)).count();
    let whom = words.say(
        "answer-whom-once",
        &[
            ("n", harms.len().into()),
            ("less", count(|change| change < 0.0).into()),
            ("more", count(|change| change > 0.0).into()),
        ],
    );
    let mut sure = vec![words.text("answer-sure-once")];
    if let Some(share) = answer.robust_share {
        sure.push(words.fill("answer-worlds", &[("share", &words.percent(share))]));
    }
    vec![
        ("question-which", which),
        ("question-how-much", how_much.join(" ")),
        ("question-for-whom", whom),
        ("question-price", cost_of(manifest, tables, words, best)),
        ("question-how-sure", sure.join(" ")),
    ]
}

/// Rows of what an option does to the harm of each nation.
fn harms<'a>(tables: &'a Tables, option: &str) -> Vec<&'a NationDifferenceRow> {
    let rows = tables.comparison.nation_differences.iter();
    rows.filter(|row| row.option == option && row.level == "nation" && row.measure == "harm")
        .collect()
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
    said + &cheapest_said(tables, words, (best, measure))
}

/// What the best costs and which is best of the cheapest, if the best costs more than they do; else nothing.
fn cheapest_said(tables: &Tables, words: &Words, (best, measure): (&str, &str)) -> String {
    let cost = |id: &str| option(tables, id).filter(|row| row.actions > 0)?.total_cost;
    let ranked = ranked(tables, measure);
    let least = ranked.iter().filter_map(|id| cost(id)).reduce(f64::min);
    let Some((own, least)) = cost(best).zip(least) else {
        return String::new();
    };
    let most = least + COST_TOLERANCE * least.abs();
    let helps = |id: &&String| difference(tables, id, measure).is_some_and(|row| row.verdict == "better");
    let first = ranked
        .iter()
        .filter(|id| cost(id).is_some_and(|cost| cost <= most))
        .find(helps)
        .filter(|_| own > most);
    let unit = option(tables, best).map_or("", |row| row.unit.as_str());
    let amount = |cost: f64| words.amount(cost, Some(cost.abs() / 50.0), unit);
    first.map_or_else(String::new, |first| {
        let values = [
            ("best", name_of(&tables.comparison, best)),
            ("cost", amount(own)),
            ("least", amount(least)),
            ("option", name_of(&tables.comparison, first)),
        ];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        format!(" {}", words.fill("answer-which-cheapest", &values))
    })
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

/// How many nations surely gain and lose, and of those who most.
fn for_whom(tables: &Tables, words: &Words, best: &str) -> String {
    let rows = harms(tables, best);
    if rows.is_empty() {
        return words.text("answer-whom-unknown");
    }
    let surely = |verdict: &str| -> Vec<&NationDifferenceRow> {
        let mut surely: Vec<_> = rows
            .iter()
            .copied()
            .filter(|row| row.verdict == verdict)
            .collect();
        surely.sort_by(|one, other| {
            let of = |row: &NationDifferenceRow| row.mean.unwrap_or_default();
            of(one)
                .total_cmp(&of(other))
                .then_with(|| one.nation.cmp(&other.nation))
        });
        surely
    };
    let (better, worse) = (surely("better"), surely("worse"));
    let mut parts = vec![words.say(
        "answer-whom",
        &[
            ("n", rows.len().into()),
            ("better", better.len().into()),
            ("worse", worse.len().into()),
        ],
    )];
    for (id, row) in [
        ("answer-whom-fall", better.first()),
        ("answer-whom-rise", worse.last()),
    ] {
        let Some(row) = row else { continue };
        let change = words.difference(row.mean.unwrap_or_default(), row.half_width, &row.unit);
        parts.push(words.fill(id, &[("nation", nation_name(row)), ("change", &change)]));
    }
    parts.join(" ")
}

fn nation_name(row: &NationDifferenceRow) -> &str {
    if row.name.is_empty() {
        &row.nation
    } else {
        &row.name
    }
}

/// What an option costs over the time that is simulated.
fn cost_of(manifest: &Manifest, tables: &Tables, words: &Words, id: &str) -> String {
    let cost = option(tables, id).and_then(|row| Some((row.total_cost?, &row.unit)));
    let cost = cost.map_or_else(
        || words.text("undefined"),
        |(cost, unit)| words.amount(cost, Some(cost.abs() / 50.0), unit),
    );
    let time = words.duration(manifest.horizon);
    words.fill("answer-price", &[("cost", &cost), ("time", &time)])
}

/// What it costs, what else it does for the worse, and what a cheaper option would bring.
fn price(
    manifest: &Manifest,
    tables: &Tables,
    words: &Words,
    ((best, measure), answer): ((&str, &str), &Answer),
) -> String {
    let mut said = cost_of(manifest, tables, words, best);
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
    let cost = option(tables, best).and_then(|row| Some((row.total_cost?, &row.unit)));
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
