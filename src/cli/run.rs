//! `comity run`: replications of a scenario, its tables and charts in a folder, and a summary in the terminal.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use rayon::ThreadPoolBuilder;

use crate::cli::chart::Charts;
use crate::cli::comparison_summary::comparison_summary;
use crate::cli::cost::{MOST_BYTES, bytes_in_words, memory, threads_there};
use crate::cli::ending::{Ending, Failure};
use crate::cli::format::Format;
use crate::cli::interrupt;
use crate::cli::lang::Lang;
use crate::cli::open::{Source, option_named};
use crate::cli::progress::{Progress, Shown};
use crate::cli::screen::{say, tell, tell_warning};
use crate::cli::summary::summary;
use crate::cli::timing::Timing;
use crate::experiment::sequential::Precision;
use crate::experiment::study::{Study, Watch};
use crate::model::measure::MEASURES;
use crate::output::comparison::order::ComparisonOrder;
use crate::output::folder::{FolderState, Order, Written, option_name, read_manifest, state_of, write_run};
use crate::output::manifest::{Manifest, VERSION, Work, digest};
use crate::output::sheet::{Row, write_to};
use crate::output::tables::Tables;
use crate::output::words::{Language, Words};
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
    /// Replace a run that the folder holds
    #[arg(long)]
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
    /// The language of charts, report and answer
    #[arg(long, value_enum, default_value = "en")]
    lang: Lang,
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
    let loaded = order.load()?;
    let option = order
        .option
        .as_deref()
        .map_or(Ok(None), |name| option_named(&loaded.value, name))?;
    carry_through(order, &loaded, vec![option], None)
}

/// Runs these options of a scenario, with what is asked of a comparison of them, and puts their folder in place.
pub fn carry_through(
    order: &RunOrder,
    loaded: &Loaded<Scenario>,
    options: Vec<Option<usize>>,
    comparison: Option<ComparisonOrder>,
) -> Result<Ending, Failure> {
    let scenario = &loaded.value;
    let study = order.study(scenario, options);
    let threads = order.threads.map_or_else(threads_there, usize::from);
    refuse_for_size(scenario, study.replications, threads)?;
    if !order.quiet {
        loaded
            .warnings
            .0
            .iter()
            .for_each(|warning| tell(&warning.to_string()));
    }
    let folder = order.folder(&study, comparison.is_some());
    let work = order.work(loaded, &study, comparison);
    if already_there(&folder, &work, order.force)? {
        order.tell_of(&folder, &read_run(&folder)?, "was there already")?;
        return Ok(Ending::Done);
    }
    let begin = Instant::now();
    let written = order.carry_out(&folder, work, study, loaded, threads)?;
    order.conclude(
        &folder,
        &written,
        &Timing::new(&written.end, threads, begin.elapsed()),
    )
}

impl RunOrder {
    /// Reads and checks the scenario.
    pub fn load(&self) -> Result<Loaded<Scenario>, Failure> {
        self.source.load()?.map_err(|faults| Failure::faults(&faults))
    }

    /// Replications asked for.
    pub fn replications(&self, scenario: &Scenario) -> u32 {
        self.replications.unwrap_or(scenario.run.replications)
    }

