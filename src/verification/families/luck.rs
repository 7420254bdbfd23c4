//! Common luck: a change that can only speed things up lets nobody wait longer, request by request.

use std::collections::BTreeMap;

use crate::experiment::replication::replicate;
use crate::model::blueprint::Blueprint;
use crate::model::record::Record;
use crate::verification::effort::Effort;
use crate::verification::families::desks::Desks;
use crate::verification::finding::Finding;
use crate::verification::setting::Setting;

/// Faster reviews and more desks, on the same luck.
pub fn never_later(effort: Effort) -> Vec<Finding> {
    let slow = Desks::new(0.8, 1, 4_000.0);
    let fast = Desks {
        review: 1.0 / 1.1,
        ..slow.clone()
    };
    let more = Desks {
        servers: 2,
        ..slow.clone()
    };
    vec![
        never_later_with(&slow, &fast, "reviews faster by a tenth", effort),
        never_later_with(&slow, &more, "a second desk", effort),
    ]
}

/// Times to answer by request.
fn answers(desks: &Desks, effort: Effort, replication: u32) -> (Setting, BTreeMap<u64, f64>) {
    let setting = Setting::new(
        ("common-luck", "Lindley 1952; Glasserman & Yao 1992"),
        format!("M/M/{}, {} a day", desks.servers, desks.rate),
        &["routine", "queues"],
        &desks.body(),
    );
    let scenario = setting.scenario();
    let plan = Blueprint::new(&scenario, None, None);
    let outcome = replicate(&plan, effort.seed, replication, true, u64::MAX);
    let trace = outcome.ok().and_then(|outcome| outcome.trace).unwrap_or_default();
    let closed = trace.into_iter().filter_map(|(day, record)| {
        if let Record::RequestClosed {
            request, submitted, ..
        } = record
        {
            Some((request.0, day - submitted))
        } else {
            None
        }
    });
    (setting, closed.collect())
}

/// The share of requests that are answered later in the second world than in the first.
fn never_later_with(slow: &Desks, fast: &Desks, words: &str, effort: Effort) -> Finding {
    let (mut later, mut all) = (0_u32, 0_u32);
    let mut name = String::new();
    for replication in 0..effort.replications(3) {
        let (setting, slow) = answers(slow, effort, replication);
        let (_, fast) = answers(fast, effort, replication);
        setting.subject().setting.clone_into(&mut name);
        for (request, days) in &slow {
            all += 1;
            later += u32::from(fast.get(request).is_none_or(|fast| *fast > days + 1e-9));
        }
    }
    let name = format!("{name}, then {words}");
    let subject = crate::verification::finding::Subject {
        family: "common-luck",
        setting: &name,
        source: "Lindley 1952; Glasserman & Yao 1992",
    };
    let share = if all == 0 {
        f64::NAN
    } else {
        f64::from(later) / f64::from(all)
    };
    subject.computed("share of requests answered later", 0.0, share, 0.0)
}
