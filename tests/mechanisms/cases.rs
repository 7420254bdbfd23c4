//! Threats and cases: how pieces are found, shared, judged and followed by justice.

use crate::support::{Trial, WORLD, sum, times};
use crate::switched::{EXOGENOUS, leaves, switched};
use comity::model::measure::Count;
use comity::model::outcome::Outcome;
use comity::model::record::{Record, Way};

fn sharing(trial: Trial) -> Trial {
    trial.set("decision.rule", "share")
}

fn by(way: Way) -> impl Fn(&Record) -> bool {
    move |record| matches!(record, Record::PieceDelivered { way: came, .. } if *came == way)
}

const UNION: &str = "\n[organization.union]\nmembers = \"all\"\n";

#[test]
fn asking_disrupts_what_the_target_alone_would_not() {
    let runs = switched("requests", &[], sharing);
    assert_eq!(runs.sums(Count::Disrupted).0, runs.sums(Count::DisruptedAlone).0);
    runs.raises(Count::Disrupted);
    runs.lowers(Count::Harm);
    runs.brings(Count::Requests);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn offers_disrupt_without_a_request() {
    let runs = switched("spontaneous", &[], sharing);
    runs.raises(Count::Disrupted);
    assert_eq!(runs.sums(Count::Requests), (0.0, 0.0));
    assert_eq!(times(&runs.off, by(Way::Offer)), 0);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn a_shared_database_disrupts_without_a_request_or_an_offer() {
    let runs = switched("databases", &[], |trial| {
        trial
            .and("\n[database.files]\nnations = \"all\"\ncoverage = 1\n")
            .set("kind.database_entry.intercept", "1000")
    });
    runs.raises(Count::Disrupted);
    assert!(times(&runs.on, by(Way::Database)) > 0);
    assert_eq!(runs.sums(Count::Requests), (0.0, 0.0));
    // Everything that is found is in the database, and two entries open a case: nothing more could be reached.
    assert_eq!(runs.sums(Count::Disrupted).1, runs.sums(Count::DisruptedBest).1);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn an_uncovered_class_stays_out_of_the_database() {
    let runs = switched("databases", &[], |trial| {
        trial
            .and("\n[class.other]\nrate = 0\n[database.files]\nnations = \"all\"\ncoverage = 1\nclasses = [\"other\"]\n")
            .set("kind.database_entry.intercept", "1000")
    });
    assert_eq!(times(&runs.on, by(Way::Database)), 0);
}

#[test]
fn follow_ups_come_only_with_their_switch() {
    let runs = switched("follow_ups", &[], |trial| {
        trial.set("class.plot.follow_ups", "0.5")
    });
    runs.raises(Count::Threats);
    let none = Trial::quiet(WORLD, &[]).run();
    leaves(&runs.off, &none, &EXOGENOUS);
}

#[test]
fn justice_convicts_and_dismantles_and_prevents_follow_ups() {
    let runs = switched("justice", &["follow_ups"], |trial| {
        sharing(trial)
            .set("class.plot.follow_ups", "0.6")
            .set("class.plot.follow_up_delay", "500")
    });
    runs.brings(Count::Convictions);
    runs.brings(Count::Dismantled);
    runs.brings(Count::Prevented);
    runs.lowers(Count::Threats);
}

#[test]
fn justice_without_follow_ups_changes_no_fate() {
    let runs = switched("justice", &["spontaneous"], sharing);
    runs.brings(Count::Convictions);
    runs.leaves(&EXOGENOUS);
    runs.leaves(&[Count::Disrupted, Count::Harm, Count::Hits]);
}

#[test]
fn unsound_finds_count_for_nothing() {
    let runs = switched("accuracy", &["spontaneous"], |trial| {
        sharing(trial).set("case.accuracy", "0")
    });
    runs.lowers(Count::DisruptedBest);
    runs.lowers(Count::DisruptedAlone);
    runs.lowers(Count::Disrupted);
    runs.leaves(&[Count::Threats, Count::Cohort]);
}

#[test]
fn a_joint_operation_speeds_what_is_still_to_be_found() {
    let runs = switched("joint_operations", &["spontaneous"], |trial| {
        sharing(trial).set("case.joint_factor", "20")
    });
    runs.raises(Count::Disrupted);
    runs.leaves(&EXOGENOUS);
}

/// A world of many sister cases between which partners may relay.
fn sisters(trial: Trial) -> Trial {
    trial
        .and(UNION)
        .set("class.plot.follow_ups", "0.8")
        .set("class.plot.follow_up_delay", "5")
        .set("class.plot.needed", "4")
        .set("kind.police_query.intercept", "1000")
        .set("kind.relay.intercept", "1000")
}

#[test]
fn pieces_are_relayed_between_sister_cases_only_with_the_switch() {
    let runs = switched("relay", &["follow_ups", "requests"], sisters);
    assert_eq!(times(&runs.off, by(Way::Relay)), 0);
    assert!(times(&runs.on, by(Way::Relay)) > 0);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn an_originator_that_withholds_consent_stops_every_relay() {
    let runs = switched(
        "originator_control",
        &["follow_ups", "requests", "relay"],
        |trial| {
            sisters(trial)
                .set("organization.union.originator_control", "true")
                .set("kind.consent.intercept", "-1000")
        },
    );
    assert!(times(&runs.off, by(Way::Relay)) > 0);
    assert_eq!(times(&runs.on, by(Way::Relay)), 0);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn a_task_force_finds_sooner() {
    let runs = switched("task_forces", &[], |trial| {
        trial
            .and(UNION)
            .and("[[organization.union.task_force]]\nclasses = [\"plot\"]\nfactor = 5\n")
    });
    runs.raises(Count::DisruptedAlone);
    runs.raises(Count::DisruptedBest);
    runs.leaves(&[Count::Threats, Count::Cohort]);
}

#[test]
fn new_variants_are_found_later() {
    let runs = switched("novelty", &[], |trial| {
        trial.set("class.plot.novelty", "{ rate = 5, factor = 4 }")
    });
    runs.lowers(Count::DisruptedBest);
    runs.leaves(&[Count::Threats, Count::Cohort]);
}

#[test]
fn a_stock_of_extremism_feeds_threats() {
    let runs = switched("extremism", &[], |trial| {
        trial.set("class.plot.stock", "{ rate = 5, jump = 1 }")
    });
    runs.raises(Count::Threats);
    let none = Trial::quiet(WORLD, &[]).run();
    leaves(&runs.off, &none, &EXOGENOUS);
}

#[test]
fn a_fugitive_who_moves_and_is_traced_late_is_not_convicted() {
    let runs = switched("fugitive_moves", &["justice"], |trial| {
        sharing(trial)
            .set("case.fugitive_moves", "50")
            .set("case.trace", "400")
            .set("class.plot.targets", "{ ann = 1, bob = 0, cyd = 0 }")
            .set("class.plot.refuges", "{ ann = 0, bob = 1, cyd = 1 }")
    });
    runs.lowers(Count::Convictions);
    runs.leaves(&EXOGENOUS);
    runs.leaves(&[Count::Disrupted]);
}

/// Warrants while fugitives move, with an organization that could broadcast them.
fn hunted(trial: Trial) -> Trial {
    sharing(trial)
        .and(UNION)
        .set("organization.union.notices", "{ strictness = 1, delay = 0 }")
        .set("case.fugitive_moves", "5")
        .set("case.trace", "200")
}

#[test]
fn a_notice_finds_a_fugitive_at_once() {
    let runs = switched("notices", &["justice", "fugitive_moves"], hunted);
    runs.raises(Count::Convictions);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn a_notice_refused_as_political_finds_nobody() {
    let trial = hunted(Trial::quiet(WORLD, &["justice", "fugitive_moves", "notices"]));
    let near = trial.clone().run();
    let far = trial
        .set("nation.ann.interests", "[90, 0]")
        .set("nation.bob.interests", "[-90, 0]")
        .set("nation.cyd.interests", "[0, 90]")
        .run();
    assert!(sum(&far, Count::Convictions) < sum(&near, Count::Convictions));
}

#[test]
fn the_limitation_period_ends_what_takes_too_long() {
    let trial = sharing(Trial::quiet(WORLD, &["justice"]).traced()).set("kind.evidence.execution", "300");
    let failed = |outcomes: &[Outcome]| times(outcomes, |r| matches!(r, Record::JusticeFailed { .. }));
    let short = trial.clone().set("case.limitation", "100").run();
    let long = trial.set("case.limitation", "3000").run();
    assert!(failed(&short) > failed(&long));
    assert!(sum(&short, Count::Convictions) < sum(&long, Count::Convictions));
}

#[test]
fn held_pieces_mitigate_an_attack() {
    let trial = sharing(Trial::quiet(WORLD, &["spontaneous"]));
    let none = trial.clone().set("case.mitigation", "0").run();
    let half = trial.set("case.mitigation", "0.5").run();
    assert!(sum(&half, Count::Harm) < sum(&none, Count::Harm));
    assert_eq!(
        sum(&none, Count::Harm),
        sum(&none, Count::Attacks),
        "harm is 1 an attack"
    );
    leaves(&none, &half, &[Count::Disrupted, Count::Attacks]);
}

#[test]
fn profiles_move_threats_in_time() {
    let trial = Trial::quiet(WORLD, &[]).traced();
    let steps = trial
        .set(
            "class.plot.profile",
            "{ shape = \"steps\", steps = [{ day = 0, factor = 0 }, { day = 1000, factor = 1 }] }",
        )
        .run();
    let early = crate::support::records(&steps)
        .filter(|(day, record)| *day < 1000.0 && matches!(record, Record::ThreatArrived { .. }));
    assert_eq!(early.count(), 0);
    assert!(sum(&steps, Count::Threats) > 0.0);
}
