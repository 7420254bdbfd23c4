//! `comity run`: replications of a scenario, its tables and charts in a folder, and a summary in the terminal.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::cli::bench::Work;
use crate::cli::chart::Charts;
use crate::cli::cost::{cost, threads_there};
use crate::cli::ending::{Ending, Failure};
use crate::cli::lang::Lang;
use crate::cli::limits::Limits;
use crate::cli::open::{Source, option_named};
use crate::cli::real::behind_links;
use crate::cli::replay::replay;
use crate::cli::shard::run_shard;
use crate::cli::telling::Telling;
use crate::cli::timing::Timing;
use crate::experiment::sequential::Precision;
use crate::experiment::study::Study;
use crate::model::measure::MEASURES;
use crate::output::again::{in_shell, path};
use crate::output::comparison::order::ComparisonOrder;
use crate::output::folder::{Order, option_name, part_records, write_run};
use crate::output::manifest::{self, VERSION, digest};
use crate::output::storage::Disk;
use crate::output::workplace::{Claim, FolderState, Header, JOURNAL, ShardNumber, Wish, is_locked, state_of};
use crate::scenario::load::Loaded;
use crate::scenario::names::nearest;
use crate::scenario::run::MOST_REPLICATIONS;
use crate::scenario::scenario::Scenario;

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
    /// Replicate until the 95 % interval of a measure is this narrow: 0.01, 0.01:harm or 2%:harm; looks at 50, 100, 200 and so on, up to --replications [default then: 100,000]
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
    #[arg(long, value_enum, default_value_t = Charts::USUAL)]
    charts: Charts,
    /// Continue a run that was stopped, killed or cut short; begin it where there is none
    #[arg(long)]
    resume: bool,
    /// Replace a run that the folder holds
    #[arg(long, conflicts_with = "resume")]
    force: bool,
    /// Only the N-th of so many parts of the work, into one file for `comity merge`
    #[arg(long, value_name = "N/OF", conflicts_with = "precision")]
    shard: Option<ShardNumber>,
    /// Only this replication again, counted from 0: its fingerprint and measures; nothing is written
    #[arg(long, value_name = "N", conflicts_with_all = ["replications", "precision", "out", "charts", "resume", "force", "shard"])]
    replication: Option<u32>,
    #[command(flatten)]
    limits: Limits,
    #[command(flatten)]
    telling: Telling,
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
    let study = order.study(&loaded.value)?;
    carry_through(order, &loaded, study, None)
}

/// Runs a study of a scenario, with what is asked of a comparison of its options, and puts its folder in place.
pub fn carry_through(
    order: &RunOrder,
    loaded: &Loaded<Scenario>,
    study: Study,
    comparison: Option<ComparisonOrder>,
) -> Result<Ending, Failure> {
    if let Some(replication) = order.replication {
        return replay(&study, replication, order.telling.format);
    }
    let threads = order.threads.map_or_else(threads_there, usize::from);
    let cost = cost(&study, threads, order.charts.asked()?);
    order.limits.check(&cost, study.most_events)?;
    for warning in &loaded.warnings.0 {
        order.telling.aside(&warning.to_string());
    }
    let header = order.header(loaded, &study, comparison);
    if order.shard.is_some() {
        let file = order.target(&study, false);
        return run_shard(&file, &header, &study, order.wish(), &order.work_of(threads));
    }
    order.run_whole(&header, study, threads)
}

impl RunOrder {
    /// Runs the study and puts its folder in place, or tells of the one that is there.
    fn run_whole(&self, header: &Header, study: Study, threads: usize) -> Result<Ending, Failure> {
        let folder = self.target(&study, header.work.comparison.is_some());
        let disk = Disk::new();
        let there = || Ok::<_, Failure>(state_of(&disk, &folder, header)? == FolderState::Complete);
        // A process that was killed in its last moments leaves its lock, or the journal of what is complete.
        let tidy = !folder.join(JOURNAL).exists() && !is_locked(&disk, &folder)?;
        if !self.force && tidy && there()? {
            return self.telling.again(&folder, self.charts.asked()?);
        }
        let claim = Claim::take(&disk, &folder)?;
        self.telling.of_claim(&claim);
        // Another process may have finished it while this one looked, or been ended just before it tidied up.
        if !self.force && there()? {
            claim.tidy().map_err(|error| Failure::io(&folder, &error))?;
            return self.telling.again(&folder, self.charts.asked()?);
        }
        let place = claim.workplace(header, self.wish())?;
        self.telling.of_journal(&place.journal, place.torn);
        let order = Order {
            study,
            header,
            with_series: self.detail != Detail::Summary,
            charts: self.charts.asked()?,
            language: self.telling.language(),
        };
        let begin = Instant::now();
        let written = self
            .work_of(threads)
            .carry_out(|watch| write_run(&place, &order, watch))?;
        let written = written.map_err(|error| Failure::work(&folder, &error))?;
        let timing = Timing::new(&written.end, threads, begin.elapsed());
        self.telling.conclude(&folder, &written, &timing)
    }

