//! A run's folder: written whole beside its place and then put there, so that a final name always holds a whole run.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::experiment::comparison::Comparison;
use crate::experiment::study::{Study, StudyEnd, Watch, run};
use crate::model::blueprint::Blueprint;
use crate::model::measure::{COUNTS, MEASURES};
use crate::model::outcome::Outcome;
use crate::output::charts::context::ChartContext;
use crate::output::charts::{Which, draw_all};
use crate::output::comparison::order::ComparisonOrder;
use crate::output::comparison::stages::StagesEnd;
use crate::output::comparison::{Basis, compare};
use crate::output::comparison_tables::ComparisonTables;
use crate::output::file::write_whole;
use crate::output::finding::judged_by;
use crate::output::manifest::{Manifest, PartRecord, Work, digest, mechanisms_on, shock_days};
use crate::output::rows::{Source, tables_of};
use crate::output::sheet::{Row, Sheet, write};
use crate::output::tables::{EventRow, Tables};
use crate::output::words::Language;
use crate::scenario::load::Part;
use crate::scenario::scenario::Scenario;

/// The name of the baseline in tables.
pub const BASELINE: &str = "baseline";

/// What a folder holds already.
#[derive(Clone, Debug, PartialEq)]
pub enum FolderState {
    /// Nothing.
    Missing,
    /// Exactly this work, complete.
    Complete,
    /// A run, but not this work, or not complete: the reason in words.
    OtherRun(String),
    /// Something that is not a run.
    Foreign,
}

/// What the user wants written.
pub struct Order<'a> {
    /// The study.
    pub study: Study<'a>,
    /// What decides its numbers.
    pub work: Work,
    /// The texts of the scenario.
    pub parts: &'a [Part],
    /// The scenario with everything merged into it.
    pub effective: &'a str,
    /// Tables of series, stations and pairs are written, too.
    pub with_series: bool,
    /// Which charts to draw.
    pub charts: Which,
    /// The language of charts and report.
    pub language: Language,
}

/// What was written.
pub struct Written {
    /// The end of the study.
    pub end: StudyEnd,
    /// The tables.
    pub tables: Tables,
    /// The manifest.
    pub manifest: Manifest,
    /// Charts drawn.
    pub charts: usize,
}

/// Looks what a folder holds.
pub fn state_of(folder: &Path, work: &Work) -> FolderState {
    if !folder.exists() {
        return FolderState::Missing;
    }
    let empty = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if empty {
        return FolderState::Missing;
    }
    match read_manifest(folder) {
        Err(_) => FolderState::Foreign,
        Ok(manifest) if manifest.work == *work && manifest.complete => FolderState::Complete,
        Ok(manifest) if manifest.work == *work => FolderState::OtherRun(format!(
            "an earlier run stopped after {} of {} replications",
            manifest.replications, work.replications
        )),
        Ok(manifest) => FolderState::OtherRun(difference(&manifest.work, work)),
    }
}

/// The first field in which two works differ, in words.
fn difference(there: &Work, wanted: &Work) -> String {
    let fields = [
        ("version", there.version.clone(), wanted.version.clone()),
        (
            "scenario",
            there.scenario_digest.clone(),
            wanted.scenario_digest.clone(),
        ),
        ("options", there.options.join(", "), wanted.options.join(", ")),
        ("seed", there.seed.to_string(), wanted.seed.to_string()),
        (
            "replications",
            there.replications.to_string(),
            wanted.replications.to_string(),
        ),
        (
            "precision",
            format!("{:?}", there.precision),
            format!("{:?}", wanted.precision),
        ),
        ("paired", there.paired.to_string(), wanted.paired.to_string()),
        ("detail", there.detail.clone(), wanted.detail.clone()),
        (
            "comparison",
            asked(there.comparison.as_ref()),
            asked(wanted.comparison.as_ref()),
        ),
    ];
    let differs = fields.into_iter().find(|(_, one, other)| one != other);
    differs.map_or_else(
        || "it is the same work".to_owned(),
        |(name, one, other)| match name {
            "scenario" => "the scenario is another".to_owned(),
            _ => format!("its {name} is {one}, not {other}"),
        },
    )
}

/// What is asked of a comparison, in the words of the manifest.
fn asked(order: Option<&ComparisonOrder>) -> String {
    order.map_or_else(|| "none".to_owned(), |order| serde_json::json!(order).to_string())
}

/// Reads the manifest of a run's folder.
pub fn read_manifest(folder: &Path) -> io::Result<Manifest> {
    let text = fs::read(folder.join("manifest.json"))?;
    serde_json::from_slice(&text).map_err(io::Error::from)
}

