//! First come, first served: M/M/1, M/M/c and M/G/1 at the intelligence desks.

use crate::verification::effort::Effort;
use crate::verification::families::desks::{Desks, EXPONENTIAL};
use crate::verification::finding::Finding;
use crate::verification::queueing::{erlang_c, wait_of_many, wait_of_one};
use crate::verification::setting::Setting;

const ON: [&str; 2] = ["routine", "queues"];

/// M/M/1 at several loads.
pub fn one_server(effort: Effort) -> Vec<Finding> {
    [(0.5, 6_000.0), (0.8, 25_000.0)]
        .into_iter()
        .flat_map(|(load, horizon)| one_server_at(load, 1.0, horizon, effort))
        .collect()
}

/// M/M/1: waits, numbers waiting, and the exponential time from arrival to answer.
pub fn one_server_at(rate: f64, service: f64, horizon: f64, effort: Effort) -> Vec<Finding> {
    let desks = Desks {
        review: service,
        ..Desks::new(rate, 1, horizon)
    };
    let load = rate * service;
    let setting = Setting::new(
        ("mm1", "Erlang 1909; Kleinrock 1975, chapter 3"),
        format!("M/M/1, {rate} a day, service {service} d"),
        &ON,
        &desks.body(),
    );
    let seen = setting.run(effort, |_| []);
    let wait = wait_of_many(1, rate, service);
    let answer = service / (1.0 - load);
    vec![
        seen.measure("wait_days_desk", wait, 0.05),
        seen.measure("utilization_desk", load, 0.01),
        seen.measure("backlog_mean", 2.0 * rate * wait, 0.06),
        seen.measure("answer_days_p50", std::f64::consts::LN_2 * answer, 0.05),
        seen.measure("answer_days_p90", std::f64::consts::LN_10 * answer, 0.05),
    ]
}

/// M/M/c with several servers.
pub fn many_servers(effort: Effort) -> Vec<Finding> {
    [
        (1.5, 1.0, 2, 8_000.0),
        (2.4, 1.0, 3, 8_000.0),
        (8.0, 1.0, 10, 3_000.0),
    ]
    .into_iter()
    .flat_map(|(rate, service, servers, horizon)| many_servers_at(rate, service, servers, horizon, effort))
    .collect()
}

/// M/M/c: waits and numbers waiting by Erlang's C formula.
pub fn many_servers_at(rate: f64, service: f64, servers: u32, horizon: f64, effort: Effort) -> Vec<Finding> {
    let desks = Desks {
        review: service,
        ..Desks::new(rate, servers, horizon)
    };
    let setting = Setting::new(
        ("mmc", "Erlang 1917; Cooper 1981, chapter 3"),
        format!("M/M/{servers}, {rate} a day, service {service} d"),
        &ON,
        &desks.body(),
    );
    let seen = setting.run(effort, |_| []);
    let load = rate * service;
    let waiting = erlang_c(servers, load) * load / (f64::from(servers) - load);
    vec![
        seen.measure("wait_days_desk", wait_of_many(servers, rate, service), 0.06),
        seen.measure("utilization_desk", load / f64::from(servers), 0.01),
        seen.measure("backlog_mean", 2.0 * waiting, 0.07),
    ]
}

/// M/G/1 with services from constant to very uneven.
pub fn general_service(effort: Effort) -> Vec<Finding> {
    [
        ("{ family = \"constant\", value = 1 }", "constant", 0.0, 0.03),
        (
            "{ family = \"erlang\", mean = 1, shape = 2 }",
            "Erlang-2",
            0.5,
            0.04,
        ),
        (
            "{ family = \"uniform\", low = 0, high = 2 }",
            "uniform",
            1.0 / 3.0,
            0.04,
        ),
        (
            "{ family = \"lognormal\", mean = 1, cv = 1.5 }",
            "lognormal with cv 1.5",
            2.25,
            0.08,
        ),
    ]
    .into_iter()
    .flat_map(|(form, words, square, width)| {
        general_service_at(0.7, 1.0, (form, words, square), width, effort)
    })
    .collect()
}

