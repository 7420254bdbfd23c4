//! Where scenarios come from: files below a few folders, and the ones compiled in. Nothing else is ever opened.

use crate::cli::shipped::SHIPPED;
use crate::scenario::limits::MOST_BYTES;
use crate::scenario::load::Part;
use crate::scenario::names::nearest;
use crate::scenario::tree::quoted;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

/// What the name of a shipped part begins with.
const PREFIX: &str = "shipped:";

/// The files that a scenario may be made of: the one that the user names, wherever it is, and what this one asks for,
/// if it lies below a root and is an ordinary file.
#[derive(Clone, Debug)]
pub struct Library {
    roots: Vec<PathBuf>,
    shipped: &'static [(&'static str, &'static str)],
}

impl Library {
    /// A library whose roots are the folder of the scenario that the user names, and the current one.
    pub fn beside(first: &str) -> Self {
        let folder = fs::canonicalize(first)
            .ok()
            .and_then(|path| path.parent().map(Path::to_path_buf));
        let roots = folder.into_iter().chain(current_folder()).collect();
        Self {
            roots,
            shipped: SHIPPED,
        }
    }

    /// A library with these roots only.
    pub fn below(roots: &[PathBuf]) -> Result<Self, String> {
        let canonical = |root: &PathBuf| {
            let folder = fs::canonicalize(root).ok().filter(|root| root.is_dir());
            folder.ok_or_else(|| format!("there is no folder {}", quoted(&root.to_string_lossy())))
        };
        Ok(Self {
            roots: roots.iter().map(canonical).collect::<Result<_, _>>()?,
            shipped: SHIPPED,
        })
    }

    /// Gets what the part `asking` asks for; with `asking` empty, what the user names.
    pub fn fetch(&self, asking: &str, wanted: &str) -> Result<Part, String> {
        if wanted.is_empty() || wanted.chars().any(char::is_control) {
            return Err(format!("{} is not the name of a file", quoted(wanted)));
        }
        if let Some(name) = wanted.strip_prefix(PREFIX) {
            return self.shipped(name).ok_or_else(|| self.no_shipped(name));
        }
        if asking.is_empty() {
            return self.first(wanted);
        }
        if is_absolute(wanted) {
            return Err(format!(
                "{} is an absolute path; name a file relative to {asking}",
                quoted(wanted)
            ));
        }
        match asking.strip_prefix(PREFIX) {
            Some(asking) => {
                let name = Path::new(asking).with_file_name(wanted);
                self.shipped(&name.to_string_lossy())
                    .ok_or_else(|| self.no_shipped(wanted))
            }
            None => self.file(asking, wanted),
        }
    }

    /// What the user names: a file, else a shipped scenario.
    fn first(&self, name: &str) -> Result<Part, String> {
        let path = match fs::canonicalize(name) {
            Ok(path) if path.is_file() => path,
            found => {
                if let Some(part) = self.shipped(name) {
                    return Ok(part);
                }
                match found {
                    Ok(path) => path,
                    Err(error) if error.kind() == ErrorKind::NotFound => return Err(self.nothing(name)),
                    Err(error) => return Err(cannot_read(name, &error)),
                }
            }
        };
        read(&path, name)
    }

    /// A file that a part asks for, relative to the folder of this part.
    fn file(&self, asking: &str, wanted: &str) -> Result<Part, String> {
        let beside = fs::canonicalize(asking).map_err(|error| cannot_read(asking, &error))?;
        let folder = beside.parent().unwrap_or(Path::new(""));
        let outside = || {
            format!(
                "{} leaves the folders that may be read; see --root",
                quoted(wanted)
            )
        };
        let written = without_dots(&folder.join(wanted))
            .filter(|path| self.allows(path))
            .ok_or_else(outside)?;
        let path = fs::canonicalize(written).map_err(|error| cannot_read(wanted, &error))?;
        if !self.allows(&path) {
            return Err(outside());
        }
        read(&path, wanted)
    }

    fn allows(&self, path: &Path) -> bool {
        self.roots.iter().any(|root| path.starts_with(root))
    }

    /// A shipped part by its name, the end `.toml` left out or not.
    fn shipped(&self, name: &str) -> Option<Part> {
        let name = name.replace('\\', "/");
        let scenario = format!("{name}.toml");
        let (name, text) = self
            .shipped
            .iter()
            .find(|(known, _)| *known == name || *known == scenario)?;
        Some(Part {
            name: format!("{PREFIX}{name}"),
            text: (*text).to_owned(),
        })
    }

