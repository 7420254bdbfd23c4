//! The sections of the report of a comparison.

use crate::output::answer::{effects, name_of};
use crate::output::charts::context::{ChartContext, finite};
use crate::output::charts::labels::option_name;
use crate::output::comparison_tables::{DifferenceRow, NationDifferenceRow, PathwayRow};
use crate::output::finding::{difference, leader, option, ranked, tells_of_luck};
use crate::output::report::figures::{change, figure, told};
use crate::output::report::view::{Cell, Section, Table};
use crate::output::sentences::effect_in_words;
use crate::output::tables::Tables;
use crate::output::words::Words;

/// What all sections need.
pub(crate) struct Source<'a> {
    pub(crate) tables: &'a Tables,
    pub(crate) context: &'a ChartContext<'a>,
    /// Whether the scenario gives ranges from which other worlds can be drawn.
    pub(crate) ranges: bool,
}

impl Source<'_> {
    fn words(&self) -> &Words {
        self.context.words
    }

    /// A section by its name in the catalogue, with the paragraph that introduces it.
    fn section(&self, id: &str) -> Section {
        let mut section = Section::new(id, self.words().text(&format!("section-{id}")));
        section.text(self.words().text(&format!("{id}-intro")));
        section
    }

    fn headings(&self, ids: &[&str]) -> Vec<String> {
        let text = |id: &&str| match id.strip_prefix('#') {
            Some(id) => format!("#{}", self.words().text(id)),
            None => self.words().text(id),
        };
        ids.iter().map(text).collect()
    }
}

/// The sections between the answer and the assumptions.
pub(crate) fn sections(source: &Source) -> Vec<Section> {
    vec![
        options(source),
        why(source),
        tradeoffs(source),
        shocks(source),
        robustness(source),
        nations(source),
    ]
}

/// The options table, and the same as a forest plot.
fn options(source: &Source) -> Section {
    let (tables, words) = (source.tables, source.words());
    let main = &source.context.judged_by;
    let mut section = source.section("options");
    let mut headings = source.headings(&["column-option"]);
    headings.push(format!("#{}", words.measure(main)));
    headings.push(format!("#{}", words.text("column-simultaneous")));
    if main != "harm" {
        headings.push(format!("#{}", words.measure("harm")));
    }
    headings.extend(source.headings(&["#column-cost", "#column-best", "column-side-effects"]));
    let mut table = Table::new(words.text("options-caption"), &headings);
    let sure = tells_of_luck(tables);
    for id in ranked(tables, main) {
        let own = difference(tables, &id, main);
        let mut cells = vec![
            Cell::from(option_name(tables, words, &id)),
            own.map_or_else(|| words.text("undefined").into(), |row| alone(words, row)),
            own.map_or_else(|| words.text("undefined").into(), |row| ends(words, row)),
        ];
        if main != "harm" {
            cells.push(
                difference(tables, &id, "harm")
                    .map_or_else(|| words.text("undefined").into(), |row| relative(words, row)),
            );
        }
        let cost = option(tables, &id).and_then(|row| Some((row.total_cost?, &row.unit)));
        cells.push(cost.map_or_else(
            || words.text("undefined").into(),
            |(cost, unit)| words.amount(cost, Some(cost.abs() / 50.0), unit).into(),
        ));
        let chance = tables.comparison.selection.iter();
        let mut chance = chance.filter(|row| row.option == id && row.measure == *main);
        let chance = chance.next().and_then(|row| row.probability_best);
        cells.push(chance.filter(|_| sure).map_or_else(
            || words.text("undefined").into(),
            |share| words.percent(share).into(),
        ));
        cells.push(if sure {
            side_effects(words, tables, &id)
        } else {
            words.text("undefined").into()
        });
        table.row(cells);
    }
    section.table(table);
    section.figure(figure("forest", source.context, tables));
    section
}

/// The difference, with its own interval and a verdict in words where there is none.
fn alone(words: &Words, row: &DifferenceRow) -> Cell {
    let Some(mean) = finite(row.mean) else {
        return words.text("undefined").into();
    };
    let change = words.difference(mean, row.half_width, &row.unit);
    let text = match row.verdict.as_str() {
        // One replication tells nothing of luck.
        _ if row.n < 2 => change,
        "no_detectable_difference" | "equal" => words.fill(
            "cell-none",
            &[("change", &change), ("verdict", &words.name(&row.verdict))],
        ),
        _ => change,
    };
    Cell::judged(text, &row.verdict)
}

