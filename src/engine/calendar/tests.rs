//! The future event list beside one that is as plain as it can be, and what it promises of its room.

use std::collections::{BTreeMap, VecDeque};

use proptest::prelude::*;

use super::*;
use crate::engine::chance::Chance;
use crate::engine::identity::Identity;
use crate::engine::near::LONG_RUN;

/// The same calendar as plainly as it can be written.
#[derive(Default)]
struct Plain {
    events: BTreeMap<(SimTime, EventKey), u64>,
}

impl Plain {
    fn next(&mut self) -> Option<(SimTime, EventKey, u64)> {
        self.events
            .pop_first()
            .map(|((time, key), event)| (time, key, event))
    }
}

#[derive(Clone, Debug)]
enum Step {
    Schedule { time: u8, class: u8, entity: u64 },
    Cancel { which: usize },
    Next,
    Clear,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        60 => (0..20_u8, 0..3_u8, 0..3_u64)
            .prop_map(|(time, class, entity)| Step::Schedule { time, class, entity }),
        45 => any::<usize>().prop_map(|which| Step::Cancel { which }),
        15 => Just(Step::Next),
        1 => Just(Step::Clear),
    ];
    prop::collection::vec(step, 0..600)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_operations_agrees_with_a_sorted_map(steps in steps()) {
        let mut calendar = Calendar::new();
        let mut plain = Plain::default();
        let mut tickets: Vec<(Ticket, (SimTime, EventKey), u64)> = Vec::new();
        for (number, step) in (0_u64..).zip(steps) {
            match step {
                Step::Schedule { time, class, entity } => {
                    let time = SimTime::from_days(f64::from(time) / 3.0);
                    let key = EventKey { class, entity, index: number as u32 };
                    tickets.push((calendar.schedule(time, key, number), (time, key), number));
                    plain.events.insert((time, key), number);
                }
                Step::Cancel { which } if !tickets.is_empty() => {
                    let (ticket, place, event) = tickets[which % tickets.len()];
                    let pending = plain.events.get(&place) == Some(&event);
                    prop_assert_eq!(calendar.cancel(ticket), pending);
                    plain.events.remove(&place);
                }
                Step::Cancel { .. } => prop_assert!(!calendar.cancel(Ticket::NONE)),
                Step::Next => {
                    let first = plain.events.keys().next().map_or(SimTime::ZERO, |(time, _)| *time);
                    let before = SimTime::from_days(first.days() - 0.01_f64.min(first.days()));
                    prop_assert!(first == before || calendar.next_until(before).is_none());
                    let next = calendar.next().map(|next| (next.time, next.key, next.event));
                    prop_assert_eq!(next, plain.next());
                }
                Step::Clear => {
                    calendar.clear();
                    plain.events.clear();
                }
            }
            prop_assert_eq!(calendar.len(), plain.events.len());
        }
        while let Some(next) = calendar.next() {
            prop_assert_eq!(Some((next.time, next.key, next.event)), plain.next());
        }
        prop_assert!(calendar.is_empty() && plain.events.is_empty());
    }

    #[test]
    fn the_order_of_scheduling_does_not_matter(
        order in Just((0..500_u32).collect::<Vec<u32>>()).prop_shuffle()
    ) {
        let mut calendar = Calendar::new();
        for number in order {
            let key = EventKey { class: (number % 5) as u8, entity: u64::from(number % 7), index: number };
            calendar.schedule(SimTime::from_days(f64::from(number % 11)), key, number);
        }
        let order: Vec<u32> = std::iter::from_fn(|| calendar.next()).map(|next| next.event).collect();
        let mut expected: Vec<u32> = (0..500).collect();
        expected.sort_by_key(|number| (number % 11, number % 5, number % 7, *number));
        prop_assert_eq!(order, expected);
    }
}

