//! Whole scenario texts drawn at random: nations, organizations, instruments, channels, databases, classes and shocks of every
//! sort, all of them valid.

use comity::engine::chance::Chance;
use comity::engine::identity::Identity;
use std::fmt::Write as _;

const NATIONS: [&str; 7] = ["ann", "bob", "cyd", "dot", "eve", "fay", "gus"];
const DOMAINS: [&str; 5] = [
    "data_protection",
    "evidence",
    "extradition",
    "cybercrime",
    "oversight",
];
const KINDS: [&str; 4] = ["police_query", "intelligence", "evidence", "arrest_warrant"];

/// Dice that fall the same way for the same seed.
struct Dice {
    chance: Chance,
    thrown: u64,
    /// Every duration is so many times as long, every rate as much lower.
    scale: f64,
}

impl Dice {
    fn unit(&mut self) -> f64 {
        self.thrown += 1;
        self.chance
            .draw(1, Identity::of("dice").numbered(self.thrown), 0)
            .uniform()
    }

    fn below(&mut self, n: usize) -> usize {
        ((self.unit() * n as f64) as usize).min(n - 1)
    }

    fn yes(&mut self, chance: f64) -> bool {
        self.unit() < chance
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    /// A share in 64ths, neither 0 nor 1.
    fn share(&mut self) -> f64 {
        (1 + self.below(63)) as f64 / 64.0
    }

    fn days(&mut self, least: usize, most: usize) -> f64 {
        (least + self.below(most - least + 1)) as f64 * self.scale
    }

    fn rate(&mut self, least: usize, most: usize) -> f64 {
        (least + self.below(most - least + 1)) as f64 / self.scale
    }

    /// Every item by this chance.
    fn some<'a>(&mut self, list: &[&'a str], chance: f64) -> Vec<&'a str> {
        list.iter().copied().filter(|_| self.yes(chance)).collect()
    }
}

fn quoted(list: &[&str]) -> String {
    format!("{list:?}")
}

/// The blocks of a world of this seed; what is not drawn here (the rules and their numbers) is to be added.
pub(crate) fn blocks(seed: u64, scale: f64) -> Vec<String> {
    let mut dice = Dice {
        chance: Chance::new(seed, 0),
        thrown: 0,
        scale,
    };
    let nations = &NATIONS[..2 + dice.below(NATIONS.len() - 1)];
    let mut blocks: Vec<String> = nations.iter().map(|id| nation(&mut dice, id)).collect();
    let organizations = ["club", "union", "pact"];
    let instruments = ["code", "treaty", "shield"];
    let instruments = &instruments[..=dice.below(3)];
    for id in organizations {
        blocks.push(organization(&mut dice, id, nations, instruments));
    }
    for id in ["line", "wire"] {
        blocks.push(channel(&mut dice, id, nations, &organizations));
    }
    for id in instruments {
        blocks.push(instrument(&mut dice, id, nations, &organizations));
    }
    blocks.push(database(&mut dice, &organizations));
    for (n, from) in nations.iter().enumerate() {
        for to in &nations[..n] {
            if dice.yes(0.3) {
                let (trust, liaison) = (dice.share(), dice.yes(0.5));
                blocks.push(format!(
                    "[pair.{from}.{to}]\ntrust = {trust}\nliaison = {liaison}\n"
                ));
            }
        }
    }
    for id in ["plot", "fraud"] {
        blocks.push(class(&mut dice, id));
    }
    for n in 0..3 {
        blocks.push(shock(&mut dice, n, nations, &organizations, instruments));
    }
    blocks.push("[option.nothing]\n".to_owned());
    blocks
        .iter()
        .map(|block| format!("{}\n\n", block.trim()))
        .collect()
}

fn nation(dice: &mut Dice, id: &str) -> String {
    let mut text = format!("[nation.{id}]\n");
    for field in [
        "capacity",
        "commitment",
        "sovereignty",
        "safeguards",
        "stability",
        "activity",
    ] {
        if dice.yes(0.6) {
            let _ = writeln!(text, "{field} = {}", dice.share());
        }
    }
    let _ = writeln!(text, "desks = {}", dice.below(4));
    let _ = writeln!(text, "authority_servers = {}", dice.below(4));
    let _ = writeln!(
        text,
        "interests = [{}, {}]",
        dice.share() - 0.5,
        dice.share() - 0.5
    );
    let _ = writeln!(text, "place = [{}, {}]", dice.share(), dice.share());
    let _ = writeln!(text, "bloc = \"{}\"", dice.pick(&["east", "west", ""]));
    let law: Vec<String> = dice
        .some(&DOMAINS, 0.5)
        .iter()
        .map(|domain| format!("{domain} = {}", dice.share()))
        .collect();
    text + &format!("law = {{ {} }}\n", law.join(", "))
}

