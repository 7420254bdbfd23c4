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
    pub(crate) pending: &'static str,
    pub(crate) alone: &'static str,
    pub(crate) best: &'static str,
}

/// English.
pub static ENGLISH: Words = Words {
    months: [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
    names: &[("cyberattack", "cyber-attack")],
    footer_one: "{scenario} · seed {seed} · one replication",
    footer_many: "{scenario} · seed {seed} · {n} replications",
    illustration: "An illustration, not a forecast.",
    nothing: "Nothing to show: {why}",
    axis_date: "year",
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
    survival_half: "Half of the replications have fallen below by {time}.",
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
    pending: "still open",
    alone: "alone",
    best: "best",
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
        assert_eq!(number(1234567.0, 1.0), "1\u{a0}234\u{a0}567");
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
