//! One replication again, alone: the same fingerprint and measures as in the run that it belongs to.

use std::fmt::Write;

use crate::cli::ending::{Ending, Failure};
use crate::cli::format::Format;
use crate::cli::screen::say;
use crate::experiment::runner::replay as run_again;
use crate::experiment::study::Study;
use crate::model::measure::MEASURES;
use crate::model::outcome::Outcome;
use crate::output::folder::{option_name, outcome_header, outcome_record};

/// Runs a replication of the first option of a study, and prints what it leaves.
pub fn replay(study: &Study, replication: u32, format: Format) -> Result<Ending, Failure> {
    let option = option_name(study.scenario, study.options[0]);
    match run_again(study, replication) {
        Ok(unit) => {
            say(&match format {
                Format::Table => in_words(&unit.outcome),
                Format::Json => in_json(&option, &unit.outcome),
                Format::Csv => in_csv(&option, &unit.outcome)?,
            })?;
            Ok(Ending::Done)
        }
        Err(reason) => Err(Failure::new(
            Ending::Lost,
            format!("replication {option}/{replication} is lost: {reason}"),
        )),
    }
}

fn in_words(outcome: &Outcome) -> String {
    let mut text = format!(
        "replication {}, fingerprint {:016x}\n",
        outcome.replication, outcome.fingerprint
    );
    for (measure, value) in MEASURES.iter().zip(outcome.measures()) {
        let value = if value.is_finite() {
            format!("{value:.6}")
        } else {
            "undefined".to_owned()
        };
        let _ = writeln!(text, "  {:32} {value} {}", measure.name, measure.unit);
    }
    text
}

fn in_json(option: &str, outcome: &Outcome) -> String {
    let measures: serde_json::Map<String, serde_json::Value> = MEASURES
        .iter()
        .zip(outcome.measures())
        .map(|(measure, value)| (measure.name.to_owned(), value.into()))
        .collect();
    let document = serde_json::json!({
        "option": option,
        "replication": outcome.replication,
        "fingerprint": format!("{:016x}", outcome.fingerprint),
        "measures": measures,
    });
    format!("{document:#}")
}

fn in_csv(option: &str, outcome: &Outcome) -> Result<String, Failure> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let written = csv
        .write_record(outcome_header())
        .and_then(|()| csv.write_record(outcome_record(option, outcome)));
    written.map_err(std::io::Error::from)?;
    let bytes = csv.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