    fn scenarios(&self) -> impl Iterator<Item = &'static str> {
        self.shipped
            .iter()
            .filter_map(|(name, _)| name.strip_suffix(".toml"))
    }

    fn no_shipped(&self, name: &str) -> String {
        format!("nothing called {} is shipped{}", quoted(name), self.meant(name))
    }

    fn nothing(&self, name: &str) -> String {
        format!(
            "there is no file {}, and no shipped scenario of this name{}",
            quoted(name),
            self.meant(name)
        )
    }

    fn meant(&self, name: &str) -> String {
        let bare = name.strip_suffix(".toml").unwrap_or(name);
        match nearest(bare, self.scenarios()) {
            Some(meant) => format!("; did you mean `{meant}`?"),
            None if self.shipped.is_empty() => String::new(),
            None => format!(
                "; shipped are {}",
                self.scenarios().collect::<Vec<_>>().join(", ")
            ),
        }
    }
}

fn current_folder() -> Option<PathBuf> {
    std::env::current_dir().and_then(fs::canonicalize).ok()
}

/// Whether a name begins at the top of some disk, on whatever system it was written.
fn is_absolute(name: &str) -> bool {
    name.starts_with(['/', '\\']) || name.as_bytes().get(1) == Some(&b':') || Path::new(name).is_absolute()
}

/// The path with `.` and `..` worked out on paper, without looking at the disk.
fn without_dots(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if !plain.pop() {
                    return None;
                }
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => plain.push(component),
        }
    }
    Some(plain)
}

/// The text of an ordinary file. Of one that is too large only as much is read as is needed to refuse it.
fn read(path: &Path, wanted: &str) -> Result<Part, String> {
    let sort = fs::metadata(path).map_err(|error| cannot_read(wanted, &error))?;
    if sort.is_dir() {
        return Err(format!("{} is a folder, not a file", quoted(wanted)));
    }
    if !sort.is_file() {
        return Err(format!("{} is not an ordinary file", quoted(wanted)));
    }
    let file = File::open(path).map_err(|error| cannot_read(wanted, &error))?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| cannot_read(wanted, &error))?;
    // What is not UTF-8 is told of with its place when the text is read.
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Ok(Part {
        name: shown(path),
        text,
    })
}