/// Runs a study and puts its folder in place. A folder that is replaced is a run's own.
pub fn write_run(folder: &Path, order: &Order, watch: &Watch) -> io::Result<Written> {
    let beside = partial_name(folder)?;
    if beside.exists() {
        fs::remove_dir_all(&beside)?;
    }
    fs::create_dir_all(beside.join("charts"))?;
    let written = write_into(&beside, order, watch);
    match written {
        Ok(written) if written.manifest.replications > 0 || !written.end.stopped => {
            if folder.exists() {
                fs::remove_dir_all(folder)?;
            }
            fs::rename(&beside, folder)?;
            Ok(written)
        }
        other => {
            fs::remove_dir_all(&beside)?;
            other
        }
    }
}

/// The folder beside a folder in which its run is written.
fn partial_name(folder: &Path) -> io::Result<PathBuf> {
    let name = folder
        .file_name()
        .ok_or_else(|| io::Error::other("the run's folder has no name"))?;
    let mut partial = std::ffi::OsString::from(".");
    partial.push(name);
    partial.push(".partial");
    Ok(folder.with_file_name(partial))
}

fn write_into(folder: &Path, order: &Order, watch: &Watch) -> io::Result<Written> {
    let scenario = order.study.scenario;
    let mut comparison = order
        .work
        .comparison
        .as_ref()
        .map(|_| Comparison::new(scenario, order.study.options.len() - 1));
    let mut end = run_into(folder, order, watch, comparison.as_mut())?;
    let mut tables = Tables::default();
    for (summary, &option) in end.summaries.iter().zip(&order.study.options) {
        let plan = Blueprint::new(scenario, option, None);
        let name = option_name(scenario, option);
        append(
            &mut tables,
            tables_of(&Source {
                option: &name,
                scenario,
                plan: &plan,
                summary,
                seed: order.study.seed,
            }),
        );
    }
    let mut lost = Vec::new();
    if let Some(comparison) = comparison.filter(|_| end.summaries[0].replications() > 0) {
        let further;
        (tables.comparison, further) = compare_into(folder, order, watch, (&end, &comparison))?;
        end.stopped |= further.stopped;
        end.events += further.events;
        end.simulation_seconds += further.simulation_seconds;
        lost = further.lost;
    }
    write_tables(folder, &tables, order.with_series)?;
    let mut manifest = manifest_of(order, &end, lost);
    let context = chart_context(&manifest, order.language);
    let charts = draw_all(&folder.join("charts"), order.charts, &context, &tables)
        .map_err(io::Error::other)?
        .len();
    manifest.files = digests(folder)?;
    write_json(&folder.join("manifest.json"), &manifest)?;
    Ok(Written {
        end,
        tables,
        manifest,
        charts,
    })
}

