//! Threats that come independently of each other: Poisson streams, their sums and parts, waves, steps, surges, and a rate that
//! a stock feeds.

use crate::model::measure::{Count, Level};
use crate::verification::effort::Effort;
use crate::verification::families::desks::YEAR;
use crate::verification::finding::Finding;
use crate::verification::setting::Setting;

/// What every class here has: it strikes a moment after it comes, and nobody finds anything.
const AT_ONCE: &str = r#"preparation = { family = "constant", value = 0.000001 }
discovery = 1e12
pieces = 1
needed = 1
"#;

fn world(horizon: f64, report_every: f64) -> String {
    format!(
        "[run]\nhorizon = {horizon}\nwarm_up = 0\nreport_every = {report_every}\n\n[nation.ann]\n[nation.bob]\n[nation.cyd]\n\n"
    )
}

/// Sums and parts of Poisson streams.
pub fn poisson(effort: Effort) -> Vec<Finding> {
    poisson_at(&[1.2, 0.5, 2.3], 0.3, 10.0, effort)
}

/// Streams with these rates a day, of which a part has the first nation as its target.
pub fn poisson_at(rates: &[f64], part: f64, days: f64, effort: Effort) -> Vec<Finding> {
    let streams = rates.iter().enumerate().map(|(n, rate)| {
        format!(
            "[class.stream-{n}]\nrate = {}\ntargets = {{ ann = {part}, bob = {}, cyd = 0 }}\n{AT_ONCE}\n",
            rate * YEAR,
            1.0 - part
        )
    });
    let body = world(days, days) + &streams.collect::<Vec<_>>().concat();
    let setting = Setting::new(
        ("poisson", "Kingman 1993, chapter 2"),
        format!("Poisson streams of {rates:?} a day, {part} of it kept, {days} d"),
        &[],
        &body,
    )
    .replications(10_000);
    let places = ["ann", "bob"].map(|id| setting.scenario().nation_index(id).unwrap_or_default());
    let seen = setting.run(effort, |outcome| {
        [
            outcome.counts[Count::Threats as usize],
            outcome.nations[places[0]].threats,
            outcome.nations[places[1]].threats,
        ]
    });
    let all = rates.iter().sum::<f64>() * days;
    let (kept, dropped) = (part * all, (1.0 - part) * all);
    vec![
        seen.mean(0, "threats", all, 0.005),
        seen.covariance([0, 0], "variance of threats", all, 0.05 * all),
        seen.mean(1, "threats kept", kept, 0.01),
        seen.covariance([1, 1], "variance of threats kept", kept, 0.05 * kept),
        seen.covariance(
            [1, 2],
            "covariance of kept and dropped",
            0.0,
            0.05 * (kept * dropped).sqrt(),
        ),
    ]
}

/// Rates that move: a season, steps, a surge.
pub fn profiles(effort: Effort) -> Vec<Finding> {
    let mut findings = season_at(0.4, 0.75, 100.0, effort);
    findings.extend(steps_at(
        0.6,
        &[(0.0, 0.5), (50.0, 3.0), (120.0, 0.0), (170.0, 1.0)],
        effort,
    ));
    findings.extend(surge_at(0.3, 2.5, (60.0, 80.0), effort));
    findings
}

/// Attacks between days 0, 50, 100, …: the number of threats that came, for they strike at once.
fn by_fifty_days(setting: &Setting, expected: &dyn Fn(f64, f64) -> f64, effort: Effort) -> Vec<Finding> {
    const WINDOWS: usize = 4;
    let seen = setting.run(effort, |outcome| {
        let so_far = |n: usize| outcome.levels[n][Level::Attacks as usize];
        std::array::from_fn::<f64, WINDOWS, _>(|n| so_far(n + 1) - so_far(n))
    });
    (0..WINDOWS)
        .map(|n| {
            let (from, to) = (50.0 * n as f64, 50.0 * (n + 1) as f64);
            let mean = expected(from, to);
            let quantity = format!("threats from day {from} to {to}");
            seen.mean_within(n, &quantity, mean, 0.05 * mean.max(1.0).sqrt())
        })
        .collect()
}

/// A wave over the year.
pub fn season_at(rate: f64, amplitude: f64, phase: f64, effort: Effort) -> Vec<Finding> {
    let body = format!(
        "{}[class.tide]\nrate = {}\nprofile = {{ shape = \"seasonal\", amplitude = {amplitude}, phase = {phase} }}\n{AT_ONCE}",
        world(200.0, 50.0),
        rate * YEAR
    );
    let setting = Setting::new(
        (
            "profile",
            "Kingman 1993, chapter 2: the mean is the integrated rate",
        ),
        format!("season of amplitude {amplitude} from day {phase}, {rate} a day"),
        &[],
        &body,
    )
    .replications(3_000);
    let wave = std::f64::consts::TAU / YEAR;
    let cosine = |day: f64| libm::cos(wave * (day - phase));
    by_fifty_days(
        &setting,
        &|from, to| rate * (to - from + amplitude / wave * (cosine(from) - cosine(to))),
        effort,
    )
}

