//! Worlds of more than 200 nations may have a reach: what it changes, and what it must not.

use comity::engine::chance::Chance;
use comity::engine::simulation::{Agenda, Model, Run, run_until};
use comity::engine::time::SimTime;
use comity::experiment::replication::replicate;
use comity::model::blueprint::Blueprint;
use comity::model::event::Event;
use comity::model::measure::Level;
use comity::model::neighbourhood::{members_at_start, neighbours};
use comity::model::outcome::Outcome;
use comity::model::world::World;
use comity::scenario::check::load_scenario;
use comity::scenario::kind::Kind;
use comity::scenario::load::Part;
use comity::scenario::scenario::Scenario;
use comity::scenario::synthetic::synthetic;

/// More nations than have to know all others.
const NATIONS: u32 = 210;

/// A synthetic world with what else is to be in its scenario; its table of nations may be turned upside down.
fn world(nations: u32, reach: &str, more: &str, upside_down: bool) -> Scenario {
    let world = synthetic("world", "world.csv", nations, 3);
    let mut table: Vec<&str> = world.nations.lines().collect();
    if upside_down {
        table[1..].reverse();
    }
    let text = format!("{}\n{more}\n", world.scenario);
    let fetch = |_: &str, wanted: &str| {
        let text = if wanted == "world.csv" {
            table.join("\n")
        } else {
            text.clone()
        };
        let name = wanted.to_owned();
        Ok(Part { name, text })
    };
    let sets = [
        ("run.horizon", "800"),
        ("run.warm_up", "60"),
        ("world.reach", reach),
    ];
    let sets: Vec<(String, String)> = sets
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    load_scenario("world.toml", &sets, &fetch)
        .expect("a synthetic world has no fault")
        .value
}

/// Mechanisms that look at pairs and are off or rare otherwise.
const MORE: &str = r#"
[trust]
transparency = 0.05
indirect = 0.3

[leaks]
suspend = 0.5

[decision]
reciprocity = 0.4
repercussions = 0.3

[politics]
dispute_rate = 0.02
dispute_length = 90
government_rate = 0.5

[diplomacy]
every = 120

[organization.club]
members = ["n001", "n004", "n030", "n100"]
consensus = true
exercises = { every = 90, evidence = 0.5 }

[shock.scandal]
kind = "scandal"
organization = "club"
at = 200
"#;

fn outcome(scenario: &Scenario) -> Outcome {
    let plan = Blueprint::new(scenario, None, None);
    replicate(&plan, 5, 0, false, u64::MAX).expect("no world runs away")
}

#[test]
fn a_reach_that_holds_everybody_changes_nothing() {
    let near = outcome(&world(NATIONS, "1000", MORE, false));
    let mut exact = world(NATIONS, "1000", MORE, false);
    exact.reach = None;
    let exact = outcome(&exact);
    assert_eq!(near.fingerprint, exact.fingerprint);
    assert_eq!(format!("{:?}", near.counts), format!("{:?}", exact.counts));
    for (near, exact) in near.levels.iter().zip(&exact.levels) {
        for (n, (near, exact)) in near.iter().zip(exact).enumerate() {
            // The inequality of trust rests on a sample of pairs: one in eleven is left out here.
            let alike = if n == Level::TrustGini as usize {
                (near - exact).abs() < 0.01
            } else {
                near.to_bits() == exact.to_bits()
            };
            assert!(alike, "level {n}: {near} is not {exact}");
        }
    }
}

#[test]
fn the_order_of_the_table_changes_nothing_within_a_reach() {
    let one = outcome(&world(NATIONS, "8", MORE, false));
    let other = outcome(&world(NATIONS, "8", MORE, true));
    assert_eq!(one.fingerprint, other.fingerprint);
    assert_eq!(format!("{:?}", one.counts), format!("{:?}", other.counts));
    assert_eq!(format!("{:?}", one.levels), format!("{:?}", other.levels));
}

