//! dev
fn main() {
    let name = std::env::args().nth(1).unwrap();
    let library = comity::cli::library::Library::beside(&name);
    let sets: Vec<(String, String)> = std::env::args()
        .skip(2)
        .filter_map(|a| a.split_once('=').map(|(k, v)| (k.to_owned(), v.to_owned())))
        .collect();
    let loaded =
        comity::scenario::check::load_scenario(&name, &sets, &|a: &str, b: &str| library.fetch(a, b));
    match loaded {
        Err(f) => println!("{f}"),
        Ok(l) => {
            print!("{}", l.warnings);
            if let Ok(out) = std::env::var("OUT") {
                use comity::output::folder::*;
                let stop = std::sync::atomic::AtomicBool::new(false);
                let reps: u32 = std::env::var("N").unwrap().parse().unwrap();
                let order = Order {
                    study: comity::experiment::study::Study {
                        scenario: &l.value,
                        options: vec![None],
                        replications: reps,
                        seed: 1,
                        precision: None,
                        paired: true,
                        traced: false,
                        most_events: u64::MAX,
                    },
                    work: comity::output::manifest::Work {
                        version: "x".into(),
                        scenario_digest: String::new(),
                        options: vec!["baseline".into()],
                        seed: 1,
                        replications: reps,
                        precision: None,
                        paired: true,
                        detail: "series".into(),
                    },
                    parts: &l.parts,
                    effective: &l.effective,
                    with_series: true,
                    charts: comity::output::charts::Which::All,
                };
                let t = std::time::Instant::now();
                let w = write_run(
                    std::path::Path::new(&out),
                    &order,
                    &comity::experiment::study::Watch {
                        stop: &stop,
                        progress: &|_, _| {},
                    },
                )
                .unwrap();
                println!(
                    "{:?} lost {:?} {:.0} ns/event sim",
                    t.elapsed(),
                    w.end.lost,
                    w.end.simulation_seconds * 1e9 / w.end.events as f64
                );
                return;
            }
            let plan = comity::model::blueprint::Blueprint::new(&l.value, None, None);
            let t = std::time::Instant::now();
            let n: u32 = std::env::var("N").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
            let mut rows = Vec::new();
            let mut events = 0.0;
            for r in 0..n {
                let o = comity::experiment::replication::replicate(&plan, 1, r, false, u64::MAX).unwrap();
                events += o.counts[comity::model::measure::Count::Events as usize];
                rows.push(o.measures());
            }
            let dt = t.elapsed().as_secs_f64();
            for (k, m) in comity::model::measure::MEASURES.iter().enumerate() {
                let v: Vec<f64> = rows.iter().map(|r| r[k]).collect();
                let e = comity::experiment::estimate::Estimate::of_mean(&v, 0.95);
                println!("{:30} {:12.4} ± {:.4}", m.name, e.mean, e.half_width);
            }
            println!(
                "{:.0} ns/event, {:.4} s/rep",
                dt * 1e9 / events,
                dt / f64::from(n)
            );
        }
    }
}
