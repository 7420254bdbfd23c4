//! The known answers behind `comity verify`: other values of the same families than those it runs, its formulae against the
//! shared oracles, and the command from outside.

use std::path::PathBuf;
use std::process::Command;

use comity::engine::chance::Chance;
use comity::engine::identity::Identity;
use comity::engine::statistics::Tally;
use comity::model::pairs::Pairs;
use comity::verification::effort::Effort;
use comity::verification::families::{FAMILIES, arrivals, cascade, cluster, coverage, detection, leaks};
use comity::verification::families::{in_time, outages, queues, ratification, reciprocity, trust, urgency};
use comity::verification::finding::{Finding, Verdict};
use comity::verification::queueing::{
    erlang_a, erlang_c, present_with_failures, wait_of_many, wait_of_one, waiting_from_empty,
    waits_by_priority,
};
use serde_json::Value;

/// The fast run, on a seed that nothing was tried on.
const FAST: Effort = Effort {
    thorough: false,
    seed: 20_261_125,
};

#[track_caller]
fn all_agree(findings: &[Finding]) {
    assert!(!findings.is_empty());
    for finding in findings {
        assert!(finding.verdict == Verdict::Agrees, "{finding:#?}");
    }
}

#[test]
fn other_lines_agree() {
    all_agree(&queues::one_server_at(1.2, 0.5, 4_000.0, FAST));
    all_agree(&queues::many_servers_at(3.0, 1.25, 5, 5_000.0, FAST));
    let triangle = (
        "{ family = \"triangular\", low = 0, mode = 0, high = 3 }",
        "triangular",
        0.5,
    );
    all_agree(&queues::general_service_at(0.4, 1.5, triangle, 0.05, FAST));
    all_agree(&queues::automated_at(1.6, 0.6, FAST));
    all_agree(&queues::returned_at(0.4, 0.25, 1.0, FAST));
}

#[test]
fn other_priorities_patience_and_outages_agree() {
    all_agree(&urgency::priorities_at(2, [0.5, 1.0], [0.7, 1.0], false, FAST));
    all_agree(&urgency::patience_at(12.0, 10, 1.0, 500.0, FAST));
    all_agree(&urgency::patience_at(1.5, 2, 5.0, 3_000.0, FAST));
    all_agree(&outages::broken_line_at(0.3, 0.05, 0.2, FAST));
    all_agree(&outages::availability_at(0.01, 0.1, 30.0, FAST));
}

#[test]
fn other_arrivals_agree() {
    all_agree(&arrivals::poisson_at(&[3.0, 3.0], 0.5, 4.0, FAST));
    all_agree(&arrivals::season_at(0.7, 1.0, 200.0, FAST));
    all_agree(&arrivals::steps_at(1.0, &[(0.0, 0.0), (75.0, 2.0)], FAST));
    all_agree(&cluster::hawkes_at(1.0, 0.4, 0.5, 20.0, FAST));
}

#[test]
fn other_threats_agree() {
    all_agree(&detection::clocks_at(4, 2, 45.0, 25.0, FAST));
    all_agree(&detection::bounds_at(4, 1, 0.2, 30.0, 12.0, FAST));
    all_agree(&detection::coalition_at(5, 3, 4, FAST));
    all_agree(&in_time::in_time_at(45.0, 100.0, FAST));
    all_agree(&leaks::leaks_at(40.0, 0.5, 0.1, 15.0, FAST));
}

#[test]
fn other_trust_and_treaties_agree() {
    let prior = trust::Prior {
        strength: 3.0,
        mean: 0.6,
    };
    all_agree(&trust::random_times_at(prior, (0.2, 0.8), [0.3, 1.5], 20.0, FAST));
    all_agree(&trust::fixed_times_at(prior, (10.0, 0.3), 2.0, 60.0, FAST));
    all_agree(&trust::recovery_at(0.9, 3.0, FAST));
    all_agree(&reciprocity::noisy_at(0.1, None, FAST));
    all_agree(&reciprocity::noisy_at(0.15, Some(0.25), FAST));
    all_agree(&ratification::clocks_at(5, 0.6, 0.6, 1.0, FAST));
    all_agree(&cascade::thresholds_at(&[0, 0, 1, 2, 4], FAST));
}

