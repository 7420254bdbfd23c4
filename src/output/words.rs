//! Every word that stands on a chart, in one catalogue per language, and numbers as people write them. `{name}`
//! marks a place that `fill` fills.

/// The words of one language.
#[derive(Debug)]
pub struct Words {
    pub(crate) months: [&'static str; 12],
    pub(crate) names: &'static [(&'static str, &'static str)],
    pub(crate) footer_one: &'static str,
    pub(crate) footer_many: &'static str,
    pub(crate) illustration: &'static str,
    pub(crate) nothing: &'static str,
    pub(crate) axis_year: &'static str,
    pub(crate) axis_date: &'static str,
    pub(crate) axis_years: &'static str,
    pub(crate) axis_days: &'static str,
    pub(crate) warm_up: &'static str,
    pub(crate) days: &'static str,
    pub(crate) years: &'static str,
    pub(crate) margin: &'static str,
    pub(crate) per_replication: &'static str,
    pub(crate) quantile_05: &'static str,
    pub(crate) quantile_25: &'static str,
    pub(crate) quantile_50: &'static str,
    pub(crate) quantile_75: &'static str,
    pub(crate) quantile_95: &'static str,
    pub(crate) threshold: &'static str,
    pub(crate) effectiveness_title: &'static str,
    pub(crate) effectiveness_sentence: &'static str,
    pub(crate) effectiveness_stays_above: &'static str,
    pub(crate) effectiveness_falls_below: &'static str,
    pub(crate) effectiveness_axis: &'static str,
    pub(crate) effectiveness_empty_title: &'static str,
    pub(crate) effectiveness_empty: &'static str,
    pub(crate) survival_title: &'static str,
    pub(crate) survival_sentence: &'static str,
    pub(crate) survival_half: &'static str,
    pub(crate) survival_no_half: &'static str,
    pub(crate) survival_axis: &'static str,
    pub(crate) survival_empty_title: &'static str,
    pub(crate) survival_empty: &'static str,
    pub(crate) at_risk: &'static str,
    pub(crate) threats_title: &'static str,
    pub(crate) threats_reached: &'static str,
    pub(crate) threats_sentence: &'static str,
    pub(crate) threats_axis: &'static str,
    pub(crate) threats_empty_title: &'static str,
    pub(crate) threats_empty: &'static str,
    pub(crate) all_classes: &'static str,
    pub(crate) disrupted: &'static str,
    pub(crate) attacked: &'static str,
    pub(crate) alone: &'static str,
    pub(crate) best: &'static str,
    pub(crate) spans: &'static [(f64, &'static str)],
    pub(crate) never: &'static str,
    pub(crate) undefined: &'static str,
    pub(crate) funnel_title: &'static str,
    pub(crate) funnel_loss: &'static str,
    pub(crate) funnel_refused: &'static str,
    pub(crate) funnel_stages: &'static str,
    pub(crate) funnel_outcomes: &'static str,
    pub(crate) funnel_reasons: &'static str,
    pub(crate) funnel_empty_title: &'static str,
    pub(crate) funnel_empty: &'static str,
    pub(crate) answers_title: &'static str,
    pub(crate) answers_title_one: &'static str,
    pub(crate) answers_sentence: &'static str,
    pub(crate) answers_axis: &'static str,
    pub(crate) answers_time: &'static str,
    pub(crate) answers_empty_title: &'static str,
    pub(crate) answers_empty: &'static str,
    pub(crate) nations_title: &'static str,
    pub(crate) nations_title_one: &'static str,
    pub(crate) nations_sentence: &'static str,
    pub(crate) nations_shown: &'static str,
    pub(crate) nations_given: &'static str,
    pub(crate) nations_averted: &'static str,
    pub(crate) nations_empty_title: &'static str,
    pub(crate) nations_empty: &'static str,
    pub(crate) backlog_title: &'static str,
    pub(crate) backlog_station: &'static str,
    pub(crate) backlog_sentence: &'static str,
    pub(crate) backlog_axis: &'static str,
    pub(crate) backlog_empty_title: &'static str,
    pub(crate) backlog_empty: &'static str,
    pub(crate) matrix_title_up: &'static str,
    pub(crate) matrix_title_down: &'static str,
    pub(crate) matrix_title_same: &'static str,
    pub(crate) matrix_sentence: &'static str,
    pub(crate) matrix_scale: &'static str,
    pub(crate) matrix_empty_title: &'static str,
    pub(crate) matrix_empty: &'static str,
    pub(crate) network_title: &'static str,
    pub(crate) network_sentence: &'static str,
    pub(crate) network_none: &'static str,
    pub(crate) network_blocs: &'static str,
    pub(crate) network_more: &'static str,
    pub(crate) network_lines: &'static str,
    pub(crate) network_within: &'static str,
    pub(crate) network_between: &'static str,
    pub(crate) network_empty_title: &'static str,
    pub(crate) network_empty: &'static str,
    pub(crate) shock_title: &'static str,
    pub(crate) shock_sentence: &'static str,
    pub(crate) shock_axis: &'static str,
    pub(crate) shock_days: &'static str,
    pub(crate) shock_depth: &'static str,
    pub(crate) shock_recovery: &'static str,
    pub(crate) shock_no_recovery: &'static str,
    pub(crate) shock_area: &'static str,
    pub(crate) shock_area_gain: &'static str,
    pub(crate) shock_back: &'static str,
    pub(crate) shock_empty_title: &'static str,
    pub(crate) shock_empty: &'static str,
}

