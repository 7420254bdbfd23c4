//! What holds in every world, whatever its parameters: random small worlds with a fixed seed.

mod support;

use comity::engine::chance::Chance;
use comity::engine::simulation::run_until;
use comity::engine::time::SimTime;
use comity::model::blueprint::Blueprint;
use comity::model::ending::{Closing, Fate};
use comity::model::measure::{COUNT_COLUMNS, Count, Level};
use comity::model::outcome::Outcome;
use comity::model::record::Record;
use comity::model::world::World;
use comity::scenario::mechanism::Mechanisms;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use support::{Trial, records};

/// A world in which everything is there, as blocks of a file, with every duration `scale` times as long and every rate as
/// much lower; random parameters come from `knobs`, all in (0, 1).
fn blocks(scale: f64, knobs: &[f64; 8]) -> Vec<String> {
    let d = |days: f64| days * scale;
    let r = |rate: f64| rate / scale;
    let [a, b, c, e, f, g, h, k] = knobs;
    let shock = |id: &str, rest: String| format!("[shock.{id}]\n{rest}\n");
    let mut blocks = vec![
        format!(
            "[run]\nhorizon = {}\nwarm_up = {}\nreport_every = {}\nwindow = {}\n",
            d(1200.0),
            d(100.0),
            d(50.0),
            d(365.0)
        ),
        format!(
            "[nation.ann]\ncapacity = {}\ninterests = [{a}, 0.2]\nbloc = \"west\"\n",
            0.3 + 0.7 * b
        ),
        format!(
            "[nation.bob]\ninterests = [-0.5, {c}]\nlaw = {{ data_protection = {e}, evidence = {f} }}\ndesks = 1\n"
        ),
        format!(
            "[nation.cyd]\nactivity = {}\nstability = 0.2\nsovereignty = {g}\n",
            0.5 + h
        ),
        format!(
            "[nation.dot]\nplace = [{k}, 1.0]\nsafeguards = 0.1\ncommitment = {a}\nauthority_servers = 1\n"
        ),
        format!("[trust]\nhalf_life = {}\n", d(200.0)),
        format!("[decision]\nreciprocity_half_life = {}\n", d(365.0)),
        format!(
            "[case]\nfollow_up = {}\nlimitation = {}\ntrace = {}\nfugitive_moves = {}\n",
            d(10.0),
            d(300.0),
            d(40.0),
            r(3.0)
        ),
        format!(
            "[service]\nconversion = {}\ndiplomatic_delay = {}\nliaison_every = {}\n",
            d(8.0),
            d(6.0),
            d(90.0)
        ),
        format!(
            "[routine]\nrate = {{ police_query = {}, intelligence = {}, evidence = {}, arrest_warrant = {} }}\n",
            r(60.0),
            r(10.0),
            r(9.0),
            r(4.0)
        ),
        format!(
            "[domestic]\ndesk_rate = {}\nauthority_rate = {}\ndesk_review = {}\nauthority_review = {}\n",
            r(20.0),
            r(5.0),
            d(2.0),
            d(6.0)
        ),
        format!(
            "[leaks]\nrate = {}\nmisuse_rate = {}\ndiscovery = {}\nsuspension = {}\nreassurance_every = {}\nstock_half_life = {}\nthreshold = 0.7\n",
            r(20.0),
            r(20.0),
            d(60.0),
            d(180.0),
            d(30.0),
            d(730.0)
        ),
        format!(
            "[politics]\nrate = {}\ngovernment_rate = {}\nrejoin = {}\ninstability_rate = {}\ncalm = {}\nreform_rate = {}\ndispute_rate = {}\ndispute_length = {}\nexit = 0.5\n",
            r(4.0),
            r(1.0),
            r(2.0),
            r(1.0),
            d(90.0),
            r(1.0),
            r(0.3),
            d(180.0)
        ),
        format!(
            "[treaties]\nhazard = {}\nimplementation = {}\ninvitation_rate = {}\ninvitation_valid = {}\nsupport_length = {}\n",
            r(2.0),
            d(100.0),
            r(1.0),
            d(400.0),
            d(300.0)
        ),
        format!("[diplomacy]\nevery = {}\nretry = {}\n", d(90.0), d(200.0)),
        format!("[costs]\ndiscount = {}\n", r(0.03)),
        format!(
            "[organization.union]\nmembers = \"all\"\nmediation = 0.3\nprocedures = 0.4\nexercises = {{ every = {0} }}\nnorms = {{ every = {0} }}\nreviews = {{ every = {0}, instruments = [\"pact\", \"code\"] }}\ncapacity_building = {{ every = {0} }}\nnotices = {{ delay = {1} }}\nlegal_floor = {{ cybercrime = 0.6 }}\n",
            d(150.0),
            d(3.0)
        ),
        format!(
            "[organization.club]\nmembers = [\"ann\", \"bob\"]\nassociates = [\"cyd\"]\njoins = {{ dot = {} }}\nconsensus = true\noriginator_control = true\n",
            d(300.0)
        ),
        format!(
            "[channel.line]\norganization = \"club\"\ndelay = {}\nassociate_kinds = [\"police_query\"]\nautomation = {{ police_query = 0.5 }}\n",
            d(1.0)
        ),
        format!("[database.files]\norganization = \"union\"\nfrom = {}\n", d(50.0)),
        format!(
            "[instrument.pact]\nmode = \"mutual_recognition\"\ndomains = [\"evidence\", \"extradition\"]\nparties = [\"ann\"]\nentry = {{ parties = 2, days = {} }}\ndeadlines = {{ evidence = {} }}\n",
            d(30.0),
            d(30.0)
        ),
        format!(
            "[instrument.code]\nmode = \"approximation\"\ndomains = [\"cybercrime\"]\nfounder = \"club\"\naccession = \"invitation\"\nentry = {{ parties = 0, days = {} }}\n",
            d(10.0)
        ),
        format!(
            "[instrument.shield]\nmode = \"adequacy\"\nratified = {{ ann = {0}, bob = {0} }}\naccession = \"closed\"\nentry = {{ parties = 0, days = 0 }}\n",
            d(200.0)
        ),
        "[pair.ann.bob]\nliaison = true\ntrust = 0.6\n".to_owned(),
        format!(
            "[class.plot]\nrate = {}\npreparation = {{ family = \"gamma\", mean = {}, shape = 2 }}\nfollow_ups = 0.3\nfollow_up_delay = {}\ndiscovery = {}\npieces = 5\nneeded = 3\nnovelty = {{ rate = {}, factor = 2, adaptation = {} }}\n",
            r(40.0),
            d(60.0),
            d(20.0),
            d(15.0),
            r(1.0),
            d(200.0)
        ),
        format!(
            "[class.fraud]\nrate = {}\npreparation = {{ family = \"exponential\", mean = {} }}\ndiscovery = {}\npieces = 4\nneeded = 2\nkind = \"intelligence\"\n",
            r(60.0),
            d(80.0),
            d(20.0)
        ),
        "[option.nothing]\n".to_owned(),
        shock(
            "breach",
            format!(
                "kind = \"scandal\"\norganization = \"club\"\noutage = {}\nat = {}",
                d(30.0),
                d(600.0)
            ),
        ),
        shock(
            "surge",
            format!(
                "kind = \"surge\"\nclasses = [\"fraud\"]\nfactor = 2\nduration = {}\nrate = {}",
                d(100.0),
                r(0.5)
            ),
        ),
        shock(
            "plague",
            format!(
                "kind = \"capacity_loss\"\nnations = \"all\"\nduration = {}\nat = {}",
                d(100.0),
                d(700.0)
            ),
        ),
    ];
    for (kind, review, execution, patience) in [
        ("police_query", 2.2, 0.0, 45.0),
        ("intelligence", 3.5, 0.0, 45.0),
        ("evidence", 6.0, 30.0, 300.0),
        ("arrest_warrant", 5.0, 45.0, 300.0),
    ] {
        blocks.push(format!(
            "[kind.{kind}]\nreview = {}\nexecution = {}\npatience = {}\n",
            d(review),
            d(execution),
            d(patience)
        ));
    }
    blocks
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

fn knobs() -> impl Strategy<Value = [f64; 8]> {
    proptest::array::uniform8((1_u32..64).prop_map(|n| f64::from(n) / 64.0))
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
        cases: 12,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_123),
        max_shrink_iters: 64,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn every_request_ends_in_exactly_one_way(switches in switches(), knobs in knobs()) {
        let outcomes = trial(&blocks(1.0, &knobs), switches).set("run.warm_up", "0").traced().run();
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
        prop_assert_eq!(outcomes[0].counts[Count::Pending as usize], pending as f64);
        prop_assert_eq!(outcomes[0].counts[Count::Requests as usize], (closed - pending) as f64);
    }

    #[test]
    fn every_threat_ends_at_most_once_and_is_counted_once(switches in switches(), knobs in knobs()) {
        let outcomes = trial(&blocks(1.0, &knobs), switches).set("run.warm_up", "0").traced().run();
        let mut live = std::collections::BTreeSet::new();
        for (_, record) in records(&outcomes) {
            if let Record::ThreatArrived { threat, .. } = record {
                prop_assert!(live.insert(threat.0));
            }
            if let Record::ThreatEnded { threat, .. } = record {
                prop_assert!(live.remove(&threat.0));
            }
        }
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
    fn time_never_runs_back_and_trust_stays_a_share(switches in switches(), knobs in knobs()) {
        let outcomes = trial(&blocks(1.0, &knobs), switches).traced().run();
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
    fn an_idle_nation_changes_nothing_else(switches in switches(), knobs in knobs()) {
        let world = blocks(1.0, &knobs);
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
        order in Just((0..36_usize).collect::<Vec<_>>()).prop_shuffle(),
        knobs in knobs(),
    ) {
        let world = blocks(1.0, &knobs);
        let shuffled: Vec<String> =
            order.iter().filter_map(|&n| world.get(n)).cloned().collect();
        prop_assert_eq!(shuffled.len(), world.len());
        prop_assert_eq!(bits(&trial(&world, switches).run()), bits(&trial(&shuffled, switches).run()));
    }

    #[test]
    fn a_shock_without_size_changes_no_bit(switches in switches(), knobs in knobs()) {
        let world: Vec<String> =
            blocks(1.0, &knobs).into_iter().filter(|block| !block.starts_with("[shock")).collect();
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
    fn an_option_without_actions_and_a_trace_change_no_bit(switches in switches(), knobs in knobs()) {
        let trial = trial(&blocks(1.0, &knobs), switches);
        let plain = bits(&trial.run());
        prop_assert_eq!(&plain, &bits(&trial.clone().option("nothing").run()));
        prop_assert_eq!(&plain, &bits(&trial.clone().traced().run()));
    }

    #[test]
    fn how_often_one_looks_changes_no_event(switches in switches(), knobs in knobs()) {
        let trial = trial(&blocks(1.0, &knobs), switches);
        let (seldom, often) = (trial.run(), trial.set("run.report_every", "7").run());
        prop_assert_eq!(seldom[0].fingerprint, often[0].fingerprint);
        prop_assert_eq!(format!("{:?}", seldom[0].counts), format!("{:?}", often[0].counts));
    }

    #[test]
    fn the_first_days_are_the_same_however_long_the_run(switches in switches(), knobs in knobs()) {
        let world = trial(&blocks(1.0, &knobs), switches);
        let half = SimTime::from_days(600.0);
        let fingerprint = |trial: &Trial| {
            let scenario = trial.scenario();
            let plan = Blueprint::new(&scenario, None, None);
            run_until(&mut World::new(&plan, Chance::new(7, 0), false), half)
        };
        prop_assert_eq!(fingerprint(&world), fingerprint(&world.clone().set("run.horizon", "600")));
    }

    #[test]
    fn sharing_lies_between_alone_and_best(switches in switches(), knobs in knobs()) {
        let switches = with(switches, &[], &["joint_operations"]);
        for outcome in trial(&blocks(1.0, &knobs), switches).replications(3).run() {
            let of = |count: Count| outcome.counts[count as usize];
            prop_assert!(of(Count::DisruptedAlone) <= of(Count::Disrupted));
            prop_assert!(of(Count::Disrupted) <= of(Count::DisruptedBest));
        }
    }

    #[test]
    fn refusing_everything_is_alone_exactly(switches in switches(), knobs in knobs()) {
        let trial = trial(&blocks(1.0, &knobs), switches).set("decision.rule", "refuse");
        let outcomes = trial.run();
        let of = |count: Count| outcomes[0].counts[count as usize];
        prop_assert_eq!(of(Count::DisruptedAlone), of(Count::Disrupted));
        prop_assert_eq!(of(Count::HarmAlone), of(Count::Harm));
    }

    #[test]
    fn sharing_everything_at_once_is_best_exactly(switches in switches(), knobs in knobs()) {
        let switches = with(switches, &["spontaneous"], &["joint_operations", "candour", "interoperability"]);
        let outcomes = trial(&blocks(1.0, &knobs), switches)
            .set("decision.rule", "share")
            .set("service.diplomatic_delay", "0")
            .set("channel.line.delay", "0")
            .run();
        let of = |count: Count| outcomes[0].counts[count as usize];
        prop_assert_eq!(of(Count::DisruptedBest), of(Count::Disrupted));
    }

    #[test]
    fn a_world_in_slow_motion_is_the_same_world(switches in switches(), knobs in knobs()) {
        let real = trial(&blocks(1.0, &knobs), switches).run();
        let slow = trial(&blocks(4.0, &knobs), switches).run();
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
    fn another_name_has_other_luck(knobs in knobs()) {
        let world = blocks(1.0, &knobs);
        let renamed: Vec<String> = world.iter().map(|block| block.replace("bob", "bert")).collect();
        let all = u64::MAX;
        prop_assert_ne!(
            trial(&world, all).run()[0].fingerprint,
            trial(&renamed, all).run()[0].fingerprint
        );
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
            let closed = records(&outcomes).filter_map(|(day, record)| match record {
                Record::RequestClosed { request, submitted, .. } => Some((request.0, day - submitted)),
                _ => None,
            });
            closed.collect::<std::collections::BTreeMap<u64, f64>>()
        };
        let (fewer, more) = (days(desks), days(desks + 1));
        for (request, days) in &fewer {
            prop_assert!(more[request] <= *days + 1e-9);
        }
    }
}
