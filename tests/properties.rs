//! What holds in every world, whatever its parameters: random small worlds with a fixed seed.

mod support;

use std::path::Path;
use std::sync::atomic::AtomicBool;

use comity::engine::chance::Chance;
use comity::engine::simulation::run_until;
use comity::engine::time::SimTime;
use comity::experiment::keeper::Forgetful;
use comity::experiment::runner::run;
use comity::experiment::study::{Study, Watch};
use comity::model::blueprint::Blueprint;
use comity::model::ending::{Closing, Fate};
use comity::model::measure::{COUNT_COLUMNS, Count, Level};
use comity::model::outcome::Outcome;
use comity::model::record::Record;
use comity::model::world::World;
use comity::scenario::mechanism::Mechanisms;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use support::{Trial, generator, records};

/// A world in which everything is there. `<60 d>` is a duration, `<4 a year>` a rate, `<a>` to `<h>` random shares.
const RICH: &str = r#"
[run]
horizon = <1200 d>
warm_up = <100 d>
report_every = <50 d>
window = <365 d>

[nation.ann]
capacity = <b>
interests = [<a>, 0.2]
bloc = "west"

[nation.bob]
interests = [-0.5, <c>]
law = { data_protection = <d>, evidence = <e> }
desks = 1

[nation.cyd]
activity = <g>
stability = 0.2
sovereignty = <f>

[nation.dot]
place = [<h>, 1.0]
safeguards = 0.1
commitment = <a>
authority_servers = 1

[trust]
half_life = <200 d>

[decision]
reciprocity_half_life = <365 d>

[case]
follow_up = <10 d>
limitation = <300 d>
trace = <40 d>
fugitive_moves = <3 a year>

[service]
conversion = <8 d>
diplomatic_delay = <6 d>
liaison_every = <90 d>

[routine]
rate = { police_query = <60 a year>, intelligence = <10 a year>, evidence = <9 a year>, arrest_warrant = <4 a year> }

[domestic]
desk_rate = <20 a year>
authority_rate = <5 a year>
desk_review = <2 d>
authority_review = <6 d>

[leaks]
rate = <20 a year>
misuse_rate = <20 a year>
discovery = <60 d>
suspension = <180 d>
reassurance_every = <30 d>
stock_half_life = <730 d>
threshold = 0.7

[politics]
rate = <4 a year>
government_rate = <1 a year>
rejoin = <2 a year>
instability_rate = <1 a year>
calm = <90 d>
reform_rate = <1 a year>
dispute_rate = <0.3 a year>
dispute_length = <180 d>
exit = 0.5

[treaties]
hazard = <2 a year>
implementation = <100 d>
invitation_rate = <1 a year>
invitation_valid = <400 d>
support_length = <300 d>

[diplomacy]
every = <90 d>
retry = <200 d>

[costs]
discount = <0.03 a year>

[organization.union]
members = "all"
mediation = 0.3
procedures = 0.4
exercises = { every = <150 d> }
norms = { every = <150 d> }
reviews = { every = <150 d>, instruments = ["pact", "code"] }
capacity_building = { every = <150 d> }
notices = { delay = <3 d> }
legal_floor = { cybercrime = 0.6 }

[organization.club]
members = ["ann", "bob"]
associates = ["cyd"]
joins = { dot = <300 d> }
consensus = true
originator_control = true

[channel.line]
organization = "club"
delay = <1 d>
associate_kinds = ["police_query"]
automation = { police_query = 0.5 }

[database.files]
organization = "union"
from = <50 d>

[instrument.pact]
mode = "mutual_recognition"
domains = ["evidence", "extradition"]
parties = ["ann"]
entry = { parties = 2, days = <30 d> }
deadlines = { evidence = <30 d> }

[instrument.code]
domains = ["cybercrime"]
founder = "club"
accession = "invitation"
entry = { parties = 0, days = <10 d> }