/// One or several known answers off by a little must be seen, or agreement says nothing.
#[test]
fn a_wrong_expectation_is_seen() {
    let right = queues::one_server_at(0.5, 1.0, 6_000.0, FAST);
    let wrong = right
        .iter()
        .filter(|finding| finding.lower.is_finite())
        .filter(|finding| {
            let width = (finding.upper - finding.lower) / 2.0;
            // An expectation that is off by 15 % would lie outside four standard errors.
            0.15 * finding.expected > 4.0 * width / 1.96 + width
        });
    assert_eq!(wrong.count(), right.len());
}

/// Trust as a model test, where a scenario cannot have both outcomes at fixed times: independent successes and failures a day
/// apart. Mean p-linear, variance p(1 − p)/(1 − γ²)/(n0 + 1/(1 − γ))², for the sum of evidence does not vary.
#[test]
fn trust_under_outcomes_at_fixed_times_has_the_mean_and_variance_of_the_filter() {
    for (p, kept) in [(0.7, 0.95), (0.9, 0.8), (0.35, 0.98)] {
        let half_life = -std::f64::consts::LN_2 / libm::log(kept);
        let mut pairs = Pairs::new(&[1.0], 2.0, [half_life, half_life], true);
        let chance = Chance::new(3, 0);
        let (mut trusts, mut batches, mut squares) = (Tally::default(), Tally::default(), Tally::default());
        let mean = (1.0 + p / (1.0 - kept)) / (2.0 + 1.0 / (1.0 - kept));
        let (days, batch) = (400_000_u64, 2_000);
        for day in 0..days {
            let good = chance.draw(1, Identity::of("outcome").numbered(day), 0).uniform() < p;
            pairs.learn(0, f64::from(good), f64::from(!good), day as f64);
            if day < 2_000 {
                continue;
            }
            trusts.add(pairs.trust(0, day as f64));
            if day % batch == batch - 1 {
                batches.add(trusts.mean());
                squares.add(trusts.variance() + (trusts.mean() - mean) * (trusts.mean() - mean));
                trusts = Tally::default();
            }
        }
        let variance = p * (1.0 - p) / (1.0 - kept * kept) / libm::pow(2.0 + 1.0 / (1.0 - kept), 2.0);
        for (found, expected) in [(batches, mean), (squares, variance)] {
            let z = (found.mean() - expected) / found.standard_error();
            assert!(
                z.abs() <= 4.0,
                "{p}, {kept}: {} against {expected}, z {z}",
                found.mean()
            );
            assert!(1.96 * found.standard_error() <= 0.06 * expected);
        }
    }
}

/// The shared known answers of a family, or nothing where the file is not at hand.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn oracles(family: Option<&str>) -> Vec<Value> {
    let shared = std::env::var_os("COMITY_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(shared.join("verification/oracles.json")) else {
        eprintln!("SKIPPED: no verification/oracles.json in COMITY_SHARED or beside this package");
        return Vec::new();
    };
    let file: Value = serde_json::from_str(&text).expect("oracles.json is JSON");
    let all = file["oracles"].as_array().expect("oracles.json holds a list");
    let wanted = |oracle: &&Value| family.is_none_or(|family| oracle["family"] == *family);
    all.iter().filter(wanted).cloned().collect()
}

