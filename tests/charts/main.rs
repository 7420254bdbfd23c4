//! The charts, looked at from outside: they draw from rows alone, the same bytes each time, with nothing cut or
//! covered, and whatever a name holds. `COMITY_CHARTS=folder cargo test --test charts` keeps the pictures.

#[path = "../support/comparison.rs"]
mod comparison;
mod sayings;
mod world;

use std::fs;
use std::path::{Path, PathBuf};

use comity::output::charts::context::ChartContext;
use comity::output::charts::which::Which;
use comity::output::charts::{draw_all, unreadable};
use comity::output::storage::Disk;
use comity::output::tables::Tables;
use comity::output::words::Language;

use crate::comparison::comparison;
use crate::world::{context, world};

fn drawn(context: &ChartContext, tables: &Tables) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let files =
        draw_all(&Disk::new(), folder.path(), Which::All, context, tables).expect("every chart can be drawn");
    files
        .into_iter()
        .map(|file| {
            (
                file.clone(),
                fs::read(&file).expect("a chart that was drawn is there"),
            )
        })
        .collect()
}

fn svgs(context: &ChartContext, tables: &Tables) -> Vec<(String, String)> {
    let is_svg = |path: &Path| path.extension().is_some_and(|extension| extension == "svg");
    let name = |path: &Path| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default()
    };
    let files = drawn(context, tables)
        .into_iter()
        .filter(|(path, _)| is_svg(path));
    files
        .map(|(path, bytes)| (name(&path), String::from_utf8(bytes).expect("SVG is UTF-8")))
        .collect()
}

#[test]
fn all_ten_are_drawn_as_svg_and_png() {
    let files = drawn(&context("Classroom", Some("2025-01-01")), &world(12));
    assert_eq!(files.len(), 20);
    for (path, bytes) in files {
        let png = path.extension().is_some_and(|extension| extension == "png");
        assert!(
            bytes.starts_with(if png { b"\x89PNG" } else { b"<svg" }),
            "{}",
            path.display()
        );
    }
}

/// Keeps the pictures for a reader, if the environment says where.
fn keep(name: &str, context: &ChartContext, tables: &Tables) {
    if let Some(folder) = std::env::var_os("COMITY_CHARTS").map(|folder| PathBuf::from(folder).join(name)) {
        fs::create_dir_all(&folder).expect("the folder for charts can be made");
        draw_all(&Disk::new(), &folder, Which::All, context, tables).expect("every chart can be drawn");
    }
}

#[test]
fn nothing_is_cut_or_covered_from_5_to_45_nations() {
    for nations in [5, 8, 12, 19, 27, 40, 45] {
        for start in [None, Some("2025-03-15")] {
            let (context, tables) = (context("Harmonization among neighbours", start), world(nations));
            let faults = unreadable(&context, &tables);
            assert!(faults.is_empty(), "{nations} nations, {start:?}: {faults:#?}");
            keep(
                &format!("{nations}{}", start.unwrap_or_default()),
                &context,
                &tables,
            );
        }
    }
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let (context, tables) = (context("Classroom", None), world(12));
    let bytes =
        |files: Vec<(PathBuf, Vec<u8>)>| files.into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>();
    assert!(bytes(drawn(&context, &tables)) == bytes(drawn(&context, &tables)));
}

#[test]
fn every_chart_names_the_scenario_and_the_seed() {
    for (name, svg) in svgs(&context("Neighbours in need", None), &world(12)) {
        assert!(
            svg.contains("Neighbours in need") && svg.contains("seed 20260101"),
            "{name}"
        );
        assert!(svg.contains("An illustration, not a forecast."), "{name}");
    }
}

#[test]
fn a_hostile_name_stays_text() {
    let hostile = "<script>alert(1)</script>&\u{0}\u{202e}\"'";
    let mut tables = world(12);
    tables
        .nations
        .iter_mut()
        .for_each(|row| hostile.clone_into(&mut row.name));
    tables
        .nations
        .iter_mut()
        .for_each(|row| hostile.clone_into(&mut row.bloc));
    tables
        .dyads
        .iter_mut()
        .for_each(|row| hostile.clone_into(&mut row.from_bloc));
    tables
        .threats
        .iter_mut()
        .for_each(|row| hostile.clone_into(&mut row.class));
    tables
        .answers
        .iter_mut()
        .for_each(|row| hostile.clone_into(&mut row.kind));
    let mut context = context(hostile, None);
    context.shocks.push((hostile.to_owned(), 900.0));
    context.scenario = hostile.to_owned();
    for (name, svg) in svgs(&context, &tables) {
        assert!(
            !svg.contains("<script") && !svg.contains('\u{0}') && !svg.contains('\u{202e}'),
            "{name}"
        );
        assert!(svg.contains("&lt;script&gt;"), "{name}");
    }
}

#[test]
fn an_empty_run_says_that_there_is_nothing_to_show() {
    for (name, svg) in svgs(&context("Classroom", None), &Tables::default()) {
        assert!(svg.contains("Nothing to show: "), "{name}");
    }
}

