//! Numbers that theory gives as integrals and differential equations: Simpson's rule and the classical Runge–Kutta method.

/// ∫ f over [from, to] by Simpson's rule with `pieces` pieces of two steps each.
pub fn simpson(f: impl Fn(f64) -> f64, (from, to): (f64, f64), pieces: u32) -> f64 {
    let width = (to - from) / f64::from(pieces);
    let piece = |n: u32| {
        let left = from + width * f64::from(n);
        (f(left) + 4.0 * f(left + width / 2.0) + f(left + width)) * width / 6.0
    };
    (0..pieces).map(piece).sum()
}

/// x(to) of x' = f(x) from x(0), by `steps` steps of the Runge–Kutta method of fourth order.
pub fn runge_kutta<const K: usize>(
    f: impl Fn(&[f64; K]) -> [f64; K],
    start: [f64; K],
    to: f64,
    steps: u32,
) -> [f64; K] {
    let width = to / f64::from(steps);
    let moved =
        |x: &[f64; K], slope: &[f64; K], by: f64| std::array::from_fn::<f64, K, _>(|k| x[k] + by * slope[k]);
    let mut x = start;
    for _ in 0..steps {
        let first = f(&x);
        let second = f(&moved(&x, &first, width / 2.0));
        let third = f(&moved(&x, &second, width / 2.0));
        let fourth = f(&moved(&x, &third, width));
        x = std::array::from_fn(|k| {
            x[k] + width / 6.0 * (first[k] + 2.0 * (second[k] + third[k]) + fourth[k])
        });
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_a_circle_and_a_decay_come_out() {
        let area = simpson(|x| 1.0 / (1.0 + x * x), (0.0, 1.0), 200);
        assert!((4.0 * area - std::f64::consts::PI).abs() < 1e-12);
        let [x] = runge_kutta(|[x]| [-2.0 * x], [3.0], 1.5, 400);
        assert!((x - 3.0 * libm::exp(-3.0)).abs() < 1e-10);
    }
}