    /// What does not go together with a comparison, with the cure.
    pub fn unfit_for_comparison(&self) -> Option<&'static str> {
        if self.option.is_some() {
            return Some("compare takes --options A,B (default: all of them) instead of --option");
        }
        self.precision.is_some().then_some(
            "compare has no --precision: it adds replications by itself until the best is known to within --delta",
        )
    }

    fn study<'a>(&self, scenario: &'a Scenario, options: Vec<Option<usize>>) -> Study<'a> {
        let most = if self.precision.is_some() {
            MOST_PRECISE
        } else {
            scenario.run.replications
        };
        Study {
            scenario,
            options,
            first: 0,
            replications: self.replications.unwrap_or(most),
            seed: self.seed.unwrap_or(scenario.run.seed),
            precision: self.precision.clone().map(|(_, precision)| precision),
            paired: self.paired == Paired::All && !scenario.shocks.is_empty(),
            traced: self.detail == Detail::Events,
            most_events: MOST_EVENTS,
        }
    }

    /// What decides the numbers.
    fn work(&self, loaded: &Loaded<Scenario>, study: &Study, comparison: Option<ComparisonOrder>) -> Work {
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
            comparison,
        }
    }

    /// The folder asked for, or one named after the scenario, the option and the seed.
    fn folder(&self, study: &Study, compared: bool) -> PathBuf {
        let name = &study.scenario.about.name;
        let option = match study.options[0] {
            _ if compared => "-compare".to_owned(),
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
        work: Work,
        study: Study,
        loaded: &Loaded<Scenario>,
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
            work,
            parts: &loaded.parts,
            effective: &loaded.effective,
            with_series: self.detail != Detail::Summary,
            charts: self.charts.into(),
            language: self.lang.into(),
        };
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| Failure::wrong(format!("--threads {threads}: {error}")))?;
        let written = pool.install(|| write_run(folder, &order, &watch));
        progress.finish();
        written.map_err(|error| Failure::io(folder, &error))
    }

    /// Tells what came of it.
    fn conclude(&self, folder: &Path, written: &Written, timing: &Timing) -> Result<Ending, Failure> {
        let end = &written.end;
        for lost in &written.manifest.lost {
            tell_warning(&format!("lost replication {lost}"));
        }
        if written.manifest.replications == 0 {
            let ending = if end.stopped {
                Ending::Stopped
            } else {
                Ending::Lost
            };
            return Err(Failure::new(
                ending,
                "no replication was finished: nothing is written",
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
            tell_warning("stopped before all replications were done: the tables rest on those that were");
            return Ok(Ending::Stopped);
        }
        Ok(if end.lost.is_empty() {
            Ending::Done
        } else {
            Ending::Lost
        })
    }

    fn words(&self) -> &'static Words {
        Language::from(self.lang).words()
    }

    fn tell_of(&self, folder: &Path, (manifest, tables): &Found, how: &str) -> Result<(), Failure> {
        if self.quiet {
            return Ok(());
        }
        let compared = manifest.work.comparison.is_some();
        say(&match self.format {
            Format::Table if compared => comparison_summary(folder, (manifest, tables), self.words(), how),
            Format::Table => summary(folder, manifest, tables, how),
            Format::Json if compared => format!("{:#}", serde_json::json!(tables.comparison.differences)),
            Format::Json => format!("{:#}", serde_json::json!(tables.estimates)),
            Format::Csv if compared => in_csv(&tables.comparison.differences),
            Format::Csv => in_csv(&tables.estimates),
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

/// Whether the folder holds exactly this work, complete; a failure where it holds something that must not be lost.
fn already_there(folder: &Path, work: &Work, force: bool) -> Result<bool, Failure> {
    let shown = folder.display();
    match state_of(folder, work) {
        FolderState::Missing => Ok(false),
        FolderState::Complete => Ok(!force),
        FolderState::OtherRun(_) if force => Ok(false),
        FolderState::OtherRun(why) => Err(Failure::wrong(format!(
            "{shown} holds another run ({why}); --force replaces it, --out DIR writes elsewhere"
        ))),
        FolderState::Foreign => Err(Failure::new(
            Ending::Foreign,
            format!("{shown} is there and is not a run's folder; --out DIR writes elsewhere"),
        )),
    }
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

fn in_csv<R: Row>(rows: &[R]) -> String {
    let mut bytes = Vec::new();
    write_to(&mut bytes, rows).expect("memory can be written to");
    String::from_utf8(bytes).expect("rows are text")
}

/// A precision with the words in which it was asked for, which the manifest keeps.
fn precision(text: &str) -> Result<(String, Precision), String> {
    let precision: Precision = text.parse()?;
    known_measure(&precision.measure)?;
    Ok((text.to_owned(), precision))
}

/// A measure by its name; else what is wrong, with the nearest.
pub fn known_measure(name: &str) -> Result<String, String> {
    let known = || MEASURES.iter().map(|measure| measure.name);
    if known().any(|known| known == name) {
        return Ok(name.to_owned());
    }
    let hint = nearest(name, known()).map_or_else(
        || "see docs/columns.md for the list".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    );
    Err(format!("there is no measure `{name}`; {hint}"))
}