fn organization(dice: &mut Dice, id: &str, nations: &[&str], instruments: &[&str]) -> String {
    let (mut members, mut associates, mut joins) = (Vec::new(), Vec::new(), Vec::new());
    for nation in nations {
        match dice.below(6) {
            0 => {}
            1 => associates.push(*nation),
            2 => joins.push(format!("{nation} = {}", dice.days(0, 900))),
            _ => members.push(*nation),
        }
    }
    let mut text = format!(
        "[organization.{id}]\nmembers = {}\nassociates = {}\njoins = {{ {} }}\n",
        quoted(&members),
        quoted(&associates),
        joins.join(", ")
    );
    let _ = write!(
        text,
        "consensus = {}\noriginator_control = {}\n",
        dice.yes(0.3),
        dice.yes(0.3)
    );
    let _ = write!(
        text,
        "mediation = {}\nprocedures = {}\n",
        dice.share(),
        dice.share()
    );
    if dice.yes(0.5) {
        let _ = writeln!(
            text,
            "legal_floor = {{ {} = {} }}",
            dice.pick(&DOMAINS),
            dice.share()
        );
    }
    if dice.yes(0.5) {
        let _ = write!(
            text,
            "deadlines = {{ {} = {} }}\ncompliance = {}\n",
            dice.pick(&KINDS),
            dice.days(10, 60),
            dice.share()
        );
    }
    for service in ["exercises", "norms", "capacity_building"] {
        if dice.yes(0.5) {
            let _ = writeln!(text, "{service} = {{ every = {} }}", dice.days(60, 300));
        }
    }
    if dice.yes(0.5) {
        let _ = writeln!(
            text,
            "reviews = {{ every = {}, instruments = {} }}",
            dice.days(60, 300),
            quoted(instruments)
        );
    }
    if dice.yes(0.4) {
        let _ = writeln!(text, "notices = {{ delay = {} }}", dice.days(0, 9));
    }
    if dice.yes(0.4) {
        text += "task_force = [{ classes = [\"plot\"], factor = 2 }]\n";
    }
    text
}

fn channel(dice: &mut Dice, id: &str, nations: &[&str], organizations: &[&str]) -> String {
    let mut text = format!("[channel.{id}]\n");
    let _ = if dice.yes(0.6) {
        writeln!(text, "organization = \"{}\"", dice.pick(organizations))
    } else {
        writeln!(text, "nations = {}", quoted(&dice.some(nations, 0.7)))
    };
    let _ = write!(text, "delay = {}\nsecurity = {}\n", dice.days(0, 6), dice.share());
    let _ = writeln!(text, "interoperability = {}", dice.share());
    if dice.yes(0.5) {
        let _ = writeln!(
            text,
            "automation = {{ {} = {} }}",
            dice.pick(&KINDS),
            dice.share()
        );
    }
    if dice.yes(0.5) {
        let _ = writeln!(text, "associate_kinds = [\"{}\"]", dice.pick(&KINDS));
    }
    if dice.yes(0.3) {
        let _ = writeln!(text, "from = {}", dice.days(0, 800));
    }
    text
}

fn database(dice: &mut Dice, organizations: &[&str]) -> String {
    format!(
        "[database.files]\norganization = \"{}\"\ncoverage = {}\nsecurity = {}\nfrom = {}\n",
        dice.pick(organizations),
        dice.share(),
        dice.share(),
        dice.days(0, 300)
    )
}

fn instrument(dice: &mut Dice, id: &str, nations: &[&str], organizations: &[&str]) -> String {
    let mode = if id == "shield" {
        "adequacy"
    } else {
        dice.pick(&["approximation", "minimum_standard", "mutual_recognition"])
    };
    let mut text = format!("[instrument.{id}]\nmode = \"{mode}\"\n");
    if id != "shield" {
        let mut domains = dice.some(&DOMAINS, 0.4);
        if domains.is_empty() {
            domains.push("evidence");
        }
        let _ = writeln!(text, "domains = {}", quoted(&domains));
    }
    let _ = writeln!(
        text,
        "accession = \"{}\"",
        dice.pick(&["open", "open", "invitation", "closed"])
    );
    if dice.yes(0.5) {
        let _ = writeln!(text, "founder = \"{}\"", dice.pick(organizations));
    }
    let (mut parties, mut ratified) = (Vec::new(), Vec::new());
    for nation in nations {
        match dice.below(5) {
            0 => parties.push(*nation),
            1 => ratified.push(format!("{nation} = {}", dice.days(0, 900))),
            _ => {}
        }
    }
    let _ = write!(
        text,
        "parties = {}\nratified = {{ {} }}\n",
        quoted(&parties),
        ratified.join(", ")
    );
    let _ = write!(text, "strength = {}\nstandard = {}\n", dice.share(), dice.share());
    let _ = writeln!(
        text,
        "entry = {{ parties = {}, days = {} }}",
        dice.below(4),
        dice.days(0, 60)
    );
    if dice.yes(0.4) {
        let _ = writeln!(text, "hazard = {}", dice.rate(1, 4));
    }
    if dice.yes(0.4) {
        let _ = writeln!(
            text,
            "deadlines = {{ {} = {} }}",
            dice.pick(&["evidence", "arrest_warrant"]),
            dice.days(10, 60)
        );
    }
    text
}

