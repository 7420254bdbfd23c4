//! Outcomes read back from a run's folder, so that two runs can be set against each other replication by replication.

use std::collections::BTreeMap;
use std::path::Path;

use crate::experiment::comparison::Sample;
use crate::model::measure::{COUNTS, MEASURES};
use crate::output::sheet::TableFault;

/// The sample of every option of a run, by its name. Closings and stages are not in the table and stay empty.
pub fn samples(folder: &Path) -> Result<BTreeMap<String, Sample>, TableFault> {
    let path = folder.join("outcomes.csv");
    let file = std::fs::File::open(&path).map_err(|source| TableFault::File {
        file: path.clone(),
        source,
    })?;
    let mut reader = csv::Reader::from_reader(file);
    let fault = |line: u64, column: Option<String>, message: String| TableFault::Cell {
        file: path.clone(),
        line,
        column,
        message,
    };
    let header = reader
        .headers()
        .map_err(|error| fault(1, None, error.to_string()))?
        .clone();
    let place = |name: &str| {
        let found = header.iter().position(|column| column == name);
        found.ok_or_else(|| TableFault::MissingColumn {
            file: path.clone(),
            column: name.to_owned(),
        })
    };
    let (option, replication) = (place("option")?, place("replication")?);
    let counts = COUNTS
        .iter()
        .map(|(name, ..)| place(name))
        .collect::<Result<Vec<_>, _>>()?;
    let measures = MEASURES
        .iter()
        .map(|measure| place(measure.name))
        .collect::<Result<Vec<_>, _>>()?;
    let mut samples: BTreeMap<String, Sample> = BTreeMap::new();
    for (n, record) in reader.records().enumerate() {
        let line = n as u64 + 2;
        let record = record.map_err(|error| fault(line, None, error.to_string()))?;
        let number = |column: usize| -> Result<f64, TableFault> {
            match record.get(column).unwrap_or_default() {
                "" => Ok(f64::NAN),
                text => text.parse().map_err(|_| {
                    fault(
                        line,
                        header.get(column).map(str::to_owned),
                        format!("`{text}` is no number"),
                    )
                }),
            }
        };
        let sample = samples
            .entry(record.get(option).unwrap_or_default().to_owned())
            .or_default();
        let of = number(replication)?;
        if of.is_nan()
            || of < 0.0
            || sample
                .replications
                .last()
                .is_some_and(|last| of <= f64::from(*last))
        {
            return Err(fault(
                line,
                Some("replication".to_owned()),
                "replications of an option must rise".to_owned(),
            ));
        }
        sample.replications.push(of as u32);
        for (column, &place) in sample.counts.iter_mut().zip(&counts) {
            column.push(number(place)?);
        }
        for (column, &place) in sample.measures.iter_mut().zip(&measures) {
            column.push(number(place)?);
        }
    }
    Ok(samples)
}
