//! The scenarios that are compiled in, so that `comity run classroom` works anywhere.

macro_rules! files {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../scenarios/", $name)))),*]
    };
}

/// Name and text of every scenario and table in `scenarios/`.
// A macro, because the name that is asked for and the file that is compiled in must be the same.
pub const SHIPPED: &[(&str, &str)] = files! {
    "classroom.toml"
    "harmonization.toml"
    "five_eyes.toml"
    "european_union.toml"
    "asean.toml"
    "budapest.toml"
    "united_nations.toml"
    "interpol.toml"
    "breach.toml"
    "instability.toml"
    "asean.csv"
    "budapest.csv"
    "european_union.csv"
    "five_eyes.csv"
    "twelve.csv"
    "world-24.csv"
    "world-40.csv"
};

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    use std::path::Path;

    #[test]
    fn every_file_that_ships_is_compiled_in() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
        let names = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut lying: Vec<String> = names
            .filter(|name| Path::new(name).extension() != Some(OsStr::new("md")))
            .collect();
        let mut shipped: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
        lying.sort();
        shipped.sort_unstable();
        assert_eq!(shipped, lying);
    }
}
