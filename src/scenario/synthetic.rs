//! A synthetic world of any number of nations, as the text of a scenario and its table of nations: to try what grows with
//! nations, and to teach with a world that is nobody's.
//!
//! Its shape is taken from the world that there is, its numbers are assumptions: regions of very unequal size, each with an
//! organization of its own and some with a platform; an organization of all; alliances of few across regions, which make
//! the number of partners of a nation as uneven as it is; activity with a long tail (lognormal, with a coefficient of
//! variation of 0.9); capacity, safeguards and law that rise together with development; interests that are alike within a
//! region. Threats are the four classes of the reference world, as frequent by nation as there.

use std::fmt::Write;

use crate::engine::chance::{Chance, Draw};
use crate::engine::distribution::{Distribution, Sampler};
use crate::engine::identity::Identity;
use crate::scenario::scenario::MOST_WITHOUT_REACH;

/// The least and the most nations of a synthetic world.
pub const NATIONS: std::ops::RangeInclusive<u32> = 3..=5000;

/// The reach of larger worlds. An assumption: some fifty partners are more than most nations ask in a year.
const REACH: u32 = 50;
/// Nations of the reference world, by which the rates of threats are given.
const REFERENCE: f64 = 12.0;
/// Exponent by which regions and alliances fall off in size with their rank. An assumption.
const FALL_OFF: f64 = 0.8;
/// Mean distance of a nation from the middle of its region, in degrees. An assumption.
const SPREAD: f64 = 8.0;
/// Desks and servers of the authority for an activity and a capacity of one: about those of the reference world, where they
/// are loaded to 0.7 to 0.9.
const SERVERS: [f64; 2] = [1.5, 2.2];
/// The least capacity: with less, no number of desks that a small nation has keeps up. An assumption.
const LEAST_CAPACITY: f64 = 0.25;

/// The classes of the reference world: id, threats a year there, and the rest.
const CLASSES: [(&str, f64, &str); 4] = [
    (
        "terrorism",
        18.0,
        r#"name = "Terrorism"
follow_ups = 0.25
follow_up_delay = 120
preparation = 110
pieces = 6
needed = 3
discovery = 38
holders = { target = 0.34, origin = 0.22, refuge = 0.14, neighbours = 0.18, everyone = 0.12 }
severity = 10
sensitivity = 0.9
personal = 0.6
urgency = 0.9
"#,
    ),
    (
        "cyberattack",
        40.0,
        r#"name = "Cyberattack"
follow_ups = 0.35
follow_up_delay = 30
preparation = 45
pieces = 5
needed = 3
discovery = 14
holders = { target = 0.40, origin = 0.20, refuge = 0.05, neighbours = 0.10, everyone = 0.25 }
severity = 4
sensitivity = 0.8
personal = 0.4
urgency = 0.8
domain_weights = { cybercrime = 0.6 }
"#,
    ),
    (
        "cybercrime",
        45.0,
        r#"name = "Cybercrime"
follow_ups = 0.3
follow_up_delay = 60
preparation = 80
pieces = 5
needed = 3
discovery = 26
holders = { target = 0.38, origin = 0.25, refuge = 0.10, neighbours = 0.10, everyone = 0.17 }
severity = 2
sensitivity = 0.4
personal = 0.9
urgency = 0.4
domain_weights = { cybercrime = 0.8 }
"#,
    ),
    (
        "trafficking",
        35.0,
        r#"name = "Trafficking"
follow_ups = 0.3
follow_up_delay = 90
preparation = 130
pieces = 6
needed = 3
discovery = 44
holders = { target = 0.32, origin = 0.25, refuge = 0.13, neighbours = 0.22, everyone = 0.08 }
severity = 3
sensitivity = 0.4
personal = 0.7
urgency = 0.4
"#,
    ),
];

/// What may be compared.
const OPTIONS: &str = r#"# --- What could be done. ---
[option.desks]
name = "More desks"
[[option.desks.action]]
do = "add_servers"
nations = "all"
station = "desk"
servers = 1
yearly_cost = 1

[option.join]
name = "All join the convention"
[[option.join.action]]
do = "accede"
instrument = "convention"
nations = "all"
cost = 4
"#;

/// What draws are for.
#[derive(Copy, Clone, Debug)]
#[repr(u16)]
enum For {
    Region = 1,
    Middle,
    Place,
    Activity,
    Development,
    Trait,
    Interest,
    Member,
    Party,
}

