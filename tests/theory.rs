//! Settings in which the answer is known, through whole scenarios: the mean over replications lies within four standard
//! errors of the theory at a fixed seed.

mod support;

use comity::model::measure::{Count, Level};
use comity::model::outcome::Outcome;
use comity::model::record::Record;

use support::{Trial, closed_days, mean_and_error, records, sum};

/// Two nations with full capacity that send each other requests for information and nothing else.
const TWO: &str = r#"
format = 1
[run]
horizon = 12000
warm_up = 2000
report_every = 10000
[decision]
rule = "share"
[service]
diplomatic_delay = 0
[nation.ann]
capacity = 1
desks = 1
[nation.bob]
capacity = 1
desks = 1
[kind.police_query]
review = 1
[class.plot]
rate = 0
"#;

/// A class of threats between two nations with full capacity.
const THREATS: &str = r#"
format = 1
[run]
horizon = 36500
warm_up = 0
report_every = 36500
[decision]
rule = "share"
[nation.ann]
capacity = 1
[nation.bob]
capacity = 1
[class.plot]
rate = 36.5
"#;

/// The mean lies within four standard errors of the theory, and the half-width says something: it is below `width` of it.
fn agrees(what: &str, values: &[f64], theory: f64, width: f64) {
    let (mean, error) = mean_and_error(values);
    assert!(
        (mean - theory).abs() <= 4.0 * error,
        "{what}: found {mean} ± {error}, theory {theory}"
    );
    assert!(
        1.96 * error <= width * theory,
        "{what}: a half-width of {} says nothing of {theory}",
        1.96 * error
    );
}

fn ratios(outcomes: &[Outcome], numerator: Count, denominator: Count) -> Vec<f64> {
    let ratio = |outcome: &Outcome| outcome.counts[numerator as usize] / outcome.counts[denominator as usize];
    outcomes.iter().map(ratio).collect()
}

/// Requests that arrive at each desk at this rate a day.
fn line(rate: f64, on: &[&str]) -> Trial {
    let on: Vec<&str> = on.iter().copied().chain(["routine", "queues"]).collect();
    Trial::quiet(TWO, &on).replications(20).set(
        "routine.rate",
        &format!(
            "{{ police_query = {}, evidence = 0, arrest_warrant = 0 }}",
            rate * 365.0
        ),
    )
}

#[test]
fn waits_follow_pollaczek_and_khinchine() {
    // ρ = 0.7, E[S] = 1: W = ρ/(1 − ρ)·(1 + cv²)/2.
    for (cv, width) in [(0.0, 0.05), (1.0, 0.06), (2.0, 0.2)] {
        let outcomes = line(0.7, &[]).set("service.review_cv", &cv.to_string()).run();
        let waits = ratios(&outcomes, Count::WaitDaysDesk, Count::WaitsDesk);
        agrees("wait", &waits, 0.7 / 0.3 * (1.0 + cv * cv) / 2.0, width);
        let busy = ratios(&outcomes, Count::BusyDesk, Count::OpenDesk);
        agrees("utilization", &busy, 0.7, 0.02);
    }
}

#[test]
fn waits_follow_erlang_c() {
    // c = 2, offered load 1.5: W = 1.285714 (domain.md 2.8); c = 3, load 2.4: 1.078652.
    for (servers, rate, theory) in [("2", 1.5, 1.285_714), ("3", 2.4, 1.078_652)] {
        let outcomes = line(rate, &[])
            .set(
                "kind.police_query.review_form",
                "{ family = \"exponential\", mean = 5 }",
            )
            .set("nation.ann.desks", servers)
            .set("nation.bob.desks", servers)
            .set("run.horizon", "6000")
            .run();
        agrees(
            "wait",
            &ratios(&outcomes, Count::WaitDaysDesk, Count::WaitsDesk),
            theory,
            0.06,
        );
    }
}

