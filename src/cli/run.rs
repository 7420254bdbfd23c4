//! `comity run`: replications of a scenario, its tables and charts in a folder, and a summary in the terminal.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use rayon::ThreadPoolBuilder;

use crate::cli::chart::Charts;
use crate::cli::cost::{MOST_BYTES, bytes_in_words, memory, threads_there};
use crate::cli::ending::{Ending, Failure};
use crate::cli::format::Format;
use crate::cli::interrupt;
use crate::cli::open::{Source, option_named};
use crate::cli::progress::{Progress, Shown};
use crate::cli::screen::{say, tell, tell_warning};
use crate::cli::summary::summary;
use crate::cli::timing::Timing;
use crate::experiment::sequential::Precision;
use crate::experiment::study::{Study, Watch};
use crate::model::measure::MEASURES;
use crate::output::folder::{Order, Written, option_name, part_records, read_manifest, write_run};
use crate::output::manifest::{Manifest, VERSION, Work, digest};
use crate::output::sheet::write_to;
use crate::output::storage::Disk;
use crate::output::tables::Tables;
use crate::output::workplace::{Claim, FolderState, Header, Wish, Workplace, state_of};
use crate::scenario::fault::harmless;
use crate::scenario::load::Loaded;
use crate::scenario::names::nearest;
use crate::scenario::run::MOST_REPLICATIONS;
use crate::scenario::scenario::Scenario;

/// Events after which a replication counts as running away.
const MOST_EVENTS: u64 = 1_000_000_000;
/// The most replications that `--precision` may need, unless --replications says otherwise.
const MOST_PRECISE: u32 = 100_000;