/// A world as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synthetic {
    /// The scenario, in TOML.
    pub scenario: String,
    /// The table of nations, in CSV.
    pub nations: String,
}

/// One nation on its way into the table.
#[derive(Clone, Debug)]
struct Citizen {
    id: String,
    region: usize,
    activity: f64,
    development: f64,
    interests: [f64; 2],
    place: [f64; 2],
}

/// The world of so many nations (see [`NATIONS`]) of a seed. `name` names the scenario, `table` the file of its nations.
pub fn synthetic(name: &str, table: &str, nations: u32, seed: u64) -> Synthetic {
    let luck = Luck(Chance::new(seed, 0));
    let regions = (f64::from(nations).sqrt() / 1.5).round().max(2.0) as usize;
    let citizens: Vec<Citizen> = (0..nations).map(|n| luck.citizen(n, nations, regions)).collect();
    Synthetic {
        scenario: scenario(name, table, seed, regions, &citizens, luck),
        nations: table_of(&citizens, luck),
    }
}

/// The luck of a world, asked by purpose and name.
#[derive(Copy, Clone, Debug)]
struct Luck(Chance);

impl Luck {
    fn draw(self, purpose: For, kind: &str, number: usize, index: u16) -> Draw {
        self.0
            .draw(purpose as u16, Identity::of(kind).numbered(number as u64), index)
    }

    /// A number in [0, 1] about a middle, rounded as tables are.
    fn share(self, citizen: &Citizen, number: usize, index: u16, middle: f64) -> f64 {
        let noise = 0.1 * self.draw(For::Trait, &citizen.id, number, index).normal();
        (middle + noise).clamp(0.05, 0.95)
    }

    fn citizen(self, number: u32, nations: u32, regions: usize) -> Citizen {
        let n = number as usize;
        let digits = nations.to_string().len();
        let region = ranked(self.draw(For::Region, "nation", n, 0).uniform(), regions);
        let middle = self.draw(For::Middle, "region", region, 0);
        // Even on the globe, without the poles: the sine of the latitude is uniform.
        let latitude = libm::asin(1.7 * middle.uniform() - 0.8).to_degrees();
        let longitude = 360.0 * middle.second() - 180.0;
        let own = |index: u16| self.draw(For::Place, "nation", n, index).normal() * SPREAD;
        let interest = |dimension: u16| {
            let shared = self.draw(For::Interest, "region", region, dimension).normal();
            let single = self.draw(For::Interest, "nation", n, dimension).normal();
            0.7 * shared + 0.35 * single
        };
        let size = Sampler::new(&Distribution::LogNormal { mean: 1.0, cv: 0.9 });
        let regional = self.draw(For::Development, "region", region, 0).uniform();
        let single = self.draw(For::Development, "nation", n, 0).uniform();
        Citizen {
            id: format!("n{:0digits$}", number + 1),
            region,
            activity: size
                .sample(self.draw(For::Activity, "nation", n, 0).uniform())
                .clamp(0.1, 8.0),
            development: 0.25 + 0.35 * regional + 0.3 * single,
            interests: [interest(0), interest(1)],
            place: [
                (latitude + own(0)).clamp(-85.0, 85.0),
                (longitude + own(1) + 540.0).rem_euclid(360.0) - 180.0,
            ],
        }
    }
}

/// A rank from 0 on, the first the likeliest, by a uniform number.
fn ranked(u: f64, ranks: usize) -> usize {
    let weight = |rank: usize| libm::pow(rank as f64 + 1.0, -FALL_OFF);
    let total: f64 = (0..ranks).map(weight).sum();
    let mut left = u * total;
    for rank in 0..ranks {
        left -= weight(rank);
        if left <= 0.0 {
            return rank;
        }
    }
    ranks - 1
}

fn table_of(citizens: &[Citizen], luck: Luck) -> String {
    let mut csv = "id,name,bloc,activity,capacity,commitment,sovereignty,safeguards,stability,interests,latitude,longitude,law.data_protection,law.evidence,law.extradition,law.cybercrime,law.oversight,desks,authority_servers\n".to_owned();
    for (n, citizen) in citizens.iter().enumerate() {
        let Citizen {
            id,
            region,
            activity,
            development,
            interests: [one, other],
            place: [latitude, longitude],
        } = citizen;
        let share = |index, middle| luck.share(citizen, n, index, middle);
        let shares = [
            share(0, *development).max(LEAST_CAPACITY),
            share(1, 0.5),
            share(2, 0.9 - 0.6 * development),
            share(3, 0.3 + 0.6 * development),
            share(4, 0.2 + 0.7 * development),
        ];
        let law = [5, 6, 7, 8, 9].map(|index| share(index, *development));
        let servers = SERVERS.map(|servers| (servers * activity / shares[0]).ceil());
        let line = format!(
            "{id},Nation {},Region {},{activity:.2},{},{one:.2};{other:.2},{latitude:.1},{longitude:.1},{},{},{}\n",
            n + 1,
            region + 1,
            joined(&shares),
            joined(&law),
            servers[0],
            servers[1],
        );
        csv.push_str(&line);
    }
    csv
}

