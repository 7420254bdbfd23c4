//! Nations and what is given of pairs of them.

use crate::engine::identity::Identity;
use crate::scenario::law::Domains;
use crate::scenario::names::Names;
use crate::scenario::range::Range;
use crate::scenario::section::Section;

/// Where a nation lies: coordinates in the scenario's own unit, or on the globe.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Location {
    /// Coordinates in the scenario's own unit.
    Plane(f64, f64),
    /// Latitude and longitude in degrees.
    Globe(f64, f64),
}

/// One nation as the scenario gives it at t = 0.
#[derive(Clone, Debug)]
pub struct Nation {
    /// Its id in the file.
    pub id: String,
    /// What its draws and events are keyed by.
    pub identity: Identity,
    /// Its name on charts and in tables.
    pub name: String,
    /// A label for reports.
    pub bloc: String,
    /// Multiplies its weight in every pick; at 0 it is idle and left out of everything.
    pub activity: f64,
    /// κ: institutional capacity, (0, 1].
    pub capacity: f64,
    /// m: commitment to cooperation, [0, 1].
    pub commitment: f64,
    /// σ: weight on sovereignty, [0, 1].
    pub sovereignty: f64,
    /// g: safeguards against leaks and misuse, [0, 1].
    pub safeguards: f64,
    /// s: political stability, [0, 1].
    pub stability: f64,
    /// Home position in the space of interests, one number a dimension.
    pub interests: Vec<f64>,
    /// ℓ: level of its law in each domain, [0, 1].
    pub law: Vec<f64>,
    /// Where it lies.
    pub location: Location,
    /// Servers of the intelligence desk and of the central authority.
    pub servers: [u32; 2],
}

/// What the scenario gives of one ordered pair.
#[derive(Clone, Debug, Default)]
pub struct Pair {
    /// Index of the nation that trusts.
    pub from: usize,
    /// Index of the nation that is trusted.
    pub to: usize,
    /// Mean of the prior of trust, instead of the logistic one.
    pub trust: Option<f64>,
    /// Proximity of `to` as seen from `from`, instead of the one from places.
    pub proximity: Option<f64>,
    /// A liaison officer of `from` sits in `to` from the start.
    pub liaison: bool,
}

impl Nation {
    /// Reads `[nation.<id>]`.
    pub fn read(section: &Section, id: String, domains: &Domains, dimensions: usize) -> Nation {
        let wgi = "assumption: a middling state; named nations after the Worldwide Governance Indicators (Kaufmann, Kraay & Mastruzzi 2011)";
        let given = |key, about| section.number(key, 0.5, Range::SHARE, "share", about, "assumption");
        let law = section.by_name(
            "law",
            &domains.names,
            0.5,
            Range::SHARE,
            "level",
            "level of its law in each domain, from none (0) to the strictest (1)",
            "assumption",
        );
        Nation {
            identity: Identity::of(&id),
            name: section.text("name", &id, 80, "its name on charts and in tables"),
            bloc: section.text("bloc", "", 80, "a label by which reports group nations"),
            activity: section.number(
                "activity",
                1.0,
                Range::of(0.0, 1e6),
                "weight",
                "multiplies its weight in every pick; 0: idle",
                "neutral: all nations alike",
            ),
            capacity: section.number(
                "capacity",
                0.6,
                Range::OPEN_SHARE,
                "share",
                "κ: institutional capacity",
                wgi,
            ),
            commitment: given("commitment", "m: commitment to cooperation"),
            sovereignty: given("sovereignty", "σ: weight on sovereignty"),
            safeguards: section.number(
                "safeguards",
                0.7,
                Range::SHARE,
                "share",
                "g: safeguards against leaks and misuse",
                "assumption",
            ),
            stability: section.number(
                "stability",
                0.7,
                Range::SHARE,
                "share",
                "s: political stability",
                wgi,
            ),
            interests: section.numbers(
                "interests",
                &vec![0.0; dimensions],
                (dimensions, dimensions),
                Range::of(-100.0, 100.0),
                "",
                "home position in the space of interests, one number a dimension",
                "neutral: all alike",
            ),
            law,
            location: read_location(section),
            servers: [
                section.count(
                    "desks",
                    2,
                    0,
                    1_000_000,
                    "servers",
                    "servers of the intelligence desk",
                    "assumption: a load of 0.7 to 0.9",
                ) as u32,
                section.count(
                    "authority_servers",
                    3,
                    0,
                    1_000_000,
                    "servers",
                    "servers of the central authority",
                    "assumption: a load of 0.7 to 0.9",
                ) as u32,
            ],
            id,
        }
    }

    /// An idle nation takes part in nothing.
    pub fn is_idle(&self) -> bool {
        self.activity == 0.0
    }
}

fn read_location(section: &Section) -> Location {
    let plane = section.numbers(
        "place",
        &[0.0, 0.0],
        (2, 2),
        Range::of(-1e6, 1e6),
        "scenario unit",
        "where it lies, in the scenario's own unit",
        "neutral: all in one place",
    );
    let latitude = section.optional_number(
        "latitude",
        Range::of(-90.0, 90.0),
        "degrees",
        "latitude of its capital",
        "absent: place",
    );
    let longitude = section.optional_number(
        "longitude",
        Range::of(-180.0, 180.0),
        "degrees",
        "longitude of its capital",
        "absent: place",
    );
    match (latitude, longitude) {
        (Some(latitude), Some(longitude)) => {
            if section.given("place") {
                section.error(
                    "place",
                    "place contradicts latitude and longitude: give one of them".to_owned(),
                );
            }
            Location::Globe(latitude, longitude)
        }
        (None, None) => Location::Plane(plane[0], plane[1]),
        (Some(_), None) => {
            section.error("latitude", "latitude is given without longitude".to_owned());
            Location::Plane(0.0, 0.0)
        }
        (None, Some(_)) => {
            section.error("longitude", "longitude is given without latitude".to_owned());
            Location::Plane(0.0, 0.0)
        }
    }
}

/// Reads `[pair.<from>.<to>]`, in order of (from, to).
pub fn read_pairs(root: &Section, nations: &Names) -> Vec<Pair> {
    let given = root.pairs(
        "pair",
        nations,
        "what is known of ordered pairs: from the first nation towards the second",
    );
    let read = |(from, to, section): &(usize, usize, Section)| Pair {
        from: *from,
        to: *to,
        trust: section.optional_number(
            "trust",
            Range::UNIT,
            "share",
            "mean of the prior of trust of the first in the second",
            "absent: logistic in affinity and shared memberships",
        ),
        proximity: section.optional_number(
            "proximity",
            Range::NONNEGATIVE,
            "weight",
            "proximity of the second as seen from the first",
            "absent: from their places",
        ),
        liaison: section.flag(
            "liaison",
            false,
            "a liaison officer of the first sits in the second",
            "neutral",
        ),
    };
    given.iter().map(read).collect()
}
