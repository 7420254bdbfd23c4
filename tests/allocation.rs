//! A replication allocates while it grows to its size, and then no more.

#[path = "../benches/support/shipped.rs"]
mod shipped;

use comity::experiment::replication::replicate;
use comity::model::blueprint::Blueprint;
use comity::model::measure::Count;

/// Allocations and events of one replication of the shipped scenario over so many years.
fn allocations(years: u32) -> (u64, f64) {
    let days = f64::from(years) * 365.0;
    let scenario = shipped::scenario("harmonization", &[("run.horizon", &days.to_string())]);
    let plan = Blueprint::new(&scenario, None, None);
    let mut events = 0.0;
    let info = allocation_counter::measure(|| {
        let outcome = replicate(&plan, 1, 0, false, u64::MAX).expect("it does not run away");
        events = outcome.counts[Count::Events as usize];
    });
    (info.count_total, events)
}

#[test]
fn ten_more_years_allocate_next_to_nothing() {
    let (ten, events_of_ten) = allocations(10);
    let (twenty, events_of_twenty) = allocations(20);
    let (more, events) = (twenty.saturating_sub(ten), events_of_twenty - events_of_ten);
    assert!(events > 100_000.0, "{events} events");
    // Greatest numbers of anything at once still grow now and then, and rare events make lists.
    assert!(
        (more as f64) < events / 1000.0,
        "{more} allocations more for {events} events more"
    );
}
