//! `comity compare`: every option against the baseline on the same luck.

use clap::Args;

use crate::cli::ending::{Ending, Failure};
use crate::cli::open::option_named;
use crate::cli::run::{RunOrder, carry_through, known_measure};
use crate::experiment::direction::Direction;
use crate::experiment::study::Study;
use crate::output::comparison::order::{ComparisonOrder, Target};
use crate::output::comparison::worlds::{Drawn, drawn};
use crate::scenario::ends::first;
use crate::scenario::fault::Faults;
use crate::scenario::load::Loaded;
use crate::scenario::scenario::Scenario;
use crate::scenario::variant::variant;

/// How often the replications of the first stage the search for the best may take, unless told otherwise.
const STAGES: u32 = 5;

/// Replications in each drawn world, unless told otherwise.
const WORLD: u32 = 10;

/// What is to be compared, and how.
#[derive(Args, Clone, Debug)]
#[command(mut_arg("option", |arg| arg.hide(true)), mut_arg("precision", |arg| arg.hide(true)))]
#[command(mut_arg("shard", |arg| arg.hide(true)), mut_arg("replication", |arg| arg.hide(true)))]
#[command(mut_arg("out", |arg| arg.help("The comparison's folder [default: output/SCENARIO-compare-SEED]")))]
#[command(mut_arg("charts", |arg| arg.help("Which charts: the main ones of the comparison and of the baseline, all of both, or none")))]
pub struct CompareOrder {
    #[command(flatten)]
    run: RunOrder,
    /// Options to compare with the baseline [default: all]
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    options: Vec<String>,
    /// The measure that the answer goes by, beside disruption rate and harm
    #[arg(long, value_name = "MEASURE", default_value = "disruption_rate", value_parser = known_measure)]
    measure: String,
    /// Differences of that measure below this do not matter when the best is searched for [default: 0.01 of a share, else 2 % of the baseline]
    #[arg(long, value_name = "D", value_parser = positive)]
    delta: Option<f64>,
    /// The most replications of an option in the search for the best [default: five times --replications]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    most: Option<u32>,
    /// Divide each difference among law, trust, interests and capacity, with N replications (eighteen worlds each)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    decompose: Option<u32>,
    /// Compare the options in N worlds drawn from the ranges that the scenario gives as [uncertainty.NAME]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    uncertainty: Option<u32>,
    /// Replications in each of those worlds [default: 10]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1_000_000), requires = "uncertainty")]
    world_replications: Option<u32>,
    /// A target to be met in those worlds, such as `disruption_rate>=0.3` or `harm<=5000`
    #[arg(long, value_name = "MEASURE>=X", value_parser = target, requires = "uncertainty")]
    target: Option<Target>,
    /// Replications with which each assumption is moved to see what the answer leans on; 0 leaves that out
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    assumptions: u32,
}

/// Runs the comparison and puts its folder in place.
pub fn compare(order: &CompareOrder) -> Result<Ending, Failure> {
    if let Some(cure) = order.run.unfit_for_comparison() {
        return Err(Failure::wrong(cure));
    }
    let loaded = order.run.load()?;
    let study = Study {
        options: order.options(&loaded.value)?,
        ..order.run.study(&loaded.value)?
    };
    let asked = order.asked(&loaded.value)?;
    order.check_worlds(&loaded)?;
    carry_through(&order.run, &loaded, study, Some(asked))
}

impl CompareOrder {
    /// The baseline and the options to compare with it, each once, in the order of the scenario's identities.
    fn options(&self, scenario: &Scenario) -> Result<Vec<Option<usize>>, Failure> {
        let mut options = vec![None];
        if self.options.is_empty() {
            options.extend((0..scenario.options.len()).map(Some));
        }
        for name in &self.options {
            let option = option_named(scenario, name.trim())?;
            if !options.contains(&option) {
                options.push(option);
            }
        }
        if options.len() < 2 {
            let message = format!(
                "the scenario `{}` has no option to compare; describe one as [option.NAME], see docs/scenario-format.md",
                scenario.about.name
            );
            return Err(Failure::wrong(message));
        }
        // By id: the order of a file changes no row.
        options[1..].sort_by_key(|option| option.map(|option| scenario.options[option].id.clone()));
        Ok(options)
    }

    /// Every world that would be drawn can be read; told before anything is run.
    fn check_worlds(&self, loaded: &Loaded<Scenario>) -> Result<(), Failure> {
        let Some(worlds) = self.uncertainty else {
            return Ok(());
        };
        if loaded.value.uncertainties.is_empty() {
            let message = format!(
                "--uncertainty: the scenario `{}` gives no range; describe what is not known as [uncertainty.NAME] with key, low and high",
                loaded.value.about.name
            );
            return Err(Failure::wrong(message));
        }
        for world in drawn(&loaded.value, self.run.seed(&loaded.value), worlds) {
            variant(&loaded.effective, &world.sets).map_err(|faults| unsound(loaded, &world, &faults))?;
        }
        Ok(())
    }

    fn asked(&self, scenario: &Scenario) -> Result<ComparisonOrder, Failure> {
        if Direction::of(&self.measure) == Direction::None {
            let message = format!(
                "--measure {}: whether more or less of it is better is a matter of opinion; take one such as harm, attacks or sharing_effectiveness",
                self.measure
            );
            return Err(Failure::wrong(message));
        }
        if scenario.reach.is_some() && self.decompose.is_some() {
            let message = "--decompose: drivers are held in worlds that keep all pairs, and this one has a reach; leave out --decompose, or world.reach in a world that is small enough";
            return Err(Failure::wrong(message));
        }
        let replications = self.run.replications(scenario);
        Ok(ComparisonOrder {
            measure: self.measure.clone(),
            delta: self.delta,
            most: self.most.unwrap_or(replications.saturating_mul(STAGES)),
            decompose: self.decompose.unwrap_or(0),
            uncertainty: self.uncertainty.unwrap_or(0),
            world_replications: self
                .uncertainty
                .map_or(0, |_| self.world_replications.unwrap_or(WORLD)),
            target: self.target.clone(),
            tornado: self.assumptions,
        })
    }
}

/// The words for a drawn world that cannot be run, with the uncertainty that its fault is about, where it is about one.
fn unsound(loaded: &Loaded<Scenario>, world: &Drawn, faults: &Faults) -> Failure {
    let all = loaded.value.uncertainties.iter().zip(&world.sets);
    let about = |key: &str| faults.0.iter().any(|fault| fault.key == key);
    let (its, others): (Vec<_>, Vec<_>) = all.partition(|(one, _)| about(&one.key));
    let named = if its.is_empty() { others } else { its };
    let named: Vec<String> = named
        .into_iter()
        .map(|(one, (key, value))| format!("[uncertainty.{}] {key} = {value}", one.id))
        .collect();
    Failure::wrong(format!(
        "--uncertainty: in world {}, with {}, {}; narrower ranges leave it out",
        world.number,
        named.join(", "),
        first(faults)
    ))
}

fn target(text: &str) -> Result<Target, String> {
    let target: Target = text.parse()?;
    known_measure(&target.measure)?;
    Ok(target)
}

fn positive(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().unwrap_or(f64::NAN);
    if number.is_finite() && number > 0.0 {
        Ok(number)
    } else {
        Err(format!("`{text}` is not a number above 0"))
    }
}
