//! Checks that look at several parts of a scenario at once, and the doors through which scenarios are read.

use crate::scenario::fault::Faults;
use crate::scenario::kind::{Kind, REQUEST_KINDS, StationKind};
use crate::scenario::load::{Fetch, Loaded, load};
use crate::scenario::nation::Location;
use crate::scenario::scenario::Scenario;
use crate::scenario::section::Section;

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
    if !root.describing() {
        check_world(root, &scenario);
        check_times(root, &scenario);
        check_stations(root, &scenario);
        check_options(root, &scenario);
    }
    scenario
}

/// A world needs two active nations, in one geography.
fn check_world(root: &Section, scenario: &Scenario) {
    let active = scenario.nations.iter().filter(|nation| !nation.is_idle()).count();
    if active < 2 {
        root.error_allowed(
            "nation",
            format!("{active} active nations: nobody has anybody to cooperate with"),
            "at least two nations with activity above 0",
        );
    }
    let globe = scenario
        .nations
        .iter()
        .filter(|nation| matches!(nation.location, Location::Globe(..)))
        .count();
    if globe != 0 && globe != scenario.nations.len() {
        let plane = scenario
            .nations
            .iter()
            .find(|nation| matches!(nation.location, Location::Plane(..)));
        let id = plane.map_or("", |nation| nation.id.as_str());
        root.error("nation", format!("some nations have latitude and longitude, but '{id}' has not: give all of them one sort of place"));
    }
    for class in &scenario.classes {
        let pickable = |weights: &[f64]| {
            let weighed = scenario
                .nations
                .iter()
                .zip(weights)
                .filter(|(nation, weight)| nation.activity * **weight > 0.0);
            weighed.count()
        };
        if pickable(&class.targets) == 0 || pickable(&class.origins) == 0 || pickable(&class.refuges) == 0 {
            root.error(
                "class",
                format!(
                    "class '{}': every target, origin or refuge has weight 0",
                    class.id
                ),
            );
        }
        if pickable(&class.targets) == 1 && pickable(&class.origins) == 1 {
            let both = scenario
                .nations
                .iter()
                .enumerate()
                .any(|(n, nation)| nation.activity * class.targets[n] * class.origins[n] > 0.0);
            if both {
                root.error(
                    "class",
                    format!("class '{}': its only target is its only origin", class.id),
                );
            }
        }
    }
}

/// Dates must fit the horizon, and cohorts must not be empty.
fn check_times(root: &Section, scenario: &Scenario) {
    let run = &scenario.run;
    for shock in &scenario.shocks {
        if let crate::scenario::shock::When::Days(days) = &shock.when {
            for day in days.iter().filter(|&&day| day < 0.0 || day > run.horizon) {
                root.warning(
                    "shock",
                    format!(
                        "shock '{}' on day {day} lies outside the run of {} d: it does not strike",
                        shock.id, run.horizon
                    ),
                );
            }
        }
    }
    for class in &scenario.classes {
        let maturity = class.preparation.quantile(0.999);
        if class.rate > 0.0 && run.warm_up >= run.horizon - maturity {
            root.warning("class", format!(
                "class '{}' has no cohort: preparation may take {maturity:.0} d, and only {} d follow the warm-up", class.id, run.horizon - run.warm_up));
        }
    }
    for instrument in &scenario.instruments {
        if instrument
            .parties
            .iter()
            .any(|&nation| instrument.ratified[nation].is_some())
        {
            root.error(
                "instrument",
                format!(
                    "instrument '{}': a nation stands both in parties and in ratified",
                    instrument.id
                ),
            );
        }
    }
    for organization in &scenario.organizations {
        if organization
            .members
            .iter()
            .any(|&nation| organization.joins[nation].is_some())
        {
            root.error(
                "organization",
                format!(
                    "organization '{}': a nation stands both in members and in joins",
                    organization.id
                ),
            );
        }
    }
}

/// A load that no station can carry makes lines grow without end: allowed, but told.
fn check_stations(root: &Section, scenario: &Scenario) {
    if !scenario.mechanisms.queues {
        return;
    }
    let total: f64 = scenario.nations.iter().map(|nation| nation.activity).sum();
    let mut overloaded = [0, 0];
    let mut worst = [("", 0.0), ("", 0.0)];
    for nation in scenario.nations.iter().filter(|nation| !nation.is_idle()) {
        let share = nation.activity / total
            * scenario.nations.iter().filter(|nation| !nation.is_idle()).count() as f64;
        for station in StationKind::ALL {
            let mut work = scenario.domestic.rate[station as usize]
                * scenario.domestic.review[station as usize]
                * nation.activity;
            for kind in Kind::requests()
                .take(REQUEST_KINDS)
                .filter(|kind| kind.station() == station)
            {
                work += scenario.routine.rate[kind as usize]
                    * share
                    * scenario.kinds[kind as usize].review
                    * (1.0 + scenario.service.law_lengthens * 0.3);
            }
            let servers = f64::from(nation.servers[station as usize]);
            let load = work / nation.capacity / 365.0 / servers;
            if load >= 1.0 {
                overloaded[station as usize] += 1;
                if load > worst[station as usize].1 {
                    worst[station as usize] = (&nation.id, load);
                }
            }
        }
    }
    for station in StationKind::ALL {
        if overloaded[station as usize] > 0 {
            let (id, load) = worst[station as usize];
            root.warning("nation", format!(
                "{} {} stations cannot keep up with routine and domestic work alone (most loaded: '{id}', about {load:.1} times what it can do): their lines will grow without end",
                overloaded[station as usize], station.name()));
        }
    }
}

/// Options must not include themselves.
fn check_options(root: &Section, scenario: &Scenario) {
    for (n, option) in scenario.options.iter().enumerate() {
        let mut reached = vec![false; scenario.options.len()];
        let mut open = option.include.clone();
        while let Some(next) = open.pop() {
            if !std::mem::replace(&mut reached[next], true) {
                open.extend(&scenario.options[next].include);
            }
        }
        if reached[n] {
            root.error("option", format!("option '{}' includes itself", option.id));
        }
        for action in option
            .actions
            .iter()
            .filter(|action| action.at > scenario.run.horizon)
        {
            root.warning(
                "option",
                format!(
                    "option '{}' acts on day {}, after the end of the run",
                    option.id, action.at
                ),
            );
        }
    }
}

/// A class for tests: the defaults with a rate of 1 a year and one piece at its target.
#[cfg(test)]
#[expect(
    clippy::missing_panics_doc,
    reason = "a helper of tests, whose text is a scenario"
)]
pub fn plain_class() -> crate::scenario::threat::ThreatClass {
    let text = "format = 1\n[class.plain]\nrate = 1\n[nation.a]\n[nation.b]\n";
    let part = crate::scenario::load::Part {
        name: "plain.toml".into(),
        text: text.into(),
    };
    let loaded = load_scenario("plain.toml", &[], &|_: &str, _: &str| Ok(part.clone()))
        .expect("the text is a scenario");
    loaded.value.classes.into_iter().next().expect("it has a class")
}
