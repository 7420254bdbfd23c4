//! Checks that look at several parts of a scenario at once, and the doors through which scenarios are read.

use crate::scenario::fault::Faults;
use crate::scenario::field::{FieldSpec, Kind as FieldKind};
use crate::scenario::key::{entry_of, field_of, nearest_key};
use crate::scenario::kind::{Kind, StationKind};
#[cfg(test)]
use crate::scenario::load::Part;
use crate::scenario::load::{Fetch, Loaded, load};
use crate::scenario::names::nearest;
use crate::scenario::nation::{Location, Nation};
use crate::scenario::option::PolicyOption;
use crate::scenario::scenario::{MOST_WITHOUT_REACH, Scenario};
use crate::scenario::schema::describe;
use crate::scenario::section::Section;
use crate::scenario::shock::When;
use crate::scenario::threat::ThreatClass;
use crate::scenario::uncertainty::{Scale, Uncertainty, Vary};
use std::collections::BTreeMap;
use std::mem;

/// Reads and checks the scenario of this name.
pub fn load_scenario(
    name: &str,
    sets: &[(String, String)],
    fetch: &Fetch,
) -> Result<Loaded<Scenario>, Faults> {
    load(name, sets, fetch, &read)
}

/// Reads a scenario from its root and checks how its parts fit together.
pub fn read(root: &Section) -> Scenario {
    let scenario = Scenario::read(root);
    if !root.describing() && !root.doubtful() {
        check_nations(root, &scenario);
        check_classes(root, &scenario);
        check_shocks(root, &scenario);
        check_instruments(root, &scenario);
        check_organizations(root, &scenario);
        check_stations(root, &scenario);
        check_options(root, &scenario);
        check_uncertainties(root, &scenario);
    }
    scenario
}

/// The entries of a table keyed by ids, opened again to tell a fault where its culprit stands.
struct Entries<'a>(Vec<(String, Section<'a>)>);

impl<'a> Entries<'a> {
    fn of(root: &Section<'a>, what: &'static str) -> Self {
        Self(root.entries(what, ""))
    }

    /// The entry with this id, which was read from this very table.
    fn get(&self, id: &str) -> &Section<'a> {
        let found = self.0.iter().find(|(known, _)| known == id);
        &found.expect("whatever was read has an entry").1
    }
}

/// A world needs two active nations, in one geography, and more than some for a reach.
fn check_nations(root: &Section, scenario: &Scenario) {
    let active = scenario.nations.iter().filter(|nation| !nation.is_idle()).count();
    if active < 2 {
        root.error_allowed(
            "nation",
            format!("active nations: {active}; nobody has anybody to cooperate with"),
            "at least two nations with activity above 0",
        );
    }
    if scenario.reach.is_some() && scenario.nations.len() <= MOST_WITHOUT_REACH {
        root.table("world", "").error_allowed(
            "reach",
            format!(
                "a world of {} nations is exact without it",
                scenario.nations.len()
            ),
            format!("only in worlds of more than {MOST_WITHOUT_REACH} nations"),
        );
    }
    let on_plane = |nation: &&Nation| matches!(nation.location, Location::Plane(..));
    let plane: Vec<&Nation> = scenario.nations.iter().filter(on_plane).collect();
    if plane.len() == scenario.nations.len() {
        return;
    }
    let entries = Entries::of(root, "nation");
    for nation in plane {
        let entry = entries.get(&nation.id);
        entry.error_allowed(
            "place",
            "it has no latitude and longitude, but other nations have",
            "one sort of place for all nations",
        );
    }
}

/// Somebody has to be picked as target, origin and refuge, and a cohort should not be empty.
fn check_classes(root: &Section, scenario: &Scenario) {
    let entries = Entries::of(root, "class");
    let run = &scenario.run;
    for class in &scenario.classes {
        let entry = entries.get(&class.id);
        check_weights(entry, class, &scenario.nations);
        let maturity = class.preparation.quantile(0.999);
        if class.rate > 0.0 && run.warm_up >= run.horizon - maturity {
            let message = format!(
                "no cohort: preparation may take {maturity:.0} d, and only {} d follow the warm-up",
                run.horizon - run.warm_up
            );
            entry.warning("preparation", message);
        }
    }
}

