//! What cooperation and its betrayal do to trust, leaks and privacy.

use crate::support::{Trial, WORLD, sum, times};
use crate::switched::{EXOGENOUS, leaves, switched};
use comity::model::measure::{Count, Level};
use comity::model::record::Record;

fn sharing(trial: Trial) -> Trial {
    trial.set("decision.rule", "share")
}

fn refusing(trial: Trial) -> Trial {
    trial.set("decision.rule", "refuse")
}

/// Much leaks of what is shared, and being given something earns nothing.
fn leaky(trial: Trial) -> Trial {
    sharing(trial)
        .set("leaks.rate", "50")
        .set("leaks.misuse_rate", "50")
        .set("trust.delivered", "0")
        .set("trust.late", "0")
}

/// Leaky, and what is decided depends on bars and stocks alone.
fn willing_and_leaky(trial: Trial) -> Trial {
    leaky(trial)
        .set("decision.rule", "weighed")
        .set("kind.spontaneous.intercept", "1000")
}

const UNION: &str = "\n[organization.union]\nmembers = \"all\"\n";

#[test]
fn trust_learns_from_grants_or_stays_at_its_prior() {
    let runs = switched("trust_evidence", &["routine"], sharing);
    runs.lifts(Level::MeanTrust);
    for outcome in &runs.off {
        let first = outcome.levels[0][Level::MeanTrust as usize];
        assert!(
            outcome
                .levels
                .iter()
                .all(|l| l[Level::MeanTrust as usize] == first)
        );
    }
    runs.leaves(&EXOGENOUS);
    runs.leaves(&[Count::Granted, Count::Exposure]);
}

#[test]
fn silence_costs_trust() {
    let runs = switched(
        "ignored",
        &["trust_evidence", "routine", "queues", "patience"],
        |trial| {
            ["ann", "bob", "cyd"]
                .iter()
                .fold(sharing(trial), |trial, nation| {
                    trial.set(&format!("nation.{nation}.desks"), "0")
                })
        },
    );
    runs.sinks(Level::MeanTrust);
    runs.leaves(&[Count::UnansweredCapacity, Count::Granted]);
}

#[test]
fn a_success_builds_trust_both_ways() {
    let runs = switched("success", &["trust_evidence", "spontaneous"], |trial| {
        sharing(trial).set("trust.delivered", "0").set("trust.late", "0")
    });
    let (off, on) = runs.levels(Level::MeanTrust);
    assert!(on > off);
    let first = runs.off[0].levels[0][Level::MeanTrust as usize];
    assert_eq!(runs.off[0].levels[9][Level::MeanTrust as usize], first);
    runs.leaves(&EXOGENOUS);
    runs.leaves(&[Count::Disrupted]);
}

#[test]
fn delivered_pieces_leak_only_with_the_switch() {
    let runs = switched("leaks", &["spontaneous"], leaky);
    runs.brings(Count::Leaks);
    runs.brings(Count::PrivacyHarm);
    assert_eq!(runs.sums(Count::Misuses), (0.0, 0.0));
    runs.leaves(&EXOGENOUS);
    runs.leaves(&[Count::Disrupted, Count::Hits, Count::Exposure]);
}

#[test]
fn delivered_pieces_are_misused_only_with_the_switch() {
    let runs = switched("misuse", &["spontaneous"], leaky);
    runs.brings(Count::Misuses);
    assert_eq!(runs.sums(Count::Leaks), (0.0, 0.0));
    runs.leaves(&EXOGENOUS);
    runs.leaves(&[Count::Disrupted, Count::Hits]);
}

#[test]
fn the_betrayed_lose_trust_in_who_leaked_and_so_do_their_partners() {
    let runs = switched(
        "indirect_blame",
        &["trust_evidence", "spontaneous", "leaks"],
        |trial| leaky(trial).and(UNION),
    );
    runs.sinks(Level::MeanTrust);
    assert!(runs.levels(Level::MeanTrust).0 < runs.off[0].levels[0][Level::MeanTrust as usize]);
    runs.leaves(&[Count::Leaks, Count::Disrupted]);
}

#[test]
fn without_a_shared_organization_nobody_hears_of_a_leak() {
    let runs = switched(
        "indirect_blame",
        &["trust_evidence", "spontaneous", "leaks"],
        leaky,
    );
    let (off, on) = runs.levels(Level::MeanTrust);
    assert_eq!(off, on);
}

