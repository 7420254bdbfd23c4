//! The slow world: politics, instability, treaties and programmes.

use crate::support::{Trial, WORLD, level, place, records, sum, times};
use crate::switched::{EXOGENOUS, leaves, switched};
use comity::model::measure::{Count, Level};
use comity::model::outcome::Outcome;
use comity::model::record::Record;

const UNION: &str = "\n[organization.union]\nmembers = \"all\"\n";
const PACT: &str =
    "\n[instrument.pact]\nmode = \"mutual_recognition\"\ndomains = [\"evidence\"]\nhazard = 1\n";

/// Mean affinity over ordered pairs at the end.
fn affinity_at_end(outcomes: &[Outcome]) -> f64 {
    let last = outcomes
        .iter()
        .map(|outcome| outcome.pairs.last().expect("an end"));
    last.flatten().map(|pair| pair.affinity).sum()
}

/// Day on which each nation ratified in each replication; the horizon where it has not.
fn ratifications(outcomes: &[Outcome]) -> Vec<f64> {
    let mut days = vec![f64::INFINITY; outcomes.len() * 3];
    for (n, outcome) in outcomes.iter().enumerate() {
        for (day, record) in records(std::slice::from_ref(outcome)) {
            if let Record::Ratified { nation, .. } = record {
                days[n * 3 + nation] = days[n * 3 + nation].min(day);
            }
        }
    }
    days
}

/// Nobody ratifies later on than off, and somebody sooner.
fn assert_sooner(off: &[Outcome], on: &[Outcome]) {
    let (off, on) = (ratifications(off), ratifications(on));
    assert!(
        on.iter().zip(&off).all(|(on, off)| on <= off),
        "{on:?} after {off:?}"
    );
    assert!(on.iter().zip(&off).any(|(on, off)| on < off));
}

#[test]
fn interests_drift_only_with_politics() {
    let runs = switched("politics", &["affinity"], |trial| trial);
    let start: f64 = runs
        .off
        .iter()
        .flat_map(|o| &o.pairs[0])
        .map(|pair| pair.affinity)
        .sum();
    assert_eq!(affinity_at_end(&runs.off), start);
    assert!(affinity_at_end(&runs.on) < start, "who were alike drift apart");
    runs.leaves(&EXOGENOUS);
}

#[test]
fn governments_change_only_with_their_switch() {
    let runs = switched("governments", &["affinity"], |trial| trial);
    let changed = |outcomes| times(outcomes, |r| matches!(r, Record::GovernmentChanged { .. }));
    assert_eq!(changed(&runs.off), 0);
    assert!(changed(&runs.on) > 0);
    assert!(affinity_at_end(&runs.on) < affinity_at_end(&runs.off));
    runs.leaves(&EXOGENOUS);
}

#[test]
fn a_new_government_may_leave_an_organization() {
    let runs = switched("exits", &["governments"], |trial| {
        trial
            .and(UNION)
            .set("politics.exit", "1")
            .set("politics.rejoin", "0")
    });
    runs.brings(Count::Left);
    let changed = |outcomes| times(outcomes, |r| matches!(r, Record::GovernmentChanged { .. }));
    assert_eq!(changed(&runs.off), changed(&runs.on));
    runs.leaves(&EXOGENOUS);
}

#[test]
fn who_left_comes_back() {
    let runs = switched("exits", &["governments"], |trial| {
        trial
            .and(UNION)
            .set("politics.exit", "1")
            .set("politics.rejoin", "5")
    });
    assert!(times(&runs.on, |r| matches!(r, Record::JoinedOrganization { .. })) > 0);
}

