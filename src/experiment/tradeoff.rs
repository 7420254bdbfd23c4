//! Trade-offs between options: which are dominated, what a further unit of effect costs, and what weights would say.

use crate::engine::special::student_t_quantile;
use crate::experiment::bootstrap::Bootstrap;

/// Costs that differ by no more than this part of themselves count as equal. Options that are meant to cost the same are
/// given in rounded numbers and discounted; which of them is a thousandth cheaper says nothing.
pub const COST_TOLERANCE: f64 = 1e-3;

/// The costs of all, each within the tolerance of a cheaper one taken to be that: the cheapest draws those near it level,
/// then the cheapest of the rest. So equal costs are equal for all alike, whomever they are compared with.
pub fn level_costs(costs: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..costs.len()).collect();
    order.sort_by(|&a, &b| costs[a].total_cmp(&costs[b]));
    let mut level = costs.to_vec();
    let mut cheapest = f64::NAN;
    for place in order {
        let cost = costs[place];
        if cost - cheapest <= COST_TOLERANCE * cost.abs().max(cheapest.abs()) {
            level[place] = cheapest;
        } else {
            cheapest = cost;
        }
    }
    level
}

/// Points of which more is better throughout, the criterion `money` being money spared, with costs drawn level.
pub fn level(points: &[Vec<f64>], money: usize) -> Vec<Vec<f64>> {
    let costs: Vec<f64> = points.iter().map(|point| 0.0 - point[money]).collect();
    let mut levelled = points.to_vec();
    for (point, cost) in levelled.iter_mut().zip(level_costs(&costs)) {
        point[money] = 0.0 - cost;
    }
    levelled
}

/// Whether `a` is at least as good as `b` in everything and better in something; more is better throughout.
pub fn dominates(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a >= b) && a.iter().zip(b).any(|(a, b)| a > b)
}

/// For each point those that dominate it; the points that nothing dominates are the Pareto front.
pub fn dominators(points: &[Vec<f64>]) -> Vec<Vec<usize>> {
    let by = |point: &Vec<f64>| {
        (0..points.len())
            .filter(|&other| dominates(&points[other], point))
            .collect()
    };
    points.iter().map(by).collect()
}

/// Share of resamples of the replications in which each system is on the front. `columns[system][criterion]` has a value a
/// replication, more being better; the criterion `money` is money spared, of which small differences do not count.
pub fn probabilities_on_front(
    columns: &[Vec<Vec<f64>>],
    money: usize,
    bootstrap: &Bootstrap,
    resamples: usize,
) -> Vec<f64> {
    let share = |front: &mut dyn FnMut(&[Vec<f64>])| resample_means(columns, bootstrap, resamples, front);
    let mut counts = vec![0.0; columns.len()];
    share(&mut |points| {
        for (count, by) in counts.iter_mut().zip(dominators(&level(points, money))) {
            *count += f64::from(u8::from(by.is_empty()));
        }
    });
    counts.into_iter().map(|count| count / resamples as f64).collect()
}

/// Hands the means of each resample on.
pub fn resample_means(
    columns: &[Vec<Vec<f64>>],
    bootstrap: &Bootstrap,
    resamples: usize,
    take: &mut dyn FnMut(&[Vec<f64>]),
) {
    let n = columns
        .first()
        .and_then(|system| system.first())
        .map_or(0, Vec::len);
    let mut rows = vec![0; n];
    for number in 0..resamples {
        bootstrap.draw(number, &mut rows);
        let mean = |values: &Vec<f64>| rows.iter().map(|&row| values[row]).sum::<f64>() / n as f64;
        let points: Vec<Vec<f64>> = columns
            .iter()
            .map(|system| system.iter().map(mean).collect())
            .collect();
        take(&points);
    }
}

/// What cost-effectiveness says of a choice.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Standing {
    /// The cheapest that is not dominated.
    First,
    /// The next on the frontier: over which choice.
    After(usize),
    /// Another has at least as much effect for no more money.
    Dominated,
    /// A mix of two others has (extended dominance).
    ExtendedDominated,
}