/// The law that is kept of those who have met beyond their neighbours is what working it out anew gives, however often law has
/// changed since.
#[test]
fn the_law_that_is_kept_of_others_is_as_if_worked_out_anew() {
    let scenario = world(NATIONS, "8", MORE, false);
    let plan = Blueprint::new(&scenario, None, None);
    let mut run = Run::start(World::new(&plan, Chance::new(5, 0), false));
    let mut kept = 0;
    for month in 1..=26 {
        run.until(SimTime::from_days(30.0 * f64::from(month)), u64::MAX)
            .expect("no world runs away");
        let world = &mut run.model;
        let mut anew = world.clone();
        anew.refresh_all_law();
        for requester in 0..world.nations.len() {
            for (holder, place) in world.dyads.met(requester).to_vec() {
                let holder = usize::from(holder);
                if world.law.row(holder, requester, place as usize).is_none() {
                    continue;
                }
                kept += 1;
                let both = [&mut *world, &mut anew];
                let [compatibility, fresh] = both.map(|world| {
                    world
                        .compatibility(holder, requester, Kind::Evidence, None)
                        .to_bits()
                });
                assert_eq!(compatibility, fresh);
            }
        }
    }
    assert!(kept > 1000, "{kept}");
}

/// A world that is not shown what will happen soon.
struct Blind<'a>(World<'a>);

impl Model for Blind<'_> {
    type Event = Event;

    fn start(&mut self, agenda: &mut Agenda<Event>) {
        self.0.start(agenda);
    }

    fn handle(&mut self, event: Event, agenda: &mut Agenda<Event>) {
        self.0.handle(event, agenda);
    }

    fn only_looks(event: &Event) -> bool {
        World::only_looks(event)
    }
}

#[test]
fn looking_ahead_changes_nothing() {
    let scenario = world(NATIONS + 50, "8", MORE, false);
    let plan = Blueprint::new(&scenario, None, None);
    let mut seeing = World::new(&plan, Chance::new(5, 0), false);
    assert!(seeing.looks_ahead());
    let mut blind = Blind(World::new(&plan, Chance::new(5, 0), false));
    let horizon = SimTime::from_days(scenario.run.horizon);
    assert_eq!(run_until(&mut seeing, horizon), run_until(&mut blind, horizon));
    let counted = |world: &World| format!("{:?} {:?}", world.ledger.counts, world.levels);
    assert_eq!(counted(&seeing), counted(&blind.0));
}

#[test]
fn pairs_grow_with_nations_and_not_with_their_square() {
    let kept = |nations: u32| {
        let scenario = world(nations, "8", "", false);
        Blueprint::new(&scenario, None, None).dyads.count()
    };
    let (few, many) = (kept(400), kept(1600));
    // Two lists of eight, and whoever has a nation in its own.
    assert!(few <= 400 * 4 * 8, "{few}");
    assert!(many < few * 5, "{many} for four times as many nations as {few}");
}

/// Six nations on a line, two of which share a club; all share an organization that is universal.
const LINE: &str = r#"
format = 1
name = "line"
nation.ann.place = [0, 0]
nation.bob.place = [1, 0]
nation.cyd.place = [2.1, 0]
nation.dot.place = [3.3, 0]
nation.eve.place = [10, 0]
nation.fay.place = [20, 0]
nation.idle = { place = [0.1, 0], activity = 0 }
organization.club.members = ["ann", "fay"]
organization.world.members = ["ann", "bob", "cyd", "dot", "eve", "fay"]
class.fraud.rate = 5
"#;

#[test]
fn neighbours_are_the_nearest_the_fellows_and_those_of_the_table() {
    let names = |pairs: &str, reach: usize| {
        let text = format!("{LINE}\n{pairs}");
        let fetch = |_: &str, wanted: &str| {
            let (text, name) = (text.clone(), wanted.to_owned());
            Ok(Part { name, text })
        };
        let scenario = load_scenario("line.toml", &[], &fetch).expect("no fault").value;
        let rows = neighbours(&scenario, &members_at_start(&scenario), reach);
        let id = |nation: usize| scenario.nations[nation].id.clone();
        let row = |(nation, row): (usize, &Vec<u16>)| {
            let mut others: Vec<String> = row.iter().map(|&other| id(usize::from(other))).collect();
            others.sort_unstable();
            format!("{}: {}", id(nation), others.join(" "))
        };
        let mut rows: Vec<String> = rows.iter().enumerate().map(row).collect();
        rows.sort_unstable();
        rows.join(", ")
    };
    let one = "ann: bob fay, bob: ann cyd, cyd: bob dot, dot: cyd eve, eve: dot fay, fay: ann eve, idle: ";
    assert_eq!(names("", 1), one);
    let given = "pair.bob.eve.trust = 0.9";
    let two =
        "ann: bob fay, bob: ann cyd eve, cyd: bob dot, dot: cyd eve, eve: bob dot fay, fay: ann eve, idle: ";
    assert_eq!(names(given, 1), two);
    assert!(names("", 5).starts_with("ann: bob cyd dot eve fay, bob: ann cyd dot eve fay"));
}