#[track_caller]
fn close(found: f64, expected: &Value, relative: f64) {
    let expected = expected.as_f64().expect("a number");
    assert!(
        (found - expected).abs() <= relative * expected.abs() + 1e-12,
        "{found} is not {expected}"
    );
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

#[test]
fn formulae_of_lines_agree_with_the_shared_oracles() {
    for family in ["mm1", "mmc"] {
        for oracle in oracles(Some(family)) {
            let (given, expected) = (&oracle["parameters"], &oracle["expected"]);
            let (rate, service) = (
                number(&given["arrival_rate"]),
                1.0 / number(&given["service_rate"]),
            );
            let servers = number(&given["servers"]) as u32;
            close(wait_of_many(servers, rate, service), &expected["Wq"], 1e-9);
            close(erlang_c(servers, rate * service), &expected["P_wait"], 1e-9);
        }
    }
    for oracle in oracles(Some("mg1")) {
        let (rate, expected) = (number(&oracle["parameters"]["arrival_rate"]), &oracle["expected"]);
        let moments = ["service_mean", "service_second_moment"].map(|name| number(&expected[name]));
        close(wait_of_one(rate, moments[0], moments[1]), &expected["Wq"], 1e-9);
    }
    for oracle in oracles(Some("erlang-a")) {
        let (given, expected) = (&oracle["parameters"], &oracle["expected"]);
        let theory = erlang_a(
            number(&given["servers"]) as u32,
            number(&given["arrival_rate"]),
            1.0 / number(&given["service_rate"]),
            1.0 / number(&given["patience_rate"]),
        );
        close(theory.gives_up, &expected["P_abandon"], 1e-9);
        close(theory.waiting, &expected["Lq"], 1e-9);
        close(theory.busy, &expected["mean_busy"], 1e-9);
    }
    for oracle in oracles(Some("priority-np")) {
        let (given, expected) = (&oracle["parameters"], &oracle["expected"]);
        let services: Vec<f64> = numbers(&given["service_rates"])
            .iter()
            .map(|rate| 1.0 / rate)
            .collect();
        let waits = waits_by_priority(1, &numbers(&given["arrival_rates"]), &services);
        for (wait, expected) in waits
            .into_iter()
            .zip(expected["Wq_by_class"].as_array().expect("a list"))
        {
            close(wait, expected, 1e-9);
        }
    }
    for oracle in oracles(Some("priority-mmc")) {
        let (given, expected) = (&oracle["parameters"], &oracle["expected"]);
        let rates = numbers(&given["arrival_rates"]);
        let services = vec![1.0 / number(&given["service_rate"]); rates.len()];
        let waits = waits_by_priority(number(&given["servers"]) as u32, &rates, &services);
        for (wait, expected) in waits
            .into_iter()
            .zip(expected["Wq_by_class"].as_array().expect("a list"))
        {
            close(wait, expected, 1e-9);
        }
    }
}

#[test]
fn formulae_of_outages_and_first_days_agree_with_the_shared_oracles() {
    for oracle in oracles(Some("breakdown-queue")) {
        let given = &oracle["parameters"];
        let [rate, service, failure, repair] =
            ["arrival_rate", "service_rate", "failure_rate", "repair_rate"].map(|name| number(&given[name]));
        close(
            present_with_failures(rate, service, failure, repair),
            &oracle["expected"]["L"],
            1e-9,
        );
    }
    for oracle in oracles(Some("mm1-transient")) {
        let (given, expected) = (&oracle["parameters"], &oracle["expected"]);
        if number(&given["initial_N"]) != 0.0 {
            continue;
        }
        let [rate, service] = ["arrival_rate", "service_rate"].map(|name| number(&given[name]));
        let waiting = waiting_from_empty(rate, service, &numbers(&given["times"]));
        let present = numbers(&expected["mean_N_at_t"]);
        let empty = numbers(&expected["P_empty_at_t"]);
        for ((waiting, present), empty) in waiting.into_iter().zip(present).zip(empty) {
            // Waiting is present less the one in service, who is there unless the line is empty.
            close(waiting, &Value::from(present - (1.0 - empty)), 1e-9);
        }
    }
    for oracle in oracles(Some("hawkes")) {
        let (given, expected) = (&oracle["parameters"], &oracle["expected"]);
        let [rate, alpha, beta, days] = ["mu", "alpha", "beta", "horizon"].map(|name| number(&given[name]));
        let [mean, _] = cluster::moments(rate, alpha / beta, 1.0 / beta, days);
        close(mean, &expected["mean_count_from_empty_history"], 1e-9);
    }
    for oracle in oracles(Some("granovetter")) {
        let thresholds: Vec<u32> = numbers(&oracle["parameters"]["thresholds"])
            .into_iter()
            .map(|t| t as u32)
            .collect();
        close(
            f64::from(cascade::cascade(&thresholds)),
            &oracle["expected"]["final_count"],
            0.0,
        );
    }
}

/// Every shared oracle of these families, through a scenario and at full precision; minutes, so only when asked for.
#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn shared_oracles_agree_through_scenarios() {
    if std::env::var_os("COMITY_THOROUGH").is_none() {
        eprintln!("SKIPPED: set COMITY_THOROUGH=1 for the thorough checks");
        return;
    }
    let effort = Effort {
        thorough: true,
        seed: 77,
    };
    for oracle in oracles(None) {
        let given = &oracle["parameters"];
        let of = |name: &str| number(&given[name]);
        let findings = match oracle["family"].as_str().expect("a name") {
            "mmc" => {
                let (rate, servers) = (of("arrival_rate"), of("servers") as u32);
                // Twenty thousand requests a replication, and many more where there are many servers, at which few wait.
                let horizon = (20_000.0 / rate).max(400.0).max(16.0 * f64::from(servers));
                queues::many_servers_at(rate, 1.0 / of("service_rate"), servers, horizon, effort)
            }
            "erlang-a" => {
                let scale = of("service_rate");
                let rate = of("arrival_rate") / scale;
                urgency::patience_at(
                    rate,
                    of("servers") as u32,
                    scale / of("patience_rate"),
                    20_000.0 / rate,
                    effort,
                )
            }
            "priority-np"
                if given["arrival_rates"]
                    .as_array()
                    .is_some_and(|rates| rates.len() == 2) =>
            {
                let rates = numbers(&given["arrival_rates"]);
                urgency::priorities_at(1, [rates[0], 1.0], [rates[1], 1.0], true, effort)
            }
            "breakdown-queue" => {
                let scale = of("service_rate");
                let [rate, failure, repair] =
                    ["arrival_rate", "failure_rate", "repair_rate"].map(|name| of(name) / scale);
                outages::broken_line_at(rate, failure, repair, effort)
            }
            "ctmc2" => outages::availability_at(of("fail_rate"), of("repair_rate"), of("t"), effort),
            "poisson-superpose-thin" => arrivals::poisson_at(
                &numbers(&given["rates"]),
                of("keep_probability"),
                of("horizon"),
                effort,
            ),
            "hawkes" => cluster::hawkes_at(
                of("mu"),
                of("alpha") / of("beta"),
                1.0 / of("beta"),
                of("horizon"),
                effort,
            ),
            "noisy-ipd" => match (given["player_x"].as_str(), given["player_y"].as_str()) {
                (Some("TFT"), Some("TFT")) => reciprocity::noisy_at(of("noise"), None, effort),
                (Some("GTFT"), Some("GTFT")) => {
                    reciprocity::noisy_at(of("noise"), Some(of("generosity")), effort)
                }
                _ => continue,
            },
            _ => continue,
        };
        all_agree(&findings);
    }
}

