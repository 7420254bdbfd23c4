//! Where the folder that the user names really lies: behind symbolic links, so that the links stay when it is replaced.

use std::fs;
use std::path::{Path, PathBuf};

/// Most links that are followed to a folder that is not there yet.
const MOST_LINKS: usize = 40;

/// The folder behind a name that is a symbolic link; any other as it is.
pub fn behind_links(folder: &Path) -> PathBuf {
    let mut here = folder.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(target) = fs::read_link(&here) else { break };
        here = here.parent().unwrap_or(Path::new("")).join(target);
    }
    here
}