/// A rate that is multiplied by a factor from each day on.
pub fn steps_at(rate: f64, steps: &[(f64, f64)], effort: Effort) -> Vec<Finding> {
    let list: Vec<String> = steps
        .iter()
        .map(|(day, factor)| format!("{{ day = {day}, factor = {factor} }}"))
        .collect();
    let body = format!(
        "{}[class.stairs]\nrate = {}\nprofile = {{ shape = \"steps\", steps = [{}] }}\n{AT_ONCE}",
        world(200.0, 50.0),
        rate * YEAR,
        list.join(", ")
    );
    let setting = Setting::new(
        (
            "profile",
            "Kingman 1993, chapter 2: the mean is the integrated rate",
        ),
        format!("steps {steps:?} of {rate} a day"),
        &[],
        &body,
    )
    .replications(3_000);
    let until = |day: f64| -> f64 {
        let ends = steps.iter().skip(1).map(|step| step.0).chain([f64::INFINITY]);
        steps
            .iter()
            .zip(ends)
            .map(|((from, factor), to)| factor * (day.min(to) - from).max(0.0))
            .sum()
    };
    by_fifty_days(&setting, &|from, to| rate * (until(to) - until(from)), effort)
}

/// A surge multiplies the rate by a factor while it lasts: from its day, for so many days.
pub fn surge_at(rate: f64, factor: f64, (day, length): (f64, f64), effort: Effort) -> Vec<Finding> {
    let body = format!(
        "{}[class.flood]\nrate = {}\n{AT_ONCE}\n[shock.surge]\nkind = \"surge\"\nclasses = [\"flood\"]\nfactor = {factor}\nduration = {length}\nat = {day}\n",
        world(200.0, 50.0),
        rate * YEAR
    );
    let setting = Setting::new(
        (
            "profile",
            "Kingman 1993, chapter 2: the mean is the integrated rate",
        ),
        format!("a surge by {factor} from day {day} for {length} d, {rate} a day"),
        &["shocks"],
        &body,
    )
    .replications(3_000);
    let surging = |from: f64, to: f64| (to.min(day + length) - from.max(day)).max(0.0);
    by_fifty_days(
        &setting,
        &|from, to| rate * (to - from + (factor - 1.0) * surging(from, to)),
        effort,
    )
}

/// A rate that a slow stock feeds.
pub fn shot_noise(effort: Effort) -> Vec<Finding> {
    let mut findings = shot_noise_at(0.2, (6.0, 0.8, 60.0), 365.0, effort);
    findings.extend(shot_noise_at(0.5, (20.0, 0.2, 20.0), 100.0, effort));
    findings
}

/// A Cox process whose rate is `rate` a day times one plus a stock: it jumps so often a year by an exponential size of this
/// mean, and falls to 1/e in so many days.
pub fn shot_noise_at(
    rate: f64,
    (jumps, jump, relaxation): (f64, f64, f64),
    days: f64,
    effort: Effort,
) -> Vec<Finding> {
    let body = format!(
        "{}[class.fed]\nrate = {}\nstock = {{ rate = {jumps}, jump = {jump}, relaxation = {relaxation}, weight = 1 }}\n{AT_ONCE}",
        world(days, days),
        rate * YEAR
    );
    let setting = Setting::new(
        ("shot-noise", "Campbell 1909; Cox & Isham 1980"),
        format!("a stock of {jumps} jumps a year of {jump}, gone in {relaxation} d, feeds {rate} a day for {days} d"),
        &["extremism"],
        &body,
    )
    .replications(3_000);
    let seen = setting.run(effort, |outcome| [outcome.counts[Count::Threats as usize]]);
    let (pace, theta) = (jumps / YEAR, relaxation);
    let gone = -libm::expm1(-days / theta);
    let mean = rate * (days + pace * jump * theta * (days - theta * gone));
    // Campbell: Cov(s, t) = pace·E[J²]·θ/2·(e^(−|t−s|/θ) − e^(−(s+t)/θ)) from an empty stock, integrated twice.
    let square = 2.0 * jump * jump;
    let fed =
        pace * square * theta / 2.0 * (2.0 * theta * (days - theta * gone) - theta * theta * gone * gone);
    let variance = mean + rate * rate * fed;
    vec![
        seen.mean(0, "threats", mean, 0.01),
        seen.covariance([0, 0], "variance of threats", variance, 0.1 * variance),
    ]
}
