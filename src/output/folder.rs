//! A run's folder: written whole beside its place and then put there, so that a final name always holds a whole run.

use std::fs;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use crate::experiment::comparison::Comparison;
use crate::experiment::runner::{Lost, StudyEnd, run};
use crate::experiment::study::{Study, Watch};
use crate::model::blueprint::Blueprint;
use crate::model::measure::{COUNTS, MEASURES};
use crate::model::outcome::Outcome;
use crate::output::charts::context::ChartContext;
use crate::output::charts::draw_all;
use crate::output::charts::which::Which;
use crate::output::comparison::stages::StagesEnd;
use crate::output::comparison::{Basis, compare};
use crate::output::comparison_tables::ComparisonTables;
use crate::output::finding::judged_by;
use crate::output::journal::Journal;
use crate::output::keeping::Keeping;
use crate::output::manifest::{LostRecord, Manifest, PartRecord, digest, mechanisms_on, shock_days};
use crate::output::rows::{Source, tables_of};
use crate::output::sheet::{Row, Sheet, write};
use crate::output::storage::{Disk, Storage, StoredFile, at, put};
use crate::output::tables::{EventRow, Tables};
use crate::output::vouching;
use crate::output::words::Language;
use crate::output::workplace::{Header, JOURNAL, Workplace};
use crate::scenario::load::Part;
use crate::scenario::scenario::Scenario;

/// The name of the baseline in tables.
pub const BASELINE: &str = "baseline";

/// What the user wants written.
pub struct Order<'a> {
    /// The study.
    pub study: Study<'a>,
    /// What decides its numbers, with the scenario's texts.
    pub header: &'a Header,
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

/// Reads the manifest of a run's folder.
pub fn read_manifest(folder: &Path) -> io::Result<Manifest> {
    vouching::read_manifest(&Disk::new(), folder)
}

/// Runs a study, with what its workplace has of it already, and puts its folder in place. A study that was stopped before
/// its first replication, or that failed, leaves its workplace.
pub fn write_run(place: &Workplace, order: &Order, watch: &Watch) -> io::Result<Written> {
    write_from(place, std::slice::from_ref(&place.journal), order, watch)
}

/// As [`write_run`], with units from these journals.
pub fn write_from(
    place: &Workplace,
    journals: &[Journal],
    order: &Order,
    watch: &Watch,
) -> io::Result<Written> {
    place.clear()?;
    let names = option_names(&order.study);
    let keeping = Keeping {
        journals,
        scenario: order.study.scenario,
        options: &names,
    };
    let written = write_into(place, order, watch, &keeping)?;
    if written.manifest.replications > 0 {
        place.put_in_place(written.manifest.complete)?;
    }
    Ok(written)
}

/// The options of a study as tables name them.
pub fn option_names(study: &Study) -> Vec<String> {
    let options = study.options.iter();
    options
        .map(|&option| option_name(study.scenario, option))
        .collect()
}

fn write_into(place: &Workplace, order: &Order, watch: &Watch, keeping: &Keeping) -> io::Result<Written> {
    let (storage, folder) = (place.storage, place.partial.as_path());
    let scenario = order.study.scenario;
    let asked = order.header.work.comparison.as_ref();
    let mut comparison = asked.map(|_| Comparison::new(scenario, order.study.options.len() - 1));
    let mut end = run_into(place, order, watch, keeping, comparison.as_mut())?;
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
    write_tables(storage, folder, &tables, order.with_series)?;
    let mut lost: Vec<LostRecord> = end.lost.iter().map(|lost| lost_record(order, lost)).collect();
    if let (Some(asked), Some(comparison)) = (asked, &comparison)
        && end.summaries[0].replications() > 0
    {
        let basis = Basis {
            order: asked,
            study: &order.study,
            names: keeping.options,
            summaries: &end.summaries,
            comparison,
            effective: &order.header.scenario,
        };
        let further;
        (tables.comparison, further) = compare_into(place, &basis, watch, keeping)?;
        end.stopped |= further.stopped;
        end.events = end.events.saturating_add(further.events);
        end.simulation_seconds += further.simulation_seconds;
        lost.extend(further.lost.into_iter().map(|(option, lost)| LostRecord {
            option,
            replication: lost.replication,
            reason: lost.reason,
            further: true,
        }));
    }
    let mut manifest = manifest_of(order, &end, lost);
    let context = chart_context(&manifest, order.language);
    let charts = folder.join("charts");
    storage.create_folder(&charts)?;
    let drawn = draw_all(storage, &charts, order.charts, &context, &tables).map_err(io::Error::other)?;
    manifest.files = digests(storage, folder)?;
    put_json(storage, &folder.join("manifest.json"), &manifest)?;
    Ok(Written {
        end,
        tables,
        manifest,
        charts: drawn.len(),
    })
}

