//! Treaties: exponential ratification, contagion as a pure-birth process, and entry into force by date.

use std::fmt::Write;

use crate::model::measure::Level;
use crate::model::outcome::Outcome;
use crate::model::record::Record;
use crate::verification::effort::Effort;
use crate::verification::families::desks::YEAR;
use crate::verification::finding::Finding;
use crate::verification::setting::Setting;

/// Days of the first, second and last ratification; NaN for those that did not come.
fn days(outcome: &Outcome) -> [f64; 3] {
    let trace = outcome.trace.as_deref().unwrap_or_default();
    let joined: Vec<f64> = trace
        .iter()
        .filter(|(_, record)| matches!(record, Record::Ratified { .. }))
        .map(|(day, _)| *day)
        .collect();
    let nth = |n: usize| joined.get(n).copied().unwrap_or(f64::NAN);
    [nth(0), nth(1), nth(joined.len().max(1) - 1)]
}

/// Ratification with and without contagion.
pub fn clocks(effort: Effort) -> Vec<Finding> {
    [
        (3, 0.8, 0.5, 0.0),
        (3, 0.8, 0.5, 2.0),
        (8, 0.5, 0.9, 1.5),
        (6, 1.0, 0.7, -1.0),
    ]
    .into_iter()
    .flat_map(|(nations, hazard, commitment, pull)| clocks_at(nations, hazard, commitment, pull, effort))
    .collect()
}

/// Alike nations join an instrument: with k of n in, each of the others at the hazard h·m·exp(φk/(n − 1)) a year.
pub fn clocks_at(nations: u32, hazard: f64, commitment: f64, pull: f64, effort: Effort) -> Vec<Finding> {
    let mut body = format!(
        r#"
[run]
horizon = 36500
warm_up = 0
report_every = 36500

[treaties]
hazard = {hazard}
contagion = {pull}

[instrument.pact]
domains = ["evidence"]

[class.none]
rate = 0
"#
    );
    for n in 0..nations {
        let _ = write!(
            body,
            "\n[nation.n{n}]\ncommitment = {commitment}\nsovereignty = 0\n"
        );
    }
    let setting = Setting::new(
        (
            "ratification",
            "exponential clocks; pure birth (Yule 1925, Furry 1937)",
        ),
        format!("{nations} nations, hazard {hazard} × {commitment} a year, pull {pull}"),
        &["treaties", "contagion"],
        &body,
    )
    .replications(4_000)
    .traced();
    let seen = setting.run(effort, days);
    let stage = |k: u32| {
        let others = f64::from(nations - 1);
        let each = hazard * commitment * libm::exp(pull * f64::from(k) / others);
        YEAR / (f64::from(nations - k) * each)
    };
    let after = |joined: u32| (0..joined).map(stage).sum::<f64>();
    vec![
        seen.mean(0, "first ratification, day", after(1), 0.05),
        seen.mean(1, "second ratification, day", after(2), 0.05),
        seen.mean(2, "last ratification, day", after(nations), 0.05),
    ]
}

/// The Convention on Cybercrime, 2004 to 2024: 46 states of a club and 149 others, each group with its own constant hazard.
pub fn diffusion(effort: Effort) -> Vec<Finding> {
    diffusion_at([46, 149], [0.150, 0.0108], &[0.5, 5.5, 10.5, 20.5], effort)
}