/// The cost-effectiveness frontier of (cost, effect): the usual incremental table (Drummond et al. 2015). Costs within the
/// tolerance are equal.
pub fn cost_effectiveness(points: &[(f64, f64)]) -> Vec<Standing> {
    let costs: Vec<f64> = points.iter().map(|point| point.0).collect();
    let points: Vec<(f64, f64)> = level_costs(&costs)
        .into_iter()
        .zip(points)
        .map(|(cost, (_, effect))| (cost, *effect))
        .collect();
    let mut standing = vec![Standing::Dominated; points.len()];
    let strongly = |i: usize| {
        (0..points.len()).any(|l| dominates(&[-points[l].0, points[l].1], &[-points[i].0, points[i].1]))
    };
    let mut left: Vec<usize> = (0..points.len()).filter(|&i| !strongly(i)).collect();
    left.sort_by(|&a, &b| {
        points[a]
            .0
            .total_cmp(&points[b].0)
            .then(points[a].1.total_cmp(&points[b].1))
            .then(a.cmp(&b))
    });
    // Choices of one cost and effect stand for one another: the first of them is on the frontier.
    let ratio = |a: usize, b: usize| (points[b].0 - points[a].0) / (points[b].1 - points[a].1);
    let mut frontier: Vec<usize> = Vec::new();
    for next in left {
        if frontier.last().is_some_and(|&last| points[last] == points[next]) {
            continue;
        }
        while let [.., before, last] = frontier[..] {
            if ratio(before, last) < ratio(last, next) {
                break;
            }
            standing[last] = Standing::ExtendedDominated;
            frontier.pop();
        }
        frontier.push(next);
    }
    for (place, &choice) in frontier.iter().enumerate() {
        standing[choice] = match place.checked_sub(1) {
            None => Standing::First,
            Some(before) => Standing::After(frontier[before]),
        };
    }
    standing
}

