//! `comity merge`: the shards of a study put together, byte for byte what one machine would have written.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::bench::Work;
use crate::cli::chart::Charts;
use crate::cli::cost::threads_there;
use crate::cli::ending::{Ending, Failure};
use crate::cli::open::option_named;
use crate::cli::real::behind_links;
use crate::cli::telling::Telling;
use crate::cli::timing::Timing;
use crate::experiment::study::Study;
use crate::output::folder::{Order, write_from};
use crate::output::manifest::digest;
use crate::output::shard::{Gathered, gather};
use crate::output::storage::Disk;
use crate::output::workplace::{Claim, FolderState, Header, Wish, is_locked, state_of};
use crate::scenario::check::load_scenario;
use crate::scenario::load::Part;
use crate::scenario::scenario::Scenario;

/// What is to be put together.
#[derive(Args, Clone, Debug)]
pub struct MergeOrder {
    /// All shards of a study, in any order
    #[arg(required = true, value_name = "SHARD")]
    shards: Vec<PathBuf>,
    /// The run's folder [default: output/SCENARIO[-OPTION]-SEED]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Which charts
    #[arg(long, value_enum, default_value_t = Charts::USUAL)]
    charts: Charts,
    /// Threads; they never change a result [default: one a core]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Replace a run that the folder holds
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    telling: Telling,
}

/// Puts the shards together into a run's folder.
pub fn merge(order: &MergeOrder) -> Result<Ending, Failure> {
    let charts = order.charts.asked()?;
    let disk = Disk::new();
    let gathered = gather(&disk, &order.shards)?;
    let header = &gathered.header;
    let scenario = scenario_of(header)?;
    let study = study_of(header, &scenario)?;
    let folder = order
        .out
        .clone()
        .unwrap_or_else(|| usual_folder(header, &scenario));
    let folder = behind_links(&folder);
    let there = || Ok::<_, Failure>(state_of(&disk, &folder, header)? == FolderState::Complete);
    if !order.force && !is_locked(&disk, &folder)? && there()? {
        return order.telling.again(&folder, charts);
    }
    let claim = Claim::take(&disk, &folder)?;
    order.telling.of_claim(&claim);
    // An earlier one may have been ended just before it tidied up.
    if !order.force && there()? {
        claim.tidy().map_err(|error| Failure::io(&folder, &error))?;
        return order.telling.again(&folder, charts);
    }
    // Nothing is lost by beginning again: all units of work are in the shards.
    let wish = if order.force { Wish::Replace } else { Wish::Resume };
    let place = claim.workplace(header, wish)?;
    let threads = order.threads.map_or_else(threads_there, usize::from);
    let work = Work {
        threads,
        telling: &order.telling,
    };
    let begin = Instant::now();
    let Gathered { journals, header } = &gathered;
    let run = Order {
        study,
        header,
        with_series: header.work.detail != "summary",
        charts,
        language: order.telling.language(),
    };
    let written = work.carry_out(|watch| write_from(&place, journals, &run, watch))?;
    let written = written.map_err(|error| Failure::work(&folder, &error))?;
    let timing = Timing::new(&written.end, threads, begin.elapsed());
    order.telling.conclude(&folder, &written, &timing)
}

/// The scenario that the shards bring with them, read and checked as any other.
fn scenario_of(header: &Header) -> Result<Scenario, Failure> {
    let damaged = |why: &str| Failure::new(Ending::Foreign, format!("the shards are damaged: {why}"));
    if digest(header.scenario.as_bytes()) != header.work.scenario_digest {
        return Err(damaged("their scenario does not match its digest"));
    }
    let fetch = |_: &str, wanted: &str| match wanted {
        "scenario.json" => Ok(Part {
            name: wanted.to_owned(),
            text: header.scenario.clone(),
        }),
        other => Err(format!(
            "a shard holds its whole scenario, and may not ask for {other}"
        )),
    };
    let loaded = load_scenario("scenario.json", &[], &fetch)
        .map_err(|faults| damaged(&format!("their scenario is not sound:\n{faults}")))?;
    if loaded.effective != header.scenario {
        return Err(damaged("their scenario reads as another"));
    }
    Ok(loaded.value)
}

fn study_of<'a>(header: &Header, scenario: &'a Scenario) -> Result<Study<'a>, Failure> {
    let work = &header.work;
    let options = work.options.iter().map(|name| option_named(scenario, name));
    Ok(Study {
        stage: 0,
        scenario,
        options: options.collect::<Result<_, _>>()?,
        first: 0,
        replications: work.replications,
        seed: work.seed,
        precision: None,
        paired: work.paired && !scenario.shocks.is_empty(),
        traced: work.detail == "events",
        most_events: work.max_events,
        planted_panic: None,
    })
}

/// The option of a run that has but one, unless it is the baseline.
fn only_option(header: &Header) -> Option<&str> {
    match header.work.options.as_slice() {
        [option] if option != crate::output::folder::BASELINE => Some(option),
        _ => None,
    }
}

fn usual_folder(header: &Header, scenario: &Scenario) -> PathBuf {
    let option = only_option(header).map_or_else(String::new, |option| format!("-{option}"));
    PathBuf::from("output").join(format!("{}{option}-{}", scenario.about.name, header.work.seed))
}
