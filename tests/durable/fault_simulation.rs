//! Whole runs of a tiny world on files that fail as a seed says. Whatever happens, what stands under the run's name is
//! whole, and the run that goes on ends with the bytes of a run that nothing happened to.
//!
//! 10,000 seeds; 100,000 with `COMITY_THOROUGH=1`. One seed again: `COMITY_FAULT_SEED=17 cargo test --test durable fault`.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use comity::experiment::study::{Study, Watch};
use comity::output::charts::which::Which;
use comity::output::folder::{Order, write_run};
use comity::output::manifest::{Manifest, VERSION, Work, digest};
use comity::output::storage::Storage;
use comity::output::words::Language;
use comity::output::workplace::{Claim, FolderState, Header, Wish, state_of};
use comity::scenario::check::load_scenario;
use comity::scenario::load::{Loaded, Part};
use comity::scenario::scenario::Scenario;
use rayon::ThreadPoolBuilder;

use crate::storage::{Failing, Fault, Luck};

const RUN: &str = "./run";
/// Most faults in a row before the run is left in peace.
const MOST_FAULTS: u64 = 3;

fn tiny() -> Loaded<Scenario> {
    let text = "format = 1\n[run]\nhorizon = 4\nwarm_up = 1\nreport_every = 2\n[nation.here]\n[nation.there]\n\
                [class.smuggling]\nrate = 100\n[shock.scandal]\nat = [3]\nkind = \"scandal\"\nnation = \"here\"\n";
    let fetch = |_: &str, _: &str| {
        Ok(Part {
            name: "tiny.toml".into(),
            text: text.into(),
        })
    };
    load_scenario("tiny.toml", &[], &fetch).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The work of these tests with a seed of its own.
struct Job<'a> {
    study: Study<'a>,
    header: Header,
}