    fn work_of(&self, threads: usize) -> Work<'_> {
        Work {
            threads,
            telling: &self.telling,
        }
    }

    /// The command that does the same work, but for where its results go and how it is told.
    pub fn words(&self, study: &Study) -> String {
        let mut words = self.which_world();
        let mut more = |flag: &str, value: String| words.extend([flag.to_owned(), value]);
        more("--replications", study.replications.to_string());
        more("--seed", study.seed.to_string());
        more("--detail", value_name(&self.detail));
        more("--paired", value_name(&self.paired));
        more("--max-events", study.most_events.to_string());
        if let Some(threads) = self.threads {
            more("--threads", threads.to_string());
        }
        if let Some(bytes) = self.limits.max_memory {
            more("--max-memory", bytes.to_string());
        }
        in_shell(&words)
    }

    /// What the command that puts shards of the work together takes beside them, with a space before it.
    pub fn words_of_merge(&self) -> String {
        let mut text = String::new();
        let mut more = |flag: &str, value: String| text.extend([" --", flag, " ", &value]);
        if let Some(threads) = self.threads {
            more("threads", threads.to_string());
        }
        if self.charts != Charts::USUAL {
            more("charts", value_name(&self.charts));
        }
        if self.telling.lang != Lang::En {
            more("lang", value_name(&self.telling.lang));
        }
        text
    }

    /// The command that runs this world.
    fn which_world(&self) -> Vec<String> {
        let mut words = vec!["comity".to_owned(), "run".to_owned(), path(&self.source.scenario)];
        let mut more = |flag: &str, value: String| words.extend([flag.to_owned(), value]);
        for set in self.source.sets_in_words() {
            more("--set", set);
        }
        for root in self.source.roots_in_words() {
            more("--root", path(&root));
        }
        if let Some(option) = &self.option {
            more("--option", option.clone());
        }
        words
    }

    /// The scenario, or all its faults.
    pub fn load(&self) -> Result<Loaded<Scenario>, Failure> {
        self.source.load()?.map_err(|faults| Failure::faults(&faults))
    }

    /// Whether something is asked for that makes no sense for parts of the work.
    pub fn cannot_be_cut(&self) -> bool {
        self.precision.is_some()
            || self.out.is_some()
            || self.shard.is_some()
            || self.replication.is_some()
            || self.resume
            || self.force
    }

    /// What is to be run.
    pub fn study<'a>(&self, scenario: &'a Scenario) -> Result<Study<'a>, Failure> {
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
            first: 0,
            replications: self.replications.unwrap_or(most),
            seed: self.seed.unwrap_or(scenario.run.seed),
            precision: self.precision.clone().map(|(_, precision)| precision),
            paired: self.paired == Paired::All && !scenario.shocks.is_empty(),
            traced: self.detail == Detail::Events,
            most_events: self.limits.most_events(scenario.nations.len()),
            planted_panic: planted_panic(),
        })
    }

    /// Replications asked for.
    pub fn replications(&self, scenario: &Scenario) -> u32 {
        self.replications.unwrap_or(scenario.run.replications)
    }

    /// Seed asked for.
    pub fn seed(&self, scenario: &Scenario) -> u64 {
        self.seed.unwrap_or(scenario.run.seed)
    }

    /// What does not go together with a comparison, with the cure.
    pub fn unfit_for_comparison(&self) -> Option<&'static str> {
        if self.option.is_some() {
            Some("compare takes --options A,B (default: all of them) instead of --option")
        } else if self.precision.is_some() {
            Some(
                "compare has no --precision: it adds replications by itself until the best is known to within --delta",
            )
        } else if self.shard.is_some() {
            Some(
                "a comparison cannot be cut into shards: its later stages follow from what the earlier ones found",
            )
        } else if self.replication.is_some() {
            Some("one replication is run again by comity run SCENARIO --option NAME --replication N")
        } else {
            None
        }
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
    fn header(
        &self,
        loaded: &Loaded<Scenario>,
        study: &Study,
        comparison: Option<ComparisonOrder>,
    ) -> Header {
        let work = manifest::Work {
            comparison,
            ..self.decides(loaded, study)
        };
        Header {
            sets: self.source.sets_in_words(),
            roots: self.source.roots_in_words(),
            ..Header::new(work, self.shard, part_records(&loaded.parts), &loaded.effective)
        }
    }

    /// What decides the numbers.
    fn decides(&self, loaded: &Loaded<Scenario>, study: &Study) -> manifest::Work {
        let names = study
            .options
            .iter()
            .map(|&option| option_name(study.scenario, option));
        manifest::Work {
            version: VERSION.to_owned(),
            scenario_digest: digest(loaded.effective.as_bytes()),
            options: names.collect(),
            seed: study.seed,
            replications: study.replications,
            precision: self.precision.clone().map(|(text, _)| text),
            paired: study.paired,
            max_events: study.most_events,
            detail: value_name(&self.detail),
            comparison: None,
        }
    }

    /// The folder or, for a shard, file asked for, or one named after the scenario, the option and the seed.
    fn target(&self, study: &Study, compared: bool) -> PathBuf {
        let shard = self.shard.map_or_else(String::new, |shard| {
            format!(".shard-{}-of-{}", shard.number, shard.of)
        });
        let name = if compared {
            format!("{}-compare-{}", study.scenario.about.name, study.seed)
        } else {
            self.name(study)
        };
        let usual = || Path::new("output").join(format!("{name}{shard}"));
        behind_links(&self.out.clone().unwrap_or_else(usual))
    }

    /// The name of the run: scenario, option and seed.
    pub fn name(&self, study: &Study) -> String {
        let name = &study.scenario.about.name;
        let option = match study.options[0] {
            Some(option) => format!("-{}", study.scenario.options[option].id),
            None => String::new(),
        };
        format!("{name}{option}-{}", study.seed)
    }
}

/// A value as it is written on the command line.
fn value_name(value: &impl ValueEnum) -> String {
    value
        .to_possible_value()
        .map_or_else(String::new, |value| value.get_name().to_owned())
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

/// The replication that is to panic: only tests of what a panic leaves set this variable.
fn planted_panic() -> Option<u32> {
    std::env::var("COMITY_TEST_PANIC").ok()?.parse().ok()
}