/// The name of a file for people: from the current folder where it lies below, with the same strokes on every system.
fn shown(path: &Path) -> String {
    let here = current_folder();
    let short = here
        .as_deref()
        .and_then(|here| path.strip_prefix(here).ok())
        .unwrap_or(path);
    let name = short.to_string_lossy().into_owned();
    if cfg!(windows) {
        name.trim_start_matches(r"\\?\").replace('\\', "/")
    } else {
        name
    }
}

fn cannot_read(name: &str, error: &io::Error) -> String {
    let name = quoted(name);
    if error.kind() == ErrorKind::NotFound {
        format!("there is no file {name}")
    } else if error.kind() == ErrorKind::PermissionDenied {
        format!("{name} may not be read")
    } else {
        format!("{name} cannot be read: {error}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load::load;
    use std::error::Error;
    use tempfile::{TempDir, tempdir};

    type Tried = Result<(), Box<dyn Error>>;

    /// A folder with these files, and a library whose only root is its folder `in`.
    fn library(files: &[(&str, &str)]) -> Result<(TempDir, Library), Box<dyn Error>> {
        let folder = tempdir()?;
        fs::create_dir(folder.path().join("in"))?;
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().ok_or("every file is in a folder")?)?;
            fs::write(path, text)?;
        }
        let mut library = Library::below(&[folder.path().join("in")])?;
        library.shipped = &[("classroom.toml", "format = 1"), ("tables.csv", "id\nusa\n")];
        Ok((folder, library))
    }

    fn path(folder: &TempDir, name: &str) -> String {
        folder.path().join(name).to_string_lossy().into_owned()
    }

    #[test]
    fn files_are_found_beside_the_one_that_asks() -> Tried {
        let (folder, library) = library(&[("in/a/x.toml", "x"), ("in/base.toml", "base")])?;
        let first = library.fetch("", &path(&folder, "in/a/x.toml"))?;
        assert_eq!(first.text, "x");
        let base = library.fetch(&first.name, "../base.toml")?;
        assert_eq!(base.text, "base");
        assert_eq!(library.fetch(&first.name, "../a/.././base.toml")?, base);
        Ok(())
    }

    #[test]
    fn nothing_outside_the_roots_is_read_or_told_of() -> Tried {
        let (folder, library) = library(&[("in/x.toml", ""), ("secret.toml", "password")])?;
        let first = library.fetch("", &path(&folder, "in/x.toml"))?.name;
        for wanted in [
            "../secret.toml",
            "../absent.toml",
            "y/../../secret.toml",
            "../../../../../../../../../etc/passwd",
        ] {
            let told = library.fetch(&first, wanted).expect_err("outside");
            assert_eq!(
                told,
                format!("\"{wanted}\" leaves the folders that may be read; see --root")
            );
        }
        for wanted in ["/etc/passwd", "\\\\host\\share", "C:/x.toml"] {
            let told = library.fetch(&first, wanted).expect_err("absolute");
            assert!(
                told.starts_with(&format!(
                    "\"{wanted}\" is an absolute path; name a file relative to "
                )),
                "{told}"
            );
        }
        assert_eq!(
            library.fetch(&first, "a\0b").expect_err("no name"),
            "\"a\0b\" is not the name of a file"
        );
        assert_eq!(
            library.fetch(&first, "").expect_err("no name"),
            "\"\" is not the name of a file"
        );
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn links_that_leave_are_refused_and_links_that_stay_are_followed() -> Tried {
        let (folder, library) = library(&[("in/x.toml", "inside"), ("secret.toml", "password")])?;
        std::os::unix::fs::symlink("../secret.toml", folder.path().join("in/leaving.toml"))?;
        std::os::unix::fs::symlink("x.toml", folder.path().join("in/staying.toml"))?;
        std::os::unix::fs::symlink("round.toml", folder.path().join("in/round.toml"))?;
        let first = library.fetch("", &path(&folder, "in/x.toml"))?;
        let told = library.fetch(&first.name, "leaving.toml").expect_err("outside");
        assert_eq!(
            told,
            "\"leaving.toml\" leaves the folders that may be read; see --root"
        );
        assert_eq!(library.fetch(&first.name, "staying.toml")?, first);
        assert!(
            library
                .fetch(&first.name, "round.toml")
                .expect_err("a ring")
                .starts_with("\"round.toml\" cannot be read: ")
        );
        Ok(())
    }

    #[test]
    fn only_ordinary_files_of_text_are_read() -> Tried {
        let (folder, library) = library(&[("in/x.toml", ""), ("in/folder/y.toml", "")])?;
        fs::write(folder.path().join("in/binary.toml"), b"a\n\xff\xfe")?;
        let first = library.fetch("", &path(&folder, "in/x.toml"))?.name;
        assert_eq!(
            library.fetch(&first, "folder").expect_err("a folder"),
            "\"folder\" is a folder, not a file"
        );
        assert_eq!(
            library.fetch(&first, "none.toml").expect_err("absent"),
            "there is no file \"none.toml\""
        );
        let binary = path(&folder, "in/binary.toml");
        let fetch = |asking: &str, wanted: &str| library.fetch(asking, wanted);
        let faults = load(&binary, &[], &fetch, &|_| ()).expect_err("no text");
        assert!(!faults.io(), "it was read, and is wrong: {faults}");
        let told = faults.to_string();
        assert!(
            told.contains(
                "binary.toml:2:1: the file is not UTF-8 text; allowed: the same text, saved as UTF-8"
            ),
            "{told}"
        );
        #[cfg(unix)]
        assert_eq!(
            library.fetch("", "/dev/zero").expect_err("a device"),
            "\"/dev/zero\" is not an ordinary file"
        );
        Ok(())
    }

    #[test]
    fn of_a_file_that_is_too_large_little_is_read() -> Tried {
        let (folder, library) = library(&[])?;
        File::create(folder.path().join("in/large.toml"))?.set_len(1 << 33)?;
        let name = path(&folder, "in/large.toml");
        assert_eq!(library.fetch("", &name)?.text.len(), MOST_BYTES + 1);
        let faults = load(
            &name,
            &[],
            &|asking, wanted| library.fetch(asking, wanted),
            &|_| (),
        )
        .expect_err("too large");
        assert!(faults.too_large());
        assert_eq!(
            faults.0[0].message,
            "the file is larger than 8 MiB, the most that is read"
        );
        Ok(())
    }

    #[test]
    fn a_file_that_extends_itself_is_refused_by_name() -> Tried {
        let (folder, library) = library(&[
            ("in/a.toml", "format = 1\nextends = \"b.toml\""),
            ("in/b.toml", "format = 1\nextends = \"./../in/a.toml\""),
        ])?;
        let fetch = |asking: &str, wanted: &str| library.fetch(asking, wanted);
        let faults = load(&path(&folder, "in/a.toml"), &[], &fetch, &|_| ()).expect_err("a ring");
        let [fault] = &faults.0[..] else {
            panic!("one fault: {faults}")
        };
        assert!(
            fault.message.starts_with("a file extends itself: ") && fault.message.ends_with("in/a.toml"),
            "{fault}"
        );
        Ok(())
    }

    #[test]
    fn shipped_scenarios_are_found_by_name() -> Tried {
        let (_folder, library) = library(&[])?;
        let classroom = library.fetch("", "classroom")?;
        assert_eq!(
            classroom,
            Part {
                name: "shipped:classroom.toml".into(),
                text: "format = 1".into()
            }
        );
        assert_eq!(library.fetch("x.toml", "shipped:classroom")?, classroom);
        assert_eq!(
            library.fetch("shipped:classroom.toml", "tables.csv")?.name,
            "shipped:tables.csv"
        );
        let told = library.fetch("", "clasroom").expect_err("a slip");
        assert_eq!(
            told,
            "there is no file \"clasroom\", and no shipped scenario of this name; did you mean `classroom`?"
        );
        let told = library.fetch("x.toml", "shipped:other").expect_err("not shipped");
        assert_eq!(told, "nothing called \"other\" is shipped; shipped are classroom");
        Ok(())
    }
}
