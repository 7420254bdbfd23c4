//! `comity chart`: the charts of a finished run again, from its tables alone.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::cli::ending::{Ending, Failure};
use crate::cli::lang::Lang;
use crate::cli::screen::say;
use crate::output::charts::which::{BUILT, Which};
use crate::output::folder::draw_again;
use crate::output::manifest::Manifest;
use crate::output::storage::Disk;
use crate::output::vouching::{damage, read_manifest};

/// Which charts to draw, as the user says it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub enum Charts {
    /// The six that tell the main result
    Default,
    /// All ten
    All,
    /// None
    None,
}

impl Charts {
    /// Those that are drawn unless told otherwise.
    pub const USUAL: Charts = if BUILT { Charts::Default } else { Charts::None };

    /// Which are meant; a failure where they cannot be drawn, because this program was built without charts.
    pub fn asked(self) -> Result<Which, Failure> {
        match self {
            Charts::None => Ok(Which::None),
            Charts::Default | Charts::All if !BUILT => Err(Failure::wrong(
                "this program was built without charts (cargo's feature `charts`): --charts none writes the tables alone, and `comity chart` of a program that has them draws them from the tables later",
            )),
            Charts::Default => Ok(Which::Default),
            Charts::All => Ok(Which::All),
        }
    }
}

/// What is to be drawn.
#[derive(Args, Clone, Debug)]
pub struct ChartOrder {
    /// The folder of a run
    run: PathBuf,
    /// Which charts
    #[arg(long, value_enum, default_value_t = Charts::All)]
    charts: Charts,
    /// The language of the charts
    #[arg(long, value_enum, default_value = "en")]
    lang: Lang,
}

/// Draws the charts and names the files.
pub fn chart(order: &ChartOrder) -> Result<Ending, Failure> {
    let which = order.charts.asked()?;
    check_run(&order.run)?;
    let files =
        draw_again(&order.run, which, order.lang.into()).map_err(|error| Failure::io(&order.run, &error))?;
    let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    if !names.is_empty() {
        say(&names.join("\n"))?;
    }
    Ok(Ending::Done)
}

/// The manifest of a folder that holds a run whose files are as they were written.
pub fn check_run(folder: &Path) -> Result<Manifest, Failure> {
    let shown = folder.display();
    if !folder.is_dir() {
        let inside = Path::new("output").join(folder);
        let hint = if inside.is_dir() {
            format!("; did you mean {}?", inside.display())
        } else {
            "; name the folder that `comity run` told of, such as output/classroom-1".to_owned()
        };
        return Err(Failure::new(
            Ending::Io,
            format!("there is no folder {shown}{hint}"),
        ));
    }
    let disk = Disk::new();
    match read_manifest(&disk, folder) {
        Ok(manifest) => match damage(&disk, folder, &manifest) {
            Ok(None) => Ok(manifest),
            Ok(Some(why)) => Err(Failure::new(
                Ending::Foreign,
                format!("{shown} is damaged: {why}; run the scenario again with --force"),
            )),
            Err(error) => Err(Failure::new(Ending::Io, error.to_string())),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Err(Failure::new(
            Ending::Foreign,
            format!("{shown} is not the folder of a run: it has no manifest.json"),
        )),
        Err(error) => Err(Failure::new(
            Ending::Foreign,
            format!("{shown}: manifest.json is damaged ({error}); run the scenario again with --force"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_can_be_asked_for_where_they_were_built() {
        assert!(Charts::USUAL.asked().is_ok() && Charts::None.asked().is_ok());
        let all = Charts::All.asked();
        assert_eq!(all.is_ok(), BUILT);
        if let Err(failure) = all {
            assert_eq!(failure.ending, Ending::Wrong);
            assert!(failure.message.contains("--charts none"), "{}", failure.message);
        }
    }
}