/// Delays of many scales, some of them ties, in a world that changes its pace; a third of all is cancelled.
#[test]
fn many_events_come_in_the_order_of_a_sorted_map() {
    let luck = Chance::new(11, 0);
    let (mut calendar, mut plain) = (Calendar::new(), Plain::default());
    let mut tickets = VecDeque::new();
    let mut now = 0.0;
    for number in 0..400_000_u64 {
        let draw = luck.draw(1, Identity::of("many").numbered(number), 0);
        let pace = if number < 250_000 { 100.0 } else { 0.5 };
        let days = match number % 7 {
            0 => (now + draw.uniform() * pace).ceil(),
            1 => now + draw.uniform() * pace * 1e4,
            _ => now + draw.exponential() * pace,
        };
        let time = SimTime::from_days(days);
        let (class, index) = ((number % 3) as u8, number as u32);
        let key = EventKey {
            class,
            entity: number % 5,
            index,
        };
        tickets.push_back((calendar.schedule(time, key, number), (time, key)));
        plain.events.insert((time, key), number);
        if number % 3 == 0 {
            let place = (draw.second() * tickets.len() as f64) as usize;
            let (ticket, known) = tickets.swap_remove_back(place).expect("a ticket");
            assert_eq!(calendar.cancel(ticket), plain.events.remove(&known).is_some());
        }
        // Some hundred thousand are pending before the first is taken. Looking ahead, now and then, changes nothing.
        if number > 200_000 {
            for _ in 0..2 {
                if number % 10 < 8 {
                    calendar.look_ahead(|_, _| ());
                }
                let next = calendar.next().map(|next| (next.time, next.key, next.event));
                assert_eq!(next, plain.next());
                now = next.map_or(now, |(time, ..)| time.days());
            }
        }
    }
    while let Some(next) = calendar.next() {
        assert_eq!(Some((next.time, next.key, next.event)), plain.next());
    }
    assert!(plain.events.is_empty());
}

#[test]
fn a_stale_ticket_does_not_cancel_the_next_tenant_of_its_slot() {
    let (time, key) = (
        SimTime::from_days(1.0),
        EventKey {
            class: 0,
            entity: 0,
            index: 0,
        },
    );
    let mut calendar = Calendar::new();
    let stale = calendar.schedule(time, key, 'a');
    calendar.next();
    let fresh = calendar.schedule(time, key, 'b');
    assert!(!calendar.cancel(stale) && !calendar.cancel(Ticket::NONE) && !calendar.cancel(Ticket::default()));
    assert!(calendar.cancel(fresh) && !calendar.cancel(fresh));
    assert!(calendar.is_empty());
}

#[test]
fn cancelled_events_are_swept_out_when_they_are_many_and_the_majority() {
    // So many are scheduled, so many of them can be cancelled before they are swept out.
    for (scheduled, kept) in [(70, SWEEP_FROM - 1), (128, SWEEP_FROM), (1000, 500)] {
        let mut calendar = Calendar::new();
        let tickets: Vec<Ticket> = (0..scheduled)
            .map(|entity| {
                let key = EventKey {
                    class: 0,
                    entity,
                    index: 0,
                };
                calendar.schedule(SimTime::from_days(entity as f64), key, entity)
            })
            .collect();
        for (cancelled, &ticket) in (1..=kept).zip(&tickets) {
            assert!(calendar.cancel(ticket));
            assert_eq!((calendar.cancelled, calendar.slots.count_free()), (cancelled, 0));
        }
        assert!(calendar.cancel(tickets[kept]));
        assert_eq!((calendar.cancelled, calendar.slots.count_free()), (0, kept + 1));
        assert_eq!(calendar.next().map(|next| next.event), Some(kept as u64 + 1));
    }
}

/// A key that nothing else has.
fn key(entity: u64) -> EventKey {
    EventKey {
        class: 0,
        entity,
        index: 0,
    }
}

