//! What a comparison answers, as facts taken from its tables: the ground of the five sentences, in whatever language.

use crate::output::comparison_tables::{ComparisonTables, DifferenceRow, NationDifferenceRow, SelectionRow};
use crate::output::tables::Tables;

/// An amount with its interval.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Amount {
    /// Point estimate.
    pub mean: f64,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

impl Amount {
    fn of(mean: Option<f64>, lower: Option<f64>, upper: Option<f64>) -> Option<Amount> {
        Some(Amount {
            mean: mean?,
            lower: lower?,
            upper: upper?,
        })
    }

    /// Half the width of the interval.
    pub fn half_width(&self) -> f64 {
        (self.upper - self.lower) / 2.0
    }
}

/// A measure that an option changes beyond doubt.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The measure.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Whether the change is for the better.
    pub better: bool,
    /// The change over the size of the baseline, where that is not 0.
    pub relative: Option<f64>,
    /// The change, with the interval that holds for all options at once.
    pub change: Amount,
}

/// The option that the answer is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// Its id.
    pub option: String,
    /// Its name.
    pub name: String,
    /// The measure by which it is best.
    pub measure: String,
    /// The unit of the measure.
    pub unit: String,
    /// Estimate of the measure in the baseline and under the option.
    pub from: Option<f64>,
    /// As said.
    pub to: Option<f64>,
    /// The change, with the interval that holds for all options at once.
    pub change: Option<Amount>,
    /// Whether the change can be told from none.
    pub detectable: bool,
    /// Chance that it is the best of all.
    pub probability_best: Option<f64>,
    /// Names of the others that cannot be told apart from it.
    pub rivals: Vec<String>,
    /// Whether the guarantee of the search holds.
    pub guaranteed: bool,
    /// The indifference zone.
    pub delta: Option<f64>,
    /// Replications that would probably be enough, where it does not hold.
    pub needed: Option<u64>,
    /// Replications that the search took of it.
    pub replications: u64,
}

/// What a comparison answers.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Answer {
    /// How many options were compared.
    pub options: usize,
    /// The best by the measure asked for; none where the baseline is best or nothing was found.
    pub best: Option<Best>,
    /// Names of the options of which no difference in that measure can be detected.
    pub undetectable: Vec<String>,
    /// Names of the options that make it worse beyond doubt.
    pub worse: Vec<String>,
    /// How many nations suffer less, and more, harm under the best, beyond doubt.
    pub nations: [usize; 3],
    /// The bloc whose harm falls most under the best, and by how much: name, change.
    pub most_helped: Option<(String, Amount)>,
    /// Nations that lose under the best: in harm or privacy, by name.
    pub losers: Vec<String>,
    /// Discounted cost of the best, and the unit of money.
    pub cost: Option<(f64, String)>,
    /// Harm averted by the best against the baseline.
    pub harm_averted: Option<Amount>,
    /// Privacy harm of the best beyond the baseline's.
    pub privacy_harm: Option<Amount>,
    /// Options that are neither dominated in cost and harm averted nor passed over: name, ratio.
    pub bargains: Vec<(String, Option<f64>)>,
    /// What else the best changes for the worse, the largest relative change first.
    pub side_effects: Vec<Effect>,
    /// Replications of each option that the tables rest on.
    pub replications: u64,
    /// Median variance reduction of the measure over the options: what the same luck has paid.
    pub variance_reduction: Option<f64>,
    /// The assumptions on which the answer leans most: key, whether the sign of the difference turns.
    pub leans_on: Vec<(String, bool)>,
    /// Of the drawn worlds: share in which the best stays best.
    pub robust_share: Option<f64>,
}

/// Measures that repeat what the answer says already, or are no effects.
const NOT_SIDE_EFFECTS: [&str; 4] = [
    "cost",
    "cooperation_efficiency",
    "cooperation_efficiency_own",
    "attacks",
];

impl Answer {
    /// Takes the facts from the tables of a comparison by this measure.
    pub fn of(tables: &Tables, measure: &str) -> Answer {
        let found = &tables.comparison;
        let differences: Vec<&DifferenceRow> = of_measure(found, measure).collect();
        let named = |verdict: &str| -> Vec<String> {
            let rows = differences.iter().filter(|row| row.verdict == verdict);
            rows.map(|row| name_of(found, &row.option)).collect()
        };
        let mut undetectable = named("no_detectable_difference");
        undetectable.extend(named("equal"));
        let mut reductions: Vec<f64> = differences
            .iter()
            .filter_map(|row| row.variance_reduction)
            .collect();
        reductions.sort_by(f64::total_cmp);
        let mut answer = Answer {
            options: found.options.len(),
            undetectable,
            worse: named("worse"),
            replications: differences.iter().map(|row| row.n).max().unwrap_or(0),
            variance_reduction: reductions.get(reductions.len() / 2).copied(),
            ..Answer::default()
        };
        answer.bargains = found
            .tradeoffs
            .iter()
            .filter(|row| !row.incremental_over.is_empty())
            .map(|row| (name_of(found, &row.option), row.incremental_ratio))
            .collect();
        let best = found
            .selection
            .iter()
            .find(|row| row.measure == measure && row.selected);
        let difference = best.and_then(|best| differences.iter().find(|row| row.option == best.option));
        if let (Some(best), Some(difference)) = (best, difference) {
            answer.about_best(found, best, difference);
        }
        answer
    }