/// English.
pub static ENGLISH: Words = Words {
    months: [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
    names: &[
        ("cyberattack", "cyber-attack"),
        ("wanted", "needed"),
        ("sent", "asked or offered"),
        ("in_time", "in time"),
        ("useful", "used to disrupt"),
        ("delivered_in_time", "delivered in time"),
        ("delivered_late", "delivered late"),
        ("capacity", "no capacity"),
        ("moot", "case over"),
        ("trust", "lack of trust"),
        ("legal", "law"),
        ("political", "politics"),
        ("desk", "intelligence desk"),
        ("authority", "central authority"),
        ("start", "at the start"),
        ("before_shock", "before the shock"),
        ("after_shock", "after the shock"),
        ("end", "at the end"),
    ],
    footer_one: "{scenario} · seed {seed} · one replication",
    footer_many: "{scenario} · seed {seed} · {n} replications",
    illustration: "An illustration, not a forecast.",
    nothing: "Nothing to show: {why}",
    axis_year: "year",
    axis_date: "date",
    axis_years: "years since the start",
    axis_days: "days since the start",
    warm_up: "warm-up",
    days: "{n} days",
    years: "{n} years",
    margin: "{mean} ± {half}",
    per_replication: "per replication",
    quantile_05: "5 of 100 below",
    quantile_25: "a quarter below",
    quantile_50: "median",
    quantile_75: "a quarter above",
    quantile_95: "5 of 100 above",
    threshold: "threshold",
    effectiveness_title: "{share} of the foreign pieces that cases need arrive in time",
    effectiveness_sentence: "At the end, half of the replications lie between {low} and {high}, nine in ten between {lowest5} and {highest95}.",
    effectiveness_stays_above: "The median stays above the threshold of {threshold}; its lowest is {lowest}.",
    effectiveness_falls_below: "The median is below the threshold of {threshold} for {share} of the time; its lowest is {lowest}.",
    effectiveness_axis: "sharing effectiveness: needed foreign pieces that arrived in time over the past year, % (fan over replications)",
    effectiveness_empty_title: "How much of the foreign information that cases need arrives in time",
    effectiveness_empty: "no report had enough outcomes to count.",
    survival_title: "Cooperation still holds after {time} in {share} of replications",
    survival_sentence: "It holds while sharing effectiveness has never fallen below {threshold}. At the end the 95 % band runs from {low} to {high}.",
    survival_half: "Half of the replications have fallen below after {time}.",
    survival_no_half: "More than half of the replications never fall below.",
    survival_axis: "replications that have never fallen below the threshold, % (95 % band)",
    survival_empty_title: "How long cooperation holds above the threshold",
    survival_empty: "no replication had enough outcomes to tell.",
    at_risk: "replications at risk",
    threats_title: "{share} of threats are disrupted",
    threats_reached: "Of what cooperation could add, {share} is reached.",
    threats_sentence: "Alone, nations would disrupt {alone}; with everything shared at once, {best}.",
    threats_axis: "threats that could be followed to their end, %",
    threats_empty_title: "What became of threats",
    threats_empty: "no threat came in the time that is reported.",
    all_classes: "all classes",
    disrupted: "disrupted",
    attacked: "attack took place",
    alone: "alone",
    best: "best",
    spans: &[
        (1.0, "1 day"),
        (3.0, "3 days"),
        (7.0, "1 week"),
        (14.0, "2 weeks"),
        (30.0, "1 month"),
        (91.0, "3 months"),
        (182.0, "6 months"),
        (365.0, "1 year"),
        (1095.0, "3 years"),
        (3650.0, "10 years"),
    ],
    never: "never",
    undefined: "–",
    funnel_title: "Of 100 foreign pieces that cases need, {n} help to disrupt a threat",
    funnel_loss: "The largest loss is from “{from}” to “{to}”: {share} of what was needed.",
    funnel_refused: "The most frequent reason to refuse: {reason} ({share}).",
    funnel_stages: "pieces per replication that got as far as …, share of those needed",
    funnel_outcomes: "requests per replication by outcome, share of all",
    funnel_reasons: "refused requests by reason, share of the refused",
    funnel_empty_title: "What became of requests",
    funnel_empty: "no request was made in the time that is reported.",
    answers_title: "Half are answered within {fast} ({kind}) to {slow} ({other})",
    answers_title_one: "Half of the requests ({kind}) are answered within {fast}",
    answers_sentence: "Days from submission to the first reply; requests that nobody answered count as censored (Kaplan–Meier, 95 % bands). Answered within 30 days: {shares}.",
    answers_axis: "requests answered so far, %",
    answers_time: "time since submission (logarithmic)",
    answers_empty_title: "How long requesters wait for an answer",
    answers_empty: "no request was submitted in the time that is reported.",
    nations_title: "{gains} gains most, {gives} gives most",
    nations_title_one: "{gains} gains and gives most",
    nations_sentence: "Harm averted is the harm that a nation would have suffered alone minus what it suffers; {losers} of {n} surely lose by it. The {third} that give most give {share} of all pieces. Thin lines: 95 % intervals.",
    nations_shown: "The {shown} that gain most are shown; nations.csv has all.",
    nations_given: "pieces given, per replication",
    nations_averted: "harm averted, per replication",
    nations_empty_title: "What each nation gains and gives",
    nations_empty: "the table of nations has no numbers.",
    backlog_title: "Longest queue: {n} requests wait at the {station} of {nation}",
    backlog_station: "{station} {middle} in the middle nation and {longest} in the longest queue",
    backlog_sentence: "Waiting on average over the reported time: {stations}. Nations that are not named are grey.",
    backlog_axis: "{station}: requests waiting, mean over replications",
    backlog_empty_title: "How many requests wait at each station",
    backlog_empty: "the table of stations has no rows.",
    matrix_title_up: "Mean trust rises from {before} to {after}",
    matrix_title_down: "Mean trust falls from {before} to {after}",
    matrix_title_same: "Mean trust stays at {after}",
    matrix_sentence: "Each row is a nation, each cell its trust in another; columns are in the same order, blocs together. Means: {means}.",
    matrix_scale: "trust of the row in the column (0: none, 1: full), mean over replications",
    matrix_empty_title: "Who trusts whom",
    matrix_empty: "the table of pairs has no rows.",
    network_title: "{n} of {all} pairs trust each other at the end ({share})",
    network_sentence: "A line joins two nations whose trust in each other is at least {trust}. {between} of the lines join different blocs. {hub} has the most partners, {n}.",
    network_none: "No two nations trust each other enough for a line.",
    network_blocs: "blocs (nations)",
    network_more: "and {n} more",
    network_lines: "lines: mutual trust",
    network_within: "within a bloc (here {trust})",
    network_between: "between blocs (here {trust})",
    network_empty_title: "Who trusts each other at the end",
    network_empty: "the table of pairs has no rows for the end.",
    shock_title: "Up to {points} points of sharing effectiveness are lost to “{shock}”",
    shock_sentence: "Mean difference between the same worlds with and without the shock, with its 95 % interval. The largest loss is a maximum, so it is not nought even without any effect.",
    shock_axis: "sharing effectiveness, difference in percentage points",
    shock_days: "days after the shock",
    shock_depth: "largest loss {value} points (95 % interval {low} to {high})",
    shock_recovery: "less than a tenth of the level missing after {value} days ({low} to {high})",
    shock_no_recovery: "a tenth of the level or more missing to the end",
    shock_area: "in all the loss of {value} days of full effectiveness ({low} to {high})",
    shock_area_gain: "in all the gain of {value} days of full effectiveness ({low} to {high})",
    shock_back: "under a tenth",
    shock_empty_title: "What a shock does to sharing",
    shock_empty: "the scenario has no shock, or the run left out the worlds without it (--paired none).",
};

impl Words {
    /// A name from the tables for the reader: translated where the catalogue has it, else with blanks for `_`.
    pub(crate) fn name(&self, key: &str) -> String {
        let known = self.names.iter().find(|(known, _)| *known == key);
        known.map_or_else(|| key.replace('_', " "), |(_, name)| (*name).to_owned())
    }
}

/// The text with each `{name}` replaced by its value. Values are taken as they are, even if they hold braces.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (key, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(
            values
                .iter()
                .find(|(name, _)| *name == key)
                .map_or("", |(_, value)| value),
        );
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// A number with as many decimals as the step between its neighbours needs, thousands set apart.
pub(crate) fn number(value: f64, step: f64) -> String {
    let decimals = if step >= 1.0 {
        0
    } else {
        (-libm::log10(step) - 1e-9).ceil().clamp(0.0, 6.0) as usize
    };
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        // Four digits read well without a gap.
        if whole.len() > 4 && place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    let negative = value < 0.0 && text.chars().any(|c| c.is_ascii_digit() && c != '0');
    let sign = if negative { "−" } else { "" };
    if fraction.is_empty() {
        format!("{sign}{grouped}")
    } else {
        format!("{sign}{grouped}.{fraction}")
    }
}