fn check_weights(entry: &Section, class: &ThreatClass, nations: &[Nation]) {
    let pickable = |weights: &[f64]| -> Vec<usize> {
        let weighed = |&n: &usize| nations[n].activity * weights[n] > 0.0;
        (0..nations.len()).filter(weighed).collect()
    };
    for (key, weights) in [
        ("targets", &class.targets),
        ("origins", &class.origins),
        ("refuges", &class.refuges),
    ] {
        if pickable(weights).is_empty() && nations.iter().any(|nation| !nation.is_idle()) {
            entry.error_allowed(
                key,
                "every nation has weight 0: there is nobody to pick",
                "a weight above 0 for an active nation",
            );
        }
    }
    let (targets, origins) = (pickable(&class.targets), pickable(&class.origins));
    if targets.len() == 1 && targets == origins && nations.len() > 1 {
        let only = &nations[targets[0]].id;
        entry.error(
            "origins",
            format!("the only origin, `{only}`, is the only target"),
        );
    }
}

/// A shock outside the run does not strike.
fn check_shocks(root: &Section, scenario: &Scenario) {
    let entries = Entries::of(root, "shock");
    let horizon = scenario.run.horizon;
    for shock in &scenario.shocks {
        let When::Days(days) = &shock.when else { continue };
        for day in days.iter().filter(|&&day| day < 0.0 || day > horizon) {
            let message = format!("day {day} lies outside the run of {horizon} d: it does not strike");
            entries.get(&shock.id).warning("at", message);
        }
    }
}

/// A party at the start has no day of ratification.
fn check_instruments(root: &Section, scenario: &Scenario) {
    let entries = Entries::of(root, "instrument");
    for instrument in &scenario.instruments {
        for &nation in &instrument.parties {
            if instrument.ratified[nation].is_some() {
                let id = &scenario.nations[nation].id;
                let entry = entries.get(&instrument.id).table("ratified", "");
                entry.error(id, "it stands in `parties`, too: name it in one of them");
            }
        }
        if let Some(day) = instrument.opens.filter(|&day| day > scenario.run.horizon) {
            let message = format!("it opens on day {day}, after the end of the run");
            entries.get(&instrument.id).warning("opens", message);
        }
    }
}

/// A member at the start has no day of joining.
fn check_organizations(root: &Section, scenario: &Scenario) {
    let entries = Entries::of(root, "organization");
    for organization in &scenario.organizations {
        for &nation in &organization.members {
            if organization.joins[nation].is_some() {
                let id = &scenario.nations[nation].id;
                let entry = entries.get(&organization.id).table("joins", "");
                entry.error(id, "it stands in `members`, too: name it in one of them");
            }
        }
    }
}

/// A load that no station can carry makes lines grow without end: allowed, but told, of the most loaded one.
fn check_stations(root: &Section, scenario: &Scenario) {
    if !scenario.mechanisms.queues {
        return;
    }
    let active: Vec<&Nation> = scenario
        .nations
        .iter()
        .filter(|nation| !nation.is_idle())
        .collect();
    let mean_activity = active.iter().map(|nation| nation.activity).sum::<f64>() / active.len() as f64;
    for station in StationKind::ALL {
        let load = |nation: &Nation| {
            let domestic =
                scenario.domestic.rate[station as usize] * scenario.domestic.review[station as usize];
            let routine = routine_work(scenario, station) * nation.activity / mean_activity;
            (domestic + routine) / nation.capacity / 365.0 / f64::from(nation.servers[station as usize])
        };
        let loads = active.iter().map(|nation| (*nation, load(nation)));
        let overloaded: Vec<(&Nation, f64)> = loads.filter(|(_, load)| *load >= 1.0).collect();
        let Some((nation, load)) = overloaded.iter().max_by(|a, b| a.1.total_cmp(&b.1)) else {
            continue;
        };
        let (key, name) = match station {
            StationKind::Desk => ("desks", "desk"),
            StationKind::Authority => ("authority_servers", "central authority"),
        };
        let what = if nation.servers[station as usize] == 0 {
            format!("its {name} has work and no servers")
        } else {
            format!(
                "its {name} is overloaded by routine and domestic work alone, with about {load:.1} times what it can do"
            )
        };
        let others = match overloaded.len() - 1 {
            0 => String::new(),
            1 => "; so is one other".to_owned(),
            others => format!("; so are {others} others"),
        };
        let message = format!("{what}: lines will grow without end{others}");
        Entries::of(root, "nation").get(&nation.id).warning(key, message);
    }
}

/// Days of work a year that routine requests bring to a station of a nation of mean activity, at capacity 1.
fn routine_work(scenario: &Scenario, station: StationKind) -> f64 {
    // Requests across different law take longer; a typical gap of law is 0.3.
    let longer = 1.0 + scenario.service.law_lengthens * 0.3;
    let kinds = Kind::requests().filter(|kind| kind.station() == station);
    let work = |kind: Kind| scenario.routine.rate[kind as usize] * scenario.kinds[kind as usize].review;
    kinds.map(work).sum::<f64>() * longer
}

