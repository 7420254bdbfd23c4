//! Measures by criterion, and remembers the least time of each to print the ratios of one run.

use std::cell::Cell;
use std::io::Write;
use std::time::Duration;

use criterion::Criterion;

/// Least nanoseconds of everything measured: group, name, value.
#[derive(Default)]
pub(crate) struct Ratios(Vec<(String, String, f64)>);

/// Few samples of long runs: each is a whole run, not one call.
pub(crate) fn criterion() -> Criterion {
    Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args()
}

impl Ratios {
    /// Measures `run`, which tells how long it took for how many; the time of one is reported.
    pub(crate) fn measure(
        &mut self,
        criterion: &mut Criterion,
        group: &str,
        name: &str,
        run: impl Fn() -> (Duration, u64),
    ) {
        let least = Cell::new(f64::INFINITY);
        criterion.bench_function(&format!("{group}/{name}"), |bencher| {
            bencher.iter_custom(|times| {
                let mut one = 0.0;
                // A whole run is long: so many of them say enough, whatever criterion asks for.
                let runs = times.clamp(1, 3);
                for _ in 0..runs {
                    let (took, count) = run();
                    let each = took.as_nanos() as f64 / count as f64;
                    least.set(least.get().min(each));
                    one += each / runs as f64;
                }
                Duration::from_nanos((one * times as f64) as u64)
            });
        });
        if least.get().is_finite() {
            self.0.push((group.to_owned(), name.to_owned(), least.get()));
        }
    }

    /// Prints, group by group, the first measure and how it compares with the others.
    pub(crate) fn print(&self) {
        let mut out = std::io::stdout().lock();
        let mut line = |text: String| {
            let written = writeln!(out, "{text}");
            assert!(written.is_ok(), "the table can be written");
        };
        line("\nleast ns each, and how many times as long as each floor (same run)".to_owned());
        for of_group in self.0.chunk_by(|one, other| one.0 == other.0) {
            let (group, _, first) = &of_group[0];
            let floors = of_group[1..]
                .iter()
                .map(|(_, name, floor)| format!("   {name} {floor:.1} (x {:.2})", first / floor));
            line(format!("{group:<28} {first:>9.1}{}", floors.collect::<String>()));
        }
    }
}
