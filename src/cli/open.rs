//! Opening the scenario that the user names, with what `--set` changes and the folders that `--root` allows.

use std::path::PathBuf;

use clap::Args;

use crate::cli::ending::Failure;
use crate::cli::library::Library;
use crate::scenario::ends::load_with_ends;
use crate::scenario::fault::Faults;
use crate::scenario::load::Loaded;
use crate::scenario::names::nearest;
use crate::scenario::scenario::Scenario;

/// Which scenario, and with what changed.
#[derive(Args, Clone, Debug)]
pub struct Source {
    /// A scenario file (TOML or JSON), or a shipped scenario by its bare name
    pub scenario: String,
    /// Change one value, as the file would write it; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = pair)]
    pub sets: Vec<(String, String)>,
    /// A folder below which `extends` and tables may lie [default: the scenario's folder and the current one]
    #[arg(long = "root", value_name = "DIR")]
    pub roots: Vec<PathBuf>,
}

impl Source {
    /// Reads and checks the scenario: itself, or all its faults.
    pub fn load(&self) -> Result<Result<Loaded<Scenario>, Faults>, Failure> {
        let library = if self.roots.is_empty() {
            Library::beside(&self.scenario)
        } else {
            Library::below(&self.roots).map_err(Failure::wrong)?
        };
        Ok(load_with_ends(&self.scenario, &self.sets, &|asking, wanted| {
            library.fetch(asking, wanted)
        }))
    }

    /// What is set, each as `--set` takes it.
    pub fn sets_in_words(&self) -> Vec<String> {
        let sets = self.sets.iter();
        sets.map(|(key, value)| format!("{key}={value}")).collect()
    }

    /// The folders that `--root` names.
    pub fn roots_in_words(&self) -> Vec<String> {
        let roots = self.roots.iter();
        roots.map(|root| root.display().to_string()).collect()
    }
}

/// The number of the option of this name; `None` for the baseline.
pub fn option_named(scenario: &Scenario, name: &str) -> Result<Option<usize>, Failure> {
    if name == crate::output::folder::BASELINE {
        return Ok(None);
    }
    if let Some(place) = scenario.options.iter().position(|option| option.id == name) {
        return Ok(Some(place));
    }
    let known: Vec<&str> = scenario.options.iter().map(|option| option.id.as_str()).collect();
    let hint = match nearest(name, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if known.is_empty() => "this scenario has none; describe one as [option.NAME]".to_owned(),
        None => format!("it has {}", known.join(", ")),
    };
    let message = format!(
        "the scenario `{}` has no option `{name}`; {hint}",
        scenario.about.name
    );
    Err(Failure::wrong(message))
}

fn pair(text: &str) -> Result<(String, String), String> {
    let wrong = || "write KEY=VALUE, for example nation.aldia.capacity=0.9".to_owned();
    let (key, value) = text.split_once('=').ok_or_else(wrong)?;
    if key.trim().is_empty() || value.trim().is_empty() {
        return Err(wrong());
    }
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_a_key_and_a_value_at_the_first_sign_of_equality() {
        let set = pair("a.b = 'x=y'").unwrap();
        assert_eq!(set, ("a.b".to_owned(), "'x=y'".to_owned()));
        for nonsense in ["a", "=1", "a="] {
            assert!(pair(nonsense).unwrap_err().contains("KEY=VALUE"));
        }
    }
}
