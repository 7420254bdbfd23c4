//! How nations trust and decide: evidence, weights, and the decision to share.

use crate::scenario::range::Range;
use crate::scenario::section::Section;

/// What makes a refusal.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Reason {
    /// Law is too far apart.
    Legal,
    /// Personal data would be less protected there.
    Privacy,
    /// The matter touches sovereignty.
    Sovereignty,
    /// Interests are apart, a friend would be hurt, or sharing is suspended.
    Political,
    /// The requester is not trusted.
    Trust,
    /// The requester owes already.
    Reciprocity,
}

/// How many reasons there are.
pub const REASONS: usize = 6;

impl Reason {
    /// Every reason, in the order in which ties are broken.
    pub const ALL: [Reason; REASONS] = [
        Reason::Legal,
        Reason::Privacy,
        Reason::Sovereignty,
        Reason::Political,
        Reason::Trust,
        Reason::Reciprocity,
    ];

    /// The name in files and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Reason::Legal => "legal",
            Reason::Privacy => "privacy",
            Reason::Sovereignty => "sovereignty",
            Reason::Political => "political",
            Reason::Trust => "trust",
            Reason::Reciprocity => "reciprocity",
        }
    }
}

/// `[trust]`: Beta evidence with forgetting (Jøsang & Ismail 2002).
#[derive(Clone, Debug)]
pub struct TrustSettings {
    /// n0: strength of the prior, in pieces of evidence.
    pub prior_strength: f64,
    /// H: half-life of evidence in excess of the prior, days.
    pub half_life: f64,
    /// Logistic prior: constant, weight of affinity, weight of each shared organization.
    pub prior_logit: [f64; 3],
    /// Credit for each piece delivered in time, and for each granted formal or routine request.
    pub delivered: f64,
    /// Credit for a late reply.
    pub late: f64,
    /// Credit for a database hit.
    pub database: f64,
    /// Credit both ways when a threat is disrupted with a partner's piece.
    pub success: f64,
    /// Debit for silence.
    pub ignored: f64,
    /// Debit for a leak.
    pub leak: f64,
    /// Share of the leak's debit that partners of the one betrayed take over.
    pub indirect: f64,
    /// Debit by reason of refusal.
    pub refused: [f64; REASONS],
    /// Debit for each unsound foreign piece, at the close of the case.
    pub unsound: f64,
    /// Chance scale ε of taking a lawful refusal for bad faith.
    pub misreading: f64,
    /// Chance that a third party sees a refusal.
    pub transparency: f64,
}

impl TrustSettings {
    /// Reads `[trust]`.
    pub fn read(section: &Section) -> TrustSettings {
        let weight = |key, default, about| {
            section.number(
                key,
                default,
                Range::of(0.0, 1e6),
                "evidence",
                about,
                "assumption; bad news weighs more than good (Slovic 1993), by how much is not known",
            )
        };
        let refused = section.table("refused", "debit by reason of refusal");
        let refusal = |key, default| {
            refused.number(
                key,
                default,
                Range::of(0.0, 1e6),
                "evidence",
                "debit for a refusal with this reason",
                "assumption",
            )
        };
        TrustSettings {
            prior_strength: section.number("prior_strength", 8.0, Range::POSITIVE, "evidence", "n0: strength of the prior", "assumption"),
            half_life: section.number("half_life", 365.0, Range::HALF_LIFE, "d", "half-life of evidence beyond the prior", "assumption: 0.5 to 10 years"),
            prior_logit: [
                section.number("prior_constant", -0.9, Range::of(-50.0, 50.0), "logit", "constant of the logistic prior", "assumption"),
                section.number("prior_affinity", 1.5, Range::of(-50.0, 50.0), "logit", "weight of affinity in the logistic prior", "assumption"),
                section.number("prior_membership", 0.4, Range::of(-50.0, 50.0), "logit", "weight of each shared organization in the logistic prior", "assumption"),
            ],
            delivered: weight("delivered", 0.3, "credit for each piece in time, and for each granted formal or routine request"),
            late: weight("late", 0.1, "credit for a late reply"),
            database: weight("database", 0.1, "credit for a database hit"),
            success: weight("success", 0.5, "credit both ways when a threat is disrupted with a partner's piece"),
            ignored: weight("ignored", 0.2, "debit for silence"),
            leak: weight("leak", 6.0, "debit for a leak"),
            indirect: section.number("indirect", 0.3, Range::SHARE, "share", "share of the leak's debit that partners of the one betrayed take over", "assumption"),
            refused: [
                refusal("legal", 0.15), refusal("privacy", 0.15), refusal("sovereignty", 0.3),
                refusal("political", 0.5), refusal("trust", 0.5), refusal("reciprocity", 0.4),
            ],
            unsound: weight("unsound", 0.1, "debit for each unsound foreign piece, at the close of the case"),
            misreading: section.number("misreading", 0.5, Range::SHARE, "share",
                "scale ε of the chance ε(1 − λ) that a lawful refusal is taken for bad faith (counts when the mechanism is on)", "assumption"),
            transparency: section.number("transparency", 0.1, Range::SHARE, "share",
                "chance that a third party sees a refusal (counts when the mechanism is on)", "assumption"),
        }
    }
}