/// Options must not include themselves, and should act within the run.
fn check_options(root: &Section, scenario: &Scenario) {
    let entries = Entries::of(root, "option");
    let horizon = scenario.run.horizon;
    for (number, option) in scenario.options.iter().enumerate() {
        let entry = entries.get(&option.id);
        if includes_itself(number, &scenario.options) {
            entry.error("include", "the option includes itself");
        }
        let tables = entry.list("action", "");
        for (action, table) in option.actions.iter().zip(&tables) {
            if action.at > horizon {
                let message = format!("day {} is after the end of the run, day {horizon}", action.at);
                table.warning("at", message);
            }
        }
    }
}

fn includes_itself(number: usize, options: &[PolicyOption]) -> bool {
    let mut reached = vec![false; options.len()];
    let mut open = options[number].include.clone();
    while let Some(next) = open.pop() {
        if !mem::replace(&mut reached[next], true) {
            open.extend(&options[next].include);
        }
    }
    reached[number]
}

/// What is not known must be a number or a switch of the format, and its range must lie in what is allowed.
fn check_uncertainties(root: &Section, scenario: &Scenario) {
    if scenario.uncertainties.is_empty() {
        return;
    }
    let fields = describe(&read);
    let entries = Entries::of(root, "uncertainty");
    let mut varied: BTreeMap<&str, &str> = BTreeMap::new();
    for uncertainty in &scenario.uncertainties {
        let (entry, key) = (entries.get(&uncertainty.id), uncertainty.key.as_str());
        if let Some(first) = varied.insert(key, &uncertainty.id) {
            entry.error_allowed(
                "key",
                format!("`{key}` varies by [uncertainty.{first}] already"),
                "one range for each key",
            );
            continue;
        }
        let Some(field) = field_of(&fields, key) else {
            entry.error_nearest(
                "key",
                format!("there is no key `{key}`"),
                nearest_key(&fields, key).as_deref(),
            );
            continue;
        };
        if let Some((table, id)) = entry_of(field, key) {
            let known: Vec<String> = root.entries(table, "").into_iter().map(|(id, _)| id).collect();
            if !known.contains(&id) {
                let meant = nearest(&id, known.iter().map(String::as_str));
                entry.error_nearest("key", format!("there is no {table} `{id}`"), meant);
                continue;
            }
        }
        check_ends(entry, field, uncertainty);
    }
}

fn check_ends(entry: &Section, field: &FieldSpec, uncertainty: &Uncertainty) {
    let Vary::Between { low, high, scale } = uncertainty.vary else {
        if field.kind != FieldKind::Flag {
            let message = format!("`{}` is no switch: give low and high", uncertainty.key);
            entry.error("key", message);
        }
        return;
    };
    let numeric = matches!(field.kind, FieldKind::Number | FieldKind::Distribution);
    if !numeric {
        let message = if field.kind == FieldKind::Flag {
            format!("`{}` is a switch: leave low and high out", uncertainty.key)
        } else {
            format!("`{}` is no number that could vary", uncertainty.key)
        };
        entry.error("key", message);
        return;
    }
    for (key, value) in [("low", low), ("high", high)] {
        if let Some(range) = field.range.filter(|range| !range.contains(value)) {
            entry.error_allowed(key, format!("{value} is out of range"), range.to_string());
        }
    }
    if low >= high {
        entry.error_allowed(
            "low",
            "the low end is not below the high end",
            format!("below {high}"),
        );
    } else if scale == Scale::Log && low <= 0.0 {
        entry.error_allowed("low", "a range on a log scale begins above 0", "a number above 0");
    }
}

/// A class for tests: the defaults with a rate of 1 a year and one piece at its target.
#[cfg(test)]
#[expect(
    clippy::missing_panics_doc,
    reason = "a helper of tests, whose text is a scenario"
)]
pub fn plain_class() -> ThreatClass {
    let text = "format = 1\n[class.plain]\nrate = 1\n[nation.a]\n[nation.b]\n";
    let part = Part {
        name: "plain.toml".into(),
        text: text.into(),
    };
    let loaded = load_scenario("plain.toml", &[], &|_: &str, _: &str| Ok(part.clone()))
        .expect("the text is a scenario");
    loaded.value.classes.into_iter().next().expect("it has a class")
}
