//! The five sentences of a comparison in English: which option, how sure, for whom, at what price, and how far it holds.

use crate::model::measure::MEASURES;
use crate::output::answer::{Amount, Answer, Best};

/// The five sentences.
pub fn five_sentences(answer: &Answer) -> [String; 5] {
    [
        which(answer),
        how_sure(answer),
        for_whom(answer),
        price(answer),
        how_far(answer),
    ]
}

fn which(answer: &Answer) -> String {
    let Some(best) = answer.best.as_ref().filter(|best| best.detectable) else {
        let most = answer.best.as_ref().map_or_else(String::new, |best| {
            format!(
                ": {} comes first, but no detectable difference is left to the baseline",
                best.name
            )
        });
        return format!(
            "Of {}, none makes a detectable difference for the better{most}.",
            counted(answer.options, "option", "options")
        );
    };
    let (from, to) = (best.from.unwrap_or(f64::NAN), best.to.unwrap_or(f64::NAN));
    let change = best.change.map_or_else(String::new, |change| {
        format!(
            ": a difference of {} ({} to {} for all options at once, 95 %)",
            signed(change.mean, change.half_width(), &best.unit),
            signed(change.lower, change.half_width(), &best.unit),
            signed(change.upper, change.half_width(), &best.unit)
        )
    });
    let reach = best.change.map_or(0.0, |change| change.half_width());
    format!(
        "Of {}, {} does best by {}, which goes from {} to {}{change}.",
        counted(answer.options, "option", "options"),
        best.name,
        about(&best.measure),
        level(from, reach, &best.unit),
        level(to, reach, &best.unit)
    )
}

fn how_sure(answer: &Answer) -> String {
    let Some(best) = &answer.best else {
        return "The search for the best ends with the baseline, or could not be made.".to_owned();
    };
    let chance = best.probability_best.map_or_else(String::new, |chance| {
        format!("with a chance of {} it is the best", percent(chance))
    });
    let rivals = match best.rivals.as_slice() {
        [] => "no other comes near it".to_owned(),
        rivals => format!("{} cannot be told apart from it", listed(rivals, 4)),
    };
    format!("How sure is that: {chance}, {rivals}, and {}.", guarantee(best))
}

fn guarantee(best: &Best) -> String {
    let delta = best.delta.unwrap_or(f64::NAN);
    let zone = level_change(delta, delta / 10.0, &best.unit);
    if best.guaranteed {
        format!(
            "the search guarantees with 95 % that none is better by {zone} or more ({} replications)",
            best.replications
        )
    } else {
        let needed = best.needed.map_or_else(String::new, |needed| {
            format!(", about {needed} replications would be")
        });
        format!(
            "{} replications are not enough to guarantee that none is better by {zone}{needed}",
            best.replications
        )
    }
}

fn for_whom(answer: &Answer) -> String {
    let [better, worse, all] = answer.nations;
    let helped = answer
        .most_helped
        .as_ref()
        .filter(|(_, change)| change.mean < 0.0);
    let helped = helped.map_or_else(String::new, |(bloc, change)| {
        format!(
            "; of the blocs {bloc} is spared most harm ({} ± {})",
            number(-change.mean, change.half_width()),
            number(change.half_width(), change.half_width())
        )
    });
    let losers = match answer.losers.as_slice() {
        [] => "no nation loses beyond doubt".to_owned(),
        [one] => format!("in harm or privacy {one} loses beyond doubt"),
        losers => format!("in harm or privacy {} lose beyond doubt", listed(losers, 3)),
    };
    format!(
        "For whom: of {all} nations {better} suffer less harm beyond doubt and {worse} more{helped}; {losers}."
    )
}

fn price(answer: &Answer) -> String {
    let cost = answer.cost.as_ref().map_or_else(
        || "its cost is not known".to_owned(),
        |(cost, unit)| format!("it costs {} {unit}", significant(*cost)),
    );
    let averted = answer.harm_averted.map_or_else(String::new, |amount| {
        format!(", averts {} of harm", interval(amount))
    });
    let privacy = answer.privacy_harm.map_or_else(String::new, |amount| {
        format!(" and changes privacy harm by {}", interval(amount))
    });
    let bargain = answer
        .bargains
        .iter()
        .filter_map(|(name, ratio)| Some((name, (*ratio)?)))
        .min_by(|a, b| a.1.total_cmp(&b.1));
    let bargain = bargain.map_or_else(String::new, |(name, ratio)| {
        format!(
            "; harm is averted most cheaply by {name}, at {} a unit",
            significant(ratio)
        )
    });
    let effects = match answer.side_effects.as_slice() {
        [] => "nothing else gets worse beyond doubt".to_owned(),
        effects => {
            let told: Vec<String> = effects
                .iter()
                .take(3)
                .map(|effect| {
                    let relative = effect
                        .relative
                        .map_or_else(String::new, |share| format!(" by {}", percent_change(share)));
                    format!("{}{relative}", about(&effect.measure))
                })
                .collect();
            format!("for the worse it changes {}", listed(&told, 3))
        }
    };
    format!("At what price: {cost}{averted}{privacy}{bargain}; {effects}.")
}