fn ends(words: &Words, row: &DifferenceRow) -> Cell {
    let (Some(low), Some(high)) = (finite(row.simultaneous_lower), finite(row.simultaneous_upper)) else {
        return words.text("undefined").into();
    };
    let half = Some((high - low) / 2.0);
    let [low, high] = [low, high].map(|end| words.signed_plain(end, half, &row.unit));
    words.fill("range", &[("low", &low), ("high", &high)]).into()
}

fn relative(words: &Words, row: &DifferenceRow) -> Cell {
    let change = finite(row.relative).map_or_else(|| words.text("undefined"), |share| words.relative(share));
    let text = match row.verdict.as_str() {
        _ if row.n < 2 => change,
        "no_detectable_difference" | "equal" => words.fill(
            "cell-none",
            &[("change", &change), ("verdict", &words.name(&row.verdict))],
        ),
        _ => change,
    };
    Cell::judged(text, &row.verdict)
}

fn side_effects(words: &Words, tables: &Tables, option: &str) -> Cell {
    let worse: Vec<String> = effects(&tables.comparison, option)
        .iter()
        .filter(|effect| !effect.better)
        .map(|effect| effect_in_words(words, effect))
        .collect();
    if worse.is_empty() {
        words.text("side-effects-none").into()
    } else {
        Cell::judged(worse.join(&words.text("between")), "worse")
    }
}

/// The ways by which the leading option works, and its decomposition.
fn why(source: &Source) -> Section {
    let (tables, words) = (source.tables, source.words());
    let mut section = source.section("why");
    let Some(best) = leader(tables, &source.context.judged_by) else {
        return section;
    };
    let headings = source.headings(&[
        "column-pathway",
        "column-item",
        "#column-baseline",
        "#column-change",
    ]);
    let caption = words.fill("why-caption", &[("option", &name_of(&tables.comparison, &best))]);
    let mut table = Table::new(caption, &headings);
    for row in tables
        .comparison
        .pathways
        .iter()
        .filter(|row| row.option == best && is_seen(row))
    {
        let item = if row.pathway == "congestion" {
            words.measure(&row.item)
        } else {
            words.name(&row.item)
        };
        table.row(vec![
            words.name(&format!("pathway_{}", row.pathway)).into(),
            item.into(),
            told(words, row.baseline_mean, row.half_width, &row.unit),
            change(words, (row.mean, row.lower, row.upper), &row.unit, ""),
        ]);
    }
    if table.rows.is_empty() {
        section.text(words.text("why-nothing"));
    }
    section.table(table);
    if tables.comparison.drivers.is_empty() {
        section.text(words.text("why-not-decomposed"));
    }
    section.figure(figure("drivers", source.context, tables));
    section
}

/// Whether a step of the way changed beyond the luck of the replications.
fn is_seen(row: &PathwayRow) -> bool {
    finite(row.lower).is_some_and(|low| low > 0.0) || finite(row.upper).is_some_and(|high| high < 0.0)
}

/// The map, and the table of cost-effectiveness.
fn tradeoffs(source: &Source) -> Section {
    let (tables, words) = (source.tables, source.words());
    let mut section = source.section("tradeoffs");
    section.figure(figure("tradeoffs", source.context, tables));
    let headings = source.headings(&[
        "column-option",
        "#column-cost",
        "#column-averted",
        "column-over",
        "#column-ratio",
        "column-standing",
    ]);
    let mut table = Table::new(words.text("tradeoffs-caption"), &headings);
    let mut rows: Vec<_> = tables.comparison.tradeoffs.iter().collect();
    rows.sort_by(|one, other| {
        let of = |cost: Option<f64>| finite(cost).unwrap_or(f64::INFINITY);
        of(one.cost)
            .total_cmp(&of(other.cost))
            .then_with(|| one.option.cmp(&other.option))
    });
    let money = tables
        .comparison
        .options
        .first()
        .map_or("", |row| row.unit.as_str());
    for row in rows {
        let ratio = finite(row.incremental_ratio).map_or_else(
            || words.text("undefined"),
            |ratio| {
                let told = words.short_number(ratio);
                match (
                    finite(row.incremental_ratio_lower),
                    finite(row.incremental_ratio_upper),
                ) {
                    (Some(low), Some(high)) => {
                        let [low, high] = [low, high].map(|end| words.short_number(end));
                        words.fill(
                            "ratio-interval",
                            &[("ratio", &told), ("low", &low), ("high", &high)],
                        )
                    }
                    _ => words.fill("ratio-unbounded", &[("ratio", &told)]),
                }
            },
        );
        let over = if row.incremental_over.is_empty() {
            String::new()
        } else {
            option_name(tables, words, &row.incremental_over)
        };
        let standing = match row.cost_effectiveness.as_str() {
            "dominated" | "extended" => words.name(&format!("standing_{}", row.cost_effectiveness)),
            _ => words.text("standing-fair"),
        };
        table.row(vec![
            option_name(tables, words, &row.option).into(),
            words
                .amount(
                    row.cost.unwrap_or_default(),
                    Some(row.cost.unwrap_or_default().abs() / 50.0),
                    money,
                )
                .into(),
            change(
                words,
                (row.harm_averted, row.harm_averted_lower, row.harm_averted_upper),
                "",
                "",
            ),
            over.into(),
            ratio.into(),
            standing.into(),
        ]);
    }
    section.table(table);
    section.table(rankings(source));
    section
}