#[test]
fn nearly_all_events_are_shown_some_time_before_they_happen_and_again_shortly_before() {
    let luck = Chance::new(12, 0);
    let mut calendar = Calendar::new();
    let plan = |calendar: &mut Calendar<u64>, number: u64, now: f64| {
        let delay = luck
            .draw(1, Identity::of("ahead").numbered(number), 0)
            .exponential();
        calendar.schedule(SimTime::from_days(now + 1.0 + delay), key(number), number);
    };
    (0..3000).for_each(|number| plan(&mut calendar, number, 0.0));
    let mut shown = [vec![None; 33_000], vec![None; 33_000]];
    let mut happened = Vec::new();
    let mut looks = 0;
    for number in 3000..33_000 {
        let next = calendar.next().expect("as many are scheduled as are taken");
        happened.push(next.event as usize);
        plan(&mut calendar, number, next.time.days());
        if !calendar.is_look_due() {
            continue;
        }
        looks += 1;
        calendar.look_ahead(|glance, event| {
            let shown = &mut shown[glance][event as usize];
            assert_eq!(*shown, None, "glance {glance} has shown {event} before");
            *shown = Some(happened.len());
        });
    }
    // Once in about two events.
    assert!(looks > 8000 && looks < 16_000, "{looks} looks");
    for (shown, buckets) in shown.iter().zip(REACH) {
        let before: Vec<usize> = (0..happened.len())
            .filter_map(|place| Some(place.checked_sub(shown[happened[place]]?)? + 1))
            .collect();
        assert!(
            before.len() * 10 > happened.len() * 8,
            "{} were shown",
            before.len()
        );
        let mean = before.iter().sum::<usize>() as f64 / before.len() as f64;
        let reach = f64::from(buckets) * PER_BUCKET;
        assert!(
            mean > reach / 2.0 && mean <= reach,
            "{mean} events before, of {reach}"
        );
    }
}

#[test]
fn the_first_of_an_instant_is_known_without_opening_another_bucket() {
    let mut calendar = Calendar::new();
    for number in 0..300 {
        calendar.schedule(SimTime::from_days((number / 3) as f64), key(number), number);
    }
    let now = calendar.next().expect("three hundred").time;
    assert_eq!(calendar.first_at(now), Some(key(1)));
    let early = calendar.schedule(now, EventKey { index: 1, ..key(0) }, 300);
    assert_eq!(calendar.first_at(now).map(|key| key.index), Some(1));
    assert!(calendar.cancel(early));
    assert_eq!(calendar.first_at(now), Some(key(1)));
    calendar.next();
    calendar.next();
    let bucket = calendar.current;
    assert_eq!((calendar.first_at(now), calendar.current), (None, bucket));
}

#[test]
fn before_anything_is_laid_out_every_time_is_far() {
    let mut calendar = Calendar::new();
    for (index, days) in (0..).zip([1e-300, 0.5, 1.0, 2.0, 1e300]) {
        let key = EventKey {
            class: 0,
            entity: 0,
            index,
        };
        calendar.schedule(SimTime::from_days(days), key, ());
    }
    assert_eq!(calendar.far.len(), 5);
    assert!(calendar.near.is_empty());
}

#[test]
fn newcomers_are_put_into_a_short_run_and_beside_a_long_one() {
    let mut calendar = Calendar::new();
    let key = |index| EventKey { index, ..key(0) };
    for index in 0..10 {
        calendar.schedule(SimTime::from_days(10.0 + f64::from(index)), key(index), index);
    }
    // Puts the ten in order and takes none.
    assert!(calendar.next_until(SimTime::ZERO).is_none());
    for index in 10..60 {
        calendar.schedule(SimTime::from_days(f64::from(index) / 10.0), key(index), index);
    }
    assert_eq!(
        (calendar.near.run.len(), calendar.near.heap.len()),
        (LONG_RUN, 60 - LONG_RUN)
    );
    let order: Vec<u32> = std::iter::from_fn(|| calendar.next())
        .map(|next| next.event)
        .collect();
    assert_eq!(order, (10..60).chain(0..10).collect::<Vec<_>>());
}

