//! Rows of an invented run, the same each time: what the charts are looked at with.

use comity::output::charts::context::ChartContext;
use comity::output::tables::{
    AnswerRow, DyadRow, EstimateRow, FunnelRow, NationRow, RequestRow, SeriesRow, ShockRow, ShockSummaryRow,
    StationRow, SurvivalRow, Tables, ThreatRow,
};
use comity::output::words::Language;

/// A number in [0, 1) that depends on the two given and nothing else.
fn noise(a: usize, b: usize) -> f64 {
    let mut bits =
        (a as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (b as u64).wrapping_mul(0xd1b5_4a32_d192_ed03);
    for _ in 0..3 {
        bits ^= bits >> 29;
        bits = bits.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits ^= bits >> 32;
    }
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

const NAMES: [&str; 12] = [
    "Alderland",
    "Brekka",
    "Republic of Corvina",
    "Dunmark",
    "Estoria",
    "United Provinces of Farrow and the Isles",
    "Galdia",
    "Harrow",
    "Ilmaria",
    "Jutha",
    "Kestrel Islands",
    "Lorn",
];
const BLOCS: [&str; 4] = [
    "Northern League",
    "Harbour States",
    "Central Compact",
    "non-aligned",
];
const CLASSES: [(&str, f64); 4] = [
    ("terrorism", 0.52),
    ("cyberattack", 0.39),
    ("cybercrime", 0.45),
    ("trafficking", 0.61),
];
const KINDS: [(&str, f64, f64); 5] = [
    ("police_query", 6.0, 0.95),
    ("intelligence", 9.0, 0.9),
    ("evidence", 48.0, 0.8),
    ("arrest_warrant", 70.0, 0.86),
    ("consent", 2.5, 0.97),
];
const HORIZON: f64 = 3650.0;

fn id(nation: usize) -> String {
    format!("n{nation:02}")
}

fn name(nation: usize) -> String {
    let base = NAMES[nation % NAMES.len()];
    if nation < NAMES.len() {
        base.to_owned()
    } else {
        format!("{base} {}", nation / NAMES.len() + 1)
    }
}

fn bloc(nation: usize, nations: usize) -> String {
    BLOCS[(nation * BLOCS.len() / nations).min(BLOCS.len() - 1)].to_owned()
}

fn option() -> String {
    "baseline".to_owned()
}

/// Ten years with two shocks, drawn in English.
pub(crate) fn context(title: &str, start: Option<&str>) -> ChartContext<'static> {
    ChartContext {
        title: title.to_owned(),
        scenario: "classroom".to_owned(),
        seed: 20_260_101,
        replications: 100,
        option: option(),
        start_date: start.map(str::to_owned),
        horizon_days: HORIZON,
        warm_up_days: 365.0,
        shock_names: Vec::new(),
        shocks: vec![
            ("breach scandal".to_owned(), 1460.0),
            ("Harbour States withdraw".to_owned(), 2190.0),
        ],
        threshold: 0.3,
        illustration: true,
        judged_by: "disruption_rate".to_owned(),
        words: Language::English.words(),
    }
}

/// How deep the dent of the scandal still is some days after it.
fn dent(days_after: f64) -> f64 {
    if days_after < 0.0 {
        0.0
    } else {
        (days_after / 120.0).min(1.0) * (-days_after / 420.0).exp() * 0.16
    }
}

fn series() -> Vec<SeriesRow> {
    (14..=121)
        .map(|step| {
            let time = 30.0 * step as f64;
            let mid =
                0.30 + 0.13 * (1.0 - (-time / 700.0).exp()) - dent(time - 1460.0) - 0.5 * dent(time - 2190.0)
                    + 0.012 * (noise(step, 1) - 0.5);
            let spread = 0.05 + 0.01 * noise(step, 2);
            let at = |z: f64| Some((mid + z * spread).max(0.0));
            SeriesRow {
                option: option(),
                time,
                measure: "sharing_effectiveness".into(),
                n: 100,
                mean: at(0.02),
                q05: at(-1.6),
                q25: at(-0.65),
                q50: at(0.0),
                q75: at(0.7),
                q95: at(1.7),
                ..SeriesRow::default()
            }
        })
        .collect()
}

fn estimates() -> Vec<EstimateRow> {
    [
        ("sharing_effectiveness", 0.386, 0.0062),
        ("cooperation_efficiency", 0.427, 0.011),
        ("disruption_rate", 0.469, 0.004),
    ]
    .map(|(measure, mean, half)| EstimateRow {
        option: option(),
        measure: measure.into(),
        unit: "share".into(),
        n: 100,
        mean: Some(mean),
        half_width: Some(half),
        ..EstimateRow::default()
    })
    .to_vec()
}

fn survival() -> Vec<SurvivalRow> {
    let mut surviving = 100_u64;
    (14..=121)
        .map(|step| {
            let time = 30.0 * step as f64;
            let at_risk = surviving;
            let hazard = if (1460.0..2000.0).contains(&time) {
                0.05
            } else {
                0.006
            };
            surviving -= ((noise(step, 3) * 2.0 * hazard * surviving as f64).round() as u64).min(surviving);
            let share = surviving as f64 / 100.0;
            let half = 1.96 * (share * (1.0 - share) / 100.0).sqrt();
            SurvivalRow {
                option: option(),
                time,
                at_risk,
                surviving: Some(share),
                lower: Some((share - half).max(0.0)),
                upper: Some((share + half).min(1.0)),
            }
        })
        .collect()
}

fn threats() -> Vec<ThreatRow> {
    let mut rows = Vec::new();
    for (number, (class, share)) in CLASSES.iter().enumerate() {
        let all = 140.0 + 260.0 * noise(number, 4);
        let fates = [
            ("disrupted", share * all),
            ("attacked", (1.0 - share) * all),
            ("disrupted_alone", (share - 0.26) * all),
            ("disrupted_best", (share + 0.33) * all),
        ];
        for (fate, count) in fates {
            rows.push(ThreatRow {
                option: option(),
                class: (*class).into(),
                fate: fate.into(),
                mean_count: count,
                half_width: Some(0.01 * count),
            });
        }
    }
    rows
}

fn funnel() -> Vec<FunnelRow> {
    let stages = [
        ("wanted", 1.0),
        ("sent", 0.82),
        ("answered", 0.7),
        ("willing", 0.55),
        ("delivered", 0.49),
        ("in_time", 0.4),
        ("useful", 0.29),
    ];
    let mut rows = Vec::new();
    for (kind, scale) in [
        ("police_query", 3100.0),
        ("evidence", 820.0),
        ("spontaneous", 900.0),
    ] {
        for (stage, share) in stages {
            let mean_count = scale * share;
            let half_width = Some(mean_count * 0.012);
            rows.push(FunnelRow {
                option: option(),
                kind: kind.into(),
                stage: stage.into(),
                mean_count,
                half_width,
            });
        }
    }
    rows
}

fn requests() -> Vec<RequestRow> {
    let outcomes = [
        ("delivered_in_time", "", 900.0),
        ("delivered_late", "", 240.0),
        ("refused", "legal", 410.0),
        ("refused", "privacy", 155.0),
        ("refused", "sovereignty", 238.0),
        ("refused", "political", 61.0),
        ("refused", "trust", 502.0),
        ("refused", "reciprocity", 93.0),
        ("unanswered", "capacity", 320.0),
        ("unanswered", "moot", 80.0),
        ("no_information", "", 700.0),
    ];
    let mut rows = Vec::new();
    for (number, (kind, ..)) in KINDS.iter().enumerate() {
        for (place, (outcome, reason, count)) in outcomes.iter().enumerate() {
            let mean_count = count * (0.4 + noise(number, place + 50));
            rows.push(RequestRow {
                option: option(),
                kind: (*kind).into(),
                outcome: (*outcome).into(),
                reason: (*reason).into(),
                mean_count,
                half_width: Some(mean_count * 0.02),
                ..RequestRow::default()
            });
        }
    }
    rows
}

fn answers() -> Vec<AnswerRow> {
    let mut rows = Vec::new();
    for (kind, scale, plateau) in KINDS {
        for step in 0..60 {
            let days = 0.4 * (f64::from(step) * 0.12).exp();
            let answered = plateau * (1.0 - (-(days / scale).powf(1.3)).exp());
            rows.push(AnswerRow {
                option: option(),
                kind: kind.into(),
                days,
                at_risk: (4000.0 * (1.0 - answered)) as u64,
                answered: Some(answered),
                lower: Some((answered - 0.012).max(0.0)),
                upper: Some((answered + 0.012).min(1.0)),
            });
        }
    }
    rows
}

fn shocks() -> (Vec<ShockRow>, Vec<ShockSummaryRow>) {
    let (mut rows, mut summary) = (Vec::new(), Vec::new());
    for (shock, scale) in [("breach scandal", 1.0), ("Harbour States withdraw", 0.5)] {
        for (measure, size) in [("sharing_effectiveness", 1.0), ("mean_trust", 0.7)] {
            for step in 0..=48 {
                let days_after = 30.0 * f64::from(step);
                let mean = -dent(days_after) * scale * size + 0.006 * (noise(step as usize, 9) - 0.5);
                rows.push(ShockRow {
                    option: option(),
                    shock: shock.into(),
                    measure: measure.into(),
                    days_after,
                    mean_difference: Some(mean),
                    lower: Some(mean - 0.016),
                    upper: Some(mean + 0.016),
                });
            }
            let of = |value: f64| Some(value * scale * size);
            summary.push(ShockSummaryRow {
                option: option(),
                shock: shock.into(),
                measure: measure.into(),
                occurrences: 100,
                depth: of(0.121),
                depth_lower: of(0.106),
                depth_upper: of(0.139),
                recovery_days: Some(720.0),
                recovery_lower: Some(630.0),
                recovery_upper: Some(840.0),
                area: of(52.0),
                area_lower: of(43.0),
                area_upper: of(61.0),
            });
        }
    }
    (rows, summary)
}

fn stations(nations: usize) -> Vec<StationRow> {
    let mut rows = Vec::new();
    for nation in 0..nations {
        for (place, station) in ["desk", "authority"].into_iter().enumerate() {
            let load = noise(nation, 20 + place).powi(3) * 22.0 + 0.6;
            for step in 1..=121 {
                let time = 30.0 * step as f64;
                let surge = if time > 1460.0 && nation % 5 == 2 {
                    1.0 + 6.0 * dent(time - 1460.0)
                } else {
                    1.0
                };
                let queue = load * surge * (0.75 + 0.5 * noise(nation * 7 + place, step));
                rows.push(StationRow {
                    option: option(),
                    time,
                    nation: id(nation),
                    station: station.into(),
                    queue_mean: Some(queue),
                    busy_mean: Some(1.6),
                    wait_mean: Some(queue / 3.0),
                });
            }
        }
    }
    rows
}

fn nation_rows(nations: usize) -> Vec<NationRow> {
    (0..nations)
        .map(|nation| {
            let averted = 160.0 * (noise(nation, 30) - 0.12);
            let given = 30.0 + 420.0 * noise(nation, 31).powi(2);
            NationRow {
                option: option(),
                nation: id(nation),
                name: name(nation),
                bloc: bloc(nation, nations),
                threats: Some(120.0),
                harm_averted: Some(averted),
                pieces_given: Some(given),
                pieces_received: Some(200.0 * noise(nation, 32)),
                harm_averted_half_width: Some(6.0 + 5.0 * noise(nation, 33)),
                pieces_given_half_width: Some(given * 0.04),
                ..NationRow::default()
            }
        })
        .collect()
}

fn dyads(nations: usize) -> Vec<DyadRow> {
    let mut rows = Vec::new();
    let moments = [
        ("start", 0.0, 0.0),
        ("before_shock", 1459.0, 0.1),
        ("after_shock", 1580.0, -0.06),
        ("end", HORIZON, 0.09),
    ];
    for (moment, time, shift) in moments {
        for from in 0..nations {
            for to in (0..nations).filter(|to| *to != from) {
                let together = if bloc(from, nations) == bloc(to, nations) {
                    0.27
                } else {
                    0.14 * noise(from + to, 40)
                };
                let hit = if moment == "after_shock" && to % 4 == 1 {
                    0.2
                } else {
                    0.0
                };
                let trust = 0.36 + together + shift - hit + 0.24 * (noise(from, 100 + to) - 0.5);
                rows.push(DyadRow {
                    option: option(),
                    moment: moment.into(),
                    time,
                    from: id(from),
                    to: id(to),
                    from_bloc: bloc(from, nations),
                    to_bloc: bloc(to, nations),
                    trust: Some(trust.clamp(0.02, 0.98)),
                    ..DyadRow::default()
                });
            }
        }
    }
    rows
}

/// Ten years of a world with so many nations, four blocs, four classes, five kinds and two shocks.
pub(crate) fn world(nations: usize) -> Tables {
    let (shocks, shock_summary) = shocks();
    Tables {
        estimates: estimates(),
        series: series(),
        threats: threats(),
        requests: requests(),
        funnel: funnel(),
        answers: answers(),
        survival: survival(),
        shocks,
        shock_summary,
        stations: stations(nations),
        nations: nation_rows(nations),
        dyads: dyads(nations),
        ..Tables::default()
    }
}