/// Runs the further stages of a comparison and writes their tables.
fn compare_into(
    folder: &Path,
    order: &Order,
    watch: &Watch,
    (end, comparison): (&StudyEnd, &Comparison),
) -> io::Result<(ComparisonTables, StagesEnd)> {
    let study = &order.study;
    let names: Vec<String> = study
        .options
        .iter()
        .map(|&option| option_name(study.scenario, option))
        .collect();
    let asked = order.work.comparison.as_ref();
    let basis = Basis {
        order: asked.ok_or_else(|| io::Error::other("no comparison was asked for"))?,
        study,
        names: &names,
        summaries: &end.summaries,
        comparison,
    };
    let mut added = OutcomeSheet::begin(&folder.join(ADDED_OUTCOMES))?;
    let mut failure = None;
    let found = compare(&basis, watch, &mut |option, outcome| {
        if let Err(error) = added.push(option, outcome)
            && failure.is_none()
        {
            failure = Some(error);
            watch.stop.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    });
    if let Some(error) = failure {
        return Err(error);
    }
    added.finish()?;
    found.0.write(folder)?;
    Ok(found)
}

/// The name of an option in tables.
pub fn option_name(scenario: &Scenario, option: Option<usize>) -> String {
    option.map_or_else(
        || BASELINE.to_owned(),
        |option| scenario.options[option].id.clone(),
    )
}

/// Runs the study, writing outcomes and, when they are kept, events as the replications come.
fn run_into(
    folder: &Path,
    order: &Order,
    watch: &Watch,
    mut comparison: Option<&mut Comparison>,
) -> io::Result<StudyEnd> {
    let scenario = order.study.scenario;
    let names: Vec<String> = order
        .study
        .options
        .iter()
        .map(|&option| option_name(scenario, option))
        .collect();
    let mut outcomes = OutcomeSheet::begin(&folder.join(OUTCOMES))?;
    let mut events = if order.study.traced {
        let file = BufWriter::new(fs::File::create(folder.join(EventRow::FILE))?);
        Some(Sheet::begin::<EventRow>(file)?)
    } else {
        None
    };
    let mut failure: Option<io::Error> = None;
    let end = run(&order.study, watch, &mut |option, outcome| {
        let mut write = || -> io::Result<()> {
            outcomes.push(&names[option], outcome)?;
            if let Some(comparison) = comparison.as_deref_mut() {
                comparison.add(option, outcome);
            }
            if let (Some(sheet), Some(trace)) = (&mut events, &outcome.trace) {
                for (time, record) in trace {
                    if let Some(row) = record.row() {
                        sheet.push(&event_row(
                            scenario,
                            &names[option],
                            outcome.replication,
                            *time,
                            &row,
                        ))?;
                    }
                }
            }
            Ok(())
        };
        if failure.is_none()
            && let Err(error) = write()
        {
            failure = Some(error);
            watch.stop.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    });
    if let Some(error) = failure {
        return Err(error);
    }
    outcomes.finish()?;
    if let Some(sheet) = events {
        sheet.finish()?;
    }
    Ok(end)
}

/// The table of outcomes of the replications that all options have.
const OUTCOMES: &str = "outcomes.csv";
/// The outcomes of replications that a comparison added to some options in its search for the best.
const ADDED_OUTCOMES: &str = "added_outcomes.csv";

/// A table of outcomes that is written as the replications come.
struct OutcomeSheet {
    csv: csv::Writer<BufWriter<fs::File>>,
}

impl OutcomeSheet {
    fn begin(path: &Path) -> io::Result<OutcomeSheet> {
        let mut csv = csv::Writer::from_writer(BufWriter::new(fs::File::create(path)?));
        csv.write_record(outcome_header()).map_err(io::Error::from)?;
        Ok(OutcomeSheet { csv })
    }

    fn push(&mut self, option: &str, outcome: &Outcome) -> io::Result<()> {
        let record = outcome_record(option, outcome);
        self.csv.write_record(record).map_err(io::Error::from)
    }

    fn finish(self) -> io::Result<()> {
        let mut writer = self
            .csv
            .into_inner()
            .map_err(|error| io::Error::other(error.to_string()))?;
        writer.flush()?;
        writer.get_ref().sync_all()
    }
}

/// Columns of `outcomes.csv`: measures, then the counts behind them that are not measures themselves.
fn outcome_header() -> Vec<&'static str> {
    let measures = MEASURES.iter().map(|measure| measure.name);
    ["option", "replication", "fingerprint"]
        .into_iter()
        .chain(measures)
        .chain(hidden_counts().map(|n| COUNTS[n].0))
        .collect()
}

/// Counts that are not measures themselves.
fn hidden_counts() -> impl Iterator<Item = usize> {
    (0..COUNTS.len()).filter(|&n| MEASURES.iter().all(|measure| measure.name != COUNTS[n].0))
}

fn outcome_record(option: &str, outcome: &Outcome) -> Vec<String> {
    let cell = |value: f64| {
        if value.is_finite() {
            value.to_string()
        } else {
            String::new()
        }
    };
    let mut record = vec![
        option.to_owned(),
        outcome.replication.to_string(),
        format!("{:016x}", outcome.fingerprint),
    ];
    record.extend(outcome.measures().into_iter().map(cell));
    record.extend(hidden_counts().map(|n| cell(outcome.counts[n])));
    record
}

fn event_row(
    scenario: &Scenario,
    option: &str,
    replication: u32,
    time: f64,
    row: &crate::model::record::Row,
) -> EventRow {
    let nation = |place: Option<usize>| place.map_or_else(String::new, |n| scenario.nations[n].id.clone());
    EventRow {
        option: option.to_owned(),
        replication: u64::from(replication),
        time,
        event: row.event.to_owned(),
        nation: nation(row.nation),
        other: nation(row.other),
        threat: row.threat.map(|threat| threat.0),
        request: row.request.map(|request| request.0),
        reason: row.reason.to_owned(),
        value: row.value.filter(|value| value.is_finite()),
    }
}

fn append(all: &mut Tables, more: Tables) {
    all.estimates.extend(more.estimates);
    all.series.extend(more.series);
    all.threats.extend(more.threats);
    all.requests.extend(more.requests);
    all.funnel.extend(more.funnel);
    all.answers.extend(more.answers);
    all.survival.extend(more.survival);
    all.shocks.extend(more.shocks);
    all.shock_summary.extend(more.shock_summary);
    all.stations.extend(more.stations);
    all.nations.extend(more.nations);
    all.dyads.extend(more.dyads);
}

fn write_tables(folder: &Path, tables: &Tables, with_series: bool) -> io::Result<()> {
    fn put<R: Row>(folder: &Path, rows: &[R]) -> io::Result<()> {
        write(&folder.join(R::FILE), rows).map_err(|fault| io::Error::other(fault.to_string()))
    }
    put(folder, &tables.estimates)?;
    put(folder, &tables.threats)?;
    put(folder, &tables.requests)?;
    put(folder, &tables.funnel)?;
    put(folder, &tables.answers)?;
    put(folder, &tables.survival)?;
    put(folder, &tables.shocks)?;
    put(folder, &tables.shock_summary)?;
    put(folder, &tables.nations)?;
    if with_series {
        put(folder, &tables.series)?;
        put(folder, &tables.stations)?;
        put(folder, &tables.dyads)?;
    }
    Ok(())
}

fn manifest_of(order: &Order, end: &StudyEnd, lost_further: Vec<String>) -> Manifest {
    let scenario = order.study.scenario;
    let replications = end
        .summaries
        .first()
        .map_or(0, crate::experiment::summary::Summary::replications);
    Manifest {
        work: order.work.clone(),
        replications: replications as u64,
        complete: !end.stopped && end.lost.is_empty() && lost_further.is_empty(),
        lost: end
            .lost
            .iter()
            .map(|lost| {
                format!(
                    "{}/{}: {}",
                    option_name(scenario, order.study.options[lost.option]),
                    lost.replication,
                    lost.reason
                )
            })
            .chain(lost_further)
            .collect(),
        fingerprints: end
            .summaries
            .iter()
            .map(|summary| format!("{:016x}", summary.fingerprint))
            .collect(),
        name: scenario.about.name.clone(),
        title: scenario.about.title.clone(),
        description: scenario.about.description.clone(),
        illustration: scenario.about.illustration,
        start: scenario.run.start.map(|start| start.to_string()),
        horizon: scenario.run.horizon,
        warm_up: scenario.run.warm_up,
        threshold: scenario.run.threshold,
        shocks: shock_days(scenario),
        mechanisms: mechanisms_on(scenario),
        parts: order
            .parts
            .iter()
            .map(|part| PartRecord {
                name: part.name.clone(),
                digest: digest(part.text.as_bytes()),
            })
            .collect(),
        scenario: serde_json::from_str(order.effective).unwrap_or_default(),
        files: Vec::new(),
    }
}

/// What charts say of a run beside its rows.
pub fn chart_context(manifest: &Manifest, language: Language) -> ChartContext<'static> {
    ChartContext {
        title: manifest.title.clone(),
        scenario: manifest.name.clone(),
        seed: manifest.work.seed,
        replications: manifest.replications,
        option: manifest
            .work
            .options
            .first()
            .cloned()
            .unwrap_or_else(|| BASELINE.to_owned()),
        start_date: manifest.start.clone(),
        horizon_days: manifest.horizon,
        warm_up_days: manifest.warm_up,
        shocks: manifest
            .shocks
            .iter()
            .map(|shock| (shock.name.clone(), shock.day))
            .collect(),
        shock_names: shock_names(&manifest.scenario),
        threshold: manifest.threshold,
        illustration: manifest.illustration,
        judged_by: judged_by(manifest),
        words: language.words(),
    }
}