#[test]
fn who_is_betrayed_suspends_sharing() {
    let runs = switched("suspension", &["spontaneous", "leaks"], |trial| {
        willing_and_leaky(trial).set("leaks.suspend", "1")
    });
    runs.brings(Count::Suspensions);
    runs.lowers(Count::Hits);
    runs.lowers(Count::Disrupted);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn a_costly_signal_ends_a_suspension_early() {
    let runs = switched("reassurance", &["spontaneous", "leaks", "suspension"], |trial| {
        willing_and_leaky(trial)
            .set("leaks.suspend", "1")
            .set("leaks.suspension", "3000")
    });
    let resumed = |outcomes| times(outcomes, |r| matches!(r, Record::Resumed { .. }));
    assert!(resumed(&runs.on) > resumed(&runs.off));
    runs.raises(Count::Hits);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn privacy_harm_at_home_makes_nations_unwilling() {
    let runs = switched("privacy_loop", &["spontaneous", "leaks"], |trial| {
        leaky(trial)
            .set("decision.rule", "weighed")
            .set("kind.spontaneous.intercept", "0")
            .set("decision.privacy_stock", "3")
    });
    runs.lowers(Count::Hits);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn privacy_harm_at_home_tightens_the_privacy_bar() {
    // Gaps of 0.5 on personal data of 0.5 × 0.7 stay below the bar of 0.25 until it is lowered.
    let runs = switched(
        "privacy_loop",
        &["spontaneous", "leaks", "privacy", "law"],
        |trial| {
            willing_and_leaky(trial)
                .set("decision.privacy_stock", "0")
                .set("leaks.threshold", "0.5")
                .set("nation.ann.law.data_protection", "1")
        },
    );
    let barred = |outcomes| {
        times(
            outcomes,
            |r| matches!(r, Record::Offered { refused: Some(reason), .. } if reason.name() == "privacy"),
        )
    };
    assert_eq!(barred(&runs.off), 0);
    assert!(barred(&runs.on) > 0);
}

#[test]
fn a_lawful_refusal_that_is_misread_costs_more() {
    let apart = |trial: Trial| {
        refusing(trial)
            .set("trust.misreading", "1")
            .set("decision.law", "1000")
            .set(
                "nation.ann.law",
                "{ evidence = 1, oversight = 1, data_protection = 1, extradition = 1 }",
            )
            .set(
                "nation.bob.law",
                "{ evidence = 0, oversight = 0, data_protection = 0, extradition = 0 }",
            )
    };
    let runs = switched("misreading", &["trust_evidence", "routine", "law"], apart);
    runs.sinks(Level::MeanTrust);
    runs.leaves(&[Count::RefusedLegal, Count::Refused]);
    assert!(runs.sums(Count::RefusedLegal).0 > 0.0);
}

#[test]
fn third_parties_who_see_a_refusal_take_note() {
    let runs = switched("transparency", &["trust_evidence", "routine"], |trial| {
        refusing(trial).set("trust.transparency", "1")
    });
    runs.sinks(Level::MeanTrust);
    runs.leaves(&[Count::Refused]);
}

#[test]
fn a_mediator_softens_refusals() {
    let runs = switched("mediation", &["trust_evidence", "routine"], |trial| {
        refusing(trial)
            .and(UNION)
            .set("organization.union.mediation", "0.8")
    });
    runs.lifts(Level::MeanTrust);
    runs.leaves(&[Count::Refused]);
}

#[test]
fn safeguards_and_secure_channels_stop_leaks() {
    let trial = leaky(Trial::quiet(WORLD, &["spontaneous", "leaks"]));
    let plain = trial.clone().run();
    let secure = trial
        .clone()
        .and("\n[channel.line]\nnations = \"all\"\ndelay = 12\nsecurity = 1\n")
        .run();
    assert_eq!(sum(&secure, Count::Leaks), 0.0);
    leaves(&plain, &secure, &[Count::Disrupted, Count::Hits]);
    let guarded = ["ann", "bob", "cyd"].iter().fold(trial, |trial, nation| {
        trial.set(&format!("nation.{nation}.safeguards"), "1")
    });
    assert_eq!(sum(&guarded.run(), Count::Leaks), 0.0);
}

#[test]
fn unsound_pieces_cost_trust_when_the_case_closes() {
    let trial = sharing(Trial::quiet(
        WORLD,
        &["trust_evidence", "spontaneous", "accuracy"],
    ))
    .set("case.accuracy", "0")
    .set("trust.delivered", "0");
    let free = trial.clone().set("trust.unsound", "0").run();
    let dear = trial.set("trust.unsound", "1").run();
    let mean = |outcomes: &[_]| crate::support::level(outcomes, Level::MeanTrust);
    assert!(mean(&dear) < mean(&free));
    leaves(&free, &dear, &[Count::Disrupted]);
}