#[test]
fn the_less_urgent_wait_as_cobham_says() {
    // Two classes of 0.4 a day each, exponential with mean 1: 1.33333 and 6.66667 (domain.md 2.8); requests are the second.
    let outcomes = line(0.4, &["domestic_work"])
        .set(
            "kind.police_query.review_form",
            "{ family = \"exponential\", mean = 1 }",
        )
        .set("domestic.desk_rate", "146")
        .set("domestic.authority_rate", "0")
        .set("domestic.desk_review", "1")
        .set("domestic.urgency", "0.3")
        .set("routine.urgency", "0.2")
        .set("run.horizon", "20000")
        .traced()
        .run();
    let response: Vec<f64> = outcomes
        .iter()
        .map(|outcome| {
            let closed = closed_days(std::slice::from_ref(outcome)).into_iter();
            let counted = closed.filter(|(_, submitted, _)| *submitted >= 2000.0);
            let days: Vec<f64> = counted.map(|(_, _, days)| days).collect();
            days.iter().sum::<f64>() / days.len() as f64
        })
        .collect();
    agrees("response", &response, 20.0 / 3.0 + 1.0, 0.1);
    agrees(
        "wait of both",
        &ratios(&outcomes, Count::WaitDaysDesk, Count::WaitsDesk),
        4.0,
        0.1,
    );
}

#[test]
fn who_is_impatient_withdraws_as_erlang_a_says() {
    // erlang-a-D01: 10 a day, 10 servers of rate 1, patience of rate 0.5: P(abandon) = 0.103913212326.
    let outcomes = line(10.0, &["patience"])
        .set(
            "kind.police_query.review_form",
            "{ family = \"exponential\", mean = 1 }",
        )
        .set(
            "kind.police_query.patience",
            "{ family = \"exponential\", mean = 2 }",
        )
        .set("nation.ann.desks", "10")
        .set("nation.bob.desks", "10")
        .set("run.horizon", "1000")
        .set("run.warm_up", "100")
        .set("run.report_every", "900")
        .run();
    let abandoned = ratios(&outcomes, Count::UnansweredCapacity, Count::Requests);
    agrees("share that withdraws", &abandoned, 0.103_913_212_326, 0.05);
}

#[test]
fn finds_and_attacks_are_competing_clocks() {
    let clocks = |pieces: &str, needed: &str| {
        Trial::quiet(THREATS, &[])
            .replications(10)
            .set("class.plot.pieces", pieces)
            .set("class.plot.needed", needed)
            .set("class.plot.discovery", "30")
            .set(
                "class.plot.preparation",
                "{ family = \"exponential\", mean = 50 }",
            )
            .set(
                "class.plot.holders",
                "{ target = 1, origin = 0, refuge = 0, neighbours = 0, everyone = 0 }",
            )
            .run()
    };
    let (find, attack) = (1.0 / 30.0, 1.0 / 50.0);
    let one = clocks("1", "1");
    agrees(
        "one of one",
        &ratios(&one, Count::Disrupted, Count::Cohort),
        find / (find + attack),
        0.03,
    );
    let both = clocks("2", "2");
    let theory = 2.0 * find / (2.0 * find + attack) * find / (find + attack);
    agrees(
        "two of two",
        &ratios(&both, Count::Disrupted, Count::Cohort),
        theory,
        0.03,
    );
    let either = clocks("2", "1");
    agrees(
        "one of two",
        &ratios(&either, Count::Disrupted, Count::Cohort),
        2.0 * find / (2.0 * find + attack),
        0.03,
    );
}

