//! Carrying out work on threads of its own, with progress shown and Ctrl-C heeded.

use rayon::ThreadPoolBuilder;

use crate::cli::ending::Failure;
use crate::cli::interrupt;
use crate::cli::telling::Telling;
use crate::experiment::study::Watch;

/// On how many threads to work, and what to tell.
#[derive(Copy, Clone, Debug)]
pub struct Work<'a> {
    /// Threads.
    pub threads: usize,
    /// What to tell.
    pub telling: &'a Telling,
}

impl Work<'_> {
    /// Carries out some work.
    pub fn carry_out<T: Send>(&self, work: impl FnOnce(&Watch) -> T + Send) -> Result<T, Failure> {
        let progress = self.telling.progress();
        let watch = Watch {
            stop: interrupt::watched(),
            progress: &|done, planned| progress.show(done, planned),
        };
        let threads = self.threads;
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| Failure::wrong(format!("--threads {threads}: {error}")))?;
        let done = pool.install(|| work(&watch));
        progress.finish();
        Ok(done)
    }
}

/// A word as a shell takes it.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./=+:,@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_are_quoted_where_a_shell_would_take_them_apart() {
        assert_eq!(quoted("run.horizon=3650"), "run.horizon=3650");
        assert_eq!(quoted("x=[1, 2]"), "'x=[1, 2]'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
    }
}
