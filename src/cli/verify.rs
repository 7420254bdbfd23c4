//! `comity verify`: the settings with known answers; expected, found, interval and verdict.

use std::fmt::Write;

use clap::Args;
use rayon::ThreadPoolBuilder;
use serde::Serialize;
use serde_json::json;

use crate::cli::cost::threads_there;
use crate::cli::ending::{Ending, Failure};
use crate::cli::format::Format;
use crate::cli::screen::{heading, say, tell};
use crate::scenario::names::nearest;
use crate::verification::effort::Effort;
use crate::verification::families::{FAMILIES, Family};
use crate::verification::finding::{Finding, Rule, Verdict};

/// What is to be verified.
#[derive(Args, Clone, Debug)]
pub struct VerifyOrder {
    /// Only this family; may be given several times [default: all]
    #[arg(long = "family", value_name = "NAME")]
    families: Vec<String>,
    /// Sixteen times the replications, and intervals a quarter as wide; minutes instead of seconds
    #[arg(long)]
    thorough: bool,
    /// Print the families and what each is about, and run nothing
    #[arg(long)]
    list: bool,
    /// Seed of every draw
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    seed: u64,
    /// Threads; they never change a result [default: one a core]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// How to print what is found
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// Runs the settings and prints what was found beside what is expected.
pub fn verify(order: &VerifyOrder) -> Result<Ending, Failure> {
    let families = chosen(&order.families)?;
    if order.list {
        return say(&listed(&families, order.format)).map(|()| Ending::Done);
    }
    let effort = Effort {
        thorough: order.thorough,
        seed: order.seed,
    };
    let threads = order.threads.map_or_else(threads_there, usize::from);
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| Failure::new(Ending::Io, format!("no threads: {error}")))?;
    let mut all = Vec::new();
    for family in families {
        let findings = pool.install(|| (family.verify)(effort));
        if order.format == Format::Table {
            say(&in_words(family, &findings))?;
        }
        all.extend(findings);
    }
    match order.format {
        Format::Table => tell(&counted(&all)),
        Format::Json => say(&format!("{:#}", in_json(effort, &all)))?,
        Format::Csv => say(&in_csv(&all))?,
    }
    let sound = all.iter().all(|finding| finding.verdict == Verdict::Agrees);
    Ok(if sound { Ending::Done } else { Ending::Lost })
}

/// The families of these names, or all of them.
fn chosen(names: &[String]) -> Result<Vec<&'static Family>, Failure> {
    if names.is_empty() {
        return Ok(FAMILIES.iter().collect());
    }
    let known = || FAMILIES.iter().map(|family| family.name);
    let find = |name: &String| {
        FAMILIES.iter().find(|family| family.name == name).ok_or_else(|| {
            let hint = nearest(name, known()).map_or_else(
                || format!("there are {}", known().collect::<Vec<_>>().join(", ")),
                |meant| format!("did you mean `{meant}`? `comity verify --list` lists all"),
            );
            Failure::wrong(format!("no family is called `{name}`; {hint}"))
        })
    };
    names.iter().map(find).collect()
}

fn listed(families: &[&Family], format: Format) -> String {
    match format {
        Format::Table => {
            let lines = families
                .iter()
                .map(|family| format!("{:<17} {}", family.name, family.about));
            lines.collect::<Vec<_>>().join("\n")
        }
        Format::Json => {
            let list: Vec<_> = families
                .iter()
                .map(|family| json!({ "family": family.name, "about": family.about }))
                .collect();
            format!("{:#}", json!(list))
        }
        Format::Csv => {
            let rows = families
                .iter()
                .map(|family| format!("{},\"{}\"", family.name, family.about));
            format!("family,about\n{}", rows.collect::<Vec<_>>().join("\n"))
        }
    }
}

/// A number to so many significant digits, without an exponent where it can be read without one.
fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.is_nan() {
        return "–".to_owned();
    }
    let digits = 5 - libm::floor(libm::log10(value.abs())) as i32;
    if (1..=10).contains(&digits) {
        format!("{value:.*}", digits as usize)
    } else if digits < 1 && digits > -6 {
        format!("{value:.1}")
    } else {
        format!("{value:.4e}")
    }
}