[instrument.shield]
mode = "adequacy"
ratified = { ann = <200 d>, bob = <200 d> }
accession = "closed"
entry = { parties = 0, days = 0 }

[pair.ann.bob]
liaison = true
trust = 0.6

[class.plot]
rate = <40 a year>
preparation = { family = "gamma", mean = <60 d>, shape = 2 }
follow_ups = 0.3
follow_up_delay = <20 d>
discovery = <15 d>
pieces = 5
needed = 3
novelty = { rate = <1 a year>, factor = 2, adaptation = <200 d> }

[class.fraud]
rate = <60 a year>
preparation = { family = "exponential", mean = <80 d> }
discovery = <20 d>
pieces = 4
needed = 2
kind = "intelligence"

[option.nothing]

[shock.breach]
kind = "scandal"
organization = "club"
outage = <30 d>
at = <600 d>

[shock.surge]
kind = "surge"
classes = ["fraud"]
factor = 2
duration = <100 d>
rate = <0.5 a year>

[shock.plague]
kind = "capacity_loss"
nations = "all"
duration = <100 d>
at = <700 d>

[kind.police_query]
review = <2.2 d>
patience = <45 d>

[kind.intelligence]
review = <3.5 d>
patience = <45 d>

[kind.evidence]
review = <6 d>
execution = <30 d>
patience = <300 d>

[kind.arrest_warrant]
review = <5 d>
execution = <45 d>
patience = <300 d>
"#;

/// A random world: the rules of [`RICH`] with random numbers, and its nations and institutions or some drawn at random.
#[derive(Clone, Debug)]
struct Plan {
    knobs: [f64; 8],
    drawn: Option<u64>,
}

/// What the generator draws, and [`RICH`] then leaves out.
const DRAWN: [&str; 9] = [
    "[nation",
    "[organization",
    "[channel",
    "[database",
    "[instrument",
    "[pair",
    "[class",
    "[shock",
    "[option",
];

/// The blocks of a world, with every duration `scale` times as long and every rate as much lower.
fn blocks(scale: f64, plan: &Plan) -> Vec<String> {
    let value = |quantity: &str| {
        let number = |unit: &str| {
            let digits = quantity.strip_suffix(unit)?;
            digits.parse::<f64>().ok()
        };
        if let Some(days) = number(" d") {
            days * scale
        } else if let Some(rate) = number(" a year") {
            rate / scale
        } else {
            plan.knobs[usize::from(quantity.as_bytes()[0] - b'a')]
        }
    };
    let fill = |block: &str| {
        let mut filled = String::new();
        for part in block.split('<') {
            match part.split_once('>') {
                Some((quantity, rest)) => filled.extend([&value(quantity).to_string(), rest]),
                None => filled += part,
            }
        }
        filled + "\n\n"
    };
    let rich = RICH.trim().split("\n\n").map(fill);
    let Some(seed) = plan.drawn else {
        return rich.collect();
    };
    let rules = rich.filter(|block| !DRAWN.iter().any(|noun| block.starts_with(noun)));
    rules.chain(generator::blocks(seed, scale)).collect()
}

fn text_of(blocks: &[String]) -> String {
    format!("format = 1\n{}", blocks.concat())
}

/// The trial of these blocks with the mechanisms whose bits are set.
fn trial(blocks: &[String], switches: u64) -> Trial {
    let text = text_of(blocks);
    let all = Trial::of(&text).scenario().mechanisms.list();
    let on: Vec<&str> = all
        .iter()
        .enumerate()
        .filter(|(n, _)| switches >> n & 1 == 1)
        .map(|(_, (name, _, _))| *name)
        .collect();
    Trial::quiet(&text, &on).replications(1)
}

/// Bits of all numbers of an outcome, without its trace. Undefined numbers are written alike.
fn bits(outcomes: &[Outcome]) -> Vec<String> {
    let plain = outcomes.iter().map(|outcome| {
        let mut plain = outcome.clone();
        plain.trace = None;
        format!("{plain:?}")
    });
    plain.collect()
}

