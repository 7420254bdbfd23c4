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
