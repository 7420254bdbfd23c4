//! Rows of an invented comparison, the same each time: what charts of options and the report are looked at with.

use comity::output::comparison_tables::{
    ComparisonTables, DifferenceRow, DriverRow, NationDifferenceRow, OptionRow, PathwayRow, RobustnessRow,
    SelectionRow, ShockDifferenceRow, TornadoRow, TradeoffRow,
};

/// A number in [0, 1) that depends on the two given and nothing else.
fn noise(a: usize, b: usize) -> f64 {
    let mut bits =
        (a as u64 + 7).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (b as u64).wrapping_mul(0xd1b5_4a32_d192_ed03);
    for _ in 0..3 {
        bits ^= bits >> 29;
        bits = bits.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits ^= bits >> 32;
    }
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

const NAMES: [&str; 13] = [
    "Mutual recognition",
    "Approximation",
    "Minimum standard",
    "Adequacy",
    "Capacity",
    "More desks",
    "Deadlines",
    "Platform",
    "Joint task force",
    "Exercises and liaison",
    "AI triage",
    "Audit ledger",
    "Law, capacity, platform",
];

/// The measures that the invented comparison has, with unit, better direction and size of the baseline.
const MEASURES: [(&str, &str, &str, f64); 9] = [
    ("disruption_rate", "share", "more", 0.47),
    ("harm", "harm", "less", 5200.0),
    ("privacy_harm", "personal", "less", 310.0),
    ("backlog_mean", "jobs", "less", 160.0),
    ("leaks", "leaks", "less", 44.0),
    ("mean_trust", "share", "more", 0.51),
    ("refused_legal", "share", "less", 0.22),
    ("cost", "million", "less", 0.0),
    ("cooperation_efficiency", "share", "more", 0.43),
];

pub(crate) fn id(option: usize) -> String {
    if option < NAMES.len() {
        NAMES[option].to_lowercase().replace([' ', ','], "_")
    } else {
        format!("option_{option}")
    }
}

fn name(option: usize) -> String {
    if option < NAMES.len() {
        NAMES[option].to_owned()
    } else {
        format!("{} again, number {option}", NAMES[option % NAMES.len()])
    }
}

fn effect(option: usize, measure: usize) -> f64 {
    let (.., size) = MEASURES[measure];
    match MEASURES[measure].0 {
        "cost" => 40.0 + 260.0 * noise(option, 60),
        "harm" => -size * 0.12 * (noise(option, 1) - 0.15),
        "privacy_harm" => size * 0.3 * (noise(option, 2) - 0.4),
        _ => size * 0.08 * (noise(option, 1 + measure) - 0.3),
    }
}

fn verdict(better: &str, low: f64, high: f64) -> &'static str {
    match (low > 0.0, high < 0.0, better) {
        (true, _, "more") | (_, true, "less") => "better",
        (_, true, "more") | (true, _, "less") => "worse",
        _ => "no_detectable_difference",
    }
}

fn differences(options: usize) -> Vec<DifferenceRow> {
    let mut rows = Vec::new();
    for option in 0..options {
        for (place, (measure, unit, better, size)) in MEASURES.iter().enumerate() {
            let mean = effect(option, place);
            let half = if *measure == "cost" {
                0.5
            } else {
                size * 0.009 * (0.6 + noise(option, 30 + place))
            };
            let wide = half * 1.5;
            rows.push(DifferenceRow {
                option: id(option),
                baseline: "baseline".into(),
                measure: (*measure).into(),
                unit: (*unit).into(),
                n: 100,
                mean: Some(mean),
                half_width: Some(half),
                lower: Some(mean - half),
                upper: Some(mean + half),
                simultaneous_lower: Some(mean - wide),
                simultaneous_upper: Some(mean + wide),
                probability_better: Some(0.9),
                share_better: Some(0.8),
                baseline_mean: Some(*size),
                option_mean: Some(size + mean),
                relative: (*size > 0.0).then_some(mean / size),
                better: (*better).into(),
                verdict: verdict(better, mean - wide, mean + wide).into(),
                variance_reduction: Some(3.0 + 4.0 * noise(option, 40)),
                method: "paired-t".into(),
                uncertainty: "replications".into(),
            });
        }
    }
    rows
}

fn selection(options: usize) -> Vec<SelectionRow> {
    let mut rows = Vec::new();
    for (measure, place, better) in [("disruption_rate", 0, "more"), ("harm", 1, "less")] {
        let mut order: Vec<usize> = (0..options).collect();
        let gain = |option: usize| effect(option, place) * if better == "less" { -1.0 } else { 1.0 };
        order.sort_by(|a, b| gain(*b).total_cmp(&gain(*a)));
        for (rank, option) in order.iter().enumerate() {
            rows.push(SelectionRow {
                option: id(*option),
                measure: measure.into(),
                unit: MEASURES[place].1.into(),
                better: better.into(),
                rank: rank as u64 + 1,
                n: if rank < 3 { 200 } else { 100 },
                mean: Some(MEASURES[place].3 + effect(*option, place)),
                probability_best: Some(if rank == 0 { 0.93 } else { 0.07 / options as f64 }),
                in_subset: rank < 2,
                selected: rank == 0,
                eliminated_at: (rank > 2).then_some(100),
                procedure: "KN".into(),
                confidence: 0.95,
                delta: Some(0.005),
                guarantee: "holds".into(),
                needed: None,
                uncertainty: "replications".into(),
            });
        }
    }
    rows
}