#[test]
fn a_calendar_can_be_cleared_again_and_again() {
    let mut calendar = Calendar::new();
    for round in 0..100_u32 {
        let key = EventKey {
            class: 0,
            entity: 0,
            index: round,
        };
        let ticket = calendar.schedule(SimTime::from_days(1.0), key, round);
        calendar.clear();
        assert!(calendar.is_empty() && !calendar.cancel(ticket));
        assert_eq!((ticket.slot, ticket.generation), (0, 2 * round + 1));
    }
}

#[test]
fn buckets_are_as_wide_as_events_are_dense() {
    let mut calendar = Calendar::new();
    let mut entity = 0;
    let mut add = |calendar: &mut Calendar<()>, days: f64| {
        entity += 1;
        calendar.schedule(SimTime::from_days(days), key(entity), ());
    };
    let density = |calendar: &Calendar<()>| calendar.per_width * PER_BUCKET;
    // Twenty a day from day 10 to 110. Every 32nd is looked at: the middle of these lies 49.6 days after the first.
    (0..2000).for_each(|n| add(&mut calendar, 10.0 + 0.05 * f64::from(n)));
    calendar.next();
    assert!((density(&calendar) / (1000.0 / 49.6) - 1.0).abs() < 1e-9);
    assert_eq!((calendar.ring.len() as usize, calendar.base), (MOST_RING, 10.0));
}

#[test]
fn the_ring_has_room_for_what_is_pending_within_bounds() {
    for (pending, buckets) in [
        (25, 512),
        (100, 2048),
        (1000, MOST_RING),
        (MANY as u64, MOST_RING),
        (MANY as u64 + 2, RING_OF_MANY),
    ] {
        let mut calendar = Calendar::new();
        for number in 0..pending {
            calendar.schedule(SimTime::from_days((number + 1) as f64), key(number), ());
        }
        calendar.next();
        assert_eq!(calendar.ring.len() as usize, buckets);
    }
}

/// From very many to few and back: the ring becomes shorter and longer, and the order stays that of a sorted list.
#[test]
fn the_ring_follows_how_many_are_pending_and_loses_nothing() {
    let luck = Chance::new(14, 0);
    let mut calendar = Calendar::new();
    let (mut expected, mut taken) = (Vec::new(), Vec::new());
    let (mut now, mut rings) = (0.0, Vec::new());
    for (pending, turns) in [(2 * MANY, 20_000), (1000, 2 * MANY), (2 * MANY, 4 * MANY), (0, 0)] {
        while calendar.len() > pending {
            let next = calendar.next().expect("more are pending");
            now = next.time.days();
            taken.push((next.time.to_bits(), next.event));
        }
        let mut plan = |calendar: &mut Calendar<u64>, now: f64| {
            let number = expected.len() as u64;
            let draw = luck.draw(1, Identity::of("many").numbered(number), 0);
            let time = SimTime::from_days(now + draw.exponential());
            calendar.schedule(time, key(number), number);
            expected.push((time.to_bits(), number));
        };
        (calendar.len()..pending).for_each(|_| plan(&mut calendar, now));
        for _ in 0..turns {
            let next = calendar.next().expect("as many are scheduled as are taken");
            now = next.time.days();
            taken.push((next.time.to_bits(), next.event));
            plan(&mut calendar, now);
        }
        rings.push(calendar.ring.len() as usize);
    }
    assert_eq!(rings[..3], [RING_OF_MANY, MOST_RING, RING_OF_MANY]);
    expected.sort_unstable();
    assert!(taken == expected, "{} taken of {}", taken.len(), expected.len());
}