#[test]
fn answers_come_in_time_as_the_table_says() {
    // domain.md 2.7(d): an answer after D days against Erlang-2 preparation with mean 9 months: e^(−βD)(1 + βD).
    let mean: f64 = 9.0 * 30.4375;
    for (delay, tabled) in [(30.0_f64, 0.9792), (120.0, 0.7812), (304.375, 0.3492)] {
        let outcomes = Trial::quiet(THREATS, &["spontaneous"])
            .replications(10)
            .set("class.plot.pieces", "1")
            .set("class.plot.needed", "1")
            .set("class.plot.discovery", "1e-9")
            .set(
                "class.plot.preparation",
                &format!("{{ family = \"gamma\", mean = {mean}, shape = 2 }}"),
            )
            .set(
                "class.plot.holders",
                "{ target = 0, origin = 1, refuge = 0, neighbours = 0, everyone = 0 }",
            )
            .set("service.diplomatic_delay", &delay.to_string())
            .run();
        let beta = 2.0 / mean;
        let theory = (-beta * delay).exp() * (1.0 + beta * delay);
        assert!((theory - tabled).abs() < 5e-5);
        agrees(
            "in time",
            &ratios(&outcomes, Count::Disrupted, Count::Cohort),
            theory,
            0.05,
        );
        assert_eq!(sum(&outcomes, Count::DisruptedAlone), 0.0);
        assert_eq!(
            sum(&outcomes, Count::DisruptedBest),
            sum(&outcomes, Count::Cohort)
        );
    }
}

#[test]
fn partial_coalitions_gain_little_when_many_pieces_are_needed() {
    // domain.md 2.7(e): 4 of 6 pieces with half of the world: P = 22/64; all is found in time.
    let outcomes = Trial::quiet(THREATS, &[])
        .replications(10)
        .set("class.plot.pieces", "6")
        .set("class.plot.needed", "4")
        .set("class.plot.discovery", "1e-9")
        .set(
            "class.plot.holders",
            "{ target = 0, origin = 0, refuge = 0, neighbours = 0, everyone = 1 }",
        )
        .run();
    agrees(
        "alone",
        &ratios(&outcomes, Count::DisruptedAlone, Count::Cohort),
        22.0 / 64.0,
        0.04,
    );
}

#[test]
fn follow_ups_make_a_cluster_process() {
    // Mean μT/(1 − n), dispersion 1/(1 − n)² with clusters that end soon.
    let outcomes = Trial::quiet(THREATS, &["follow_ups"])
        .replications(600)
        .set("run.horizon", "3650")
        .set("run.report_every", "3650")
        .set("class.plot.follow_ups", "0.5")
        .set("class.plot.follow_up_delay", "0.1")
        .run();
    let counts: Vec<f64> = outcomes
        .iter()
        .map(|o| o.counts[Count::Threats as usize])
        .collect();
    agrees("threats", &counts, 36.5 * 10.0 / 0.5, 0.02);
    let (mean, error) = mean_and_error(&counts);
    let dispersion = error * error * counts.len() as f64 / mean;
    // The variance of a sample variance of 600 normal numbers is 2/599 of its square.
    assert!(
        (dispersion / 4.0 - 1.0).abs() < 4.0 * (2.0_f64 / 599.0).sqrt(),
        "{dispersion}"
    );
}

#[test]
fn recovery_after_a_breach_follows_the_closed_form() {
    // domain.md 2.1: forgetting 0.98 between successes, a breach of 10 in the steady state: trust falls to 0.82258 and is
    // within 0.05 of where it was after 64 more successes.
    let half_life = -10.0 * std::f64::consts::LN_2 / 0.98_f64.ln();
    let outcomes = Trial::quiet(THREATS, &["trust_evidence", "exercises", "shocks"])
        .replications(1)
        .set("class.plot.rate", "0")
        .set("run.horizon", "21000")
        .set("run.report_every", "10")
        .set("trust.prior_strength", "2")
        .set("trust.half_life", &half_life.to_string())
        .set("pair.ann.bob.trust", "0.5")
        .set("pair.bob.ann.trust", "0.5")
        .and("\n[organization.union]\nmembers = \"all\"\nexercises = { every = 10, evidence = 1 }\n[shock.breach]\nkind = \"scandal\"\norganization = \"union\"\nweight = 10\nat = 20000\n")
        .run();
    let trust = |n: usize| outcomes[0].levels[2000 + n][Level::MeanTrust as usize];
    let steady = 51.0 / 52.0;
    assert!((outcomes[0].levels[1999][Level::MeanTrust as usize] - steady).abs() < 1e-9);
    assert!((trust(0) - 51.0 / 62.0).abs() < 1e-9);
    for n in 0..100 {
        let theory = 51.0 / (52.0 + 10.0 * 0.98_f64.powi(n));
        assert!((trust(n as usize) - theory).abs() < 1e-9);
    }
    assert_eq!((0..100).find(|&n| steady - trust(n) <= 0.05), Some(64));
}

