//! Every kind of shock, against the same world without it on the same luck.

use crate::support::{Trial, WORLD, place, records, sum, times};
use crate::switched::{EXOGENOUS, leaves};
use comity::model::measure::{Count, Level};
use comity::model::outcome::Outcome;
use comity::model::record::Record;
use comity::model::ties::DIPLOMATIC;

const UNION: &str = "\n[organization.union]\nmembers = \"all\"\n[channel.line]\norganization = \"union\"\n";

/// The world spared the shock, and with it.
fn struck(others: &[&str], shock: &str) -> [Vec<Outcome>; 2] {
    let on: Vec<&str> = others.iter().copied().chain(["shocks"]).collect();
    let trial = Trial::quiet(WORLD, &on)
        .traced()
        .set("decision.rule", "share")
        .and(UNION)
        .and(&format!("\n[shock.blow]\n{shock}\n"));
    let (spared, hit) = (trial.run_without(Some("blow")), trial.run());
    let off = trial.set("mechanisms.shocks", "false").run();
    for (spared, off) in spared.iter().zip(&off) {
        assert_eq!(spared.fingerprint, off.fingerprint, "spared is like switched off");
        assert_eq!(spared.counts, off.counts);
    }
    [spared, hit]
}

/// Days on which answers came over the diplomatic channel.
fn diplomatic_days(outcomes: &[Outcome]) -> Vec<f64> {
    let slow = records(outcomes).filter(
        |(_, record)| matches!(record, Record::AnswerDelivered { channel, .. } if *channel == DIPLOMATIC),
    );
    slow.map(|(day, _)| day).collect()
}

fn trust_at(outcomes: &[Outcome], moment: usize, i: usize, j: usize) -> f64 {
    outcomes[0].pairs[moment][i * 3 + j].trust
}

#[test]
fn a_scandal_at_an_organization_costs_every_pair_and_its_platforms() {
    let [spared, hit] = struck(
        &["trust_evidence", "routine"],
        "kind = \"scandal\"\norganization = \"union\"\noutage = 60\nat = 1000",
    );
    let mean = |outcomes: &[Outcome]| outcomes[0].levels[3][Level::MeanTrust as usize];
    assert!(mean(&hit) < mean(&spared) - 0.1);
    assert!(diplomatic_days(&spared).is_empty());
    let slow = diplomatic_days(&hit);
    assert!(!slow.is_empty());
    // Sent while the platforms were down, on days 1000 to 1060, and answered by the same way.
    assert!(slow.iter().all(|&day| day > 1024.0), "{:?}", slow[0]);
    leaves(&spared, &hit, &EXOGENOUS);
}

#[test]
fn a_scandal_at_a_nation_costs_trust_in_it_alone() {
    let [_, hit] = struck(
        &["trust_evidence"],
        "kind = \"scandal\"\nnation = \"bob\"\nweight = 8\nat = 1000",
    );
    let trial = Trial::quiet(WORLD, &[]);
    let (ann, bob, cyd) = (place(&trial, "ann"), place(&trial, "bob"), place(&trial, "cyd"));
    // Moments: start, before, after (30 d, of a half-life of 365 d), end.
    let prior = trust_at(&hit, 0, ann, bob);
    let left = 8.0 * (-30.0_f64 / 365.0).exp2();
    assert_eq!(trust_at(&hit, 1, ann, bob), prior);
    assert!((trust_at(&hit, 2, ann, bob) - 8.0 * prior / (8.0 + left)).abs() < 1e-12);
    assert!((trust_at(&hit, 2, cyd, bob) - 8.0 * prior / (8.0 + left)).abs() < 1e-12);
    assert_eq!(trust_at(&hit, 2, bob, ann), prior);
    assert_eq!(trust_at(&hit, 2, ann, cyd), prior);
}

#[test]
fn a_nation_withdraws_from_an_organization_and_loses_its_channel() {
    let [spared, hit] = struck(
        &["routine"],
        "kind = \"withdrawal\"\nnation = \"ann\"\norganization = \"union\"\nat = 1000",
    );
    assert_eq!(sum(&hit, Count::Left), 4.0);
    assert_eq!(sum(&spared, Count::Left), 0.0);
    assert!(sum(&hit, Count::HubDeliveries) < sum(&spared, Count::HubDeliveries));
    leaves(&spared, &hit, &EXOGENOUS);
}

#[test]
fn a_nation_withdraws_from_an_instrument_and_is_covered_no_more() {
    let [spared, hit] = struck(
        &[],
        "kind = \"withdrawal\"\nnation = \"ann\"\ninstrument = \"pact\"\nat = 1000\n[instrument.pact]\ndomains = [\"evidence\"]\nparties = \"all\"\naccession = \"closed\"",
    );
    assert_eq!(sum(&hit, Count::Left), 4.0);
    let coverage = |outcomes: &[Outcome]| outcomes[0].levels[3][Level::TreatyCoverage as usize];
    assert_eq!(coverage(&spared), 1.0);
    assert!((coverage(&hit) - 1.0 / 3.0).abs() < 1e-15);
}