#[test]
fn absurd_numbers_are_drawn_around() {
    let mut tables = world(5);
    for value in [Some(f64::NAN), Some(f64::INFINITY), Some(-1e300), None] {
        tables
            .series
            .iter_mut()
            .step_by(3)
            .for_each(|row| row.q50 = value);
        tables
            .survival
            .iter_mut()
            .step_by(3)
            .for_each(|row| row.surviving = value);
        tables
            .answers
            .iter_mut()
            .step_by(3)
            .for_each(|row| row.answered = value);
        tables
            .shocks
            .iter_mut()
            .step_by(3)
            .for_each(|row| row.mean_difference = value);
        tables
            .stations
            .iter_mut()
            .step_by(3)
            .for_each(|row| row.queue_mean = value);
        tables
            .nations
            .iter_mut()
            .step_by(3)
            .for_each(|row| row.harm_averted = value);
        tables
            .dyads
            .iter_mut()
            .step_by(3)
            .for_each(|row| row.trust = value);
        tables
            .threats
            .iter_mut()
            .step_by(3)
            .for_each(|row| row.mean_count = value.unwrap_or(0.0));
        tables
            .funnel
            .iter_mut()
            .step_by(3)
            .for_each(|row| row.mean_count = value.unwrap_or(0.0));
        assert_eq!(drawn(&context("Classroom", None), &tables).len(), 20);
    }
}

#[test]
fn many_shocks_long_names_and_a_short_run_stay_readable() {
    let mut context = context(
        "A title that goes on about nations, their laws and what they share "
            .repeat(3)
            .as_str(),
        None,
    );
    context.start_date = Some("2025-06-15".to_owned());
    (context.horizon_days, context.warm_up_days, context.replications) = (500.0, 0.0, 1);
    context.shocks = (0..12)
        .map(|i| {
            (
                format!("shock of a rather long name {i}"),
                20.0 + 30.0 * f64::from(i),
            )
        })
        .collect();
    let mut tables = world(45);
    tables.series.retain(|row| row.time < 500.0);
    tables.survival.retain(|row| row.time < 500.0);
    tables.stations.retain(|row| row.time < 500.0);
    tables.answers.retain(|row| row.kind == "evidence");
    tables.threats.retain(|row| row.class == "terrorism");
    tables
        .dyads
        .retain(|row| row.moment == "start" || row.moment == "end");
    tables
        .shock_summary
        .iter_mut()
        .for_each(|row| row.recovery_days = None);
    for row in &mut tables.nations {
        row.name = format!("{} with a name that will not end before the page does", row.name);
    }
    let faults = unreadable(&context, &tables);
    assert!(faults.is_empty(), "{faults:#?}");
    keep("odd", &context, &tables);
}

/// A run of so many options among so many nations.
fn compared(options: usize, nations: usize) -> Tables {
    Tables {
        comparison: comparison(options, nations),
        ..world(nations)
    }
}

#[test]
fn a_comparison_has_seven_charts_more() {
    let files = drawn(&context("Classroom", None), &compared(5, 8));
    assert_eq!(files.len(), 34);
    for name in [
        "forest",
        "tradeoffs",
        "drivers",
        "robustness",
        "nation_options",
        "shock_options",
        "tornado",
    ] {
        let there = files
            .iter()
            .any(|(path, _)| path.ends_with(format!("{name}.svg")));
        assert!(there, "{name}");
    }
}

#[test]
fn charts_of_a_comparison_stay_readable_from_1_to_40_options_in_every_language() {
    for language in Language::ALL {
        for (options, nations) in [(1, 5), (3, 12), (13, 40), (25, 60), (40, 110)] {
            let context = ChartContext {
                words: language.words(),
                ..context("Which harmonization helps most?", Some("2025-01-01"))
            };
            let tables = compared(options, nations);
            let faults = unreadable(&context, &tables);
            let code = language.code();
            assert!(faults.is_empty(), "{options} options in {code}: {faults:#?}");
            keep(&format!("options{options}{code}"), &context, &tables);
        }
    }
}

#[test]
fn absurd_differences_are_drawn_around() {
    let mut tables = compared(13, 12);
    for value in [Some(f64::NAN), Some(f64::INFINITY), Some(-1e300), None] {
        let all = &mut tables.comparison;
        all.differences
            .iter_mut()
            .step_by(3)
            .for_each(|row| (row.mean, row.simultaneous_upper) = (value, value));
        all.tradeoffs
            .iter_mut()
            .step_by(3)
            .for_each(|row| (row.harm_averted, row.cost) = (value, value));
        all.tornado
            .iter_mut()
            .step_by(3)
            .for_each(|row| row.difference_low = value);
        all.robustness
            .iter_mut()
            .step_by(3)
            .for_each(|row| row.mean_regret = value);
        all.drivers.iter_mut().step_by(3).for_each(|row| row.mean = value);
        all.nation_differences
            .iter_mut()
            .step_by(3)
            .for_each(|row| row.mean = value);
        all.shock_differences
            .iter_mut()
            .step_by(3)
            .for_each(|row| row.mean = value);
        assert_eq!(drawn(&context("Classroom", None), &tables).len(), 34);
    }
}
