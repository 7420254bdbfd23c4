//! Samples with certified answers: means and deviations, quantiles, Student's t, Wilson's interval, survival curves.

use crate::engine::special::student_t_quantile;
use crate::experiment::estimate::Estimate;
use crate::experiment::quantile::quantile;
use crate::experiment::survival::SurvivalCurve;
use crate::verification::effort::Effort;
use crate::verification::finding::{Finding, Subject};

/// Statistics of published samples.
pub fn published(_: Effort) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(certified());
    findings.extend(quantiles());
    findings.extend(student());
    findings.extend(wilson());
    findings.extend(remission());
    findings
}

fn subject(setting: &'static str, source: &'static str) -> Subject<'static> {
    Subject {
        family: "statistics",
        setting,
        source,
    }
}

/// `NumAcc1`, 3 and 4 of the Statistical Reference Datasets: hard for sums that cancel.
fn certified() -> Vec<Finding> {
    let subject = |name| subject(name, "NIST Statistical Reference Datasets, certified values");
    let mut findings = Vec::new();
    for (name, first, low, high, n, mean, sd) in [
        (
            "NumAcc1",
            10_000_001.0,
            10_000_003.0,
            10_000_002.0,
            3,
            10_000_002.0,
            1.0,
        ),
        ("NumAcc2", 1.2, 1.1, 1.3, 1001, 1.2, 0.1),
        (
            "NumAcc3",
            1_000_000.2,
            1_000_000.1,
            1_000_000.3,
            1001,
            1_000_000.2,
            0.1,
        ),
        (
            "NumAcc4",
            10_000_000.2,
            10_000_000.1,
            10_000_000.3,
            1001,
            10_000_000.2,
            0.1,
        ),
    ] {
        let repeated = [low, high].into_iter().cycle();
        let values: Vec<f64> = std::iter::once(first).chain(repeated).take(n).collect();
        let estimate = Estimate::of_mean(&values, 0.95);
        findings.push(subject(name).computed("mean", mean, estimate.mean, 1e-14 * mean));
        findings.push(subject(name).computed("standard deviation", sd, estimate.sd, 1e-7 * sd));
    }
    findings
}

fn quantiles() -> Vec<Finding> {
    const DIGITS: [f64; 10] = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.0];
    let subject = subject("3 1 4 1 5 9 2 6 5 3", "Hyndman & Fan 1996, type 7, by hand");
    [(0.1, 1.0), (0.25, 2.25), (0.5, 3.5), (0.9, 6.3)]
        .into_iter()
        .map(|(p, expected)| {
            subject.computed(&format!("quantile at {p}"), expected, quantile(&DIGITS, p), 1e-12)
        })
        .collect()
}

/// Quantiles of Student's t, from the integral of its density by a route of its own: substitution t = √ν·tan θ gives
/// P(T ≤ t) = 1/2 + C·∫ cos^(ν − 1) over [0, atan(t/√ν)].
fn student() -> Vec<Finding> {
    let subject = subject("Student's t", "Student 1908, by quadrature of the density");
    let mut findings = Vec::new();
    for df in [1.0_f64, 4.0, 9.0, 29.0, 99.0] {
        for p in [0.9, 0.975, 0.995] {
            let t = student_t_quantile(p, df);
            let density = |theta: f64| libm::pow(libm::cos(theta), df - 1.0);
            let integral = |to: f64| crate::verification::quadrature::simpson(density, (0.0, to), 2_000);
            let half = integral(std::f64::consts::FRAC_PI_2);
            let reached = 0.5 + 0.5 * integral(libm::atan(t / df.sqrt())) / half;
            findings.push(subject.computed(
                &format!("P(T ≤ quantile at {p}), {df} degrees of freedom"),
                p,
                reached,
                1e-9,
            ));
        }
    }
    findings
}

/// Wilson's interval as the two roots of its quadratic, (p̂ − p)² = z²·p(1 − p)/n.
fn wilson() -> Vec<Finding> {
    let subject = subject("Wilson's interval", "Wilson 1927, roots of the quadratic");
    let z = 1.959_963_984_540_054_f64;
    let mut findings = Vec::new();
    for (k, n) in [(3_usize, 50_usize), (3, 20), (0, 10), (17, 40)] {
        let estimate = Estimate::of_share(k, n, 0.95);
        for (words, p) in [("lower", estimate.lower), ("upper", estimate.upper)] {
            let share = k as f64 / n as f64;
            let off = (share - p) * (share - p) - z * z * p * (1.0 - p) / n as f64;
            findings.push(subject.computed(
                &format!("quadratic at the {words} end, {k} of {n}"),
                0.0,
                off,
                1e-12,
            ));
        }
    }
    findings
}

/// Products of (r − d)/r, and Greenwood's Σ d/(r(r − d)), as they follow from the table by hand.
const STEPS: [(f64, &[(f64, f64)]); 3] = [
    (7.0, &[(21.0, 3.0), (17.0, 1.0)]),
    (
        16.0,
        &[(21.0, 3.0), (17.0, 1.0), (15.0, 1.0), (12.0, 1.0), (11.0, 1.0)],
    ),
    (
        23.0,
        &[
            (21.0, 3.0),
            (17.0, 1.0),
            (15.0, 1.0),
            (12.0, 1.0),
            (11.0, 1.0),
            (7.0, 1.0),
            (6.0, 1.0),
        ],
    ),
];

/// Remission of leukaemia under 6-mercaptopurine: times and whether they ended (Freireich et al. 1963).
fn remission() -> Vec<Finding> {
    const TIMES: [(f64, bool); 21] = [
        (6.0, true),
        (6.0, true),
        (6.0, true),
        (6.0, false),
        (7.0, true),
        (9.0, false),
        (10.0, true),
        (10.0, false),
        (11.0, false),
        (13.0, true),
        (16.0, true),
        (17.0, false),
        (19.0, false),
        (20.0, false),
        (22.0, true),
        (23.0, true),
        (25.0, false),
        (32.0, false),
        (32.0, false),
        (34.0, false),
        (35.0, false),
    ];
    let subject = subject(
        "remission under 6-MP, 21 patients",
        "Kaplan & Meier 1958; Freireich et al. 1963; Cox & Oakes 1984, by rational numbers",
    );
    let curve = SurvivalCurve::of_times(&TIMES, 0.95);
    let mut findings = Vec::new();
    for (time, table) in STEPS {
        let surviving: f64 = table.iter().map(|(r, d)| (r - d) / r).product();
        let sum: f64 = table.iter().map(|(r, d)| d / (r * (r - d))).sum();
        let step = curve.at(time);
        findings.push(subject.computed(
            &format!("surviving week {time}"),
            surviving,
            step.surviving,
            1e-12,
        ));
        let error = surviving * sum.sqrt();
        findings.push(subject.computed(
            &format!("Greenwood's error at week {time}"),
            error,
            step.standard_error,
            1e-12,
        ));
    }
    findings.push(subject.computed("median, weeks", 23.0, curve.quantile(0.5), 0.0));
    findings
}