/// Ids and names of the shocks of a scenario as JSON.
fn shock_names(scenario: &serde_json::Value) -> Vec<(String, String)> {
    let shocks = scenario["shock"].as_object().into_iter().flatten();
    let named = shocks.filter_map(|(id, shock)| Some((id.clone(), shock["name"].as_str()?.to_owned())));
    named.collect()
}

/// Draws the charts of a finished run again from its tables.
pub fn draw_again(folder: &Path, which: Which, language: Language) -> io::Result<Vec<PathBuf>> {
    let manifest = read_manifest(folder)?;
    let tables = Tables::read(folder).map_err(|fault| io::Error::other(fault.to_string()))?;
    let charts = folder.join("charts");
    fs::create_dir_all(&charts)?;
    draw_all(&charts, which, &chart_context(&manifest, language), &tables).map_err(io::Error::other)
}

/// Digests of the files of a folder, in order of name; charts are drawn from them and left out.
fn digests(folder: &Path) -> io::Result<Vec<PartRecord>> {
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    names
        .into_iter()
        .map(|name| {
            Ok(PartRecord {
                digest: digest(&fs::read(folder.join(&name))?),
                name,
            })
        })
        .collect()
}

/// Writes a value as indented JSON.
pub fn write_json<T: serde::Serialize>(path: &Path, value: &T) -> io::Result<()> {
    write_whole(path, |writer| {
        serde_json::to_writer_pretty(&mut *writer, value).map_err(io::Error::from)?;
        writeln!(writer)
    })
}
