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