fn joined(numbers: &[f64]) -> String {
    let texts: Vec<String> = numbers.iter().map(|number| format!("{number:.2}")).collect();
    texts.join(",")
}

/// A list of ids as TOML.
fn listed<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = ids.map(|id| format!("\"{id}\"")).collect();
    format!("[{}]", quoted.join(", "))
}

fn scenario(name: &str, table: &str, seed: u64, regions: usize, citizens: &[Citizen], luck: Luck) -> String {
    let nations = citizens.len();
    let reach = if nations > MOST_WITHOUT_REACH {
        format!(
            "reach = {REACH} # so many of the nearest, and of the nearest that share an organization, are known from the start\n"
        )
    } else {
        String::new()
    };
    let mut text = format!(
        "# A synthetic world of {nations} nations, made from the seed {seed}. Nobody's world: every number is an assumption.\n\
         format = 1\nname = \"{name}\"\ntitle = \"A synthetic world of {nations} nations\"\n\n\
         [tables]\nnations = \"{table}\"\n\n[world]\nproximity_width_km = 1500\n{reach}\n\
         # --- An organization of all, one a region, and alliances across them. ---\n\
         [organization.world]\nname = \"World organization\"\nmembers = \"all\"\n\n\
         [channel.world_line]\nname = \"World line\"\norganization = \"world\"\ndelay = 4\nsecurity = 0.3\n\n"
    );
    for region in 0..regions {
        let members: Vec<&str> = citizens
            .iter()
            .filter(|citizen| citizen.region == region)
            .map(|citizen| citizen.id.as_str())
            .collect();
        // One nation, or none, needs no organization; the largest regions have platforms of their own.
        if members.len() > 1 {
            let number = region + 1;
            let ids = listed(members.into_iter());
            let _ = write!(
                text,
                "[organization.region_{number}]\nname = \"Union of region {number}\"\nmembers = {ids}\n\n"
            );
            if region < regions.div_ceil(3) {
                let _ = write!(
                    text,
                    "[channel.region_{number}_line]\nname = \"Line of region {number}\"\norganization = \"region_{number}\"\ndelay = 1.5\nsecurity = 0.7\n\n"
                );
            }
        }
    }
    for alliance in 0..regions.div_ceil(2) {
        let chance = 0.5 / (alliance as f64 + 2.0);
        let joins = |place: usize| {
            luck.draw(For::Member, "alliance", alliance, place as u16)
                .uniform()
                < chance
        };
        let members: Vec<&str> = citizens
            .iter()
            .enumerate()
            .filter(|(place, _)| joins(*place))
            .map(|(_, citizen)| citizen.id.as_str())
            .collect();
        if members.len() > 1 {
            let number = alliance + 1;
            let ids = listed(members.into_iter());
            let _ = write!(
                text,
                "[organization.alliance_{number}]\nname = \"Alliance {number}\"\nmembers = {ids}\noriginator_control = true\n\n"
            );
        }
    }
    let developed = citizens.iter().enumerate().filter(|(place, citizen)| {
        luck.draw(For::Party, "convention", *place, 0).uniform() < citizen.development * 0.6
    });
    let parties = listed(developed.map(|(_, citizen)| citizen.id.as_str()));
    let _ = write!(
        text,
        "# --- A convention that some have joined, and more may. ---\n\
         [instrument.convention]\nname = \"Convention on evidence\"\nmode = \"mutual_recognition\"\ndomains = [\"evidence\", \"cybercrime\"]\nstrength = 0.6\nopens = 0\nparties = {parties}\n\n\
         # --- Threats: the four classes of the reference world, as frequent by nation as there. ---\n"
    );
    for (id, rate, rest) in CLASSES {
        let rate = rate * nations as f64 / REFERENCE;
        let _ = write!(text, "[class.{id}]\nrate = {rate:.2}\n{rest}\n");
    }
    text.push_str(OPTIONS);
    text
}