fn drivers(options: usize) -> Vec<DriverRow> {
    let mut rows = Vec::new();
    for option in 0..options {
        let total = effect(option, 0);
        let shares = [0.55, 0.15, 0.05, 0.25, 1.0];
        for (place, driver) in ["law", "trust", "interests", "capacity", "total"]
            .iter()
            .enumerate()
        {
            let mean = total * shares[place];
            rows.push(DriverRow {
                option: id(option),
                measure: "disruption_rate".into(),
                unit: "share".into(),
                driver: (*driver).into(),
                n: 40,
                mean: Some(mean),
                half_width: Some(0.003),
                lower: Some(mean - 0.003),
                upper: Some(mean + 0.003),
                uncertainty: "replications".into(),
            });
        }
    }
    rows
}

fn pathways(options: usize) -> Vec<PathwayRow> {
    let items = [
        ("refusals", "legal", "requests"),
        ("refusals", "trust", "requests"),
        ("outcomes", "delivered_in_time", "requests"),
        ("pieces", "in_time", "pieces"),
        ("pieces", "useful", "pieces"),
        ("days", "wait_authority", "d"),
        ("days", "answer_p50", "d"),
        ("congestion", "disruption_rate", "share"),
    ];
    let mut rows = Vec::new();
    for option in 0..options {
        for (place, (pathway, item, unit)) in items.iter().enumerate() {
            let mean = 60.0 * (noise(option, 70 + place) - 0.5);
            rows.push(PathwayRow {
                option: id(option),
                pathway: (*pathway).into(),
                item: (*item).into(),
                unit: (*unit).into(),
                n: 100,
                baseline_mean: Some(300.0),
                mean: Some(mean),
                half_width: Some(4.0),
                lower: Some(mean - 4.0),
                upper: Some(mean + 4.0),
                uncertainty: "replications".into(),
            });
        }
    }
    rows
}

fn nation_differences(options: usize, nations: usize) -> Vec<NationDifferenceRow> {
    let measures = [
        ("harm", "harm", "less", 130.0),
        ("pieces_given", "pieces", "", 90.0),
        ("requests_received", "requests", "", 200.0),
        ("privacy_harm", "personal", "less", 8.0),
        ("exits", "exits", "", 0.4),
        ("withheld", "consents", "", 0.3),
    ];
    let mut rows = Vec::new();
    for option in 0..options {
        for (level, count) in [("nation", nations), ("bloc", 4)] {
            for number in 0..count {
                for (place, (measure, unit, better, size)) in measures.iter().enumerate() {
                    let sign = if *better == "less" { -1.0 } else { 1.0 };
                    let mean = sign * size * 0.3 * (noise(option * 100 + number, 80 + place) - 0.25);
                    let (half, wide) = (size * 0.03, size * 0.06);
                    rows.push(NationDifferenceRow {
                        option: id(option),
                        level: level.into(),
                        nation: if level == "nation" {
                            format!("n{number:02}")
                        } else {
                            String::new()
                        },
                        name: if level == "nation" {
                            format!("Nation {number}")
                        } else {
                            format!("Bloc {number}")
                        },
                        bloc: format!("Bloc {}", number % 4),
                        measure: (*measure).into(),
                        unit: (*unit).into(),
                        n: 100,
                        baseline_mean: Some(*size),
                        mean: Some(mean),
                        half_width: Some(half),
                        lower: Some(mean - half),
                        upper: Some(mean + half),
                        simultaneous_lower: Some(mean - wide),
                        simultaneous_upper: Some(mean + wide),
                        verdict: verdict(better, mean - wide, mean + wide).into(),
                        uncertainty: "replications".into(),
                    });
                }
            }
        }
    }
    rows
}

