//! Small worlds for tests: a scenario as text, changed by one line a test, and run over a few replications.

#![allow(dead_code, reason = "every test crate uses its own part")]

pub(crate) mod generator;

use comity::experiment::replication::replicate;
use comity::model::blueprint::Blueprint;
use comity::model::measure::{Count, Level};
use comity::model::outcome::Outcome;
use comity::model::record::Record;
use comity::scenario::check::load_scenario;
use comity::scenario::load::Part;
use comity::scenario::scenario::Scenario;

/// Three nations and a class of threats whose traces lie everywhere; every mechanism is off.
pub(crate) const WORLD: &str = r#"
format = 1
[run]
horizon = 3650
warm_up = 0
report_every = 365
[nation.ann]
[nation.bob]
[nation.cyd]
[class.plot]
rate = 20
preparation = { family = "constant", value = 100 }
severity = { family = "constant", value = 1 }
pieces = 4
needed = 2
discovery = 30
[class.plot.holders]
target = 0.2
origin = 0.4
refuge = 0.2
neighbours = 0.1
everyone = 0.1
"#;

/// A world to be run, with what is changed about it.
#[derive(Clone, Debug)]
pub(crate) struct Trial {
    text: String,
    sets: Vec<(String, String)>,
    option: Option<String>,
    seed: u64,
    replications: u32,
    traced: bool,
}

impl Trial {
    /// The scenario as it is written.
    pub(crate) fn of(text: &str) -> Trial {
        Trial {
            text: text.to_owned(),
            sets: Vec::new(),
            option: None,
            seed: 7,
            replications: 4,
            traced: false,
        }
    }

    /// The scenario with every mechanism off but these.
    pub(crate) fn quiet(text: &str, on: &[&str]) -> Trial {
        let mut trial = Trial::of(text);
        for (name, _, _) in scenario_of(text, &[]).mechanisms.list() {
            trial = trial.set(
                &format!("mechanisms.{name}"),
                if on.contains(&name) { "true" } else { "false" },
            );
        }
        trial
    }

    /// One line changed, as `--set` does it.
    pub(crate) fn set(mut self, key: &str, value: &str) -> Trial {
        self.sets.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Text added at the end.
    pub(crate) fn and(mut self, text: &str) -> Trial {
        self.text.push_str(text);
        self
    }

    /// With this option.
    pub(crate) fn option(mut self, id: &str) -> Trial {
        self.option = Some(id.to_owned());
        self
    }

    /// With this seed.
    pub(crate) fn seed(mut self, seed: u64) -> Trial {
        self.seed = seed;
        self
    }

    /// With so many replications.
    pub(crate) fn replications(mut self, number: u32) -> Trial {
        self.replications = number;
        self
    }

    /// With every record kept.
    pub(crate) fn traced(mut self) -> Trial {
        self.traced = true;
        self
    }

    /// The scenario, which has to be valid.
    pub(crate) fn scenario(&self) -> Scenario {
        scenario_of(&self.text, &self.sets)
    }

    /// Runs all replications.
    pub(crate) fn run(&self) -> Vec<Outcome> {
        self.run_without(None)
    }

    /// Runs all replications, spared the shock of this id.
    pub(crate) fn run_without(&self, shock: Option<&str>) -> Vec<Outcome> {
        let scenario = self.scenario();
        let option = self.option.as_ref().map(|id| {
            let place = scenario.options.iter().position(|option| option.id == *id);
            place.expect("the option is there")
        });
        let shock = shock.map(|id| {
            let place = scenario.shocks.iter().position(|shock| shock.id == id);
            place.expect("the shock is there")
        });
        let plan = Blueprint::new(&scenario, option, shock);
        (0..self.replications)
            .map(|n| replicate(&plan, self.seed, n, self.traced, 50_000_000).expect("a small world"))
            .collect()
    }
}

fn scenario_of(text: &str, sets: &[(String, String)]) -> Scenario {
    let part = Part {
        name: "test.toml".into(),
        text: text.to_owned(),
    };
    match load_scenario("test.toml", sets, &|_: &str, _: &str| Ok(part.clone())) {
        Ok(loaded) => loaded.value,
        Err(faults) => panic!("the scenario of the test has faults:\n{faults}"),
    }
}

/// A count, summed over replications.
pub(crate) fn sum(outcomes: &[Outcome], count: Count) -> f64 {
    outcomes
        .iter()
        .map(|outcome| outcome.counts[count as usize])
        .sum()
}

/// A level, averaged over reports and replications.
pub(crate) fn level(outcomes: &[Outcome], level: Level) -> f64 {
    let all = outcomes.iter().map(|outcome| outcome.mean_levels[level as usize]);
    all.sum::<f64>() / outcomes.len() as f64
}

/// All records of all replications with their days.
pub(crate) fn records(outcomes: &[Outcome]) -> impl Iterator<Item = (f64, Record)> + '_ {
    let traces = outcomes
        .iter()
        .map(|outcome| outcome.trace.as_ref().expect("the run was traced"));
    traces.flatten().copied()
}

/// How many records are like this.
pub(crate) fn times(outcomes: &[Outcome], like: impl Fn(&Record) -> bool) -> usize {
    records(outcomes).filter(|(_, record)| like(record)).count()
}

/// The place of a nation in outcomes.
pub(crate) fn place(trial: &Trial, id: &str) -> usize {
    trial.scenario().nation_index(id).expect("the nation is there")
}

/// Mean and standard error of numbers.
pub(crate) fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// Every request that closed: its identity, the day of its submission, and the days from then on.
pub(crate) fn closed_days(outcomes: &[Outcome]) -> Vec<(u64, f64, f64)> {
    let closed = records(outcomes).filter_map(|(day, record)| {
        if let Record::RequestClosed {
            request, submitted, ..
        } = record
        {
            Some((request.0, submitted, day - submitted))
        } else {
            None
        }
    });
    closed.collect()
}