/// A number with about three digits that count.
pub(crate) fn short_number(value: f64) -> String {
    let size = value.abs();
    let step = if size >= 99.95 || size == 0.0 {
        1.0
    } else if size >= 9.995 {
        0.1
    } else {
        0.01
    };
    number(value, step)
}

/// A share as a percentage: whole, or with a decimal where one per cent is coarse.
pub(crate) fn percent(share: f64) -> String {
    let decimals = if share != 0.0 && share.abs() < 0.0995 {
        0.1
    } else {
        1.0
    };
    format!("{}\u{a0}%", number(share * 100.0, decimals))
}

/// A share with the half-width of its interval, as `43 % ± 1`.
pub(crate) fn with_margin(share: f64, half: Option<f64>, words: &Words) -> String {
    let Some(half) = half else { return percent(share) };
    let decimals = if half < 0.0095 { 0.1 } else { 1.0 };
    let mean = format!("{}\u{a0}%", number(share * 100.0, decimals));
    fill(
        words.margin,
        &[
            ("mean", &mean),
            ("half", &number((half * 100.0).max(decimals), decimals)),
        ],
    )
}

/// A time in days, or in years where it is long.
pub(crate) fn duration(days: f64, words: &Words) -> String {
    if days < 730.0 {
        fill(words.days, &[("n", &number(days, 1.0))])
    } else {
        let years = days / 365.0;
        let step = if (years - years.round()).abs() < 0.05 {
            1.0
        } else {
            0.1
        };
        fill(words.years, &[("n", &number(years, step))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(number(1_234_567.0, 1.0), "1\u{a0}234\u{a0}567");
        assert_eq!(number(-0.25, 0.05), "−0.25");
        assert_eq!(number(-0.001, 0.1), "0.0");
        assert_eq!(percent(0.434), "43\u{a0}%");
        assert_eq!(percent(0.012), "1.2\u{a0}%");
        assert_eq!(short_number(12.345), "12.3");
    }

    #[test]
    fn places_are_filled_once_and_values_are_not_read_again() {
        assert_eq!(
            fill("{a} and {b} of {a}", &[("a", "{b}"), ("b", "2")]),
            "{b} and 2 of {b}"
        );
    }

    #[test]
    fn a_share_is_said_with_its_margin() {
        assert_eq!(with_margin(0.434, Some(0.012), &ENGLISH), "43\u{a0}% ± 1");
        assert_eq!(with_margin(0.434, Some(0.004), &ENGLISH), "43.4\u{a0}% ± 0.4");
        assert_eq!(with_margin(0.434, None, &ENGLISH), "43\u{a0}%");
        assert_eq!(duration(3650.0, &ENGLISH), "10 years");
        assert_eq!(duration(90.0, &ENGLISH), "90 days");
    }
}