/// Delays are exponential, of a mean that changes: most lie far off, then they come soon, then nearly nothing happens any more.
#[test]
fn buckets_follow_a_density_that_rises_and_falls() {
    let luck = Chance::new(13, 0);
    let mut calendar = Calendar::new();
    let plan = |calendar: &mut Calendar<u64>, number: u64, now: f64, mean: f64| {
        let draw = luck.draw(1, Identity::of("dense").numbered(number), 0);
        let time = SimTime::from_days(now + mean * draw.exponential());
        calendar.schedule(time, key(number), number);
    };
    (0..100).for_each(|number| plan(&mut calendar, number, 0.0, 1000.0));
    let mut times = vec![0.0];
    for mean in [1000.0, 0.1, 1e6] {
        for _ in 0..10_000 {
            let next = calendar.next().expect("as many are scheduled as are taken");
            plan(&mut calendar, 99 + times.len() as u64, next.time.days(), mean);
            times.push(next.time.days());
        }
        let last = times.len() - 1;
        let density = 1000.0 / (times[last] - times[last - 1000]);
        let ratio = calendar.per_width * PER_BUCKET / density;
        assert!(
            ratio > 0.5 / DENSER && ratio < 2.0 * THINNER,
            "laid out for {ratio} times the density of {density}"
        );
    }
    assert!(calendar.near.heap.is_empty());
}

/// A density that falls by half makes buckets emptier than they are meant to be, but no dearer.
#[test]
fn a_density_that_falls_a_little_lays_nothing_out_anew() {
    let mut calendar = Calendar::new();
    for number in 0..100 {
        calendar.schedule(SimTime::from_days(1.0 + 0.05 * number as f64), key(number), ());
    }
    let mut number = 100;
    let mut go_on = |calendar: &mut Calendar<()>, events: u64, delay: f64| {
        for _ in 0..events {
            let next = calendar.next().expect("as many are scheduled as are taken");
            calendar.schedule(next.time + delay, key(number), ());
            number += 1;
        }
    };
    // A hundred are pending: twenty a day, then ten.
    go_on(&mut calendar, 1000, 5.0);
    let laid_out = (calendar.base, calendar.per_width);
    go_on(&mut calendar, 2000, 10.0);
    assert!(
        (calendar.density / 10.0 - 1.0).abs() < 0.1,
        "{} a day",
        calendar.density
    );
    assert_eq!((calendar.base, calendar.per_width), laid_out);
}

/// However near one another the first of them lie, half of the far events are dealt out at once.
#[test]
fn a_few_close_events_do_not_hide_all_others_behind_the_bands() {
    let mut calendar = Calendar::new();
    for number in 0..1000 {
        calendar.schedule(SimTime::from_days(1e-9 * number as f64), key(number), ());
    }
    while calendar.next().is_some() {}
    for number in 0..1000 {
        calendar.schedule(SimTime::from_days(1e6 * (1 + number) as f64), key(number), ());
    }
    calendar.next();
    assert!(calendar.density > 1e8, "{}", calendar.density);
    // About half, as a sample has it.
    assert!(calendar.far.len() < 600, "{} are far", calendar.far.len());
}

#[test]
fn a_calendar_that_has_reached_its_size_allocates_no_more() {
    let mut calendar = Calendar::new();
    let mut sizes = Vec::new();
    for round in 0..20_u32 {
        for number in 0..1000_u32 {
            let key = EventKey {
                class: 0,
                entity: u64::from(number),
                index: round,
            };
            let time = SimTime::from_days(f64::from(round * 10 + number % 10));
            let ticket = calendar.schedule(time, key, number);
            if number % 3 > 0 {
                calendar.cancel(ticket);
            }
        }
        while calendar
            .next_until(SimTime::from_days(f64::from(round * 10 + 9)))
            .is_some()
        {}
        assert!(calendar.is_empty());
        sizes.push((
            calendar.near.run.capacity(),
            calendar.near.heap.capacity(),
            calendar.far.capacity(),
            calendar.ring.len() as usize,
            calendar.slots.capacity(),
        ));
    }
    assert!(sizes[10..].iter().all(|size| *size == sizes[10]), "{sizes:?}");
}
