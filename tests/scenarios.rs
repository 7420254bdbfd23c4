//! The shipped scenarios, each as a reader gets it: it loads without a word, its charts can be read, every option does
//! something and costs something, and every mechanism of the model matters in at least one of them.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use comity::cli::library::Library;
use comity::cli::shipped::SHIPPED;
use comity::experiment::keeper::{Ended, Forgetful, Keeper, Numbers};
use comity::experiment::replication::{replicate, replicate_worlds};
use comity::experiment::runner::{StudyEnd, replay, run};
use comity::experiment::study::{Study, Watch};
use comity::experiment::unit::{Place, Shape};
use comity::model::blueprint::Blueprint;
use comity::model::measure::Count;
use comity::model::outcome::Outcome;
use comity::output::charts::context::ChartContext;
use comity::output::charts::which::Which;
use comity::output::charts::{draw_all, unreadable};
use comity::output::manifest::shock_days;
use comity::output::rows::{Source, tables_of};
use comity::output::storage::Disk;
use comity::output::words::Language;
use comity::scenario::check::load_scenario;
use comity::scenario::load::{Loaded, Part};
use comity::scenario::scenario::Scenario;
use comity::scenario::synthetic::synthetic;
use rayon::prelude::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator,
};

const SEED: u64 = 1;
const MOST_EVENTS: u64 = 100_000_000;

/// A scenario that has every mechanism on, by name: the smaller the world, the better.
const SCENARIO_OF_MECHANISM: &[(&str, &[&str])] = &[
    (
        "asean",
        &[
            "capacity_building",
            "consensus",
            "contagion",
            "disputes",
            "exercises",
            "ignored",
            "implementation_gap",
            "law_reform",
            "leaks",
            "patience",
            "queues",
            "reciprocity",
            "repercussions",
            "requests",
            "rounds",
            "sovereignty",
            "transparency",
        ],
    ),
    (
        "breach",
        &[
            "affinity",
            "diplomacy",
            "indirect_blame",
            "misuse",
            "politics",
            "privacy_loop",
            "reassurance",
            "suspension",
            "trust_evidence",
        ],
    ),
    ("budapest", &["club", "entry_into_force", "invitation", "novelty"]),
    (
        "classroom",
        &["governments", "law", "misreading", "routine", "shocks", "success"],
    ),
    (
        "european_union",
        &["automation", "deadlines", "interoperability", "task_forces"],
    ),
    (
        "five_eyes",
        &[
            "candour",
            "joint_operations",
            "liaison",
            "mediation",
            "originator_control",
            "relay",
            "spontaneous",
        ],
    ),
    (
        "instability",
        &[
            "databases",
            "domestic_work",
            "exits",
            "follow_ups",
            "instability",
            "justice",
            "privacy",
        ],
    ),
    ("interpol", &["accuracy", "fugitive_moves", "notices"]),
    (
        "united_nations",
        &["extremism", "norms", "reviews", "support", "treaties"],
    ),
];

/// The names of the scenarios.
fn names() -> Vec<&'static str> {
    let files = SHIPPED.iter().map(|(file, _)| *file);
    files.filter_map(|file| file.strip_suffix(".toml")).collect()
}

fn load(name: &str, sets: &[(&str, &str)]) -> Loaded<Scenario> {
    let library = Library::below(&[]).expect("no folder is needed");
    load_from(name, sets, &|asking, wanted| library.fetch(asking, wanted))
}

fn load_from(
    name: &str,
    sets: &[(&str, &str)],
    fetch: &dyn Fn(&str, &str) -> Result<Part, String>,
) -> Loaded<Scenario> {
    let sets: Vec<_> = sets
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    match load_scenario(name, &sets, &fetch) {
        Ok(loaded) => loaded,
        Err(faults) => panic!("{name}:\n{faults}"),
    }
}

/// The first replication.
fn first(scenario: &Scenario, option: Option<usize>) -> Outcome {
    let plan = Blueprint::new(scenario, option, None);
    replicate(&plan, SEED, 0, false, MOST_EVENTS).expect("no scenario runs away")
}

/// Whether the two differ in anything that is measured; the order of events and the cost do not count.
fn differ(one: &Outcome, other: &Outcome) -> bool {
    let measured = |outcome: &Outcome| {
        let mut bits: Vec<u64> = outcome.counts.iter().map(|count| count.to_bits()).collect();
        bits[Count::Cost as usize] = 0;
        bits.extend(outcome.mean_levels.iter().map(|level| level.to_bits()));
        bits
    };
    measured(one) != measured(other)
}

#[test]
fn every_scenario_loads_without_a_fault_or_a_warning() {
    assert_eq!(names().len(), 10);
    for name in names() {
        let warnings = load(name, &[]).warnings;
        assert!(warnings.0.is_empty(), "{name}:\n{warnings}");
    }
}