impl<'a> Job<'a> {
    fn new(loaded: &'a Loaded<Scenario>, seed: u64) -> Job<'a> {
        let study = Study {
            stage: 0,
            scenario: &loaded.value,
            options: vec![None],
            first: 0,
            replications: 3,
            seed,
            precision: None,
            paired: true,
            traced: true,
            most_events: 1_000_000,
            planted_panic: None,
        };
        let work = Work {
            version: VERSION.to_owned(),
            scenario_digest: digest(loaded.effective.as_bytes()),
            options: vec!["baseline".to_owned()],
            seed,
            replications: study.replications,
            precision: None,
            paired: true,
            detail: "events".to_owned(),
            max_events: study.most_events,
            comparison: None,
        };
        let header = Header::new(work, None, Vec::new(), &loaded.effective);
        Job { study, header }
    }

    /// What the program does for `comity run`: claim, begin or go on, work, put in place.
    fn attempt(&self, disk: &Failing, wish: Wish) -> Result<bool, String> {
        let folder = Path::new(RUN);
        let complete = |state: FolderState| state == FolderState::Complete;
        let claim = Claim::take(disk, folder).map_err(|refusal| refusal.to_string())?;
        if complete(claim.state(&self.header).map_err(|refusal| refusal.to_string())?) {
            claim.tidy().map_err(|error| error.to_string())?;
            return Ok(false);
        }
        let place = claim
            .workplace(&self.header, wish)
            .map_err(|refusal| refusal.to_string())?;
        let order = Order {
            study: self.study.clone(),
            header: &self.header,
            with_series: false,
            charts: Which::None,
            language: Language::English,
        };
        let watch = Watch {
            stop: &AtomicBool::new(false),
            progress: &|_, _| {},
        };
        let written = write_run(&place, &order, &watch).map_err(|error| error.to_string())?;
        assert!(written.manifest.complete, "nobody stopped it");
        Ok(true)
    }
}

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// What stands under the run's name is whole: a manifest that vouches for every file, or nothing that looks like a run.
fn whole(disk: &Failing) -> Result<(), String> {
    let files = disk.below(Path::new(RUN));
    let Some(text) = files.get(&Path::new(RUN).join("manifest.json")) else {
        return if files.is_empty() {
            Ok(())
        } else {
            Err(format!("files without a manifest: {:?}", files.keys()))
        };
    };
    let manifest: Manifest =
        serde_json::from_slice(text).map_err(|error| format!("the manifest is torn: {error}"))?;
    for record in &manifest.files {
        let bytes = files.get(&Path::new(RUN).join(&record.name));
        if bytes.is_none_or(|bytes| digest(bytes) != record.digest) {
            return Err(format!("{} is not what the manifest says", record.name));
        }
    }
    Ok(())
}

/// One seed: an old run may be there, faults come, then peace. Gives what went wrong.
fn trial(seed: u64, old: &Job, new: &Job, expected: &Files) -> Result<(), String> {
    let mut luck = Luck(seed);
    let disk = Failing::new(luck.next());
    let replaces = luck.below(3) == 0;
    if replaces {
        old.attempt(&disk, Wish::Begin)?;
        disk.sync_folder(Path::new("."))
            .map_err(|error| error.to_string())?;
    }
    let mut wish = if replaces { Wish::Replace } else { Wish::Resume };
    for _ in 0..=luck.below(MOST_FAULTS) {
        let fault = [Fault::Once, Fault::Full, Fault::Crash, Fault::Crash][luck.below(4) as usize];
        disk.plan(fault, 1 + luck.below(CALLS.load(Ordering::Relaxed)));
        let ended = new.attempt(&disk, wish);
        let before = disk.calls();
        if luck.below(2) == 0 {
            disk.restart();
        } else {
            disk.power_cut();
        }
        whole(&disk).map_err(|why| format!("after {fault:?} by call {before} ({ended:?}): {why}"))?;
        // Where the fault came before the new run had begun, the old one stands and is to be replaced still.
        let begun = state_of(&disk, Path::new(RUN), &new.header).map_err(|refusal| refusal.to_string())?;
        wish = if replaces && matches!(begun, FolderState::OtherRun(_)) {
            Wish::Replace
        } else {
            Wish::Resume
        };
        // What was told as done stays done, even without power.
        if ended.is_ok() && begun != FolderState::Complete {
            return Err(format!(
                "it was done by call {before}, and is {begun:?} after {fault:?}"
            ));
        }
    }
    new.attempt(&disk, wish)
        .map_err(|why| format!("the run in peace failed: {why}"))?;
    new.attempt(&disk, Wish::Begin)
        .map_err(|why| format!("it is not known as complete: {why}"))?;
    let found = disk.below(Path::new("."));
    if found.keys().ne(expected.keys()) {
        return Err(format!("other files: {:?}", found.keys()));
    }
    match found.iter().find(|(path, bytes)| expected[*path] != **bytes) {
        Some((path, _)) => Err(format!("{} differs", path.display())),
        None => Ok(()),
    }
}

/// Calls of a run that nothing happens to.
static CALLS: AtomicU64 = AtomicU64::new(1);

#[test]
fn after_any_fault_the_run_that_goes_on_ends_with_the_same_bytes() {
    let loaded = tiny();
    let (old, new) = (Job::new(&loaded, 1), Job::new(&loaded, 2));
    let pool = || ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    let clean = Failing::new(0);
    pool()
        .install(|| new.attempt(&clean, Wish::Begin))
        .expect("nothing fails");
    CALLS.store(clean.calls(), Ordering::Relaxed);
    assert!(clean.calls() > 50, "every call can fail: {}", clean.calls());
    let expected = clean.below(Path::new("."));
    assert!(expected.len() > 10, "{:?}", expected.keys());
    if let Some(seed) = env::var("COMITY_FAULT_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
    {
        pool()
            .install(|| trial(seed, &old, &new, &expected))
            .unwrap_or_else(|why| panic!("seed {seed}: {why}"));
        return;
    }
    let seeds = if env::var_os("COMITY_THOROUGH").is_some() {
        100_000
    } else {
        10_000
    };
    let next = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                pool().install(|| {
                    loop {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        if seed >= seeds {
                            break;
                        }
                        trial(seed, &old, &new, &expected).unwrap_or_else(|why| {
                            panic!("seed {seed}: {why}\nagain: COMITY_FAULT_SEED={seed} cargo test --test durable fault")
                        });
                    }
                });
            });
        }
    });
}
