//! `Setting`: a scenario file in which the answer is known, run as `comity run` runs it.

use std::fmt::Write;
use std::sync::atomic::AtomicBool;

use crate::experiment::estimate::Estimate;
use crate::experiment::keeper::Forgetful;
use crate::experiment::runner::{StudyEnd, run};
use crate::experiment::study::{Study, Watch};
use crate::experiment::summary::{CONFIDENCE, Summary};
use crate::model::measure::MEASURES;
use crate::model::outcome::Outcome;
use crate::scenario::check::load_scenario;
use crate::scenario::load::Part;
use crate::scenario::mechanism::Mechanisms;
use crate::scenario::scenario::Scenario;
use crate::verification::effort::Effort;
use crate::verification::finding::{Finding, Subject, Verdict};

/// Events after which a replication counts as running away.
const MOST_EVENTS: u64 = 1_000_000_000;

/// A scenario in which the answer is known.
#[derive(Clone, Debug)]
pub struct Setting {
    family: &'static str,
    source: &'static str,
    title: String,
    text: String,
    replications: u32,
    traced: bool,
}

impl Setting {
    /// A setting with every mechanism off but these. `body` is the rest of the scenario file.
    pub fn new(
        (family, source): (&'static str, &'static str),
        title: String,
        on: &[&str],
        body: &str,
    ) -> Setting {
        let mut text = String::from("format = 1\n\n[mechanisms]\n");
        for (name, default, _) in Mechanisms::default().list() {
            if on.contains(&name) != default {
                let _ = writeln!(text, "{name} = {}", !default);
            }
        }
        text.push('\n');
        text.push_str(body.trim());
        text.push('\n');
        Setting {
            family,
            source,
            title,
            text,
            replications: 20,
            traced: false,
        }
    }

    /// With so many replications in the fast run.
    #[must_use]
    pub fn replications(self, fast: u32) -> Setting {
        Setting {
            replications: fast,
            ..self
        }
    }

    /// With the events of every replication in its outcome.
    #[must_use]
    pub fn traced(self) -> Setting {
        Setting { traced: true, ..self }
    }

    /// The scenario file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is compared, apart from the numbers.
    pub fn subject(&self) -> Subject<'_> {
        Subject {
            family: self.family,
            setting: &self.title,
            source: self.source,
        }
    }

    /// The scenario that the file describes.
    ///
    /// # Panics
    /// When the file has a fault: settings are written by this program.
    pub fn scenario(&self) -> Scenario {
        let part = Part {
            name: "setting.toml".to_owned(),
            text: self.text.clone(),
        };
        match load_scenario("setting.toml", &[], &|_, _| Ok(part.clone())) {
            Ok(loaded) => loaded.value,
            Err(faults) => panic!("the setting {} has faults:\n{faults}\n{}", self.title, self.text),
        }
    }

    /// Runs the replications, and takes a row of numbers from each.
    pub fn run<const K: usize>(&self, effort: Effort, row: impl Fn(&Outcome) -> [f64; K]) -> Seen<'_, K> {
        let scenario = self.scenario();
        let mut columns = [const { Vec::new() }; K];
        let replications = effort.replications(self.replications);
        let mut end = self.study(&scenario, (0, replications), effort.seed, &mut |_, outcome| {
            for (column, value) in columns.iter_mut().zip(row(outcome)) {
                column.push(value);
            }
        });
        Seen {
            setting: self,
            summary: end.summaries.remove(0),
            columns,
            lost: !end.lost.is_empty(),
            effort,
        }
    }

    /// What the program reports for a measure in so many studies of so many replications each, all on luck of their own.
    ///
    /// # Panics
    /// When the program has no such measure.
    pub fn studies(
        &self,
        seed: u64,
        (studies, replications): (u32, u32),
        measures: &[&str],
    ) -> Vec<Vec<Estimate>> {
        let scenario = self.scenario();
        let estimates = |number| {
            let range = (number * replications, replications);
            let summary = self
                .study(&scenario, range, seed, &mut |_, _| {})
                .summaries
                .remove(0);
            let of = |name: &&str| {
                summary
                    .estimate_of(name)
                    .expect("settings ask for measures that there are")
            };
            measures.iter().map(of).collect()
        };
        (0..studies).map(estimates).collect()
    }

    /// Runs so many replications from a first one on.
    fn study(
        &self,
        scenario: &Scenario,
        (first, replications): (u32, u32),
        seed: u64,
        sink: &mut dyn FnMut(usize, &Outcome),
    ) -> StudyEnd {
        let study = Study {
            stage: 0,
            scenario,
            options: vec![None],
            first,
            replications,
            seed,
            precision: None,
            paired: false,
            traced: self.traced,
            most_events: MOST_EVENTS,
            planted_panic: None,
        };
        let watch = Watch {
            stop: &AtomicBool::new(false),
            progress: &|_, _| {},
        };
        run(&study, &watch, &Forgetful, sink)
    }
}