/// Members of a club and others join at their hazards a year: the number in after so many years is a sum of two binomials.
pub fn diffusion_at(sizes: [u32; 2], hazards: [f64; 2], years: &[f64], effort: Effort) -> Vec<Finding> {
    let last = years.iter().copied().fold(0.0, f64::max) * YEAR;
    let [inside, outside] = sizes;
    let members: Vec<String> = (0..inside).map(|n| format!("n{n}")).collect();
    let mut body = format!(
        r#"
[run]
horizon = {last}
warm_up = 0
report_every = 365

[treaties]
hazard = {}
club = {}

[organization.club]
members = {members:?}

[instrument.convention]
domains = ["cybercrime"]
founder = "club"

[class.none]
rate = 0
"#,
        hazards[1],
        hazards[0] / hazards[1]
    );
    for n in 0..inside + outside {
        let _ = write!(body, "\n[nation.n{n}]\ncommitment = 1\nsovereignty = 0\n");
    }
    let setting = Setting::new(
        (
            "diffusion",
            "exponential clocks; hazards of the Convention on Cybercrime, 2004 to 2024",
        ),
        format!(
            "{inside} nations join at {} a year, {outside} at {}",
            hazards[0], hazards[1]
        ),
        &["treaties", "club"],
        &body,
    )
    .replications(200)
    .traced();
    let mut findings = Vec::new();
    for year in years {
        let seen = setting.run(effort, |outcome| {
            let trace = outcome.trace.as_deref().unwrap_or_default();
            let joined = trace
                .iter()
                .filter(|(day, record)| *day <= year * YEAR && matches!(record, Record::Ratified { .. }));
            [joined.count() as f64]
        });
        let expected = sizes
            .iter()
            .zip(hazards)
            .map(|(size, hazard)| -f64::from(*size) * libm::expm1(-hazard * year))
            .sum();
        findings.push(seen.mean_within(0, &format!("parties after {year} years"), expected, 1.0));
    }
    findings
}

/// The entry into force of the Convention on Cybercrime: on the first day of the month after three months from the fifth
/// ratification, then likewise for each later one (Art. 36). Dates of the Council of Europe's Treaty Office.
pub fn entry_into_force(effort: Effort) -> Vec<Finding> {
    // The dates on which it came into force for so many of the seven: on 1 July 2004 for five, 1 September for Romania, and
    // 1 January 2005 for Slovenia.
    const STEPS: [(&str, u32, u32); 6] = [
        ("30 June 2004", 911, 0),
        ("1 July 2004", 912, 5),
        ("31 August 2004", 973, 5),
        ("1 September 2004", 974, 6),
        ("31 December 2004", 1095, 6),
        ("1 January 2005", 1096, 7),
    ];
    let ratified = [
        ("albania", "2002-06-20"),
        ("croatia", "2002-10-17"),
        ("estonia", "2003-05-12"),
        ("hungary", "2003-12-04"),
        ("lithuania", "2004-03-18"),
        ("romania", "2004-05-12"),
        ("slovenia", "2004-09-08"),
    ];
    let mut body = String::from(
        r#"
[run]
start = 2002-01-01
horizon = 1200
warm_up = 0
report_every = 1

[instrument.cybercrime]
domains = ["cybercrime"]
accession = "closed"
entry = { months = 3, parties = 5 }

[instrument.cybercrime.ratified]
"#,
    );
    for (nation, date) in ratified {
        let _ = writeln!(body, "{nation} = {date}");
    }
    for (nation, _) in ratified {
        let _ = write!(body, "\n[nation.{nation}]\n");
    }
    body += "\n[class.none]\nrate = 0\n";
    let setting = Setting::new(
        (
            "entry-into-force",
            "Convention on Cybercrime, Art. 36; Council of Europe Treaty Office",
        ),
        "entry into force of the Convention on Cybercrime, seven parties".to_owned(),
        &["treaties", "entry_into_force"],
        &body,
    )
    .replications(1);
    let seen = setting.run(effort, |outcome| {
        STEPS.map(|(_, day, _)| outcome.levels[day as usize][Level::TreatyCoverage as usize])
    });
    let pairs = |parties: u32| f64::from(parties * parties.saturating_sub(1)) / 42.0;
    STEPS
        .into_iter()
        .enumerate()
        .map(|(column, (date, _, parties))| {
            seen.always(
                column,
                &format!("share of pairs bound on {date}"),
                pairs(parties),
                1e-12,
            )
        })
        .collect()
}