/// Fieller's (1954) interval of the ratio of two means of pairs; an end is NaN where the interval is not bounded there, that
/// is, where the denominator cannot be told from 0.
pub fn fieller(numerators: &[f64], denominators: &[f64], confidence: f64) -> (f64, f64) {
    let n = numerators.len() as f64;
    if n < 2.0 {
        return (f64::NAN, f64::NAN);
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / n;
    let (top, bottom) = (mean(numerators), mean(denominators));
    let (mut tops, mut bottoms, mut both) = (0.0, 0.0, 0.0);
    for (a, b) in numerators.iter().zip(denominators) {
        tops += (a - top) * (a - top);
        bottoms += (b - bottom) * (b - bottom);
        both += (a - top) * (b - bottom);
    }
    let scale = n * (n - 1.0);
    let t = student_t_quantile(0.5 + confidence / 2.0, n - 1.0);
    let t2 = t * t;
    // Every ratio ρ with (top − ρ·bottom)² ≤ t²·(variance of top − ρ·bottom).
    let a = bottom * bottom - t2 * bottoms / scale;
    let b = top * bottom - t2 * both / scale;
    let c = top * top - t2 * tops / scale;
    if a <= 0.0 {
        return (f64::NAN, f64::NAN);
    }
    let root = (b * b - a * c).max(0.0).sqrt();
    ((b - root) / a, (b + root) / a)
}

/// Weighted scores: each criterion over the largest size that it has among the systems; more is better.
pub fn scores(points: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let largest = |criterion: usize| {
        points
            .iter()
            .map(|point| point[criterion].abs())
            .fold(0.0_f64, f64::max)
    };
    let scale: Vec<f64> = (0..weights.len()).map(largest).collect();
    let score = |point: &Vec<f64>| {
        point
            .iter()
            .zip(weights)
            .zip(&scale)
            .filter(|(_, scale)| **scale > 0.0)
            .map(|((value, weight), scale)| weight * value / scale)
            .sum()
    };
    points.iter().map(score).collect()
}

/// Places from 1 by score, the first of equals first.
pub fn ranks(scores: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    let mut ranks = vec![0; scores.len()];
    for (place, system) in order.into_iter().enumerate() {
        ranks[system] = place + 1;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_of_points_made_by_hand() {
        let points = [
            [3.0, 1.0],
            [2.0, 2.0],
            [1.0, 3.0],
            [1.0, 1.0],
            [2.0, 2.0],
            [3.0, 0.5],
        ];
        let by = dominators(&points.map(Vec::from));
        let front: Vec<bool> = by.iter().map(Vec::is_empty).collect();
        assert_eq!(front, [true, true, true, false, true, false]);
        assert_eq!(by[3], [0, 1, 2, 4]);
        assert_eq!(by[5], [0]);
    }

    #[test]
    fn the_incremental_table_of_a_textbook() {
        // Cost, effect: C is dominated by B; D is passed over by a mix of B and E.
        let points = [(0.0, 0.0), (10.0, 10.0), (12.0, 8.0), (30.0, 12.0), (40.0, 20.0)];
        assert_eq!(
            cost_effectiveness(&points),
            [
                Standing::First,
                Standing::After(0),
                Standing::Dominated,
                Standing::ExtendedDominated,
                Standing::After(1)
            ]
        );
        let twins = cost_effectiveness(&[(0.0, 0.0), (0.0, 0.0), (5.0, -1.0)]);
        assert_eq!(twins, [Standing::First, Standing::Dominated, Standing::Dominated]);
    }

    #[test]
    fn costs_that_differ_by_rounding_are_equal() {
        let costs = [100.0036, 0.0, 99.9982, 100.2, 100.05, -0.0];
        assert_eq!(level_costs(&costs), [99.9982, 0.0, 99.9982, 100.2, 99.9982, 0.0]);
        // The dearer by a thousandth part of a thousandth averts more and is beaten by nobody.
        let points = [vec![5.0, -100.0036], vec![4.0, -99.9982], vec![0.0, 0.0]];
        let by = dominators(&level(&points, 1));
        assert_eq!(by, [vec![], vec![0], vec![]]);
        let plane = [(100.0036, 5.0), (99.9982, 4.0), (0.0, 0.0), (200.0, 4.5)];
        assert_eq!(
            cost_effectiveness(&plane),
            [
                Standing::After(2),
                Standing::Dominated,
                Standing::First,
                Standing::Dominated
            ]
        );
        let columns = points.map(|point| point.into_iter().map(|value| vec![value; 6]).collect());
        let chances = probabilities_on_front(&columns, 1, &Bootstrap::new(1, 50, 0.95), 50);
        assert_eq!(chances, [1.0, 0.0, 1.0]);
    }

    #[test]
    fn the_interval_of_a_ratio_solves_its_equation() {
        let (tops, bottoms) = ([4.0, 5.0, 7.0, 4.0, 6.0], [2.0, 2.5, 3.0, 2.2, 2.8]);
        let (lower, upper) = fieller(&tops, &bottoms, 0.95);
        assert!(lower < 26.0 / 12.5 && 26.0 / 12.5 < upper);
        for end in [lower, upper] {
            let rest: Vec<f64> = tops.iter().zip(&bottoms).map(|(a, b)| a - end * b).collect();
            let mean = rest.iter().sum::<f64>() / 5.0;
            let variance = rest.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 20.0;
            assert!((mean.abs() / variance.sqrt() - 2.776_445).abs() < 1e-5);
        }
        let (lower, upper) = fieller(&tops, &[-1.0, 1.0, -2.0, 2.0, 0.5], 0.95);
        assert!(lower.is_nan() && upper.is_nan());
        let sure = fieller(&[3.0; 4], &[2.0; 4], 0.95);
        assert_eq!(sure, (1.5, 1.5));
    }

    #[test]
    fn chances_on_the_front_are_sure_without_noise() {
        let columns = vec![
            vec![vec![1.0; 6], vec![0.0; 6]],
            vec![vec![0.0; 6], vec![1.0; 6]],
            vec![vec![0.0; 6], vec![0.0; 6]],
        ];
        let chances = probabilities_on_front(&columns, 1, &Bootstrap::new(1, 50, 0.95), 50);
        assert_eq!(chances, [1.0, 1.0, 0.0]);
    }

    #[test]
    fn weights_rank_and_a_criterion_without_differences_counts_nothing() {
        let points = vec![vec![2.0, -1.0, 0.0], vec![1.0, 0.0, 0.0], vec![0.0, 0.0, 0.0]];
        assert_eq!(scores(&points, &[1.0, 1.0, 5.0]), [0.0, 0.5, 0.0]);
        assert_eq!(ranks(&[0.0, 0.5, 0.0]), [2, 1, 3]);
    }
}