#[test]
fn an_unstable_nation_loses_desks_until_calm_returns() {
    let runs = switched("instability", &["queues"], |trial| trial);
    // Three nations with two desks each over ten years.
    assert!((runs.sums(Count::OpenDesk).0 / 4.0 - 6.0 * 3650.0).abs() < 1e-6);
    runs.lowers(Count::OpenDesk);
    runs.lowers(Count::OpenAuthority);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn unrest_makes_leaks_grow() {
    let trial = Trial::quiet(WORLD, &["instability", "leaks", "spontaneous"])
        .set("decision.rule", "share")
        .set("politics.instability_rate", "50")
        .set("politics.calm", "500");
    let like = trial.clone().set("politics.instability_leaks", "1").run();
    let more = trial.set("politics.instability_leaks", "5").run();
    assert!(sum(&more, Count::Leaks) > sum(&like, Count::Leaks));
    leaves(&like, &more, &[Count::Disrupted]);
}

#[test]
fn nations_join_by_hazard_only_with_treaties() {
    let runs = switched("treaties", &[], |trial| trial.and(PACT));
    runs.brings(Count::Joined);
    runs.lifts(Level::TreatyCoverage);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn those_who_have_joined_pull_the_others() {
    let runs = switched("contagion", &["treaties"], |trial| {
        trial.and(PACT).set("instrument.pact.parties", "[\"ann\"]")
    });
    assert_sooner(&runs.off, &runs.on);
}

#[test]
fn implementation_is_full_without_the_gap_and_partial_with_it() {
    let runs = switched("implementation_gap", &[], |trial| {
        trial.and(PACT).set("instrument.pact.parties", "\"all\"")
    });
    assert_eq!(runs.levels(Level::ImplementedCoverage).0, 1.0);
    runs.sinks(Level::ImplementedCoverage);
    let (off, on) = runs.levels(Level::TreatyCoverage);
    assert_eq!((off, on), (1.0, 1.0));
}

#[test]
fn reviews_raise_the_degree_of_implementation() {
    let runs = switched("reviews", &["implementation_gap"], |trial| {
        trial
            .and(PACT)
            .set("instrument.pact.parties", "\"all\"")
            .and(UNION)
            .set("organization.union.reviews", "{ instruments = [\"pact\"] }")
    });
    runs.lifts(Level::ImplementedCoverage);
}

#[test]
fn a_review_closes_its_share_of_the_gap_and_moves_law_as_far() {
    // Degree 0.5, share 0.25, strength 0.8: law moves by 0.8·0.125·(1 − 0) = 0.1 at the first review.
    let text = "\n[instrument.pact]\nmode = \"minimum_standard\"\ndomains = [\"evidence\"]\nstandard = 1\nparties = \"all\"\ndegrees = { ann = 0.5, bob = 1, cyd = 1 }\n";
    let outcomes = Trial::quiet(WORLD, &["reviews", "law", "implementation_gap"])
        .and(text)
        .and(UNION)
        .set(
            "organization.union.reviews",
            "{ every = 365, share = 0.25, instruments = [\"pact\"] }",
        )
        .set("nation.ann.law.evidence", "0")
        .set("nation.bob.law.evidence", "0")
        .set("nation.cyd.law.evidence", "0")
        .set("run.horizon", "400")
        .run();
    let compatibility = |report: usize| outcomes[0].levels[report][Level::LegalCompatibility as usize];
    // Evidence weighs 0.3, 0.2, 0.5 and 0 in the four kinds: 0.25 on average; two of three pairs lose 0.7·0.1/0.5.
    let expected = compatibility(0) - 2.0 / 3.0 * 0.25 * 0.7 * 0.1 / 0.5;
    assert!((compatibility(1) - expected).abs() < 1e-12);
}

#[test]
fn each_mode_moves_or_recognizes_law_as_the_table_says() {
    // Laws 0, 0.5 and 1; standard 0.5, strength 0.8, full degree; evidence weighs 0.25 on average over the kinds.
    let levels = |mode: &str| {
        let outcomes = Trial::quiet(WORLD, &["law"])
            .and(&format!(
                "\n[instrument.pact]\nmode = \"{mode}\"\ndomains = [\"evidence\"]\nstandard = 0.5\nstrength = 0.8\naccession = \"closed\"\nratified = {{ ann = 10, bob = 10, cyd = 10 }}\n"
            ))
            .set("nation.ann.law.evidence", "0")
            .set("nation.bob.law.evidence", "0.5")
            .set("nation.cyd.law.evidence", "1")
            .set("treaties.implementation", "0")
            .set("run.horizon", "400")
            .run();
        [0, 1].map(|n| outcomes[0].levels[n][Level::LegalCompatibility as usize])
    };
    let similar = |gap: f64| 0.7 * (1.0 - (gap / 0.5_f64).min(1.0));
    let mean = |gaps: [f64; 3]| gaps.map(similar).iter().sum::<f64>() / 3.0;
    let before = mean([0.5, 0.5, 1.0]);
    for (mode, after) in [
        ("approximation", mean([0.1, 0.1, 0.2])),
        ("minimum_standard", mean([0.1, 0.5, 0.6])),
        ("mutual_recognition", 0.8),
    ] {
        let [start, end] = levels(mode);
        assert!((end - start - 0.25 * (after - before)).abs() < 1e-12, "{mode}");
    }
}

#[test]
fn adequacy_is_granted_while_the_gap_is_small() {
    let floor = |tolerance: &str| {
        let outcomes = Trial::quiet(WORLD, &["law"])
            .and(
                "\n[instrument.pact]\nmode = \"adequacy\"\nstandard = 0.5\nstrength = 1\nparties = \"all\"\n",
            )
            .set("instrument.pact.tolerance", tolerance)
            .set("nation.ann.law.data_protection", "1")
            .run();
        level(&outcomes, Level::LegalCompatibility)
    };
    assert!(floor("0.6") > floor("0.4"));
}

#[test]
fn leaving_ends_floors_and_leaves_law_where_it_moved() {
    let compatibility = |mode: &str, rejoin: &str| {
        let outcomes = Trial::quiet(WORLD, &["law", "shocks"])
            .and(&format!(
                "\n[instrument.pact]\nmode = \"{mode}\"\ndomains = [\"evidence\"]\nstandard = 0.5\naccession = \"closed\"\nratified = {{ ann = 10, bob = 10, cyd = 10 }}\n[shock.exit]\nkind = \"withdrawal\"\nnation = \"ann\"\ninstrument = \"pact\"\nat = 500\n"
            ))
            .set("nation.ann.law.evidence", "0")
            .set("treaties.implementation", "0")
            .set("politics.rejoin", rejoin)
            .run();
        [0, 1, 2].map(|n| outcomes[0].levels[n][Level::LegalCompatibility as usize])
    };
    let [before, during, after] = compatibility("mutual_recognition", "0");
    assert!(
        during > after && after > before,
        "the others still recognize each other"
    );
    let [before, during, after] = compatibility("approximation", "0");
    assert!(during > before && after == during);
    let [_, during, back] = compatibility("approximation", "50");
    assert_eq!(
        back, during,
        "law that has moved does not move again when a nation comes back"
    );
}

#[test]
fn the_club_of_the_founder_joins_sooner_and_the_others_as_before() {
    let runs = switched("club", &["treaties"], |trial| {
        trial
            .and(PACT)
            .and("\n[organization.club]\nmembers = [\"ann\", \"bob\"]\n")
            .set("instrument.pact.founder", "club")
    });
    assert_sooner(&runs.off, &runs.on);
    let cyd = place(&Trial::quiet(WORLD, &[]), "cyd");
    let (off, on) = (ratifications(&runs.off), ratifications(&runs.on));
    assert!((0..4).all(|n| off[n * 3 + cyd] == on[n * 3 + cyd]));
}

#[test]
fn an_instrument_binds_by_its_entry_rule() {
    let runs = switched("entry_into_force", &[], |trial| {
        trial
            .and(PACT)
            .set("instrument.pact.accession", "closed")
            .set("instrument.pact.ratified", "{ ann = 100, bob = 200, cyd = 500 }")
            .set("instrument.pact.entry", "{ parties = 2, days = 90 }")
            .set("run.report_every", "10")
    });
    let coverage = |outcomes: &[Outcome], day: usize| {
        (outcomes[0].levels[day / 10][Level::TreatyCoverage as usize] * 3.0).round()
    };
    // On ratification; and 90 d after the own ratification and after the second one.
    let steps =
        |outcomes: &[Outcome]| [190, 200, 280, 290, 490, 500, 580, 590].map(|day| coverage(outcomes, day));
    assert_eq!(steps(&runs.off), [0.0, 1.0, 1.0, 1.0, 1.0, 3.0, 3.0, 3.0]);
    assert_eq!(steps(&runs.on), [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 3.0]);
}

#[test]
fn entry_by_the_calendar_is_the_first_of_a_month() {
    // The second ratification on 2025-04-11 (day 100) binds on 2025-08-01 (day 212).
    let outcomes = Trial::quiet(WORLD, &["entry_into_force"])
        .and(PACT)
        .set("run.start", "2025-01-01")
        .set("instrument.pact.accession", "closed")
        .set("instrument.pact.ratified", "{ ann = 50, bob = 100 }")
        .set("instrument.pact.entry", "{ parties = 2, months = 3 }")
        .set("run.report_every", "1")
        .set("run.horizon", "365")
        .run();
    let covered = |day: usize| outcomes[0].levels[day][Level::TreatyCoverage as usize] > 0.0;
    assert!(!covered(211) && covered(212));
}

#[test]
fn an_instrument_by_invitation_waits_for_one() {
    let runs = switched("invitation", &["treaties"], |trial| {
        trial
            .and(PACT)
            .and("\n[organization.club]\nmembers = [\"ann\"]\n")
            .set("instrument.pact.founder", "club")
            .set("instrument.pact.accession", "invitation")
            .set("instrument.pact.hazard", "50")
            .set("treaties.invitation_rate", "0")
    });
    assert_eq!(runs.sums(Count::Joined), (12.0, 4.0));
}

#[test]
fn an_invited_nation_joins_before_its_invitation_lapses() {
    let joined = |valid: &str| {
        let outcomes = Trial::quiet(WORLD, &["treaties", "invitation"])
            .and(PACT)
            .and("\n[organization.club]\nmembers = [\"ann\"]\n")
            .set("instrument.pact.founder", "club")
            .set("instrument.pact.accession", "invitation")
            .set("treaties.invitation_valid", valid)
            .run();
        sum(&outcomes, Count::Joined)
    };
    assert!(joined("3650") > joined("1"));
}

#[test]
fn success_with_foreign_help_raises_support_for_joining() {
    let runs = switched("support", &["treaties", "spontaneous"], |trial| {
        trial
            .and(PACT)
            .set("decision.rule", "share")
            .set("treaties.support", "5")
    });
    assert_sooner(&runs.off, &runs.on);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn promoted_norms_raise_commitment_and_with_it_accessions() {
    let runs = switched("norms", &["treaties"], |trial| {
        let trial = trial
            .and(PACT)
            .and(UNION)
            .set("organization.union.norms", "{ step = 0.2 }");
        ["ann", "bob", "cyd"].iter().fold(trial, |trial, nation| {
            trial.set(&format!("nation.{nation}.commitment"), "0.1")
        })
    });
    assert_sooner(&runs.off, &runs.on);
}

#[test]
fn exercises_build_trust_by_the_letter() {
    let runs = switched("exercises", &["trust_evidence"], |trial| {
        trial
            .and(UNION)
            .set("organization.union.exercises", "{ every = 180, evidence = 0.2 }")
            .set("trust.half_life", "1e12")
    });
    // 20 exercises in ten years on a prior of strength 8.
    for outcome in &runs.on {
        let (start, end) = (&outcome.pairs[0], outcome.pairs.last().expect("an end"));
        for (before, after) in start.iter().zip(end).filter(|(b, _)| b.trust != 0.5) {
            let expected = (8.0 * before.trust + 20.0 * 0.2) / (8.0 + 20.0 * 0.2);
            assert!((after.trust - expected).abs() < 1e-6);
        }
    }
    let (off, on) = runs.levels(Level::MeanTrust);
    assert!(on > off);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn liaison_officers_build_trust_between_their_nations() {
    let runs = switched("liaison", &["trust_evidence"], |trial| {
        trial.set("pair.ann.bob.liaison", "true")
    });
    let trial = Trial::quiet(WORLD, &[]);
    let (ann, bob, cyd) = (place(&trial, "ann"), place(&trial, "bob"), place(&trial, "cyd"));
    let end =
        |outcomes: &[Outcome], i: usize, j: usize| outcomes[0].pairs.last().expect("an end")[i * 3 + j].trust;
    assert!(end(&runs.on, ann, bob) > end(&runs.off, ann, bob));
    assert!(end(&runs.on, bob, ann) > end(&runs.off, bob, ann));
    assert_eq!(end(&runs.on, ann, cyd), end(&runs.off, ann, cyd));
}

#[test]
fn capacity_building_helps_those_with_little_to_find_more() {
    let runs = switched("capacity_building", &[], |trial| {
        trial
            .and(UNION)
            .set(
                "organization.union.capacity_building",
                "{ every = 30, gain = 0.3, below = 0.9 }",
            )
            .set("nation.ann.capacity", "0.2")
            .set("nation.bob.capacity", "0.2")
    });
    runs.raises(Count::DisruptedBest);
    runs.leaves(&[Count::Threats, Count::Cohort]);
}

#[test]
fn consensus_stops_what_one_member_does_not_want() {
    let runs = switched("consensus", &["trust_evidence", "exercises"], |trial| {
        trial
            .and(UNION)
            .set("organization.union.consensus", "true")
            .set("organization.union.exercises", "{}")
            .set("kind.consent.intercept", "-1000")
    });
    runs.sinks(Level::MeanTrust);
    let withheld = |outcomes| times(outcomes, |r| matches!(r, Record::ConsentWithheld { .. }));
    assert_eq!(withheld(&runs.off), 0);
    assert_eq!(withheld(&runs.on), 4 * 20 * 3);
}

#[test]
fn disputes_freeze_the_formal_kinds() {
    let runs = switched("disputes", &["routine"], |trial| {
        let trial = trial.set("politics.dispute_rate", "3");
        ["police_query", "evidence", "arrest_warrant"]
            .iter()
            .fold(trial, |trial, kind| {
                trial.set(&format!("kind.{kind}.intercept"), "1000")
            })
    });
    runs.brings(Count::RefusedLegal);
    assert_eq!(runs.sums(Count::Refused).1, runs.sums(Count::RefusedLegal).1);
    let kinds = runs.on[0].closings.map(|row| row[2]);
    assert!(
        kinds[0] == 0 && kinds[2] > 0 && kinds[3] > 0,
        "legal refusals by kind: {kinds:?}"
    );
}

#[test]
fn a_mediator_settles_disputes_sooner() {
    let runs = switched("mediation", &["routine", "disputes"], |trial| {
        trial
            .and(UNION)
            .set("organization.union.mediation", "0.9")
            .set("politics.dispute_rate", "3")
            .set("decision.law", "1000")
            .set("kind.evidence.intercept", "1000")
            .set("kind.arrest_warrant.intercept", "1000")
    });
    runs.lowers(Count::RefusedLegal);
}

#[test]
fn nations_reform_their_law_only_with_the_switch() {
    let runs = switched("law_reform", &["law"], |trial| {
        trial.set("politics.reform_rate", "2")
    });
    runs.sinks(Level::LegalCompatibility);
    let of = |n: usize| runs.off[0].levels[n][Level::LegalCompatibility as usize];
    assert_eq!(of(0), of(10));
    runs.leaves(&EXOGENOUS);
}

#[test]
fn diplomacy_pulls_interests_together_and_builds_trust() {
    let runs = switched("diplomacy", &["affinity", "trust_evidence"], |trial| {
        trial
            .set("nation.ann.interests", "[1, 0]")
            .set("nation.bob.interests", "[-1, 0]")
    });
    assert!(affinity_at_end(&runs.on) > affinity_at_end(&runs.off));
    runs.lifts(Level::MeanTrust);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn diplomacy_ends_suspensions() {
    let runs = switched("diplomacy", &["spontaneous", "leaks", "suspension"], |trial| {
        trial
            .set("leaks.rate", "50")
            .set("leaks.suspend", "1")
            .set("leaks.suspension", "3000")
            .set("kind.spontaneous.intercept", "1000")
            .set("diplomacy.evidence", "0")
    });
    let resumed = |outcomes| times(outcomes, |r| matches!(r, Record::Resumed { .. }));
    assert!(resumed(&runs.on) > resumed(&runs.off));
    runs.raises(Count::Hits);
}