/// What is to be run.
#[derive(Args, Clone, Debug)]
pub struct RunOrder {
    #[command(flatten)]
    source: Source,
    /// An option of the scenario instead of the baseline
    #[arg(long, value_name = "NAME")]
    option: Option<String>,
    /// Replications [default: the scenario's, else 100]
    #[arg(long, short = 'n', value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MOST_REPLICATIONS as i64))]
    replications: Option<u32>,
    /// Seed of every draw [default: the scenario's, else 1]
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    seed: Option<u64>,
    /// Replicate until the 95 % interval of a measure is this narrow: 0.01, 0.01:harm or 2%:harm
    #[arg(long, value_name = "HALF-WIDTH[:MEASURE]", value_parser = precision)]
    precision: Option<(String, Precision)>,
    /// Threads; they never change a result [default: one a core]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// The run's folder [default: output/SCENARIO[-OPTION]-SEED]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Which tables: the summaries, series over time as well, or every event as well
    #[arg(long, value_enum, default_value = "series")]
    detail: Detail,
    /// Run the world without each shock as well, to see what the shock did
    #[arg(long, value_enum, default_value = "all")]
    paired: Paired,
    /// Which charts
    #[arg(long, value_enum, default_value = "default")]
    charts: Charts,
    /// Continue a run that was stopped, killed or cut short; begin it where there is none
    #[arg(long)]
    resume: bool,
    /// Replace a run that the folder holds
    #[arg(long, conflicts_with = "resume")]
    force: bool,
    /// Say nothing but what is wrong
    #[arg(long, short)]
    quiet: bool,
    /// How progress is shown
    #[arg(long, value_enum, default_value = "auto")]
    progress: Shown,
    /// How the summary is printed
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// How much is kept of a run.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
enum Detail {
    /// Estimates and counts
    Summary,
    /// Series over time, stations and pairs, too
    Series,
    /// Every event, too
    Events,
}

/// Whether worlds without each shock are run.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
enum Paired {
    /// Without each shock, on the same luck
    All,
    /// No
    None,
}

/// Runs the scenario and puts its folder in place.
pub fn run(order: &RunOrder) -> Result<Ending, Failure> {
    let loaded = order.source.load()?.map_err(|faults| Failure::faults(&faults))?;
    let scenario = &loaded.value;
    let study = order.study(scenario)?;
    let threads = order.threads.map_or_else(threads_there, usize::from);
    refuse_for_size(scenario, study.replications, threads)?;
    if !order.quiet {
        loaded
            .warnings
            .0
            .iter()
            .for_each(|warning| tell(&warning.to_string()));
    }
    let folder = order.folder(&study);
    let header = order.header(&loaded, &study);
    let disk = Disk::new();
    let there = || Ok::<_, Failure>(state_of(&disk, &folder, &header)? == FolderState::Complete);
    if !order.force && there()? {
        return order.tell_again(&folder);
    }
    let claim = Claim::take(&disk, &folder)?;
    if let Some(dead) = &claim.taken_from {
        tell_warning(&format!(
            "the lock of {} is taken over: it ended without giving it back",
            harmless(dead)
        ));
    }
    if !order.force && there()? {
        return order.tell_again(&folder);
    }
    let place = claim.workplace(&header, order.wish())?;
    order.tell_of_beginning(&place);
    let begin = Instant::now();
    let written = order.carry_out(&folder, &place, &header, study, threads)?;
    order.conclude(
        &folder,
        &written,
        &Timing::new(&written.end, threads, begin.elapsed()),
    )
}

impl RunOrder {
    fn study<'a>(&self, scenario: &'a Scenario) -> Result<Study<'a>, Failure> {
        let option = self
            .option
            .as_deref()
            .map_or(Ok(None), |name| option_named(scenario, name))?;
        let most = if self.precision.is_some() {
            MOST_PRECISE
        } else {
            scenario.run.replications
        };
        Ok(Study {
            stage: 0,
            scenario,
            options: vec![option],
            replications: self.replications.unwrap_or(most),
            seed: self.seed.unwrap_or(scenario.run.seed),
            precision: self.precision.clone().map(|(_, precision)| precision),
            paired: self.paired == Paired::All && !scenario.shocks.is_empty(),
            traced: self.detail == Detail::Events,
            most_events: MOST_EVENTS,
        })
    }

    /// What is to be done where something stands already.
    fn wish(&self) -> Wish {
        match (self.resume, self.force) {
            (true, _) => Wish::Resume,
            (_, true) => Wish::Replace,
            (false, false) => Wish::Begin,
        }
    }

    /// Everything that decides the units of work.
    fn header(&self, loaded: &Loaded<Scenario>, study: &Study) -> Header {
        Header::new(
            self.work(loaded, study),
            None,
            part_records(&loaded.parts),
            &loaded.effective,
        )
    }

    /// Tells of what an earlier run left.
    fn tell_of_beginning(&self, place: &Workplace) {
        if let Some(torn) = place.torn {
            tell_warning(&format!(
                "{} was torn at its end: {} bytes are cut off, the {} before are sound",
                place.journal.path().display(),
                torn.cut,
                torn.kept
            ));
        }
        if place.resumed > 0 && !self.quiet {
            tell(&format!("{} units of work were done already", place.resumed));
        }
    }

    /// Tells of a run that was there already.
    fn tell_again(&self, folder: &Path) -> Result<Ending, Failure> {
        let found = read_run(folder)?;
        self.tell_of(folder, &found, "was there already")?;
        found
            .0
            .lost
            .iter()
            .for_each(|lost| tell_warning(&format!("lost replication {}", harmless(lost))));
        Ok(if found.0.lost.is_empty() {
            Ending::Done
        } else {
            Ending::Lost
        })
    }

    /// What decides the numbers.
    fn work(&self, loaded: &Loaded<Scenario>, study: &Study) -> Work {
        let names = study
            .options
            .iter()
            .map(|&option| option_name(study.scenario, option));
        Work {
            version: VERSION.to_owned(),
            scenario_digest: digest(loaded.effective.as_bytes()),
            options: names.collect(),
            seed: study.seed,
            replications: study.replications,
            precision: self.precision.clone().map(|(text, _)| text),
            paired: study.paired,
            detail: self
                .detail
                .to_possible_value()
                .map_or_else(String::new, |value| value.get_name().to_owned()),
        }
    }

    /// The folder asked for, or one named after the scenario, the option and the seed.
    fn folder(&self, study: &Study) -> PathBuf {
        let name = &study.scenario.about.name;
        let option = match study.options[0] {
            Some(option) => format!("-{}", study.scenario.options[option].id),
            None => String::new(),
        };
        let usual = || Path::new("output").join(format!("{name}{option}-{}", study.seed));
        self.out.clone().unwrap_or_else(usual)
    }

    /// Runs the study on its own threads, with progress shown and Ctrl-C heeded.
    fn carry_out(
        &self,
        folder: &Path,
        place: &Workplace,
        header: &Header,
        study: Study,
        threads: usize,
    ) -> Result<Written, Failure> {
        let shown = if self.quiet { Shown::None } else { self.progress };
        let progress = Progress::new(shown);
        let watch = Watch {
            stop: interrupt::watched(),
            progress: &|done, planned| progress.show(done, planned),
        };
        let order = Order {
            study,
            header,
            with_series: self.detail != Detail::Summary,
            charts: self.charts.into(),
        };
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| Failure::wrong(format!("--threads {threads}: {error}")))?;
        let written = pool.install(|| write_run(place, &order, &watch));
        progress.finish();
        written.map_err(|error| Failure::work(folder, &error))
    }

    /// Tells what came of it.
    fn conclude(&self, folder: &Path, written: &Written, timing: &Timing) -> Result<Ending, Failure> {
        let end = &written.end;
        for lost in &written.manifest.lost {
            tell_warning(&format!("lost replication {}", harmless(lost)));
        }
        if written.manifest.replications == 0 {
            let ending = if end.stopped {
                Ending::Stopped
            } else {
                Ending::Lost
            };
            return Err(Failure::new(
                ending,
                "no replication was finished: no table is written",
            ));
        }
        timing.write(folder)?;
        if !self.quiet {
            end.words.iter().for_each(|words| tell(words));
        }
        let found = (written.manifest.clone(), written.tables.clone());
        let how = format!("{:.1} s on {} threads", timing.wall_seconds, timing.threads);
        self.tell_of(folder, &found, &how)?;
        if end.stopped {
            tell_warning(
                "stopped before all replications were done: the tables rest on those that were; the same command with --resume continues",
            );
            return Ok(Ending::Stopped);
        }
        Ok(if end.lost.is_empty() {
            Ending::Done
        } else {
            Ending::Lost
        })
    }

    fn tell_of(&self, folder: &Path, (manifest, tables): &Found, how: &str) -> Result<(), Failure> {
        if self.quiet {
            return Ok(());
        }
        say(&match self.format {
            Format::Table => summary(folder, manifest, tables, how),
            Format::Json => format!("{:#}", serde_json::json!(tables.estimates)),
            Format::Csv => estimates_in_csv(tables),
        })
    }
}