/// What the replications of a setting showed.
pub struct Seen<'s, const K: usize> {
    setting: &'s Setting,
    summary: Summary,
    /// The rows taken from outcomes, as columns.
    pub columns: [Vec<f64>; K],
    lost: bool,
    effort: Effort,
}

impl<const K: usize> Seen<'_, K> {
    /// A measure of the program, estimated as its tables do; the half-width may be `relative` of what is expected.
    ///
    /// # Panics
    /// When the program has no such measure.
    pub fn measure(&self, name: &str, expected: f64, relative: f64) -> Finding {
        let estimate = self.summary.estimate_of(name);
        let unit = MEASURES
            .iter()
            .find(|measure| measure.name == name)
            .map_or("", |measure| measure.unit);
        let quantity = format!("{name}, {unit}");
        self.judged(
            &quantity,
            expected,
            &estimate.expect("settings ask for measures that there are"),
            relative * expected.abs(),
        )
    }

    /// The mean of a column.
    pub fn mean(&self, column: usize, quantity: &str, expected: f64, relative: f64) -> Finding {
        self.mean_within(column, quantity, expected, relative * expected.abs())
    }

    /// The mean of a column, with a half-width in its own unit.
    pub fn mean_within(&self, column: usize, quantity: &str, expected: f64, width: f64) -> Finding {
        self.judged(
            quantity,
            expected,
            &Estimate::of_mean(&self.columns[column], CONFIDENCE),
            width,
        )
    }

    /// The ratio of two columns' means.
    pub fn ratio(&self, columns: [usize; 2], quantity: &str, expected: f64, relative: f64) -> Finding {
        let [top, bottom] = columns.map(|column| self.columns[column].as_slice());
        self.judged(
            quantity,
            expected,
            &Estimate::of_ratio(top, bottom, CONFIDENCE),
            relative * expected.abs(),
        )
    }

    /// The covariance of two columns (of a column with itself: its variance), with a half-width in its own unit.
    pub fn covariance(&self, columns: [usize; 2], quantity: &str, expected: f64, width: f64) -> Finding {
        let [one, other] = columns.map(|column| self.columns[column].as_slice());
        let product: Vec<f64> = one.iter().zip(other).map(|(a, b)| a * b).collect();
        let n = one.len() as f64;
        let estimate = Estimate::jackknife(
            &[one, other, &product],
            |means| (means[2] - means[0] * means[1]) * n / (n - 1.0),
            CONFIDENCE,
        );
        self.judged(quantity, expected, &estimate, width)
    }

    /// A number that every replication must give.
    pub fn always(&self, column: usize, quantity: &str, expected: f64, tolerance: f64) -> Finding {
        let worst = self.columns[column]
            .iter()
            .copied()
            .max_by(|a, b| (a - expected).abs().total_cmp(&(b - expected).abs()));
        let found = worst.unwrap_or(f64::NAN);
        self.or_lost(
            self.setting
                .subject()
                .computed(quantity, expected, found, tolerance),
        )
    }

    fn judged(&self, quantity: &str, expected: f64, estimate: &Estimate, width: f64) -> Finding {
        let width = self.effort.width(width);
        self.or_lost(
            self.setting
                .subject()
                .estimated(quantity, expected, estimate, width),
        )
    }

    fn or_lost(&self, finding: Finding) -> Finding {
        let verdict = if self.lost { Verdict::Lost } else { finding.verdict };
        Finding { verdict, ..finding }
    }
}