fn how_far(answer: &Answer) -> String {
    let mut parts = Vec::new();
    if !answer.undetectable.is_empty() {
        parts.push(format!(
            "no detectable difference is made by {}",
            listed(&answer.undetectable, 6)
        ));
    }
    if !answer.worse.is_empty() {
        parts.push(format!(
            "worse than the baseline are {}",
            listed(&answer.worse, 6)
        ));
    }
    if let Some(share) = answer.robust_share {
        parts.push(format!(
            "in {} of the worlds drawn from the ranges it stays the best",
            percent(share)
        ));
    }
    if !answer.leans_on.is_empty() {
        let keys: Vec<String> = answer.leans_on.iter().map(|(key, _)| key.clone()).collect();
        parts.push(format!("it leans most on {}", listed(&keys, 5)));
    }
    parts.push(format!(
        "all rests on {} of each option and on assumptions that no interval here covers",
        counted(answer.replications as usize, "replication", "replications")
    ));
    format!("How far it holds: {}.", parts.join("; "))
}

/// What a measure is, in a few words.
pub fn about(measure: &str) -> &str {
    match measure {
        "disruption_rate" => "the share of threats disrupted",
        "harm" => "harm",
        "attacks" => "attacks",
        "granted_share" => "the share of answers that are yes",
        "refused_share" => "the share of answers that are no",
        "unanswered_share" => "the share of requests that nobody answers",
        "in_time_share" => "the share of answers in time",
        "answer_days_p50" => "the days until half are answered",
        "answer_days_p90" => "the days until nine in ten are answered",
        "wait_days_desk" => "waits at intelligence desks",
        "wait_days_authority" => "waits at central authorities",
        "backlog_mean" => "the backlog",
        "leaks" => "leaks",
        "misuses" => "misuse of what was shared",
        "privacy_harm" => "privacy harm",
        "mean_trust" => "trust",
        "trust_within_blocs" => "trust within blocs",
        "trust_between_blocs" => "trust between blocs",
        "convictions" => "convictions",
        "dismantled" => "networks dismantled",
        "harm_averted" => "harm averted by sharing",
        "suspensions" => "suspensions of sharing",
        "trusting_pairs" => "the share of pairs that trust each other",
        "sharing_effectiveness" => "sharing effectiveness",
        "largest_trusting_component" => "the largest circle of trust",
        other => MEASURES
            .iter()
            .find(|known| known.name == other)
            .map_or(other, |known| known.name),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A list in words, cut after so many.
fn listed(names: &[String], most: usize) -> String {
    let more = names.len().saturating_sub(most);
    let shown = &names[..names.len().min(most)];
    match (shown, more) {
        ([], _) => String::new(),
        ([one], 0) => one.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (shown, more) => format!("{} and {more} more", shown.join(", ")),
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn percent_change(share: f64) -> String {
    let decimals = usize::from(share.abs() < 0.095);
    format!("{:+.decimals$} %", share * 100.0)
}

fn interval(amount: Amount) -> String {
    let reach = amount.half_width();
    format!("{} ± {}", number(amount.mean, reach), number(reach, reach))
}

/// A level of a measure: shares in per cent.
pub fn level(value: f64, reach: f64, unit: &str) -> String {
    match unit {
        "share" => format!("{} %", number(value * 100.0, reach * 100.0)),
        "d" => format!("{} days", number(value, reach)),
        _ => number(value, reach),
    }
}

/// The size of a change: shares in percentage points.
pub fn level_change(value: f64, reach: f64, unit: &str) -> String {
    match unit {
        "share" => format!("{} points", number(value * 100.0, reach * 100.0)),
        "d" => format!("{} days", number(value, reach)),
        _ => number(value, reach),
    }
}

fn signed(value: f64, reach: f64, unit: &str) -> String {
    let sign = if value > 0.0 { "+" } else { "" };
    format!("{sign}{}", level_change(value, reach, unit))
}

/// A number with three significant digits.
pub fn significant(value: f64) -> String {
    let size = value.abs();
    let decimals = if size > 0.0 && size.is_finite() {
        (2.0 - libm::floor(libm::log10(size) + 0.002)).clamp(0.0, 6.0) as usize
    } else {
        0
    };
    format!("{value:.decimals$}")
}

/// A number with as many decimals as its uncertainty has in its first digit, at most three.
pub fn number(value: f64, reach: f64) -> String {
    let size = reach.abs();
    let decimals = if size > 0.0 && size.is_finite() {
        (-libm::floor(libm::log10(size))).clamp(0.0, 3.0) as usize
    } else {
        1
    };
    let text = format!("{value:.decimals$}");
    // Minus nothing is nothing.
    if text.trim_start_matches('-').chars().all(|c| c == '0' || c == '.') {
        text.trim_start_matches('-').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_five_sentences_even_where_nothing_was_found() {
        let sentences = five_sentences(&Answer::default());
        for sentence in &sentences {
            assert!(sentence.ends_with('.') && !sentence.contains("NaN"), "{sentence}");
        }
        assert!(sentences[0].contains("none makes a detectable difference"));
    }

    #[test]
    fn lists_are_cut_and_numbers_show_no_more_than_is_known() {
        let names: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(listed(&names, 5), "a, b and c");
        assert_eq!(listed(&names, 2), "a, b and 1 more");
        assert_eq!(number(-0.004, 0.1), "0.0");
        assert_eq!(level_change(0.0153, 0.002, "share"), "1.5 points");
        assert_eq!(
            [99.996, 100.2, 43.91, 0.4927, 0.0].map(significant),
            ["100", "100", "43.9", "0.493", "0"]
        );
    }
}
