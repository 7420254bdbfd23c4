//! The future event list beside one that is as plain as it can be, and what it promises of its room.

use std::collections::{BTreeMap, VecDeque};

use proptest::prelude::*;

use super::*;
use crate::engine::chance::Chance;
use crate::engine::identity::Identity;

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
                    prop_assert_eq!(calendar.peek(), plain.events.keys().next().copied());
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
                    calendar.look_ahead();
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

fn free_slots<E: Copy>(calendar: &Calendar<E>) -> usize {
    let next = |&slot: &u32| calendar.slots.get(slot as usize).map(|place| place.next);
    std::iter::successors(Some(calendar.free), next)
        .take_while(|&slot| slot != END)
        .count()
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
            assert_eq!((calendar.cancelled, free_slots(&calendar)), (cancelled, 0));
        }
        assert!(calendar.cancel(tickets[kept]));
        assert_eq!((calendar.cancelled, free_slots(&calendar)), (0, kept + 1));
        assert_eq!(calendar.next().map(|next| next.event), Some(kept as u64 + 1));
    }
}

#[test]
fn what_comes_near_happens_next_and_most_of_it_has_been_seen_before() {
    let luck = Chance::new(12, 0);
    let mut calendar = Calendar::new();
    let plan = |calendar: &mut Calendar<u64>, number: u64, now: f64| {
        let delay = luck
            .draw(1, Identity::of("ahead").numbered(number), 0)
            .exponential();
        let key = EventKey {
            class: 0,
            entity: number,
            index: 0,
        };
        calendar.schedule(SimTime::from_days(now + 1.0 + delay), key, number);
    };
    (0..3000).for_each(|number| plan(&mut calendar, number, 0.0));
    let (mut seen, mut near) = (vec![false; 33_000], Vec::new());
    let (mut seen_before, mut came_near) = (0, 0);
    for number in 3000..33_000 {
        let next = calendar.next().expect("as many are scheduled as are taken");
        // The first of a run is taken at once; nothing is scheduled so soon that it would come between the others.
        if let Some(expected) = near.pop() {
            assert_eq!(next.event, expected);
        }
        plan(&mut calendar, number, next.time.days());
        if let Some(event) = calendar.look_ahead() {
            seen[event as usize] = true;
        }
        let come: Vec<u64> = calendar.come_near().collect();
        came_near += come.len();
        seen_before += come.iter().filter(|&&event| seen[event as usize]).count();
        if !come.is_empty() {
            assert!(near.is_empty());
            near = come;
        }
        assert_eq!(calendar.come_near().count(), 0);
    }
    assert!(came_near > 20_000, "{came_near}");
    assert!(
        seen_before * 10 > came_near * 8,
        "{seen_before} of {came_near} that came near"
    );
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
    assert_eq!((calendar.far.len(), calendar.run.len()), (5, 0));
}

#[test]
fn newcomers_are_put_into_a_short_run_and_beside_a_long_one() {
    let mut calendar = Calendar::new();
    let key = |index| EventKey {
        class: 0,
        entity: 0,
        index,
    };
    for index in 0..10 {
        calendar.schedule(SimTime::from_days(10.0 + f64::from(index)), key(index), index);
    }
    calendar.peek();
    for index in 10..60 {
        calendar.schedule(SimTime::from_days(f64::from(index) / 10.0), key(index), index);
    }
    assert_eq!(
        (calendar.run.len(), calendar.heap.len()),
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
        assert_eq!(calendar.slots[0].generation, 2 * (round + 1));
    }
}

#[test]
fn buckets_are_as_wide_as_events_are_dense() {
    let mut calendar = Calendar::new();
    let mut entity = 0;
    let mut add = |calendar: &mut Calendar<()>, days: f64| {
        entity += 1;
        let key = EventKey {
            class: 0,
            entity,
            index: 0,
        };
        calendar.schedule(SimTime::from_days(days), key, ());
    };
    // Twenty a day from day 10 to 110. Every 32nd is looked at: the middle of these lies 49.6 days after the first.
    (0..2000).for_each(|n| add(&mut calendar, 10.0 + 0.05 * f64::from(n)));
    calendar.next();
    let density = 1000.0 / 49.6;
    assert!((calendar.per_width / (density / PER_BUCKET) - 1.0).abs() < 1e-9);
    assert_eq!(
        (calendar.laid_out, calendar.base, calendar.taken),
        ((2000.0 / PER_BUCKET) as u32, 10.0, 1)
    );
    while calendar.next().is_some() {}
    // One every four days from day 200, known long before; but ten a day have been taken out since day 10.
    (0..50).for_each(|n| add(&mut calendar, 200.0 + 4.0 * f64::from(n)));
    calendar.next();
    let density = 2000.0 / 190.0;
    assert!((calendar.per_width / (density / PER_BUCKET) - 1.0).abs() < 1e-9);
    assert_eq!(calendar.laid_out as usize, 50 * MOST_BUCKETS);
    assert_eq!((calendar.laid_out_at, calendar.taken), (200.0, 1));
}

/// A world begins with little else than its reports, a month apart; then much happens every day.
#[test]
fn buckets_that_have_become_too_wide_are_laid_out_anew() {
    let luck = Chance::new(13, 0);
    let mut calendar = Calendar::new();
    let key = |entity| EventKey {
        class: 0,
        entity,
        index: 0,
    };
    (0..100).for_each(|n| {
        calendar.schedule(SimTime::from_days(30.0 * (n + 1) as f64), key(n), n);
    });
    let first = calendar.next().expect("there are a hundred");
    let width = 1.0 / calendar.per_width;
    assert!(width > 30.0, "{width}");
    let plan = |calendar: &mut Calendar<u64>, number: u64, now: f64| {
        let draw = luck.draw(1, Identity::of("dense").numbered(number), 0);
        let time = SimTime::from_days(now + 10.0 * draw.exponential());
        calendar.schedule(time, key(number), number);
    };
    (100..200).for_each(|number| plan(&mut calendar, number, first.time.days()));
    let mut now = first.time;
    for number in 200..1200 {
        let next = calendar.next().expect("as many are scheduled as are taken");
        assert!(next.time >= now);
        now = next.time;
        plan(&mut calendar, number, now.days());
    }
    // Ten a day, so that four take less than half a day; a report more or less.
    let width = 1.0 / calendar.per_width;
    assert!(width < 2.0, "{width}");
    assert!(calendar.heap.is_empty(), "{}", calendar.heap.len());
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
            calendar.run.capacity(),
            calendar.heap.capacity(),
            calendar.far.capacity(),
            calendar.buckets.capacity(),
            calendar.slots.capacity(),
        ));
    }
    assert!(sizes[10..].iter().all(|size| *size == sizes[10]), "{sizes:?}");
}