fn class(dice: &mut Dice, id: &str) -> String {
    let mean = dice.days(20, 120);
    let preparation = match dice.below(6) {
        0 => format!("{{ family = \"gamma\", mean = {mean}, shape = 2 }}"),
        1 => format!("{{ family = \"exponential\", mean = {mean} }}"),
        2 => format!("{{ family = \"constant\", value = {mean} }}"),
        3 => format!("{{ family = \"lognormal\", mean = {mean}, cv = 0.5 }}"),
        4 => format!("{{ family = \"weibull\", mean = {mean}, shape = 1.5 }}"),
        _ => format!("{{ family = \"uniform\", low = 0, high = {} }}", 2.0 * mean),
    };
    let pieces = 1 + dice.below(6);
    let mut text = format!(
        "[class.{id}]\nrate = {}\npreparation = {preparation}\ndiscovery = {}\npieces = {pieces}\nneeded = {}\n",
        dice.rate(5, 60),
        dice.days(5, 40),
        1 + dice.below(pieces)
    );
    let _ = write!(
        text,
        "follow_ups = {}\nfollow_up_delay = {}\n",
        dice.share() / 2.0,
        dice.days(5, 60)
    );
    let _ = writeln!(text, "kind = \"{}\"", dice.pick(&KINDS));
    for field in ["sensitivity", "personal", "urgency"] {
        let _ = writeln!(text, "{field} = {}", dice.share());
    }
    // Sixteen sixteenths, so that they sum to 1 exactly.
    let mut sixteenths = [0; 5];
    (0..16).for_each(|_| sixteenths[dice.below(5)] += 1);
    let [target, origin, refuge, neighbours, everyone] = sixteenths.map(|n| f64::from(n) / 16.0);
    let _ = writeln!(
        text,
        "holders = {{ target = {target}, origin = {origin}, refuge = {refuge}, neighbours = {neighbours}, everyone = {everyone} }}"
    );
    if dice.yes(0.4) {
        let _ = writeln!(
            text,
            "novelty = {{ rate = {}, factor = 2, adaptation = {} }}",
            dice.rate(1, 2),
            dice.days(50, 300)
        );
    }
    text
}

fn shock(
    dice: &mut Dice,
    n: usize,
    nations: &[&str],
    organizations: &[&str],
    instruments: &[&str],
) -> String {
    let when = if dice.yes(0.7) {
        format!("at = {}", dice.days(10, 900))
    } else {
        format!("rate = {}", dice.rate(1, 2))
    };
    let what = match dice.below(7) {
        0 => format!(
            "kind = \"scandal\"\norganization = \"{}\"\noutage = {}",
            dice.pick(organizations),
            dice.days(0, 60)
        ),
        1 => format!(
            "kind = \"scandal\"\nnation = \"{}\"\nweight = 5",
            dice.pick(nations)
        ),
        2 => format!(
            "kind = \"withdrawal\"\nnation = \"{}\"\ninstrument = \"{}\"",
            dice.pick(nations),
            dice.pick(instruments)
        ),
        3 => format!(
            "kind = \"surge\"\nclasses = [\"fraud\"]\nfactor = 3\nduration = {}",
            dice.days(10, 200)
        ),
        4 => format!(
            "kind = \"outage\"\nchannels = [\"line\"]\nduration = {}",
            dice.days(10, 200)
        ),
        5 => format!(
            "kind = \"capacity_loss\"\nnations = \"all\"\nshare = {}\nduration = {}",
            dice.share(),
            dice.days(10, 200)
        ),
        _ => "kind = \"change_of_government\"\nnations = \"all\"".to_owned(),
    };
    format!("[shock.strike-{n}]\n{what}\n{when}\n")
}
