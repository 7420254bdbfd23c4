//! What a run may cost: memory and events, with defaults that the machine gives or that stand here.

use std::fs;

use clap::Args;

use crate::cli::cost::{Cost, bytes_in_words};
use crate::cli::ending::{Ending, Failure};

/// Events after which a replication counts as running away, unless told otherwise, in a world of few nations: five times
/// those of the largest shipped scenario. A world whose queues grow without end needs up to six microseconds for each, so
/// that it is stopped within seconds.
const MOST_EVENTS: u64 = 1_000_000;
/// And for each of many nations: three times what one has in ten years of a synthetic world.
const MOST_EVENTS_PER_NATION: u64 = 20_000;
/// The most memory where the machine does not tell what it has.
const UNKNOWN_MEMORY: u64 = 16 << 30;
/// The share of what the machine allows that a run may be expected to need.
const SHARE: f64 = 0.9;

/// What a run may cost.
#[derive(Args, Clone, Debug)]
pub struct Limits {
    /// Refuse what would need more memory, such as 512MiB or 4GiB [default: nine tenths of what the machine allows]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_memory: Option<u64>,
    /// Events after which a replication counts as running away, and is lost; those that find nothing to do count, too, unlike in the column `events` [default: a million, or 20,000 a nation]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    max_events: Option<u64>,
}

/// Events after which a replication of so many nations counts as running away, unless told otherwise.
pub fn usual_most_events(nations: usize) -> u64 {
    MOST_EVENTS.max(MOST_EVENTS_PER_NATION.saturating_mul(nations as u64))
}

impl Limits {
    /// Events after which a replication of so many nations counts as running away.
    pub fn most_events(&self, nations: usize) -> u64 {
        self.max_events.unwrap_or_else(|| usual_most_events(nations))
    }

    /// Refuses a run that would cost too much, with so many events to a replication at most.
    pub fn check(&self, cost: &Cost, most_events: u64) -> Result<(), Failure> {
        let refuse = |message: String| Err(Failure::new(Ending::TooLarge, message));
        let most = self.max_memory.unwrap_or_else(|| memory_allowed(cost.threads));
        if cost.memory_bytes > most {
            return refuse(format!(
                "the run would need about {} of memory, more than the {} {}; fewer nations, --replications or --threads need less, and --max-memory allows more",
                bytes_in_words(cost.memory_bytes),
                bytes_in_words(most),
                if self.max_memory.is_some() {
                    "of --max-memory"
                } else {
                    "that this machine allows"
                },
            ));
        }
        match cost.events_per_replication {
            Some(events) if events > most_events as f64 => refuse(format!(
                "a replication would have about {events:.1e} events, more than the {:.1e} after which it counts as running away; a shorter run.horizon or lower rates need fewer, and --max-events allows more",
                most_events as f64
            )),
            _ => Ok(()),
        }
    }
}

/// Bytes that the machine allows a process to take, less a reserve: the least of what is free, of the limits of its
/// control group, and of those of the process.
fn memory_allowed(threads: usize) -> u64 {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let groups = [
        ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
        (
            "/sys/fs/cgroup/memory/memory.limit_in_bytes",
            "/sys/fs/cgroup/memory/memory.usage_in_bytes",
        ),
    ];
    let groups = groups.map(|(most, used)| {
        let number = |path: &str| read(path).trim().parse::<u64>().ok();
        Some(number(most)?.saturating_sub(number(used).unwrap_or(0)))
    });
    let limits = read("/proc/self/limits");
    let all = [
        free_memory(&read("/proc/meminfo")),
        groups[0],
        groups[1],
        process_limit(&limits, "Max address space").map(|most| most.saturating_sub(address_space(threads))),
        process_limit(&limits, "Max data size"),
        process_limit(&limits, "Max resident set"),
    ];
    let least = all.into_iter().flatten().min().unwrap_or(UNKNOWN_MEMORY);
    (least as f64 * SHARE) as u64
}

/// Bytes that can be had without swapping (proc(5), `MemAvailable`).
fn free_memory(meminfo: &str) -> Option<u64> {
    let line = meminfo
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

/// Addresses that are taken whatever the run is: by the program itself, and by each thread for its stack and for the
/// piece that glibc's allocator reserves for it. An allocator that gets no piece takes a page for every small thing, and
/// what would have been enough runs out.
fn address_space(threads: usize) -> u64 {
    const STACK_BYTES: u64 = 4 << 20;
    const PIECE_BYTES: u64 = 64 << 20;
    /// Threads beside those that work: the first one, the one that waits for signals, and the one that tells of progress.
    const BESIDE: u64 = 3;
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmSize:"));
    let kib = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    let threads = threads as u64;
    kib.unwrap_or(0) * 1024 + threads * STACK_BYTES + (threads + BESIDE) * PIECE_BYTES
}

/// The soft limit of this name; none where it is unlimited.
fn process_limit(limits: &str, name: &str) -> Option<u64> {
    let line = limits.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// A size with its unit.
fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" | "kib" => 1 << 10,
        "m" | "mb" | "mib" => 1 << 20,
        "g" | "gb" | "gib" => 1 << 30,
        "t" | "tb" | "tib" => 1_u64 << 40,
        _ => 0,
    };
    let number: f64 = digits.trim().parse().unwrap_or(f64::NAN);
    let bytes = number * unit as f64;
    if bytes.is_finite() && bytes >= 1.0 {
        Ok(bytes as u64)
    } else {
        Err(format!("`{text}` is no size: write for example 512MiB or 4GiB"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_their_unit() {
        let read: Vec<u64> = ["512MiB", "4g", "1.5 GiB", "1000"]
            .iter()
            .map(|text| size(text).unwrap())
            .collect();
        assert_eq!(read, [512 << 20, 4 << 30, 3 << 29, 1000]);
        for nonsense in ["", "MiB", "4 apples", "-1G", "nan"] {
            assert!(size(nonsense).is_err(), "{nonsense}");
        }
    }

    #[test]
    fn many_nations_may_have_many_events() {
        assert_eq!(
            [5, 50, 200].map(usual_most_events),
            [1_000_000, 1_000_000, 4_000_000]
        );
    }

    #[test]
    fn what_the_system_tells_is_read() {
        assert_eq!(
            free_memory("MemTotal: 9 kB\nMemAvailable:    2048 kB\n"),
            Some(2 << 20)
        );
        let limits = "Limit  Soft Limit  Hard Limit  Units\nMax address space  1073741824  unlimited  bytes\nMax data size  unlimited  unlimited  bytes\n";
        assert_eq!(process_limit(limits, "Max address space"), Some(1 << 30));
        assert_eq!(process_limit(limits, "Max data size"), None);
        assert!(memory_allowed(2) > 0);
    }
}
