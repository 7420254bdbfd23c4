//! What an event of `harmonization` cannot do without, written out by hand: as many keyed draws and transcendental functions as
//! the model asks for, and one event taken from a bare queue and one put into it. No nation, no request, no law.

use std::hint::black_box;
use std::time::{Duration, Instant};

use comity::engine::chance::Chance;
use comity::engine::identity::Identity;
use comity::engine::special::normal_quantile;

use crate::floor::Queue;

/// Who, and how often it has had its turn.
type Turn = (u32, u32);

/// How often in a hundred events, counted under callgrind (docs/performance.md).
const SECOND_DRAW: u64 = 30;
const EXP: u64 = 9;
const EXP2: u64 = 140;
const EXPONENTIAL: u64 = 27;
const LOG: u64 = 9;
const NORMAL: u64 = 22;
/// About as many events as are pending in that world.
const PENDING: u32 = 4096;

/// How often the `count`-th event does what is done so often in a hundred events.
#[inline]
fn times_due(count: u64, in_hundred: u64) -> u64 {
    count * in_hundred / 100 - (count - 1) * in_hundred / 100
}

/// Whether the `count`-th event is one of those that do what is done so often in a hundred events, at most once an event.
#[inline]
fn is_due(count: u64, in_hundred: u64) -> bool {
    times_due(count, in_hundred) > 0
}

/// What one event brings: days until the next, after all that it asks for.
#[inline]
fn happen(chance: &Chance, (who, times): Turn, count: u64) -> f64 {
    let identity = Identity(u64::from(who)).numbered(u64::from(times));
    let mut uniform = chance.draw(1, identity, 0).uniform();
    if is_due(count, SECOND_DRAW) {
        uniform = 0.5 * (uniform + chance.draw(2, identity, 0).uniform());
    }
    let mut sum = 0.0;
    if is_due(count, EXP) {
        sum += libm::exp(-uniform);
    }
    for n in 0..times_due(count, EXP2) {
        sum += libm::exp2(n as f64 - uniform);
    }
    if is_due(count, LOG) {
        sum += libm::log(uniform);
    }
    if is_due(count, NORMAL) {
        sum += normal_quantile(uniform);
    }
    black_box(sum);
    if is_due(count, EXPONENTIAL) {
        -libm::log(1.0 - uniform)
    } else {
        2.0 * uniform
    }
}

/// Time of so many events on a bare queue.
pub(crate) fn on_queue<Q: Queue<Turn>>(mut queue: Q, seed: u64, events: u64) -> (Duration, u64) {
    let chance = Chance::new(seed, 0);
    for who in 0..PENDING {
        queue.push(happen(&chance, (who, 1), u64::from(who) + 1), (who, 1));
    }
    let began = Instant::now();
    for count in 1..=events {
        let (now, (who, times)) = queue.pop().expect("as many are pending as at the start");
        let turn = (who, times + 1);
        queue.push(now + happen(&chance, turn, count), turn);
    }
    (began.elapsed(), events)
}