/// A dated shock, one that strikes again and again, and one of no size: worlds that share the time before the first strike
/// are the worlds that are run alone.
#[test]
fn a_world_without_a_shock_is_the_same_whether_it_shares_the_time_before() {
    let shaken: Vec<_> = names()
        .into_iter()
        .filter(|name| !load(name, &[]).value.shocks.is_empty())
        .collect();
    assert!(shaken.len() >= 6, "{shaken:?}");
    let library = Library::below(&[]).expect("no folder is needed");
    for name in shaken {
        let text = format!(
            "format = 1\nextends = \"shipped:{name}\"\n\
             [shock.again]\nname = \"Again and again\"\nkind = \"surge\"\nclasses = \"all\"\nrate = 0.5\n\
             [shock.nothing]\nname = \"Nothing\"\nkind = \"surge\"\nclasses = \"all\"\nfactor = 1.0\nat = [400]\n"
        );
        let fetch = |asking: &str, wanted: &str| {
            let own = Part {
                name: wanted.to_owned(),
                text: text.clone(),
            };
            if wanted == "shaken" {
                Ok(own)
            } else {
                library.fetch(asking, wanted)
            }
        };
        let scenario = load_from("shaken", &[], &fetch).value;
        let plan = Blueprint::new(&scenario, None, None);
        let (whole, without) =
            replicate_worlds(&plan, SEED, 1, false, MOST_EVENTS).expect("no scenario runs away");
        let alone =
            |plan: &Blueprint| replicate(plan, SEED, 1, false, MOST_EVENTS).expect("no scenario runs away");
        assert_eq!(format!("{whole:?}"), format!("{:?}", alone(&plan)), "{name}");
        for (shock, spared) in without.iter().enumerate() {
            assert_eq!(
                spared.is_some(),
                whole.shock_days[shock].is_some(),
                "{name}, shock {shock}"
            );
            if let Some(spared) = spared {
                let expected = alone(&Blueprint::new(&scenario, None, Some(shock)));
                assert_eq!(
                    format!("{spared:?}"),
                    format!("{expected:?}"),
                    "{name}, shock {shock}"
                );
            }
        }
    }
}

/// Keeps every unit that ends, to be looked at.
#[derive(Default)]
struct Collector(Mutex<BTreeMap<u32, String>>);

impl Keeper for Collector {
    fn find(&self, _: Place, _: &Shape) -> io::Result<Option<Ended>> {
        Ok(None)
    }

    fn keep(&self, place: Place, ended: Ended) -> io::Result<Ended> {
        let unit = ended.as_ref().expect("no scenario runs away");
        let told = format!("{:?}", (&unit.outcome, &unit.without, unit.events));
        let known = self.0.lock().expect("nobody panics").insert(place.option, told);
        assert_eq!(known, None, "option {} is worked on once", place.option);
        Ok(ended)
    }

    fn find_numbers(&self, _: Place, _: usize) -> io::Result<Option<Numbers>> {
        Ok(None)
    }

    fn keep_numbers(&self, _: Place, _: &Numbers) -> io::Result<()> {
        Ok(())
    }
}

/// Carries a study out unwatched.
fn carry_out(study: &Study, keeper: &dyn Keeper) -> StudyEnd {
    let watch = Watch {
        stop: &AtomicBool::new(false),
        progress: &|_, _| {},
    };
    run(study, &watch, keeper, &mut |_, _| {})
}

