//! The drivers of the decision to share.

use crate::support::{Trial, WORLD, sum};
use crate::switched::{EXOGENOUS, leaves, switched};
use comity::model::measure::{Count, Level};

/// All drivers at no weight, so that one alone decides.
fn indifferent(trial: Trial) -> Trial {
    ["trust", "law", "affinity", "urgency"]
        .iter()
        .fold(trial, |trial, driver| {
            trial.set(&format!("decision.{driver}"), "0")
        })
}

#[test]
fn different_law_lowers_the_grants_and_makes_compatibility_differ() {
    let apart = |trial: Trial| {
        trial
            .set("nation.ann.law.evidence", "1")
            .set("nation.ann.law.oversight", "0")
    };
    let runs = switched("law", &["routine", "privacy"], apart);
    runs.lowers(Count::Granted);
    assert_eq!(runs.levels(Level::LegalCompatibility).0, 1.0);
    runs.sinks(Level::LegalCompatibility);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn distant_interests_lower_the_grants() {
    let runs = switched("affinity", &["routine"], |trial| {
        trial.set("nation.ann.interests", "[2, 0]")
    });
    runs.lowers(Count::Granted);
    runs.raises(Count::RefusedPolitical);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn only_reciprocity_refuses_for_its_own_sake() {
    let runs = switched("reciprocity", &["routine"], indifferent);
    runs.brings(Count::RefusedReciprocity);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn sovereignty_refuses_what_indifference_would_grant() {
    let runs = switched("sovereignty", &["routine"], indifferent);
    runs.brings(Count::RefusedSovereignty);
    runs.raises(Count::Refused);
    let (_, refused) = runs.sums(Count::Refused);
    assert_eq!(refused, runs.sums(Count::RefusedSovereignty).1);
}

#[test]
fn weak_protection_at_the_receiver_bars_personal_data() {
    let runs = switched("privacy", &["routine", "law"], |trial| {
        indifferent(trial)
            .set("nation.ann.law.data_protection", "1")
            .set("nation.bob.law.data_protection", "0")
            .set("nation.cyd.law.data_protection", "0")
    });
    runs.brings(Count::RefusedPrivacy);
    runs.raises(Count::Refused);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn friends_of_the_origin_are_slow_to_share() {
    let runs = switched("repercussions", &["spontaneous", "requests"], |trial| {
        trial
            .set("kind.spontaneous.intercept", "0")
            .set("decision.repercussions", "3")
    });
    runs.lowers(Count::Hits);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn a_willing_holder_without_candour_passes_on_less() {
    let runs = switched("candour", &["spontaneous", "requests"], |trial| {
        trial.set("decision.rule", "share").set("decision.candour", "0")
    });
    runs.lowers(Count::Hits);
    runs.lowers(Count::Disrupted);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn the_rule_to_share_grants_everything_and_the_rule_to_refuse_nothing() {
    let trial = Trial::quiet(WORLD, &["routine", "law", "privacy", "sovereignty"]);
    let share = trial.clone().set("decision.rule", "share").run();
    let refuse = trial.set("decision.rule", "refuse").run();
    assert_eq!(sum(&share, Count::Refused), 0.0);
    assert_eq!(sum(&refuse, Count::Granted), 0.0);
    assert!(sum(&share, Count::Granted) > 100.0 && sum(&refuse, Count::Refused) > 100.0);
    leaves(&share, &refuse, &EXOGENOUS);
}

#[test]
fn strict_reciprocity_collapses_under_noise_and_generous_reciprocity_does_not() {
    // Two nations that ask each other alternately at random: tit for tat ends at 1/2, generous at (1 + e)/(1 + 4e).
    let text = WORLD.replace("[nation.cyd]\n", "");
    let granted = |rule: &str| {
        let outcomes = Trial::quiet(&text, &["routine"])
            .set("decision.rule", rule)
            .set("decision.noise", "0.05")
            .set(
                "routine.rate",
                "{ police_query = 1000, evidence = 0, arrest_warrant = 0 }",
            )
            .replications(20)
            .run();
        sum(&outcomes, Count::Granted) / sum(&outcomes, Count::ClosedGrantedRefused)
    };
    let (strict, generous) = (granted("tit_for_tat"), granted("generous"));
    assert!((strict - 0.5).abs() < 0.02, "{strict}");
    assert!((generous - 0.875).abs() < 0.02, "{generous}");
}
