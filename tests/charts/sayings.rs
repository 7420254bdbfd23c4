//! What the words on a chart may say: no name without support, no count that its picture does not bear out, and nothing
//! cut that has room.

use comity::output::charts::context::ChartContext;
use comity::output::tables::Tables;
use comity::output::words::Language;

use crate::world::{context, world};
use crate::{compared, svgs};

/// What stands on a chart, its lines one after the other.
fn texts(context: &ChartContext, tables: &Tables, chart: &str) -> String {
    let all = svgs(context, tables);
    let (_, svg) = all
        .into_iter()
        .find(|(name, _)| *name == format!("{chart}.svg"))
        .expect("it is drawn");
    let pieces = svg.split("<text").skip(1).map(|piece| {
        let inner = piece.split_once('>').map_or("", |(_, inner)| inner);
        inner.split('<').next().unwrap_or_default().trim().to_owned()
    });
    pieces.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_nation_is_named_first_only_where_intervals_leave_no_doubt() {
    let mut tables = world(12);
    let context = context("Classroom", None);
    for row in &mut tables.nations {
        (row.harm_averted_half_width, row.pieces_given_half_width) = (Some(1e6), Some(1e6));
    }
    let told = texts(&context, &tables, "nations");
    assert!(
        told.contains("What each nation gains and what it gives") && !told.contains(" most, "),
        "{told}"
    );
    for row in &mut tables.nations {
        (row.harm_averted_half_width, row.pieces_given_half_width) = (Some(1e-9), Some(1e-9));
    }
    let told = texts(&context, &tables, "nations");
    assert!(
        told.contains("gains most, ") || told.contains("gains and gives most"),
        "{told}"
    );
}

#[test]
fn an_option_after_a_shock_is_named_only_if_it_is_surely_better_and_the_shock_is_named_in_full() {
    let mut tables = compared(5, 8);
    let shock = "A scandal of leaked files in the north";
    for (place, row) in tables.comparison.shock_differences.iter_mut().enumerate() {
        shock.clone_into(&mut row.shock);
        row.mean = Some(0.5 - 0.001 * place as f64);
        row.verdict = if place < 6 {
            "no_detectable_difference"
        } else {
            "better"
        }
        .into();
    }
    let told = texts(&context("Classroom", None), &tables, "shock_options");
    let wanted = format!("After “{shock}”, sharing effectiveness is highest on average with Approximation: ");
    assert!(told.contains(&wanted), "{told}");
}

#[test]
fn nations_that_differ_detectably_are_always_drawn_and_others_are_counted() {
    let mut tables = compared(3, 110);
    for row in &mut tables.comparison.nation_differences {
        if row.level == "nation" {
            let place: f64 = row.nation[1..].parse().expect("a number");
            row.mean = Some(place - 55.0);
            row.verdict = if row.nation == "n50" {
                "better"
            } else {
                "no_detectable_difference"
            }
            .into();
        }
    }
    let context = context("Classroom", None);
    let told = texts(&context, &tables, "nation_options");
    assert!(
        told.contains("one of 110 nations surely suffers less harm"),
        "{told}"
    );
    assert!(
        told.contains("45 of 110 are shown; nation_differences.csv has all."),
        "{told}"
    );
    assert!(
        told.contains("Nation 50") && !told.contains("Nation 51"),
        "{told}"
    );
}

#[test]
fn a_network_without_lines_says_what_a_line_would_be() {
    let mut tables = world(5);
    tables.dyads.iter_mut().for_each(|row| row.trust = Some(0.6));
    for (language, title, trust) in [
        (
            Language::English,
            "No pair’s mean trust over replications reaches 0.65",
            "0.65",
        ),
        (
            Language::French,
            "La confiance moyenne sur les réplications n’atteint 0,65",
            "0,65",
        ),
    ] {
        let context = ChartContext {
            words: language.words(),
            ..context("Classroom", None)
        };
        let told = texts(&context, &tables, "trust_network");
        assert!(told.contains(title), "{told}");
        assert!(told.matches(trust).count() > 1, "{told}");
        assert!(!told.contains(&language.words().text("network-lines")), "{told}");
    }
    let told = texts(&context("Classroom", None), &world(12), "trust_network");
    assert!(told.contains("lines: mutual trust"), "{told}");
}

#[test]
fn a_stage_with_a_long_name_is_not_cut() {
    let context = ChartContext {
        words: Language::French.words(),
        ..context("Classroom", None)
    };
    let told = texts(&context, &world(5), "funnel");
    assert!(told.contains("demandé ou offert"), "{told}");
    assert!(told.contains("sans réponse\u{a0}:"), "{told}");
}