/// Options act at the start, on two other days, both before and after shocks have struck, on no day of the run, and not at all:
/// with a past in common each is what it is alone, and so are its worlds without each shock.
#[test]
fn an_option_is_the_same_whether_it_shares_the_time_before_it_acts() {
    let library = Library::below(&[]).expect("no folder is needed");
    let action = |option: &str, at: f64| {
        format!(
            "[option.{option}]\nname = \"{option}\"\n[[option.{option}.action]]\nat = {at:?}\n\
             do = \"raise_safeguards\"\nnations = \"all\"\ngain = 0.5\ncost = 3\n"
        )
    };
    let text = format!(
        "format = 1\nextends = \"shipped:classroom\"\nrun.horizon = 1500\nrun.warm_up = 100\n\
         [shock.again]\nname = \"Again and again\"\nkind = \"surge\"\nclasses = \"all\"\nrate = 0.7\n{}{}{}{}",
        action("at_once", 0.0),
        action("later", 700.0),
        action("last", 1200.0),
        action("never", 9000.0),
    );
    let fetch = |asking: &str, wanted: &str| {
        if wanted == "parting" {
            let name = wanted.to_owned();
            let text = text.clone();
            Ok(Part { name, text })
        } else {
            library.fetch(asking, wanted)
        }
    };
    let scenario = load_from("parting", &[], &fetch).value;
    let options: Vec<Option<usize>> = (0..scenario.options.len()).map(Some).chain([None]).collect();
    let mut parted = 0;
    for (paired, replication) in [(true, 0), (true, 1), (true, 2), (false, 0)] {
        let study = Study {
            stage: 0,
            scenario: &scenario,
            options: options.clone(),
            first: replication,
            replications: 1,
            seed: SEED,
            precision: None,
            paired,
            traced: false,
            most_events: MOST_EVENTS,
            planted_panic: None,
        };
        let collector = Collector::default();
        let end = carry_out(&study, &collector);
        assert!(end.lost.is_empty() && end.failure.is_none());
        let units = collector.0.into_inner().expect("nobody panics");
        assert_eq!(units.len(), options.len());
        for (place, &option) in options.iter().enumerate() {
            let alone = Study {
                options: vec![option],
                ..study.clone()
            };
            let unit = replay(&alone, replication).expect("no scenario runs away");
            let told = format!("{:?}", (&unit.outcome, &unit.without, unit.events));
            assert_eq!(units[&(place as u32)], told, "option {option:?} of {replication}");
            parted += usize::from(unit.without.iter().any(Option::is_some));
        }
    }
    assert!(parted > options.len(), "shocks strike in some of them: {parted}");
}

/// A synthetic world, loaded as a file and its table.
fn load_synthetic(nations: u32, seed: u64) -> Loaded<Scenario> {
    let world = synthetic("world", "world.csv", nations, seed);
    let fetch = |_: &str, wanted: &str| {
        Ok(Part {
            name: wanted.to_owned(),
            text: if wanted == "world.csv" {
                &world.nations
            } else {
                &world.scenario
            }
            .clone(),
        })
    };
    load_from("world", &[], &fetch)
}

#[test]
fn synthetic_worlds_are_sound_and_as_uneven_as_the_world() {
    for (nations, seed) in [(3, 1), (12, 2), (40, 1), (40, 2), (200, 1)] {
        let loaded = load_synthetic(nations, seed);
        assert!(
            loaded.warnings.0.is_empty(),
            "{nations} of seed {seed}:\n{}",
            loaded.warnings
        );
        let scenario = loaded.value;
        assert_eq!(scenario.nations.len(), nations as usize);
        let rate: f64 = scenario.classes.iter().map(|class| class.rate).sum();
        assert!(
            (rate / f64::from(nations) - 138.0 / 12.0).abs() < 0.02,
            "threats by nation: {rate}"
        );
    }
    assert_eq!(synthetic("w", "w.csv", 40, 1), synthetic("w", "w.csv", 40, 1));
    assert_ne!(synthetic("w", "w.csv", 40, 1), synthetic("w", "w.csv", 40, 2));
    // Partners: other nations in an organization that is not everybody's.
    let scenario = load_synthetic(200, 1).value;
    let mut partners = vec![BTreeSet::<usize>::new(); 200];
    for organization in scenario
        .organizations
        .iter()
        .filter(|organization| organization.id != "world")
    {
        let members = &organization.members;
        for &member in members {
            partners[member].extend(members.iter().filter(|&&other| other != member));
        }
    }
    let mut degrees: Vec<usize> = partners.iter().map(BTreeSet::len).collect();
    degrees.sort_unstable();
    let (few, many) = (degrees[20], degrees[180]);
    assert!(
        few >= 1 && many > 3 * few,
        "a tenth has at most {few} partners and a tenth at least {many}"
    );
}

#[test]
fn every_chart_of_every_scenario_can_be_read() {
    names().into_par_iter().for_each(|name| {
        let scenario = load(name, &[("run.horizon", "730"), ("run.warm_up", "100")]).value;
        let study = Study {
            stage: 0,
            scenario: &scenario,
            options: vec![None],
            first: 0,
            replications: 2,
            seed: SEED,
            precision: None,
            paired: !scenario.shocks.is_empty(),
            traced: false,
            most_events: MOST_EVENTS,
            planted_panic: None,
        };
        let end = carry_out(&study, &Forgetful);
        assert!(end.lost.is_empty(), "{name}");
        let tables = tables_of(&Source {
            option: "baseline",
            scenario: &scenario,
            plan: &Blueprint::new(&scenario, None, None),
            summary: &end.summaries[0],
            seed: SEED,
        });
        let context = context(name, &scenario);
        let faults = unreadable(&context, &tables);
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let drawn = draw_all(&Disk::new(), folder.path(), Which::All, &context, &tables)
            .expect("every chart can be drawn");
        let full = |file: &Path| file.metadata().is_ok_and(|data| data.len() > 1000);
        assert_eq!(drawn.iter().filter(|file| full(file)).count(), 20, "{name}");
    });
}