/// Three in four switches on, so that mechanisms meet.
fn switches() -> impl Strategy<Value = u64> {
    (any::<u64>(), any::<u64>()).prop_map(|(one, other)| one | other)
}

/// Two in three worlds are drawn whole.
fn plans() -> impl Strategy<Value = Plan> {
    let knobs = proptest::array::uniform8((1_u32..64).prop_map(|n| f64::from(n) / 64.0));
    (knobs, 0_u8..3, any::<u64>()).prop_map(|(knobs, sort, seed)| Plan {
        knobs,
        drawn: (sort > 0).then_some(seed),
    })
}

/// Twenty drawn worlds as files, for the scripts that try the built program from outside (`tests/faults`).
#[test]
fn drawn_worlds_are_written_for_the_scripts_of_faults() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("worlds");
    std::fs::create_dir_all(&folder).expect("a folder");
    for number in 1..=20_u32 {
        let knobs = std::array::from_fn(|place| f64::from((number * 37 + place as u32 * 11) % 63 + 1) / 64.0);
        let text = text_of(&blocks(
            1.0,
            &Plan {
                knobs,
                drawn: Some(u64::from(number)),
            },
        ));
        assert!(!Trial::of(&text).scenario().nations.is_empty(), "world {number}");
        std::fs::write(folder.join(format!("world-{number:02}.toml")), text).expect("a file");
    }
}

/// Switches with these on, and those off.
fn with(switches: u64, on: &[&str], off: &[&str]) -> u64 {
    let position = |name: &str| {
        let list = names();
        let place = list.iter().position(|other| other == name);
        place.expect("a mechanism")
    };
    let set = on.iter().fold(switches, |bits, name| bits | 1 << position(name));
    off.iter().fold(set, |bits, name| bits & !(1 << position(name)))
}

fn names() -> Vec<String> {
    let mechanisms: Mechanisms = Trial::of(support::WORLD).scenario().mechanisms;
    mechanisms
        .list()
        .iter()
        .map(|(name, _, _)| (*name).to_owned())
        .collect()
}