/// The rule by which nations decide.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The drivers are weighed: P = 1/(1 + e^(−u)).
    Weighed,
    /// Everybody shares, whatever the drivers and bars say.
    Share,
    /// Nobody shares.
    Refuse,
    /// Do to the other what it did last; begin by sharing (Axelrod 1984).
    TitForTat,
    /// As tit for tat, but forgive with some chance (Nowak & Sigmund 1992).
    Generous,
}

/// `[decision]`: the weights β of the decision to share, in logits.
#[derive(Clone, Debug)]
pub struct DecisionSettings {
    /// How nations decide.
    pub rule: Rule,
    /// βT: trust.
    pub trust: f64,
    /// βL: legal compatibility.
    pub law: f64,
    /// βA: affinity.
    pub affinity: f64,
    /// βR: reciprocity.
    pub reciprocity: f64,
    /// c of the balance of deliveries.
    pub reciprocity_constant: f64,
    /// Half-life of deliveries, days.
    pub reciprocity_half_life: f64,
    /// βS: urgency times commitment.
    pub urgency: f64,
    /// βV: sovereignty times sensitivity.
    pub sovereignty: f64,
    /// βP: personal data times the gap of protection.
    pub privacy: f64,
    /// βQ: stock of privacy harm.
    pub privacy_stock: f64,
    /// βO: affinity to the nation of origin.
    pub repercussions: f64,
    /// `λ_min`: formal kinds below it are refused (dual criminality).
    pub law_minimum: f64,
    /// Personal data times gap above it is refused.
    pub privacy_bar: f64,
    /// Least share of found pieces that a willing holder passes on at no trust.
    pub candour: f64,
    /// Chance that an intended action comes out as the other (reciprocity rules).
    pub noise: f64,
    /// Chance of sharing after a refusal (the generous rule).
    pub generosity: f64,
}

impl DecisionSettings {
    /// Reads `[decision]`.
    pub fn read(section: &Section) -> DecisionSettings {
        let beta = |key, default, about| {
            section.number(
                key,
                default,
                Range::of(-1000.0, 1000.0),
                "logit",
                about,
                "assumption: set by eye so that no share saturates",
            )
        };
        let share =
            |key, default, about, source| section.number(key, default, Range::SHARE, "share", about, source);
        DecisionSettings {
            rule: section.choice(
                "rule",
                "weighed",
                &[
                    ("weighed", Rule::Weighed),
                    ("share", Rule::Share),
                    ("refuse", Rule::Refuse),
                    ("tit_for_tat", Rule::TitForTat),
                    ("generous", Rule::Generous),
                ],
                "weighed: the drivers decide; the others are for tests and class",
                "neutral",
            ),
            trust: beta("trust", 2.2, "βT: weight of 2τ − 1"),
            law: beta("law", 1.8, "βL: weight of 2λ − 1"),
            affinity: beta("affinity", 1.2, "βA: weight of 2α − 1"),
            reciprocity: beta("reciprocity", 0.8, "βR: weight of the balance of deliveries"),
            reciprocity_constant: section.number(
                "reciprocity_constant",
                4.0,
                Range::POSITIVE,
                "deliveries",
                "c in the balance of deliveries",
                "assumption",
            ),
            reciprocity_half_life: section.number(
                "reciprocity_half_life",
                365.0,
                Range::HALF_LIFE,
                "d",
                "half-life of deliveries",
                "assumption",
            ),
            urgency: beta("urgency", 0.8, "βS: weight of urgency × commitment"),
            sovereignty: beta(
                "sovereignty",
                1.2,
                "βV: weight of sovereignty × sensitivity, against",
            ),
            privacy: beta(
                "privacy",
                2.0,
                "βP: weight of personal data × gap of protection, against",
            ),
            privacy_stock: beta(
                "privacy_stock",
                0.3,
                "βQ: weight of the stock of privacy harm, against (counts when privacy_loop is on)",
            ),
            repercussions: beta(
                "repercussions",
                1.0,
                "βO: weight of affinity to the nation of origin, against (counts when repercussions is on)",
            ),
            law_minimum: share(
                "law_minimum",
                0.3,
                "λ_min: formal kinds below this compatibility are refused (dual criminality)",
                "assumption",
            ),
            privacy_bar: section.number(
                "privacy_bar",
                0.25,
                Range::NONNEGATIVE,
                "level",
                "personal data × gap above this is refused",
                "assumption",
            ),
            candour: share(
                "candour",
                0.5,
                "least share of its finds that a willing holder passes on (counts when the mechanism is on)",
                "assumption",
            ),
            noise: share(
                "noise",
                0.05,
                "tit_for_tat and generous: chance that an intended action comes out as the other",
                "assumption: 0 to 0.2",
            ),
            generosity: share(
                "generosity",
                1.0 / 3.0,
                "generous: chance of sharing after a refusal",
                "min(1 − (T−R)/(R−S), (R−P)/(T−P)) = 1/3 for payoffs 5, 3, 1, 0 (Nowak & Sigmund 1992)",
            ),
        }
    }
}