fn in_words(family: &Family, findings: &[Finding]) -> String {
    let mut text = format!("{}: {}\n", heading(family.name), family.about);
    let mut setting = "";
    for finding in findings {
        if finding.setting != setting {
            let _ = writeln!(text, "  {}  [{}]", finding.setting, finding.source);
            setting = &finding.setting;
        }
        let evidence = match finding.rule {
            Rule::Statistical(_) => format!(
                "[{}, {}]  z {:+.1}",
                number(finding.lower),
                number(finding.upper),
                finding.errors
            ),
            Rule::Numeric(tolerance) if finding.lower.is_nan() => format!("± {tolerance:.1e} allowed"),
            Rule::Numeric(tolerance) => format!(
                "[{}, {}]  ± {tolerance:.4} allowed",
                number(finding.lower),
                number(finding.upper)
            ),
        };
        let _ = writeln!(
            text,
            "    {:<9} {:<44} expected {:<12} found {:<12} {evidence}",
            finding.verdict.words(),
            finding.quantity,
            number(finding.expected),
            number(finding.found),
        );
    }
    text
}

fn counted(findings: &[Finding]) -> String {
    let faults = findings
        .iter()
        .filter(|finding| finding.verdict != Verdict::Agrees)
        .count();
    match faults {
        0 => format!("all {} numbers agree", findings.len()),
        _ => format!("{faults} of {} numbers do not agree", findings.len()),
    }
}

/// A finding as a flat row.
#[derive(Serialize)]
struct Row<'a> {
    family: &'a str,
    setting: &'a str,
    quantity: &'a str,
    expected: f64,
    found: f64,
    lower: Option<f64>,
    upper: Option<f64>,
    standard_errors: Option<f64>,
    rule: &'static str,
    allowed: f64,
    verdict: Verdict,
    source: &'a str,
}

impl Row<'_> {
    fn of(finding: &Finding) -> Row<'_> {
        let defined = |value: f64| value.is_finite().then_some(value);
        let (rule, allowed) = match finding.rule {
            Rule::Statistical(width) => ("half_width", width),
            Rule::Numeric(tolerance) => ("tolerance", tolerance),
        };
        Row {
            family: finding.family,
            setting: &finding.setting,
            quantity: &finding.quantity,
            expected: finding.expected,
            found: finding.found,
            lower: defined(finding.lower),
            upper: defined(finding.upper),
            standard_errors: defined(finding.errors),
            rule,
            allowed,
            verdict: finding.verdict,
            source: finding.source,
        }
    }
}

fn in_json(effort: Effort, findings: &[Finding]) -> serde_json::Value {
    let rows: Vec<Row> = findings.iter().map(Row::of).collect();
    json!({
        "agree": findings.iter().all(|finding| finding.verdict == Verdict::Agrees),
        "thorough": effort.thorough,
        "seed": effort.seed,
        "findings": rows,
    })
}

fn in_csv(findings: &[Finding]) -> String {
    let mut rows = csv::Writer::from_writer(Vec::new());
    for finding in findings {
        rows.serialize(Row::of(finding)).expect("findings are flat rows");
    }
    let bytes = rows.into_inner().expect("memory can be written to");
    String::from_utf8(bytes).expect("rows are text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_six_digits_and_exponents_only_where_they_must() {
        let told: Vec<String> = [0.0, 1.0, 0.123_456_789, 12_345.678, 1e-9, f64::NAN]
            .map(number)
            .into();
        assert_eq!(told, ["0", "1.00000", "0.123457", "12345.7", "1.0000e-9", "–"]);
    }

    #[test]
    fn a_family_that_is_misspelt_is_guessed() {
        let failure = chosen(&["mmcc".to_owned()]).err().expect("there is none");
        assert!(
            failure.message.contains("did you mean `mmc`?"),
            "{}",
            failure.message
        );
    }
}