fn few() -> ProptestConfig {
    ProptestConfig {
        cases: 40,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_123),
        max_shrink_iters: 64,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn every_request_ends_in_exactly_one_way(switches in switches(), plan in plans()) {
        let outcomes = trial(&blocks(1.0, &plan), switches).set("run.warm_up", "0").traced().run();
        let mut open = std::collections::BTreeSet::new();
        let (mut created, mut pending) = (0, 0);
        for (_, record) in records(&outcomes) {
            if let Record::RequestSubmitted { request, .. } = record {
                prop_assert!(open.insert(request.0), "a request is submitted once");
                created += 1;
            }
            if let Record::RequestClosed { request, closing, .. } = record {
                prop_assert!(open.remove(&request.0), "a request closes once");
                pending += u64::from(closing == Closing::Pending);
            }
        }
        prop_assert!(open.is_empty());
        let closed: u64 = outcomes[0].closings.iter().flatten().sum();
        prop_assert_eq!(created, closed);
        // In time + late + refused + unanswered + no information + pending.
        let of = |closing: Closing| outcomes[0].closings.iter().map(|kind| kind[closing as usize]).sum::<u64>();
        let counts = &outcomes[0].counts;
        let sums = [
            (Count::Granted, of(Closing::InTime) + of(Closing::Late)),
            (Count::Refused, Closing::ALL.into_iter().filter(|closing| closing.is_refusal()).map(of).sum()),
            (Count::UnansweredCapacity, of(Closing::Capacity)),
            (Count::UnansweredMoot, of(Closing::Moot)),
            (Count::NoInformation, of(Closing::NoInformation)),
            (Count::Pending, of(Closing::Pending)),
        ];
        for (count, sum) in sums {
            prop_assert_eq!(counts[count as usize], sum as f64);
        }
        prop_assert_eq!(sums.iter().map(|(_, sum)| sum).sum::<u64>(), created);
        prop_assert_eq!(outcomes[0].counts[Count::Pending as usize], pending as f64);
        prop_assert_eq!(outcomes[0].counts[Count::Requests as usize], (closed - pending) as f64);
    }

    #[test]
    fn every_threat_ends_at_most_once_and_is_counted_once(switches in switches(), plan in plans()) {
        let outcomes = trial(&blocks(1.0, &plan), switches).set("run.warm_up", "0").traced().run();
        let mut live = std::collections::BTreeSet::new();
        let (mut arrived, mut ended) = (0_u64, 0_u64);
        for (_, record) in records(&outcomes) {
            if let Record::ThreatArrived { threat, .. } = record {
                prop_assert!(live.insert(threat.0));
                arrived += 1;
            }
            if let Record::ThreatEnded { threat, .. } = record {
                prop_assert!(live.remove(&threat.0));
                ended += 1;
            }
        }
        prop_assert_eq!(arrived, ended + live.len() as u64);
        prop_assert_eq!(arrived as f64, outcomes[0].counts[Count::Threats as usize]);
        let of = |fate: Fate| outcomes[0].fates.iter().map(|fates| fates[fate as usize]).sum::<u64>();
        let counts = &outcomes[0].counts;
        prop_assert_eq!(
            (of(Fate::Disrupted) + of(Fate::Attacked) + of(Fate::OutsideCohort)) as f64,
            counts[Count::Threats as usize]
        );
        prop_assert_eq!(
            counts[Count::Disrupted as usize] + counts[Count::Attacks as usize],
            counts[Count::Cohort as usize]
        );
    }

    #[test]
    fn time_never_runs_back_and_trust_stays_a_share(switches in switches(), plan in plans()) {
        let outcomes = trial(&blocks(1.0, &plan), switches).traced().run();
        let mut last = 0.0;
        for (day, record) in records(&outcomes) {
            prop_assert!(day >= last && day <= 1200.0, "{day} after {last}: {record:?}");
            last = day;
        }
        for states in &outcomes[0].pairs {
            prop_assert!(states.iter().all(|pair| pair.trust > 0.0 && pair.trust < 1.0));
            prop_assert!(states.iter().all(|pair| (0.0..=1.0).contains(&pair.compatibility)));
        }
    }

    #[test]
    fn an_idle_nation_changes_nothing_else(switches in switches(), plan in plans()) {
        let world = blocks(1.0, &plan);
        let mut crowded = world.clone();
        crowded.push("[nation.idle]\nactivity = 0\ninterests = [9, 9]\nplace = [0.1, 0.1]\n".to_owned());
        let (without, with) = (trial(&world, switches), trial(&crowded, switches));
        let idle = support::place(&with, "idle");
        let (one, other) = (&without.run()[0], &with.run()[0]);
        prop_assert_eq!(one.fingerprint, other.fingerprint);
        prop_assert_eq!(format!("{:?}", one.counts), format!("{:?}", other.counts));
        prop_assert_eq!(format!("{:?}", one.levels), format!("{:?}", other.levels));
        prop_assert_eq!(format!("{:?}", one.closing_days), format!("{:?}", other.closing_days));
        let mut nations = other.nations.clone();
        nations.remove(idle);
        prop_assert_eq!(&one.nations, &nations);
    }

    #[test]
    fn the_order_of_the_file_changes_no_bit(
        switches in switches(),
        order in Just((0..90_usize).collect::<Vec<_>>()).prop_shuffle(),
        plan in plans(),
    ) {
        let world = blocks(1.0, &plan);
        let shuffled: Vec<String> =
            order.iter().filter_map(|&n| world.get(n)).cloned().collect();
        prop_assert_eq!(shuffled.len(), world.len());
        prop_assert_eq!(bits(&trial(&world, switches).run()), bits(&trial(&shuffled, switches).run()));
    }

    #[test]
    fn a_shock_without_size_changes_no_bit(switches in switches(), plan in plans()) {
        let world: Vec<String> =
            blocks(1.0, &plan).into_iter().filter(|block| !block.starts_with("[shock")).collect();
        let mut still = world.clone();
        still.extend([
            "[shock.a]\nkind = \"scandal\"\norganization = \"club\"\nweight = 0\noutage = 0\nat = 500\n".to_owned(),
            "[shock.b]\nkind = \"scandal\"\nnation = \"bob\"\nweight = 0\nat = 500\n".to_owned(),
            "[shock.c]\nkind = \"rivalry\"\none = [\"ann\"]\nother = [\"bob\"]\nweight = 0\ndivergence = 0\nat = 500\n".to_owned(),
            "[shock.d]\nkind = \"surge\"\nclasses = [\"plot\"]\nfactor = 1\nrate = 3\n".to_owned(),
            "[shock.e]\nkind = \"outage\"\nchannels = [\"line\"]\nduration = 0\nat = 500\n".to_owned(),
            "[shock.f]\nkind = \"capacity_loss\"\nnations = \"all\"\nshare = 0\nat = 500\n".to_owned(),
        ]);
        let switches = with(switches, &["shocks"], &[]);
        let mut one = trial(&world, switches).run();
        let mut other = trial(&still, switches).run();
        one[0].shock_days.clear();
        other[0].shock_days.clear();
        prop_assert_eq!(bits(&one), bits(&other));
    }

    #[test]
    fn an_option_without_actions_and_a_trace_change_no_bit(switches in switches(), plan in plans()) {
        let trial = trial(&blocks(1.0, &plan), switches);
        let plain = bits(&trial.run());
        prop_assert_eq!(&plain, &bits(&trial.clone().option("nothing").run()));
        prop_assert_eq!(&plain, &bits(&trial.clone().traced().run()));
    }

    #[test]
    fn how_often_one_looks_changes_no_event(switches in switches(), plan in plans()) {
        let trial = trial(&blocks(1.0, &plan), switches);
        let (seldom, often) = (trial.run(), trial.set("run.report_every", "7").run());
        prop_assert_eq!(seldom[0].fingerprint, often[0].fingerprint);
        prop_assert_eq!(format!("{:?}", seldom[0].counts), format!("{:?}", often[0].counts));
    }

    #[test]
    fn the_first_days_are_the_same_however_long_the_run(switches in switches(), plan in plans()) {
        let world = trial(&blocks(1.0, &plan), switches)
            .set("class.fraud.profile", "{ shape = \"seasonal\", amplitude = 0.5 }")
            .set("class.plot.stock", "{}");
        let half = SimTime::from_days(600.0);
        let fingerprint = |trial: &Trial| {
            let scenario = trial.scenario();
            let plan = Blueprint::new(&scenario, None, None);
            run_until(&mut World::new(&plan, Chance::new(7, 0), false), half)
        };
        prop_assert_eq!(fingerprint(&world), fingerprint(&world.clone().set("run.horizon", "600")));
    }

    #[test]
    fn sharing_lies_between_alone_and_best(switches in switches(), plan in plans()) {
        let switches = with(switches, &[], &["joint_operations"]);
        for outcome in trial(&blocks(1.0, &plan), switches).replications(3).run() {
            let of = |count: Count| outcome.counts[count as usize];
            prop_assert!(of(Count::DisruptedAlone) <= of(Count::Disrupted));
            prop_assert!(of(Count::Disrupted) <= of(Count::DisruptedBest));
        }
    }

    #[test]
    fn refusing_everything_is_alone_exactly(switches in switches(), plan in plans()) {
        let trial = trial(&blocks(1.0, &plan), switches).set("decision.rule", "refuse");
        let outcomes = trial.run();
        let of = |count: Count| outcomes[0].counts[count as usize];
        prop_assert_eq!(of(Count::DisruptedAlone), of(Count::Disrupted));
        prop_assert_eq!(of(Count::HarmAlone), of(Count::Harm));
    }

    #[test]
    fn sharing_everything_at_once_is_best_exactly(switches in switches(), plan in plans()) {
        let switches = with(switches, &["spontaneous"], &["joint_operations", "candour", "interoperability"]);
        let at_once = |block: String| {
            let lines = block.lines().map(|line| if line.starts_with("delay = ") { "delay = 0" } else { line });
            lines.collect::<Vec<_>>().join("\n") + "\n\n"
        };
        // A case that opens while a database is down does not find what lies there: no shock in worlds drawn whole.
        let calm = |block: &String| plan.drawn.is_none() || !block.starts_with("[shock");
        let world: Vec<String> = blocks(1.0, &plan).into_iter().filter(calm).map(at_once).collect();
        // A database opens a case by two entries: one that alone would do lies there unseen.
        let one_is_enough = world.iter().any(|block| block.contains("needed = 1\n"));
        let switches = with(switches, &[], if one_is_enough { &["databases"] } else { &[] });
        let outcomes = trial(&world, switches)
            .set("decision.rule", "share")
            .set("service.diplomatic_delay", "0")
            .set("kind.evidence.execution", "0")
            .set("kind.arrest_warrant.execution", "0")
            .run();
        let of = |count: Count| outcomes[0].counts[count as usize];
        prop_assert_eq!(of(Count::DisruptedBest), of(Count::Disrupted));
    }

    #[test]
    fn a_world_in_slow_motion_is_the_same_world(switches in switches(), plan in plans()) {
        let real = trial(&blocks(1.0, &plan), switches).run();
        let slow = trial(&blocks(4.0, &plan), switches).run();
        for n in 0..COUNT_COLUMNS {
            let in_days = [
                Count::WaitDaysDesk, Count::WaitDaysAuthority, Count::BusyDesk, Count::BusyAuthority,
                Count::OpenDesk, Count::OpenAuthority,
            ];
            let factor = if in_days.iter().any(|&count| count as usize == n) { 4.0 } else { 1.0 };
            prop_assert_eq!(
                (real[0].counts[n] * factor).to_bits(),
                slow[0].counts[n].to_bits(),
                "{}: {} and {}", comity::model::measure::COUNTS[n].0, real[0].counts[n], slow[0].counts[n]
            );
        }
        for (one, other) in real[0].levels.iter().zip(&slow[0].levels) {
            let trust = Level::MeanTrust as usize;
            prop_assert_eq!(one[trust].to_bits(), other[trust].to_bits());
        }
    }

    #[test]
    fn another_name_has_other_luck(plan in plans()) {
        let world = blocks(1.0, &plan);
        let renamed: Vec<String> = world.iter().map(|block| block.replace("bob", "bert")).collect();
        let all = u64::MAX;
        prop_assert_ne!(
            trial(&world, all).run()[0].fingerprint,
            trial(&renamed, all).run()[0].fingerprint
        );
    }

    #[test]
    fn what_waits_is_what_came_times_how_long_it_waited(desks in 1_u32..4, load in 1_u32..7, cv in 0_u32..3) {
        // Little's law as an identity: a line that is empty at both ends has waited the sum of its waits.
        let rate = 365.0 * f64::from(load) / 10.0 * f64::from(desks);
        let trial = Trial::quiet(support::WORLD, &["routine", "queues"])
            .replications(40)
            .set("class.plot.rate", "0")
            .set("decision.rule", "share")
            .set("run.horizon", "300")
            .set("run.report_every", "10")
            .set("routine.rate", &format!("{{ police_query = {rate}, evidence = {rate}, arrest_warrant = 0 }}"))
            .set("kind.police_query.review", "1")
            .set("kind.evidence.review", "1")
            .set("service.review_cv", &cv.to_string());
        let trial = ["ann", "bob", "cyd"].iter().fold(trial, |trial, nation| {
            trial
                .set(&format!("nation.{nation}.desks"), &desks.to_string())
                .set(&format!("nation.{nation}.authority_servers"), &desks.to_string())
                .set(&format!("nation.{nation}.capacity"), "1")
        });
        let mut seen = 0;
        for outcome in trial.run() {
            let last = outcome.levels.last().expect("a report");
            if last[Level::Backlog as usize] > 0.0 {
                continue;
            }
            seen += 1;
            let waited: f64 = outcome.stations.iter().map(|state| state.wait_days).sum();
            let waiting: f64 = outcome.stations.iter().map(|state| state.queue * 10.0).sum();
            prop_assert!((waited - waiting).abs() <= 1e-9 * waited.max(1.0), "{waited} and {waiting}");
            let counts = &outcome.counts;
            let counted = counts[Count::WaitDaysDesk as usize] + counts[Count::WaitDaysAuthority as usize];
            prop_assert!((waited - counted).abs() <= 1e-9 * waited.max(1.0), "{waited} and {counted}");
        }
        prop_assert!(seen > 0, "some run ends empty");
    }

    #[test]
    fn more_desks_never_lengthen_a_wait(desks in 1_u32..4, review in 1_u32..12, cv in 0_u32..3) {
        let days = |desks: u32| {
            let trial = Trial::quiet(support::WORLD, &["routine", "queues"])
                .traced()
                .replications(1)
                .set("decision.rule", "share")
                .set("run.horizon", "1000")
                .set("routine.rate", "{ police_query = 100, evidence = 0, arrest_warrant = 0 }")
                .set("kind.police_query.review", &review.to_string())
                .set("service.review_cv", &cv.to_string());
            let trial = ["ann", "bob", "cyd"].iter().fold(trial, |trial, nation| {
                trial.set(&format!("nation.{nation}.desks"), &desks.to_string())
            });
            let outcomes = trial.run();
            let closed = support::closed_days(&outcomes).into_iter();
            closed.map(|(request, _, days)| (request, days)).collect::<std::collections::BTreeMap<u64, f64>>()
        };
        let (fewer, more) = (days(desks), days(desks + 1));
        for (request, days) in &fewer {
            prop_assert!(more[request] <= *days + 1e-9);
        }
    }
}