/// Days of the first and the last of the three ratifications in each replication.
fn ratification_days(contagion: &str) -> Vec<(f64, f64)> {
    let text = format!(
        "{}\n[nation.cyd]\ncapacity = 1\n",
        THREATS.replace("rate = 36.5", "rate = 0")
    );
    let outcomes = Trial::quiet(&text, &["treaties", "contagion"])
        .replications(2000)
        .traced()
        .set("treaties.contagion", contagion)
        .set("treaties.hazard", "0.8")
        .and("\n[instrument.pact]\ndomains = [\"evidence\"]\n")
        .run();
    let days = |outcome: &Outcome| {
        let days: Vec<f64> = records(std::slice::from_ref(outcome))
            .filter(|(_, record)| matches!(record, Record::Ratified { .. }))
            .map(|(day, _)| day / 365.0)
            .collect();
        assert_eq!(days.len(), 3);
        (days[0], days[2])
    };
    outcomes.iter().map(days).collect()
}

#[test]
fn ratification_without_contagion_is_exponential_and_with_it_a_pure_birth_process() {
    // Hazard 0.8·0.5·(1 − 0.5) = 0.2 a year, times e^(φk/2) after k of three.
    let theory = |phi: f64| {
        (0..3)
            .map(|k| 1.0 / (f64::from(3 - k) * 0.2 * (phi * f64::from(k) / 2.0).exp()))
            .sum::<f64>()
    };
    for phi in ["0", "2"] {
        let days = ratification_days(phi);
        let (first, last): (Vec<f64>, Vec<f64>) = days.into_iter().unzip();
        agrees("first", &first, 1.0 / 0.6, 0.05);
        agrees("last", &last, theory(phi.parse().expect("a number")), 0.05);
    }
}

#[test]
fn drift_has_the_stationary_variance_of_its_mean_reverting_step() {
    // v = step²/(1 − (1 − revert)²) in each of two dimensions; E[α] of two nations = 1/(1 + 2v/w²).
    let text = THREATS.replace("rate = 36.5", "rate = 0");
    let outcomes = Trial::quiet(&text, &["politics", "affinity"])
        .replications(2000)
        .set("politics.step", "0.5")
        .set("run.horizon", "7300")
        .set("run.report_every", "7300")
        .run();
    let alphas: Vec<f64> = outcomes
        .iter()
        .map(|outcome| outcome.pairs.last().expect("an end")[1].affinity)
        .collect();
    let variance = 0.25 / (1.0 - 0.85 * 0.85);
    agrees("affinity", &alphas, 1.0 / (1.0 + 2.0 * variance), 0.05);
}

#[test]
fn leaks_come_at_their_rate_while_the_case_is_open() {
    // One piece each from the origin and the target, both needed: the case stays open until the attack. Each threat whose
    // foreign piece is delivered at once is exposed for its whole preparation of 100 d at 1.46·0.3·0.65 a year.
    let outcomes = Trial::quiet(THREATS, &["spontaneous", "leaks"])
        .replications(20)
        .set("class.plot.pieces", "2")
        .set("class.plot.needed", "2")
        .set("class.plot.discovery", "1e-9")
        .set("service.diplomatic_delay", "0")
        .set("class.plot.preparation", "{ family = \"constant\", value = 100 }")
        .set(
            "class.plot.holders",
            "{ target = 0, origin = 1, refuge = 0, neighbours = 0, everyone = 0 }",
        )
        .set("leaks.rate", "20")
        .set("leaks.exposure", "100")
        .run();
    let rate: f64 = 20.0 * 0.3 * 0.65 / 365.0 * 100.0;
    agrees(
        "leaks",
        &ratios(&outcomes, Count::Leaks, Count::Threats),
        2.0 * (1.0 - (-rate).exp()),
        0.03,
    );
}