/// Runs the further stages of a comparison and writes their tables.
fn compare_into(
    place: &Workplace,
    basis: &Basis,
    watch: &Watch,
    keeping: &Keeping,
) -> io::Result<(ComparisonTables, StagesEnd)> {
    let (storage, folder) = (place.storage, place.partial.as_path());
    let mut added = OutcomeSheet::begin(storage, &folder.join(ADDED_OUTCOMES))?;
    let mut failure = None;
    let found = compare(basis, (watch, keeping), &mut |option, outcome| {
        if failure.is_none()
            && let Err(error) = added.push(option, outcome)
        {
            failure = Some(error);
            watch.stop.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    });
    if let Some(error) = failure {
        return Err(error);
    }
    added.finish()?;
    let found = found?;
    found.0.write(storage, folder)?;
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
    place: &Workplace,
    order: &Order,
    watch: &Watch,
    keeping: &Keeping,
    mut comparison: Option<&mut Comparison>,
) -> io::Result<StudyEnd> {
    let (storage, folder, study) = (place.storage, place.partial.as_path(), &order.study);
    let mut outcomes = OutcomeSheet::begin(storage, &folder.join(OUTCOMES))?;
    let events_file = folder.join(EventRow::FILE);
    let mut events = study
        .traced
        .then(|| begin_events(storage, &events_file))
        .transpose()?;
    let mut failure: Option<io::Error> = None;
    let mut end = run(study, watch, keeping, &mut |option, outcome| {
        let mut write = || -> io::Result<()> {
            outcomes.push(&keeping.options[option], outcome)?;
            if let Some(comparison) = comparison.as_deref_mut() {
                comparison.add(option, outcome);
            }
            let unit = study.place(option, outcome.replication);
            let copied = events
                .iter_mut()
                .try_for_each(|events| keeping.copy_events(unit, events));
            copied.map_err(at(&events_file))
        };
        if failure.is_none()
            && let Err(error) = write()
        {
            failure = Some(error);
            watch.stop.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    });
    if let Some(error) = failure.or(end.failure.take()) {
        return Err(error);
    }
    outcomes.finish()?;
    if let Some(events) = events {
        let events = events.into_inner().map_err(io::IntoInnerError::into_error);
        events
            .and_then(|mut file| file.sync())
            .map_err(at(&events_file))?;
    }
    Ok(end)
}

/// The table of events, with its header.
fn begin_events(storage: &dyn Storage, path: &Path) -> io::Result<BufWriter<Box<dyn StoredFile>>> {
    let mut file = BufWriter::new(storage.create(path).map_err(at(path))?);
    Sheet::begin::<EventRow>(&mut file)?.finish().map_err(at(path))?;
    Ok(file)
}

/// The outcomes of the replications that all options have.
const OUTCOMES: &str = "outcomes.csv";
/// The outcomes of replications that a comparison added to some options in its search for the best.
const ADDED_OUTCOMES: &str = "added_outcomes.csv";

/// A table of outcomes that is written as the replications come.
struct OutcomeSheet {
    csv: csv::Writer<Box<dyn StoredFile>>,
    path: PathBuf,
}

impl OutcomeSheet {
    fn begin(storage: &dyn Storage, path: &Path) -> io::Result<OutcomeSheet> {
        let mut csv = csv::Writer::from_writer(storage.create(path).map_err(at(path))?);
        csv.write_record(outcome_header()).map_err(io::Error::from)?;
        Ok(OutcomeSheet {
            csv,
            path: path.to_owned(),
        })
    }

    fn push(&mut self, option: &str, outcome: &Outcome) -> io::Result<()> {
        let record = outcome_record(option, outcome);
        let written = self.csv.write_record(record).map_err(io::Error::from);
        written.map_err(at(&self.path))
    }

    fn finish(self) -> io::Result<()> {
        let file = self.csv.into_inner().map_err(csv::IntoInnerError::into_error);
        file.and_then(|mut file| file.sync()).map_err(at(&self.path))
    }
}

/// Columns of `outcomes.csv`: measures, then the counts behind them that are not measures themselves.
pub fn outcome_header() -> Vec<&'static str> {
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

/// An outcome as a row of `outcomes.csv`.
pub fn outcome_record(option: &str, outcome: &Outcome) -> Vec<String> {
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

fn write_tables(storage: &dyn Storage, folder: &Path, tables: &Tables, with_series: bool) -> io::Result<()> {
    fn put<R: Row>((storage, folder): (&dyn Storage, &Path), rows: &[R]) -> io::Result<()> {
        write(storage, &folder.join(R::FILE), rows).map_err(io::Error::other)
    }
    let folder = (storage, folder);
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

fn manifest_of(order: &Order, end: &StudyEnd, lost: Vec<LostRecord>) -> Manifest {
    let scenario = order.study.scenario;
    let replications = end
        .summaries
        .first()
        .map_or(0, crate::experiment::summary::Summary::replications);
    Manifest {
        work: order.header.work.clone(),
        replications: replications as u64,
        complete: !end.stopped,
        lost,
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
        parts: order.header.parts.clone(),
        sets: order.header.sets.clone(),
        roots: order.header.roots.clone(),
        scenario: serde_json::from_str(&order.header.scenario).unwrap_or_default(),
        files: Vec::new(),
    }
}

fn lost_record(order: &Order, lost: &Lost) -> LostRecord {
    LostRecord {
        option: option_name(order.study.scenario, order.study.options[lost.option]),
        replication: lost.replication,
        reason: lost.reason.clone(),
        further: false,
    }
}

/// The names and digests of texts.
pub fn part_records(parts: &[Part]) -> Vec<PartRecord> {
    let record = |part: &Part| PartRecord {
        name: part.name.clone(),
        digest: digest(part.text.as_bytes()),
    };
    parts.iter().map(record).collect()
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

/// Whether the folder of a run holds charts.
pub fn has_charts(folder: &Path) -> bool {
    fs::read_dir(folder.join("charts")).is_ok_and(|mut charts| charts.next().is_some())
}

/// Draws the charts of a finished run again from its tables.
pub fn draw_again(folder: &Path, which: Which, language: Language) -> io::Result<Vec<PathBuf>> {
    let manifest = read_manifest(folder)?;
    let tables = Tables::read(folder).map_err(|fault| io::Error::other(fault.to_string()))?;
    let charts = folder.join("charts");
    fs::create_dir_all(&charts)?;
    draw_all(
        &Disk::new(),
        &charts,
        which,
        &chart_context(&manifest, language),
        &tables,
    )
    .map_err(io::Error::other)
}

/// Digests of the files of a folder, in order of name; charts are drawn from them and left out, and so is the journal.
fn digests(storage: &dyn Storage, folder: &Path) -> io::Result<Vec<PartRecord>> {
    let mut records = Vec::new();
    for entry in storage.list(folder)? {
        if !entry.folder && entry.name != Path::new(JOURNAL) {
            records.push(PartRecord {
                digest: digest(&storage.read(&folder.join(&entry.name))?),
                name: entry.name.to_string_lossy().into_owned(),
            });
        }
    }
    Ok(records)
}

/// Writes a value as indented JSON.
pub fn write_json<T: serde::Serialize>(path: &Path, value: &T) -> io::Result<()> {
    put_json(&Disk::new(), path, value)
}

fn put_json<T: serde::Serialize>(storage: &dyn Storage, path: &Path, value: &T) -> io::Result<()> {
    put(storage, path, |writer| {
        serde_json::to_writer_pretty(&mut *writer, value).map_err(io::Error::from)?;
        writeln!(writer)
    })
}