fn context(name: &str, scenario: &Scenario) -> ChartContext<'static> {
    ChartContext {
        title: scenario.about.title.clone(),
        scenario: name.to_owned(),
        seed: SEED,
        replications: 2,
        option: "baseline".to_owned(),
        start_date: scenario.run.start.map(|start| start.to_string()),
        horizon_days: scenario.run.horizon,
        warm_up_days: scenario.run.warm_up,
        shocks: shock_days(scenario)
            .into_iter()
            .map(|shock| (shock.name, shock.day))
            .collect(),
        shock_names: scenario
            .shocks
            .iter()
            .map(|shock| (shock.id.clone(), shock.name.clone()))
            .collect(),
        threshold: scenario.run.threshold,
        illustration: scenario.about.illustration,
        judged_by: "disruption_rate".to_owned(),
        words: Language::English.words(),
    }
}

/// One change to a scenario: an option taken, or a mechanism switched off.
enum Change {
    Option(usize),
    Off(&'static str),
}

#[test]
fn every_option_changes_something_at_a_cost_and_no_mechanism_is_inert() {
    let worlds: BTreeMap<&str, Scenario> = names()
        .into_iter()
        .map(|name| (name, load(name, &[]).value))
        .collect();
    let baselines: BTreeMap<&str, Outcome> = worlds
        .par_iter()
        .map(|(name, scenario)| (*name, first(scenario, None)))
        .collect();
    let options = worlds.iter().flat_map(|(name, scenario)| {
        (0..scenario.options.len()).map(|option| (*name, Change::Option(option)))
    });
    let switches = SCENARIO_OF_MECHANISM
        .iter()
        .flat_map(|(name, switches)| switches.iter().map(|switch| (*name, Change::Off(switch))));
    let changes: Vec<(&str, Change)> = options.chain(switches).collect();
    let faults: Vec<String> = changes
        .par_iter()
        .with_max_len(1)
        .filter_map(|(name, change)| {
            let fault = match change {
                Change::Option(option) => fault_of_option(&worlds[name], *option, &baselines[name]),
                Change::Off(switch) => fault_of_switch(name, &worlds[name], switch, &baselines[name]),
            };
            fault.map(|fault| format!("{name}: {fault}"))
        })
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

fn fault_of_option(scenario: &Scenario, option: usize, baseline: &Outcome) -> Option<String> {
    let id = &scenario.options[option].id;
    let outcome = first(scenario, Some(option));
    if !differ(baseline, &outcome) {
        return Some(format!("option `{id}` changes nothing"));
    }
    let cost = outcome.counts[Count::Cost as usize];
    (cost <= 0.0).then(|| format!("option `{id}` costs {cost}"))
}

fn fault_of_switch(name: &str, scenario: &Scenario, switch: &str, baseline: &Outcome) -> Option<String> {
    if !scenario
        .mechanisms
        .list()
        .iter()
        .any(|(known, on, _)| *known == switch && *on)
    {
        return Some(format!("`{switch}` is not on"));
    }
    let without = load(name, &[(&format!("mechanisms.{switch}"), "false")]).value;
    (!differ(baseline, &first(&without, None))).then(|| format!("`{switch}` changes nothing"))
}

#[test]
fn every_mechanism_has_a_scenario_in_which_it_is_switched_off() {
    let mut there: Vec<&str> = load("classroom", &[])
        .value
        .mechanisms
        .list()
        .iter()
        .map(|(name, ..)| *name)
        .collect();
    let mut tried: Vec<&str> = SCENARIO_OF_MECHANISM
        .iter()
        .flat_map(|(_, switches)| switches.iter().copied())
        .collect();
    there.sort_unstable();
    tried.sort_unstable();
    assert_eq!(tried, there);
}

#[test]
fn the_order_of_the_nations_in_a_table_changes_no_bit() {
    let library = Library::below(&[]).expect("no folder is needed");
    let reversed = |asking: &str, wanted: &str| {
        let mut part = library.fetch(asking, wanted)?;
        if Path::new(&part.name)
            .extension()
            .is_some_and(|extension| extension == "csv")
        {
            let mut lines: Vec<&str> = part.text.lines().collect();
            lines[1..].reverse();
            part.text = lines.join("\n");
        }
        Ok(part)
    };
    let written = load("five_eyes", &[]);
    let turned = load_from("five_eyes", &[], &reversed);
    assert_ne!(written.parts, turned.parts, "the table was not turned round");
    let (one, other) = (first(&written.value, None), first(&turned.value, None));
    // As text, for a level that is undefined is equal to nothing, not even to itself.
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
}