#[test]
fn the_document_says_where_every_shared_family_is_verified() {
    let text = std::fs::read_to_string("docs/verification.md").expect("the document is there");
    for oracle in oracles(None) {
        let family = oracle["family"].as_str().expect("a name");
        assert!(text.contains(&format!("\n| `{family}` |")), "{family} is missing");
    }
    for family in FAMILIES {
        assert!(
            text.contains(&format!("`{}`", family.name)),
            "{} is missing",
            family.name
        );
    }
}

#[test]
fn intervals_cover_in_a_short_study() {
    all_agree(&coverage::study(FAST));
}

fn verify(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_comity"))
        .arg("verify")
        .args(arguments)
        .output()
        .expect("the program runs");
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("text"));
    (output.status.code(), out, err)
}

#[test]
fn the_command_prints_expected_found_and_verdict() {
    let (code, out, err) = verify(&["--family", "recovery", "--family", "network"]);
    assert_eq!((code, err.as_str()), (Some(0), "all 18 numbers agree\n"));
    assert!(
        out.contains("trust 10 exercises after the breach") && out.contains("expected 0.166667"),
        "{out}"
    );

    let (code, out, _) = verify(&["--family", "network", "--format", "csv"]);
    assert_eq!(code, Some(0));
    let mut lines = out.lines();
    assert_eq!(
        lines.next(),
        Some(
            "family,setting,quantity,expected,found,lower,upper,standard_errors,rule,allowed,verdict,source"
        )
    );
    assert_eq!(lines.count(), 6);

    let (code, out, _) = verify(&["--family", "leaks", "--format", "json", "--threads", "1"]);
    let document: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, &document["agree"]), (Some(0), &Value::from(true)));
    assert_eq!(document["findings"].as_array().map(Vec::len), Some(2));
    let again = verify(&["--family", "leaks", "--format", "json", "--threads", "2"]);
    assert_eq!(again.1, out, "threads change nothing");
}

#[test]
fn a_family_that_there_is_not_is_refused_with_a_guess() {
    let (code, out, err) = verify(&["--family", "mmm1"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(
        err.contains("no family is called `mmm1`; did you mean `mm1`?"),
        "{err}"
    );
}

#[test]
fn families_are_listed_once_each() {
    let (code, out, _) = verify(&["--list"]);
    assert_eq!(code, Some(0));
    assert_eq!(out.lines().count(), FAMILIES.len());
    let mut names: Vec<&str> = FAMILIES.iter().map(|family| family.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), FAMILIES.len());
}