fn tradeoffs(options: usize) -> Vec<TradeoffRow> {
    let mut rows = vec![TradeoffRow {
        option: "baseline".into(),
        harm_averted: Some(0.0),
        privacy_harm: Some(0.0),
        cost: Some(0.0),
        on_front: true,
        probability_on_front: Some(1.0),
        uncertainty: "replications".into(),
        ..TradeoffRow::default()
    }];
    for option in 0..options {
        let (averted, privacy, cost) = (-effect(option, 1), effect(option, 2), effect(option, 7));
        let on_front = option % 3 == 0;
        rows.push(TradeoffRow {
            option: id(option),
            harm_averted: Some(averted),
            harm_averted_lower: Some(averted - 45.0),
            harm_averted_upper: Some(averted + 45.0),
            privacy_harm: Some(privacy),
            privacy_harm_lower: Some(privacy - 5.0),
            privacy_harm_upper: Some(privacy + 5.0),
            cost: Some(cost),
            cost_lower: Some(cost - 0.5),
            cost_upper: Some(cost + 0.5),
            on_front,
            probability_on_front: Some(if on_front { 0.9 } else { 0.1 }),
            dominated_by: if on_front { String::new() } else { id(0) },
            cost_effectiveness: if on_front {
                String::new()
            } else {
                "dominated".into()
            },
            incremental_over: if on_front {
                "baseline".into()
            } else {
                String::new()
            },
            incremental_cost: on_front.then_some(cost),
            incremental_harm_averted: on_front.then_some(averted),
            incremental_ratio: on_front.then_some(cost / averted),
            uncertainty: "replications".into(),
            ..TradeoffRow::default()
        });
    }
    rows
}

fn robustness(options: usize) -> Vec<RobustnessRow> {
    (0..options)
        .map(|option| {
            let mean = effect(option, 0);
            let regret = 0.03 * noise(option, 90);
            RobustnessRow {
                option: id(option),
                measure: "disruption_rate".into(),
                unit: "share".into(),
                worlds: 60,
                mean: Some(0.47 + mean),
                worst_decile: Some(0.35),
                difference: Some(mean),
                difference_q05: Some(mean - 0.02),
                difference_q95: Some(mean + 0.03),
                mean_regret: Some(regret),
                regret_q90: Some(regret * 2.0),
                max_regret: Some(regret * 3.0),
                best_share: Some(noise(option, 91) / options as f64),
                flip_share: Some(0.1),
                monte_carlo_sd: Some(0.004),
                worlds_sd: Some(0.012),
                uncertainty: "parameters and structure".into(),
                ..RobustnessRow::default()
            }
        })
        .collect()
}

fn tornado() -> Vec<TornadoRow> {
    let keys = [
        "trust.half_life",
        "law.weight",
        "review.mean",
        "mechanisms.misreading",
        "class.cyberattack.preparation",
        "politics.drift",
    ];
    keys.iter()
        .enumerate()
        .map(|(place, key)| {
            let swing = 0.03 / (place as f64 + 1.0);
            let structure = key.starts_with("mechanisms");
            TornadoRow {
                option: id(0),
                measure: "disruption_rate".into(),
                unit: "share".into(),
                rank: place as u64 + 1,
                assumption: (*key).into(),
                uncertainty: if structure {
                    "structure".into()
                } else {
                    "parameters".into()
                },
                value: if structure { "on".into() } else { "730".into() },
                low: if structure { "off".into() } else { "365".into() },
                high: if structure { "on".into() } else { "1460".into() },
                n: 40,
                difference: Some(0.012),
                difference_low: Some(0.012 - swing * 0.6),
                difference_high: Some(0.012 + swing * 0.4),
                swing: Some(swing),
                swing_half_width: Some(0.002),
            }
        })
        .collect()
}

fn shock_differences(options: usize) -> Vec<ShockDifferenceRow> {
    let mut rows = Vec::new();
    for option in 0..options {
        for (number, shock) in ["breach scandal", "Harbour States withdraw"].iter().enumerate() {
            for quantity in ["level", "depth", "area"] {
                let mean = 0.03 * (noise(option, 95 + number) - 0.3);
                rows.push(ShockDifferenceRow {
                    option: id(option),
                    shock: (*shock).into(),
                    measure: "sharing_effectiveness".into(),
                    quantity: quantity.into(),
                    unit: "share".into(),
                    n: 100,
                    baseline_mean: Some(0.35),
                    mean: Some(mean),
                    lower: Some(mean - 0.006),
                    upper: Some(mean + 0.006),
                    method: "paired-t".into(),
                    verdict: verdict("more", mean - 0.006, mean + 0.006).into(),
                    uncertainty: "replications".into(),
                });
            }
        }
    }
    rows
}

/// Every table of a comparison of so many options among so many nations.
pub(crate) fn comparison(options: usize, nations: usize) -> ComparisonTables {
    ComparisonTables {
        options: (0..options)
            .map(|option| OptionRow {
                option: id(option),
                name: name(option),
                actions: 2,
                deeds: "open_instrument; accede".into(),
                first_day: Some(365.0),
                unit: "million".into(),
                one_off_cost: 40.0,
                yearly_cost: 8.0,
                total_cost: Some(effect(option, 7)),
                total_cost_lower: Some(effect(option, 7) - 0.5),
                total_cost_upper: Some(effect(option, 7) + 0.5),
                ..OptionRow::default()
            })
            .collect(),
        differences: differences(options),
        selection: selection(options),
        drivers: drivers(options),
        pathways: pathways(options),
        nation_differences: nation_differences(options, nations),
        tradeoffs: tradeoffs(options),
        robustness: robustness(options),
        tornado: tornado(),
        shock_differences: shock_differences(options),
        ..ComparisonTables::default()
    }
}
