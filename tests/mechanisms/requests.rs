//! Requests on their way: waiting, patience, rounds, deadlines, channels and stations.

use std::collections::BTreeMap;

use crate::support::{Trial, WORLD, place, records, sum};
use crate::switched::{EXOGENOUS, leaves, switched};
use comity::model::measure::Count;
use comity::model::outcome::Outcome;
use comity::model::record::Record;

/// Days from submission to closing of every request that was granted, by identity and replication.
fn granted_days(outcomes: &[Outcome]) -> BTreeMap<(u32, u64), (f64, usize, usize)> {
    let mut days = BTreeMap::new();
    for outcome in outcomes {
        for (day, record) in records(std::slice::from_ref(outcome)) {
            if let Record::RequestClosed {
                closing,
                submitted,
                requester,
                holder,
                request,
                ..
            } = record
                && closing.names().0.starts_with("delivered")
            {
                days.insert(
                    (outcome.replication, request.0),
                    (day - submitted, requester, holder),
                );
            }
        }
    }
    days
}

fn sharing(trial: Trial) -> Trial {
    trial.set("decision.rule", "share")
}

const LINE: &str = "\n[channel.line]\nnations = \"all\"\n";

#[test]
fn requests_wait_only_where_desks_are_few() {
    let runs = switched("queues", &["routine"], sharing);
    runs.brings(Count::WaitDaysDesk);
    runs.brings(Count::WaitDaysAuthority);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn who_waits_too_long_withdraws_and_else_waits_on() {
    let nobody = |trial: Trial| {
        ["ann", "bob", "cyd"]
            .iter()
            .fold(sharing(trial), |trial, nation| {
                trial
                    .set(&format!("nation.{nation}.desks"), "0")
                    .set(&format!("nation.{nation}.authority_servers"), "0")
            })
    };
    let runs = switched("patience", &["routine", "queues"], nobody);
    runs.brings(Count::UnansweredCapacity);
    runs.lowers(Count::Pending);
    let (off, on) = (runs.sums(Count::Granted).0, runs.sums(Count::Granted).1);
    assert_eq!((off, on), (0.0, 0.0));
}

#[test]
fn rounds_send_requests_through_the_line_a_second_time() {
    let runs = switched("rounds", &["routine", "queues", "law"], sharing);
    runs.raises(Count::WaitsDesk);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn full_standard_procedures_spare_every_round() {
    let runs = switched("rounds", &["routine", "queues", "law"], |trial| {
        sharing(trial).and("\n[organization.union]\nmembers = \"all\"\nprocedures = 1\n")
    });
    assert_eq!(
        runs.off.iter().map(|o| o.fingerprint).collect::<Vec<_>>(),
        runs.on.iter().map(|o| o.fingerprint).collect::<Vec<_>>()
    );
}

#[test]
fn a_deadline_caps_what_remains_after_waiting_and_review() {
    let slow = |trial: Trial| {
        sharing(trial)
            .and("\n[instrument.order]\ndomains = [\"evidence\"]\nparties = \"all\"\ndeadlines = { evidence = 30 }\n")
            .set("routine.rate", "{ police_query = 0, evidence = 9, arrest_warrant = 0 }")
            .set("kind.evidence.execution", "2000")
            .set("service.review_cv", "0")
    };
    let runs = switched("deadlines", &["routine"], slow);
    runs.raises(Count::Granted);
    // 12 d there, at most 30 d from receipt to the end of execution, 12 d back.
    let longest = |outcomes: &[Outcome]| {
        let days = granted_days(outcomes);
        days.values().map(|(days, _, _)| *days).fold(0.0, f64::max)
    };
    assert!((longest(&runs.on) - 54.0).abs() < 1e-9);
    assert!(longest(&runs.off) > 54.0);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn an_organization_sets_deadlines_as_an_instrument_does() {
    let slow = |trial: Trial| {
        sharing(trial)
            .and("\n[organization.union]\nmembers = \"all\"\ndeadlines = { evidence = 30 }\n")
            .set("kind.evidence.execution", "2000")
    };
    switched("deadlines", &["routine"], slow).raises(Count::Granted);
}

#[test]
fn a_channel_that_automates_needs_no_desk_and_exposes_threefold() {
    let automatic = |trial: Trial| {
        sharing(trial)
            .and(LINE)
            .set("channel.line.automation.police_query", "1")
            .set(
                "routine.rate",
                "{ police_query = 60, evidence = 0, arrest_warrant = 0 }",
            )
            .set("service.automation_volume", "0")
    };
    let runs = switched("automation", &["routine", "queues"], automatic);
    let (off, on) = runs.sums(Count::WaitsDesk);
    assert!(off > 0.0 && on == 0.0);
    let (off, on) = runs.sums(Count::Exposure);
    assert!((on / off - 3.0).abs() < 0.05, "{}", on / off);
}

#[test]
fn automation_invites_traffic() {
    let inviting = |trial: Trial| {
        sharing(trial)
            .and(LINE)
            .set("channel.line.automation.police_query", "0.5")
            .set("service.automation_volume", "0.3")
    };
    let runs = switched("automation", &["routine"], inviting);
    runs.raises(Count::Requests);
}

#[test]
fn who_joins_an_automating_organization_later_is_invited_from_then_on() {
    let joining = |trial: Trial| {
        sharing(trial)
            .and("\n[organization.club]\nmembers = [\"ann\"]\njoins = { bob = 1800 }\n")
            .and("\n[channel.line]\norganization = \"club\"\n")
            .set("channel.line.automation.police_query", "0.5")
            .set("service.automation_volume", "1")
    };
    let runs = switched("automation", &["routine"], joining);
    let [ann, bob, cyd] = ["ann", "bob", "cyd"].map(|id| place(&joining(Trial::quiet(WORLD, &[])), id));
    let sent = |outcomes: &[Outcome], by: usize, later: bool| {
        let sent = records(outcomes).filter(|(day, record)| {
            let by_it = matches!(record, Record::RequestSubmitted { requester, .. } if *requester == by);
            by_it && (*day > 1800.0) == later
        });
        sent.count()
    };
    for (nation, later, more) in [
        (ann, false, true),
        (ann, true, true),
        (bob, false, false),
        (bob, true, true),
        (cyd, false, false),
        (cyd, true, false),
    ] {
        let (off, on) = (sent(&runs.off, nation, later), sent(&runs.on, nation, later));
        assert!(off > 0 && on >= off, "{off} and {on}");
        assert_eq!(on > off, more, "{nation} sent {off} and {on}");
    }
}

#[test]
fn an_answer_that_needs_conversion_comes_exactly_so_much_later() {
    let strange = |trial: Trial| sharing(trial).and(LINE).set("channel.line.interoperability", "0");
    let runs = switched("interoperability", &["routine"], strange);
    let (off, on) = (granted_days(&runs.off), granted_days(&runs.on));
    assert!(on.len() > 1000);
    for (request, (days, _, _)) in &on {
        assert!((days - off[request].0 - 10.0).abs() < 1e-9);
    }
}

#[test]
fn liaison_officers_halve_the_delay_between_their_nations_and_no_other() {
    let posted = |trial: Trial| sharing(trial).set("pair.ann.bob.liaison", "true");
    let runs = switched("liaison", &["routine"], posted);
    let trial = posted(Trial::quiet(WORLD, &[]));
    let pair = [place(&trial, "ann"), place(&trial, "bob")];
    let (off, on) = (granted_days(&runs.off), granted_days(&runs.on));
    for (request, (days, requester, holder)) in &off {
        let saved = if pair.contains(requester) && pair.contains(holder) {
            12.0
        } else {
            0.0
        };
        if let Some((faster, _, _)) = on.get(request) {
            assert!((days - faster - saved).abs() < 1e-9);
        }
    }
    runs.leaves(&EXOGENOUS);
}

#[test]
fn domestic_work_loads_the_stations_and_sends_nothing() {
    let runs = switched("domestic_work", &["routine", "queues"], sharing);
    runs.raises(Count::WaitsDesk);
    runs.raises(Count::BusyAuthority);
    runs.raises(Count::WaitDaysDesk);
    for (off, on) in runs.off.iter().zip(&runs.on) {
        let sent = |outcome: &Outcome| outcome.nations.iter().map(|n| n.requests_sent).sum::<f64>();
        assert_eq!(sent(off), sent(on));
    }
}

#[test]
fn work_at_home_that_goes_first_makes_foreigners_wait() {
    let trial = sharing(Trial::quiet(WORLD, &["routine", "queues", "domestic_work"]).traced())
        .set("domestic.desk_rate", "60")
        .set("domestic.urgency", "0.2");
    let like = trial.clone().run();
    let first = trial.set("service.domestic_first", "true").run();
    let total = |outcomes: &[Outcome]| granted_days(outcomes).values().map(|v| v.0).sum::<f64>();
    assert!(total(&first) > total(&like));
    leaves(&like, &first, &EXOGENOUS);
}

#[test]
fn routine_requests_come_only_with_their_switch() {
    let runs = switched("routine", &["queues"], sharing);
    runs.brings(Count::Requests);
    runs.leaves(&EXOGENOUS);
}

#[test]
fn the_fastest_channel_that_both_have_is_taken_and_counts_as_hub() {
    let trial = sharing(Trial::quiet(WORLD, &["routine"]));
    let without = trial.clone().run();
    let with = trial
        .and("\n[channel.line]\nnations = [\"ann\", \"bob\"]\n")
        .run();
    assert_eq!(sum(&without, Count::HubDeliveries), 0.0);
    assert!(sum(&with, Count::HubDeliveries) > 0.0);
    assert!(sum(&with, Count::HubDeliveries) < sum(&with, Count::Deliveries));
}

#[test]
fn associates_may_use_a_channel_only_for_what_it_allows_them() {
    let union = "\n[organization.union]\nmembers = [\"ann\"]\nassociates = [\"bob\", \"cyd\"]\n[channel.line]\norganization = \"union\"\n";
    let trial = sharing(Trial::quiet(WORLD, &["routine"])).and(union);
    let none = trial.clone().run();
    let some = trial
        .set("channel.line.associate_kinds", "[\"police_query\"]")
        .run();
    assert_eq!(sum(&none, Count::HubDeliveries), 0.0);
    assert!(sum(&some, Count::HubDeliveries) > 0.0);
}