/// The ranking under the weights of the scenario, and under changed ones.
fn rankings(source: &Source) -> Table {
    let (tables, words) = (source.tables, source.words());
    let headings = source.headings(&[
        "column-weights",
        "column-first",
        "#column-score",
        "column-reversal",
    ]);
    let mut table = Table::new(words.text("rankings-caption"), &headings);
    for row in tables.comparison.rankings.iter().filter(|row| row.rank == 1) {
        let reversal = if row.reversal { "yes" } else { "no" };
        table.row(vec![
            row.weights.replace('_', " ").into(),
            option_name(tables, words, &row.option).into(),
            finite(row.score)
                .map_or_else(String::new, |score| words.number(score, 0.01))
                .into(),
            words.text(reversal).into(),
        ]);
    }
    table
}

fn shocks(source: &Source) -> Section {
    let mut section = source.section("shocks");
    if source.tables.comparison.shock_differences.is_empty() {
        section.text(source.words().text("shocks-none"));
    }
    section.figure(figure("shock_options", source.context, source.tables));
    section
}

fn robustness(source: &Source) -> Section {
    let mut section = source.section("robustness");
    if source.tables.comparison.robustness.is_empty() {
        section.text(source.words().text(if source.ranges {
            "robustness-none"
        } else {
            "robustness-no-ranges"
        }));
    }
    section.figure(figure("robustness", source.context, source.tables));
    section
}

/// Gains and burdens by bloc and nation, and who leaves and who blocks.
fn nations(source: &Source) -> Section {
    let (tables, words) = (source.tables, source.words());
    let mut section = source.section("nations");
    let Some(best) = leader(tables, &source.context.judged_by) else {
        return section;
    };
    let rows = || {
        tables
            .comparison
            .nation_differences
            .iter()
            .filter(|row| row.option == best)
    };
    section.table(blocs(source, &best));
    section.figure(figure("nation_options", source.context, tables));
    let mut items = Vec::new();
    for (measure, id) in [
        ("exits", "nations-leave"),
        ("withheld", "nations-withhold"),
        ("refused_given", "nations-refuse"),
    ] {
        let seen: Vec<&NationDifferenceRow> = rows()
            .filter(|row| row.level == "nation" && row.measure == measure)
            .filter(|row| finite(row.simultaneous_lower.or(row.lower)).is_some_and(|low| low > 0.0))
            .collect();
        let names: Vec<String> = seen
            .iter()
            .map(|row| {
                let name = if row.name.is_empty() {
                    &row.nation
                } else {
                    &row.name
                };
                let change = words.difference(row.mean.unwrap_or_default(), row.half_width, &row.unit);
                format!("{name} ({change})")
            })
            .collect();
        let list = if names.is_empty() {
            words.text("nobody")
        } else {
            names.join(", ")
        };
        items.push(words.fill(id, &[("list", &list)]));
    }
    section.list(items);
    section
}

/// What changes for each bloc.
fn blocs(source: &Source, best: &str) -> Table {
    let (tables, words) = (source.tables, source.words());
    let measures = ["harm", "pieces_given", "pieces_received", "privacy_harm"];
    let mut headings = source.headings(&["column-bloc"]);
    headings.extend(
        measures
            .iter()
            .map(|measure| format!("#{}", words.measure(measure))),
    );
    let caption = words.fill(
        "nations-caption",
        &[("option", &name_of(&tables.comparison, best))],
    );
    let mut table = Table::new(caption, &headings);
    let rows = || {
        let rows = tables.comparison.nation_differences.iter();
        rows.filter(|row| row.option == best && row.level == "bloc")
    };
    let mut names: Vec<&str> = rows().map(|row| row.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let mut cells = vec![Cell::from(if name.is_empty() { "–" } else { name })];
        for measure in measures {
            let row = rows().find(|row| row.name == name && row.measure == measure);
            cells.push(row.map_or_else(
                || words.text("undefined").into(),
                |row| {
                    let ends = (row.mean, row.simultaneous_lower, row.simultaneous_upper);
                    change(words, ends, &row.unit, &row.verdict)
                },
            ));
        }
        table.row(cells);
    }
    table
}