/// M/G/1: waits by Pollaczek's and Khinchine's formula. The form has its words and its squared coefficient of variation.
pub fn general_service_at(
    rate: f64,
    service: f64,
    (form, words, square): (&str, &str, f64),
    width: f64,
    effort: Effort,
) -> Vec<Finding> {
    let desks = Desks {
        review: service,
        form,
        ..Desks::new(rate, 1, 20_000.0)
    };
    let setting = Setting::new(
        ("mg1", "Pollaczek 1930; Khinchine 1932"),
        format!("M/G/1, {rate} a day, service {service} d, {words}"),
        &ON,
        &desks.body(),
    );
    let seen = setting.run(effort, |_| []);
    let wait = wait_of_one(rate, service, service * service * (1.0 + square));
    vec![
        seen.measure("wait_days_desk", wait, width),
        seen.measure("utilization_desk", rate * service, 0.02),
    ]
}

/// Requests that are returned once, and requests that automation takes away: the line sees the sum and the rest.
pub fn routing(effort: Effort) -> Vec<Finding> {
    let mut findings = returned_at(0.5, 0.4, 3.0, effort);
    findings.extend(automated_at(1.2, 0.4, effort));
    findings
}

/// A share of requests comes back once after a time away: a network of queues with a product form, in which each visit waits
/// as in M/M/1 at the rate of all visits.
pub fn returned_at(rate: f64, share: f64, away: f64, effort: Effort) -> Vec<Finding> {
    let delay = away / 2.0;
    let service = format!("law_lengthens = 0\nrounds = {share}");
    let end = format!("[channel.line]\nnations = \"all\"\ndelay = {delay}\n");
    let mut desks = Desks::new(rate, 1, 12_000.0);
    desks.form = EXPONENTIAL;
    desks.more = [&service, "", "", &end];
    // Law as different as can be, so that compatibility is 0 and the chance of a return is the scale itself.
    let body = desks.body().replacen(
        "[nation.ann]",
        "[law]\ndomains = [\"evidence\"]\n\n[nation.ann]\nlaw = { evidence = 0 }",
        1,
    );
    let body = body.replacen("[nation.bob]", "[nation.bob]\nlaw = { evidence = 1 }", 1);
    let setting = Setting::new(
        ("feedback", "Jackson 1957; Kelly 1979, chapter 3"),
        format!("M/M/1 with {share} of requests returned once for {away} d, {rate} a day"),
        &["routine", "queues", "law", "rounds"],
        &body,
    )
    .traced();
    let seen = setting.run(effort, answer_times);
    let visits = rate * (1.0 + share);
    let wait = wait_of_many(1, visits, 1.0);
    vec![
        seen.measure("wait_days_desk", wait, 0.05),
        seen.measure("utilization_desk", visits, 0.02),
        seen.ratio(
            [0, 1],
            "mean time to answer, d",
            2.0 * delay + (1.0 + share) * (wait + 1.0) + share * away,
            0.03,
        ),
    ]
}

/// Automation takes a share away by the request, so what is left for the desks is Poisson, too.
pub fn automated_at(rate: f64, share: f64, effort: Effort) -> Vec<Finding> {
    let end =
        format!("[channel.line]\nnations = \"all\"\ndelay = 0\nautomation = {{ police_query = {share} }}\n");
    let mut desks = Desks::new(rate, 1, 16_000.0);
    desks.more = ["automation_volume = 0", "", "", &end];
    let setting = Setting::new(
        ("thinned-line", "Kingman 1993, chapter 5; Erlang 1917"),
        format!("M/M/1 left by automation of {share}, {rate} a day"),
        &["routine", "queues", "automation"],
        &desks.body(),
    );
    let seen = setting.run(effort, |_| []);
    let left = rate * (1.0 - share);
    vec![
        seen.measure("wait_days_desk", wait_of_many(1, left, 1.0), 0.06),
        seen.measure("utilization_desk", left, 0.02),
    ]
}

/// Days from submission to closing, summed, and how many requests those are, without what was submitted in the first tenth.
pub fn answer_times(outcome: &crate::model::outcome::Outcome) -> [f64; 2] {
    use crate::model::record::Record;
    let trace = outcome.trace.as_deref().unwrap_or_default();
    let begin = trace.last().map_or(0.0, |(day, _)| day / 10.0);
    let end = trace.last().map_or(0.0, |(day, _)| 0.98 * day);
    let mut sums = [0.0; 2];
    for (day, record) in trace {
        if let Record::RequestClosed {
            submitted, closing, ..
        } = record
        {
            let counted =
                *closing != crate::model::ending::Closing::Pending && (begin..end).contains(submitted);
            if counted {
                sums[0] += day - submitted;
                sums[1] += 1.0;
            }
        }
    }
    sums
}
