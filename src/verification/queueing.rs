//! What queueing theory says: closed formulae, and birth–death chains where there are none. Rates are per day.

/// The chance of having to wait in M/M/c with offered load `load` (Erlang 1917; Cooper 1981).
pub fn erlang_c(servers: u32, load: f64) -> f64 {
    let blocked = (1..=servers).fold(1.0, |blocked, c| load * blocked / (f64::from(c) + load * blocked));
    let busy = load / f64::from(servers);
    blocked / (1.0 - busy * (1.0 - blocked))
}

/// The mean wait in M/M/c.
pub fn wait_of_many(servers: u32, rate: f64, service: f64) -> f64 {
    erlang_c(servers, rate * service) * service / (f64::from(servers) - rate * service)
}

/// The mean wait in M/G/1 (Pollaczek 1930, Khinchine 1932).
pub fn wait_of_one(rate: f64, mean: f64, second_moment: f64) -> f64 {
    rate * second_moment / (2.0 * (1.0 - rate * mean))
}

/// Mean waits by class, the first class first, in a non-preemptive line of one server (Cobham 1954), or of several with
/// equal exponential services (Davis 1966). `rates` and mean `services` are by class.
pub fn waits_by_priority(servers: u32, rates: &[f64], services: &[f64]) -> Vec<f64> {
    let load: f64 = rates
        .iter()
        .zip(services)
        .map(|(rate, service)| rate * service)
        .sum();
    // What is left of the services under way: Σ λ E[S²]/2 of one server; of several, the chance of waiting over their rate.
    let left = if servers == 1 {
        rates
            .iter()
            .zip(services)
            .map(|(rate, service)| rate * service * service)
            .sum()
    } else {
        erlang_c(servers, load) * services[0] / f64::from(servers)
    };
    let mut above = 0.0;
    rates
        .iter()
        .zip(services)
        .map(|(rate, service)| {
            let with = above + rate * service / f64::from(servers);
            let wait = left / ((1.0 - above) * (1.0 - with));
            above = with;
            wait
        })
        .collect()
}

/// Stationary chances of a birth–death chain, up to where they are negligible: deaths have to outrun births in the end.
pub fn birth_death(birth: impl Fn(usize) -> f64, death: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut weights = vec![1.0];
    let mut all = 1.0;
    loop {
        let n = weights.len();
        let weight = weights[n - 1] * birth(n - 1) / death(n);
        weights.push(weight);
        all += weight;
        // Once they fall by a half at each step, what is left out is as small as the last.
        if weight < 1e-18 * all && 2.0 * birth(n) < death(n + 1) {
            return weights.into_iter().map(|weight| weight / all).collect();
        }
    }
}

/// What Erlang A says (Palm 1957): M/M/c whose customers give up.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct ErlangA {
    /// Share of customers that give up.
    pub gives_up: f64,
    /// Mean number waiting.
    pub waiting: f64,
    /// Mean number of busy servers.
    pub busy: f64,
}

/// Erlang A by its birth–death chain, with mean `service` and mean `patience`.
pub fn erlang_a(servers: u32, rate: f64, service: f64, patience: f64) -> ErlangA {
    let c = servers as usize;
    let chances = birth_death(
        |_| rate,
        |n| n.min(c) as f64 / service + n.saturating_sub(c) as f64 / patience,
    );
    let mean = |of: &dyn Fn(usize) -> usize| -> f64 {
        chances
            .iter()
            .enumerate()
            .map(|(n, chance)| of(n) as f64 * chance)
            .sum()
    };
    let waiting = mean(&|n| n.saturating_sub(c));
    ErlangA {
        gives_up: waiting / patience / rate,
        waiting,
        busy: mean(&|n| n.min(c)),
    }
}

/// Mean number present in M/M/1 whose server fails at any time and is repaired (White & Christie 1958).
pub fn present_with_failures(rate: f64, service_rate: f64, failure: f64, repair: f64) -> f64 {
    let sum = failure + repair;
    rate * (sum * sum + service_rate * failure) / (sum * (repair * (service_rate - rate) - failure * rate))
}

/// Mean number waiting in M/M/1 at each time from an empty start, by uniformisation of p(t) = p(0)·exp(Qt).
pub fn waiting_from_empty(rate: f64, service_rate: f64, times: &[f64]) -> Vec<f64> {
    let pace = rate + service_rate;
    let longest = times.iter().copied().fold(0.0, f64::max);
    let steps = (pace * longest + 12.0 * (pace * longest).sqrt() + 30.0) as usize;
    let (up, down) = (rate / pace, service_rate / pace);
    let mut chances = vec![0.0; steps + 2];
    chances[0] = 1.0;
    let mut waiting = vec![0.0; times.len()];
    let mut weights: Vec<f64> = times.iter().map(|time| libm::exp(-pace * time)).collect();
    for step in 0..=steps {
        let now: f64 = chances
            .iter()
            .enumerate()
            .skip(2)
            .map(|(n, chance)| (n - 1) as f64 * chance)
            .sum();
        for ((sum, weight), time) in waiting.iter_mut().zip(&mut weights).zip(times) {
            *sum += *weight * now;
            *weight *= pace * time / (step + 1) as f64;
        }
        let mut next = vec![0.0; chances.len()];
        for (n, chance) in chances.iter().enumerate() {
            next[n.saturating_sub(1)] += down * chance;
            if n + 1 < next.len() {
                next[n + 1] += up * chance;
            }
        }
        chances = next;
    }
    waiting
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found / expected - 1.0).abs() < 1e-9, "{found} is not {expected}");
    }

    #[test]
    fn special_cases_agree_with_each_other() {
        close(wait_of_many(1, 0.8, 1.0), wait_of_one(0.8, 1.0, 2.0));
        let waits = waits_by_priority(1, &[0.3, 0.4], &[1.0, 1.0]);
        // The conservation law of Kleinrock: the mean over classes is that of first come, first served.
        close((0.3 * waits[0] + 0.4 * waits[1]) / 0.7, wait_of_many(1, 0.7, 1.0));
        let waits = waits_by_priority(3, &[1.0, 1.4], &[1.0, 1.0]);
        close((waits[0] + 1.4 * waits[1]) / 2.4, wait_of_many(3, 2.4, 1.0));
        close(present_with_failures(0.5, 1.0, 0.0, 0.5), 1.0);
        // Who does not give up is served, and with much patience the line is that of Erlang C.
        for patience in [0.5, 4.0, 50.0] {
            let theory = erlang_a(2, 1.5, 1.0, patience);
            close(theory.busy, 1.5 * (1.0 - theory.gives_up));
        }
        let waiting = erlang_a(2, 1.5, 1.0, 200_000.0).waiting;
        assert!(
            (waiting / (1.5 * wait_of_many(2, 1.5, 1.0)) - 1.0).abs() < 0.01,
            "{waiting}"
        );
    }

    #[test]
    fn a_queue_from_empty_ends_where_it_stays() {
        let waiting = waiting_from_empty(0.5, 1.0, &[0.0, 200.0]);
        assert_eq!(waiting[0], 0.0);
        close(waiting[1], 0.5);
    }
}