#[test]
fn rivals_lose_trust_in_each_other_and_move_apart() {
    let rivalry = "kind = \"rivalry\"\none = [\"ann\"]\nother = [\"bob\"]\nat = 1000\ndivergence = 0.3\n[nation.ann]\ninterests = [0.5, 0]";
    let text = WORLD.replace("[nation.ann]\n", "");
    let trial = Trial::quiet(&text, &["shocks", "trust_evidence", "affinity"])
        .and(&format!("\n[shock.blow]\n{rivalry}\n"));
    let hit = trial.run();
    let (ann, bob, cyd) = (place(&trial, "ann"), place(&trial, "bob"), place(&trial, "cyd"));
    let affinity = |moment: usize, i: usize, j: usize| hit[0].pairs[moment][i * 3 + j].affinity;
    assert!((affinity(1, ann, bob) - (-0.125_f64).exp()).abs() < 1e-12);
    // 0.5 apart, and then 0.3 more on each side.
    assert!((affinity(2, ann, bob) - (-0.5 * 1.1_f64 * 1.1).exp()).abs() < 1e-12);
    assert!(trust_at(&hit, 2, ann, bob) < trust_at(&hit, 1, ann, bob));
    assert!(trust_at(&hit, 2, bob, ann) < trust_at(&hit, 1, bob, ann));
    assert_eq!(trust_at(&hit, 2, ann, cyd), trust_at(&hit, 1, ann, cyd));
}

#[test]
fn a_surge_adds_threats_while_it_lasts_and_moves_no_other() {
    let [spared, hit] = struck(
        &[],
        "kind = \"surge\"\nclasses = [\"plot\"]\nfactor = 3\nduration = 400\nat = 1000",
    );
    let arrivals = |outcomes: &[Outcome]| -> Vec<(u64, f64)> {
        let arrived = records(outcomes).filter_map(|(day, record)| {
            if let Record::ThreatArrived { threat, .. } = record {
                Some((threat.0, day))
            } else {
                None
            }
        });
        arrived.collect()
    };
    let (few, many) = (arrivals(&spared), arrivals(&hit));
    assert!(few.iter().all(|threat| many.contains(threat)));
    let added: Vec<f64> = many.iter().filter(|t| !few.contains(t)).map(|t| t.1).collect();
    assert!(added.iter().all(|day| (1000.0..1400.0).contains(day)));
    // Twice the rate of 20 a year for 400 d in 4 replications: 175 ± 13.
    assert!((added.len() as f64 - 175.3).abs() < 4.0 * 13.3, "{}", added.len());
}

#[test]
fn an_outage_takes_a_channel_down_and_brings_it_back() {
    let [spared, hit] = struck(
        &["routine"],
        "kind = \"outage\"\nchannels = [\"line\"]\nduration = 100\nat = 1000",
    );
    assert!(diplomatic_days(&spared).is_empty());
    let slow = diplomatic_days(&hit);
    assert!(slow.iter().all(|&day| day > 1024.0));
    assert!(slow.len() > 20 && sum(&hit, Count::HubDeliveries) > sum(&spared, Count::HubDeliveries) / 2.0);
}

#[test]
fn an_outage_takes_a_database_down() {
    let trial = Trial::quiet(WORLD, &["databases", "shocks"])
        .set("kind.database_entry.intercept", "1000")
        .and("\n[database.files]\nnations = \"all\"\ncoverage = 1\n[shock.blow]\nkind = \"outage\"\ndatabases = [\"files\"]\nduration = 3650\nat = 0\n");
    let (spared, hit) = (trial.run_without(Some("blow")), trial.run());
    assert_eq!(sum(&hit, Count::Hits), 0.0);
    assert!(sum(&spared, Count::Hits) > 0.0);
    leaves(&spared, &hit, &EXOGENOUS);
}

#[test]
fn governments_change_on_the_day_of_the_shock() {
    let [spared, hit] = struck(
        &["affinity"],
        "kind = \"change_of_government\"\nnations = [\"ann\", \"cyd\"]\nat = 1000",
    );
    let days: Vec<f64> = records(&hit)
        .filter(|(_, record)| matches!(record, Record::GovernmentChanged { .. }))
        .map(|(day, _)| day)
        .collect();
    assert_eq!(days, [1000.0; 8]);
    assert_eq!(
        times(&spared, |r| matches!(r, Record::GovernmentChanged { .. })),
        0
    );
    let affinity = |outcomes: &[Outcome]| -> f64 {
        outcomes[0]
            .pairs
            .last()
            .expect("an end")
            .iter()
            .map(|pair| pair.affinity)
            .sum()
    };
    assert!(affinity(&hit) < affinity(&spared));
}

#[test]
fn a_pandemic_takes_servers_for_its_duration() {
    let [spared, hit] = struck(
        &["queues"],
        "kind = \"capacity_loss\"\nnations = \"all\"\nshare = 0.5\nduration = 100\nat = 1000",
    );
    for (spared, hit) in spared.iter().zip(&hit) {
        let lost = |count: Count| spared.counts[count as usize] - hit.counts[count as usize];
        // One of two desks, and two of three servers, of three nations.
        assert!((lost(Count::OpenDesk) - 300.0).abs() < 1e-9);
        assert!((lost(Count::OpenAuthority) - 600.0).abs() < 1e-9);
    }
}

#[test]
fn a_shock_at_random_strikes_so_often_a_year() {
    let [_, hit] = struck(&[], "kind = \"scandal\"\nnation = \"bob\"\nrate = 4");
    // 4 a year for ten years in 4 replications: 160 ± 12.6.
    let strikes = times(&hit, |r| matches!(r, Record::ShockStruck { .. }));
    assert!((strikes as f64 - 160.0).abs() < 4.0 * 12.7, "{strikes}");
    assert!(hit.iter().all(|outcome| outcome.shock_days[0].is_some()));
}
