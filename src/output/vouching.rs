//! What the manifest of a run vouches for: which files its folder holds, and that each is as it was written.

use std::io;
use std::path::{Component, Path};

use crate::output::manifest::{Manifest, PartRecord, digest};
use crate::output::storage::{Storage, UNFINISHED, at};

/// The name of the manifest in a run's folder.
const MANIFEST: &str = "manifest.json";
/// What a run's folder holds beside what the manifest lists.
const UNLISTED: [&str; 3] = [MANIFEST, "timing.json", "report.html"];
/// The folder of the charts, and how the names of charts end.
const CHARTS: (&str, [&str; 2]) = ("charts", ["svg", "png"]);
/// The most names that are told.
const MOST_NAMED: usize = 10;

/// Reads the manifest of a run's folder.
pub fn read_manifest(storage: &dyn Storage, folder: &Path) -> io::Result<Manifest> {
    let text = storage.read(&folder.join(MANIFEST))?;
    serde_json::from_slice(&text).map_err(io::Error::from)
}

/// The files of a run that are not as its manifest has them, in words; `None` if all are.
pub fn damage(storage: &dyn Storage, folder: &Path, manifest: &Manifest) -> io::Result<Option<String>> {
    let mut wrong = Vec::new();
    for record in &manifest.files {
        if let Some(why) = unsound(storage, folder, record)? {
            wrong.push(format!("{} {why}", record.name));
        }
    }
    Ok((!wrong.is_empty()).then(|| listed(&wrong)))
}

/// What is wrong with a file, if anything.
fn unsound(storage: &dyn Storage, folder: &Path, record: &PartRecord) -> io::Result<Option<&'static str>> {
    let name = Path::new(&record.name);
    let mut parts = name.components();
    let plain = matches!(parts.next(), Some(Component::Normal(_))) && parts.next().is_none();
    if !plain || record.name.contains(['/', '\\', ':']) {
        return Ok(Some("is no name of a file in it"));
    }
    let path = folder.join(name);
    match storage.read(&path) {
        Ok(bytes) if digest(&bytes) == record.digest => Ok(None),
        Ok(_) => Ok(Some("is not what was written")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Some("is missing")),
        Err(error) => Err(at(&path)(error)),
    }
}

/// What the folder of a run holds that no run wrote, in words; `None` if there is nothing. `others` are names of files
/// that may be there, too. Of a folder whose manifest cannot be read, all tables count as written.
pub fn strangers(storage: &dyn Storage, folder: &Path, others: &[&str]) -> io::Result<Option<String>> {
    let manifest = read_manifest(storage, folder).ok();
    let ends_with = |name: &Path, end: &str| name.extension().is_some_and(|its| its == end);
    let mut found = Vec::new();
    for entry in storage.list(folder)? {
        let name = entry.name.as_path();
        if entry.folder && name == Path::new(CHARTS.0) {
            let drawn = storage.list(&folder.join(name))?.into_iter();
            let foreign = drawn.filter(|chart| {
                let ours = CHARTS.1.iter().any(|end| ends_with(&chart.name, end));
                chart.folder || !(ours || ends_with(&chart.name, UNFINISHED))
            });
            found.extend(foreign.map(|chart| name.join(chart.name).display().to_string()));
            continue;
        }
        let known = UNLISTED
            .iter()
            .chain(others)
            .any(|known| name == Path::new(known));
        let listed = match &manifest {
            Some(manifest) => manifest
                .files
                .iter()
                .any(|record| name == Path::new(&record.name)),
            None => ends_with(name, "csv"),
        };
        if entry.folder || !(known || listed || ends_with(name, UNFINISHED)) {
            found.push(name.display().to_string());
        }
    }
    Ok((!found.is_empty()).then(|| listed(&found)))
}

/// Names in a row, the first few of many.
fn listed(names: &[String]) -> String {
    let (told, more) = names.split_at(names.len().min(MOST_NAMED));
    let more = match more.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", told.join(", "))
}