/// What the summary is made of.
type Found = (Manifest, Tables);

/// What a folder holds of an earlier run.
fn read_run(folder: &Path) -> Result<Found, Failure> {
    let manifest = read_manifest(folder).map_err(|error| Failure::io(folder, &error))?;
    let tables = Tables::read(folder).map_err(|fault| Failure::new(Ending::Foreign, fault.to_string()))?;
    Ok((manifest, tables))
}

fn refuse_for_size(scenario: &Scenario, replications: u32, threads: usize) -> Result<(), Failure> {
    let needed = memory(scenario, replications, threads);
    if needed <= MOST_BYTES {
        return Ok(());
    }
    let message = format!(
        "{} nations on {threads} threads would need about {} of memory, more than {}; fewer nations, or fewer --threads",
        scenario.nations.len(),
        bytes_in_words(needed),
        bytes_in_words(MOST_BYTES)
    );
    Err(Failure::new(Ending::TooLarge, message))
}

fn estimates_in_csv(tables: &Tables) -> String {
    let mut bytes = Vec::new();
    write_to(&mut bytes, &tables.estimates).expect("memory can be written to");
    String::from_utf8(bytes).expect("rows are text")
}

/// A precision with the words in which it was asked for, which the manifest keeps.
fn precision(text: &str) -> Result<(String, Precision), String> {
    let precision: Precision = text.parse()?;
    let known = || MEASURES.iter().map(|measure| measure.name);
    if known().all(|name| name != precision.measure) {
        let hint = nearest(&precision.measure, known()).map_or_else(
            || "see docs/columns.md for the list".to_owned(),
            |meant| format!("did you mean `{meant}`?"),
        );
        return Err(format!("there is no measure `{}`; {hint}", precision.measure));
    }
    Ok((text.to_owned(), precision))
}