#[test]
fn a_thousand_replications_are_the_first_thousand_of_ten_thousand() {
    let scenario = Trial::quiet(support::WORLD, &["requests", "spontaneous", "trust_evidence"])
        .set("run.horizon", "60")
        .set("run.report_every", "60")
        .scenario();
    let outcomes = |replications: u32| {
        let study = Study {
            stage: 0,
            scenario: &scenario,
            options: vec![None],
            first: 0,
            replications,
            seed: 7,
            precision: None,
            paired: false,
            traced: false,
            most_events: u64::MAX,
            planted_panic: None,
        };
        let watch = Watch {
            stop: &AtomicBool::new(false),
            progress: &|_, _| {},
        };
        let mut seen = Vec::new();
        let end = run(&study, &watch, &Forgetful, &mut |_, outcome| {
            let counts = outcome.counts.map(f64::to_bits);
            seen.push((outcome.replication, outcome.fingerprint, counts));
        });
        assert!(end.lost.is_empty());
        seen
    };
    let (fewer, more) = (outcomes(1_000), outcomes(10_000));
    assert_eq!((fewer.len(), more.len()), (1_000, 10_000));
    assert!(
        more.iter().enumerate().all(|(n, seen)| seen.0 as usize == n),
        "each once, in order"
    );
    let mut fingerprints: Vec<u64> = more.iter().map(|seen| seen.1).collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert!(
        fingerprints.len() > 9_000,
        "each on luck of its own: {}",
        fingerprints.len()
    );
    assert!(fewer == more[..1_000], "more replications changed the first");
}