    fn about_best(&mut self, found: &ComparisonTables, best: &SelectionRow, difference: &DifferenceRow) {
        let option = best.option.as_str();
        self.best = Some(Best {
            option: option.to_owned(),
            name: name_of(found, option),
            measure: best.measure.clone(),
            unit: best.unit.clone(),
            from: difference.baseline_mean,
            to: difference.option_mean,
            change: simultaneous(difference),
            detectable: difference.verdict == "better" || difference.verdict == "worse",
            probability_best: best.probability_best,
            rivals: found
                .selection
                .iter()
                .filter(|row| row.measure == best.measure && row.in_subset && row.option != option)
                .map(|row| name_of(found, &row.option))
                .collect(),
            guaranteed: best.guarantee == "holds",
            delta: best.delta,
            needed: best.needed,
            replications: best.n,
        });
        let harms: Vec<&NationDifferenceRow> = found
            .nation_differences
            .iter()
            .filter(|row| row.option == option && row.measure == "harm")
            .collect();
        let nations = |verdict: &str| {
            let rows = harms.iter().filter(|row| row.level == "nation");
            rows.filter(|row| row.verdict == verdict).count()
        };
        let all = harms.iter().filter(|row| row.level == "nation").count();
        self.nations = [nations("better"), nations("worse"), all];
        self.most_helped = harms
            .iter()
            .filter(|row| row.level == "bloc" && !row.name.is_empty())
            .filter_map(|row| Some((row.name.clone(), Amount::of(row.mean, row.lower, row.upper)?)))
            .min_by(|a, b| a.1.mean.total_cmp(&b.1.mean));
        let loses = |row: &&NationDifferenceRow| {
            row.option == option && row.level == "nation" && row.verdict == "worse"
        };
        for row in found.nation_differences.iter().filter(loses) {
            if !self.losers.contains(&row.name) {
                self.losers.push(row.name.clone());
            }
        }
        if let Some(row) = found.tradeoffs.iter().find(|row| row.option == option) {
            let unit = found.options.iter().find(|row| row.option == option);
            self.cost = row.cost.zip(unit.map(|row| row.unit.clone()));
            self.harm_averted = Amount::of(row.harm_averted, row.harm_averted_lower, row.harm_averted_upper);
            self.privacy_harm = Amount::of(row.privacy_harm, row.privacy_harm_lower, row.privacy_harm_upper);
        }
        self.side_effects = effects(found, option)
            .into_iter()
            .filter(|effect| !effect.better)
            .collect();
        let mut tornado: Vec<_> = found.tornado.iter().filter(|row| row.option == option).collect();
        tornado.sort_by_key(|row| row.rank);
        self.leans_on = tornado
            .into_iter()
            .take(5)
            .map(|row| {
                let ends = row.difference_low.zip(row.difference_high);
                (
                    row.assumption.clone(),
                    ends.is_some_and(|(low, high)| low * high < 0.0),
                )
            })
            .collect();
        let robust = found.robustness.iter().find(|row| row.option == option);
        self.robust_share = robust.and_then(|row| row.best_share);
    }
}

/// What an option changes beyond doubt, the largest relative change first.
pub fn effects(found: &ComparisonTables, option: &str) -> Vec<Effect> {
    let mut effects: Vec<Effect> = found
        .differences
        .iter()
        .filter(|row| row.option == option && !NOT_SIDE_EFFECTS.contains(&row.measure.as_str()))
        .filter(|row| row.verdict == "better" || row.verdict == "worse")
        .filter_map(|row| {
            Some(Effect {
                measure: row.measure.clone(),
                unit: row.unit.clone(),
                better: row.verdict == "better",
                relative: row.relative,
                change: simultaneous(row)?,
            })
        })
        .collect();
    let size = |effect: &Effect| effect.relative.map_or(f64::INFINITY, f64::abs);
    effects.sort_by(|a, b| size(b).total_cmp(&size(a)));
    effects
}

fn of_measure<'a>(found: &'a ComparisonTables, measure: &'a str) -> impl Iterator<Item = &'a DifferenceRow> {
    found.differences.iter().filter(move |row| row.measure == measure)
}

fn simultaneous(row: &DifferenceRow) -> Option<Amount> {
    Amount::of(row.mean, row.simultaneous_lower, row.simultaneous_upper)
}

/// The name of an option, or its id where the table of options does not have it.
pub fn name_of(found: &ComparisonTables, option: &str) -> String {
    let row = found.options.iter().find(|row| row.option == option);
    row.map_or(option, |row| row.name.as_str()).to_owned()
}
