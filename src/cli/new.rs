//! `comity new`: a small commented scenario file to start from.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use clap::{Args, ValueEnum};

use crate::cli::ending::{Ending, Failure};
use crate::cli::screen::say;
use crate::output::file::write_new;
use crate::scenario::synthetic::{NATIONS, synthetic};

/// Which file to write.
#[derive(Args, Clone, Debug)]
pub struct NewOrder {
    /// Name of the scenario: letters, digits, _ and -; the file is NAME.toml in the current folder
    name: String,
    /// What to start from
    #[arg(long, value_enum, default_value = "classroom", conflicts_with = "nations")]
    template: Template,
    /// A synthetic world of so many nations instead, with a table of them beside it (NAME.csv)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(i64::from(*NATIONS.start())..=i64::from(*NATIONS.end())))]
    nations: Option<u32>,
    /// Seed of the synthetic world: another seed, another world
    #[arg(long, default_value_t = 1, requires = "nations")]
    seed: u64,
}

/// What a new scenario starts from.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// Five nations, one alliance, two classes of threats, a scandal and five options
    Classroom,
    /// An alliance that pushes what it finds, an outsider, a treaty and a database
    Alliance,
    /// The least that can be run: three nations and one class of threats
    Blank,
}

impl Template {
    /// Its text, which holds a line `name = "<template>"`.
    const fn text(self) -> (&'static str, &'static str) {
        match self {
            Self::Classroom => ("classroom", include_str!("../../scenarios/classroom.toml")),
            Self::Alliance => ("alliance", include_str!("templates/alliance.toml")),
            Self::Blank => ("blank", include_str!("templates/blank.toml")),
        }
    }

    /// The text of a scenario of this name.
    pub fn named(self, name: &str) -> String {
        let (own, text) = self.text();
        text.replacen(&format!("name = \"{own}\""), &format!("name = \"{name}\""), 1)
    }
}

/// Writes the file or files; one that is there is never touched.
pub fn new(order: &NewOrder) -> Result<Ending, Failure> {
    let name = order.name.strip_suffix(".toml").unwrap_or(&order.name);
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.is_empty() || name.starts_with('-') || name.len() > 64 || !name.chars().all(fits) {
        return Err(Failure::wrong(format!(
            "`{}` cannot name a scenario; allowed: 1 to 64 letters, digits, _ and -",
            order.name
        )));
    }
    let (file, table) = (format!("{name}.toml"), format!("{name}.csv"));
    let wrote = if let Some(nations) = order.nations {
        let world = synthetic(name, &table, nations, order.seed);
        if Path::new(&file).exists() {
            return Err(is_there(&file));
        }
        // The table first: a scenario without its table could not be read.
        write(&table, &world.nations)?;
        write(&file, &world.scenario).inspect_err(|_| {
            // A table alone is of no use, and would be in the way of the next try.
            let _ = fs::remove_file(&table);
        })?;
        format!("{file} and {table}")
    } else {
        write(&file, &order.template.named(name))?;
        file.clone()
    };
    say(&format!(
        "wrote {wrote}\n  comity check {file}    what is in it, and what a run would cost\n  comity run {file}      run it"
    ))?;
    Ok(Ending::Done)
}

fn is_there(file: &str) -> Failure {
    Failure::wrong(format!("{file} is there already; choose another name"))
}

/// Writes a file that is not there yet.
fn write(file: &str, text: &str) -> Result<(), Failure> {
    let path = Path::new(file);
    write_new(path, |writer| writer.write_all(text.as_bytes())).map_err(|error| {
        if error.kind() == ErrorKind::AlreadyExists {
            is_there(file)
        } else {
            Failure::io(path, &error)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_takes_a_name() {
        for template in Template::value_variants() {
            let text = template.named("mine");
            assert_eq!(text.matches("\nname = \"mine\"").count(), 1, "{template:?}");
        }
    }
}
