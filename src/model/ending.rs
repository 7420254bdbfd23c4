//! How things end: requests, threats, and pieces on their way to the one who needs them.

use crate::scenario::kind::REQUEST_KINDS;

/// How a request ended.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Closing {
    /// Delivered before its case (or the limitation period) ended.
    InTime,
    /// Delivered afterwards.
    Late,
    /// Refused, with the reason in order of [`crate::scenario::conduct::Reason`].
    RefusedLegal,
    /// As said.
    RefusedPrivacy,
    /// As said.
    RefusedSovereignty,
    /// As said.
    RefusedPolitical,
    /// As said.
    RefusedTrust,
    /// As said.
    RefusedReciprocity,
    /// Ended by attack or patience while it waited or travelled.
    Capacity,
    /// Became pointless while it waited or travelled.
    Moot,
    /// A willing holder found nothing.
    NoInformation,
    /// Open at the horizon.
    Pending,
}

/// How many closings there are.
pub const CLOSINGS: usize = 12;

impl Closing {
    /// Every closing, in order.
    pub const ALL: [Closing; CLOSINGS] = [
        Closing::InTime,
        Closing::Late,
        Closing::RefusedLegal,
        Closing::RefusedPrivacy,
        Closing::RefusedSovereignty,
        Closing::RefusedPolitical,
        Closing::RefusedTrust,
        Closing::RefusedReciprocity,
        Closing::Capacity,
        Closing::Moot,
        Closing::NoInformation,
        Closing::Pending,
    ];

    /// Whether the holder refused.
    pub fn is_refusal(self) -> bool {
        self.names().0 == "refused"
    }

    /// Outcome and reason in tables.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Closing::InTime => ("delivered_in_time", ""),
            Closing::Late => ("delivered_late", ""),
            Closing::RefusedLegal => ("refused", "legal"),
            Closing::RefusedPrivacy => ("refused", "privacy"),
            Closing::RefusedSovereignty => ("refused", "sovereignty"),
            Closing::RefusedPolitical => ("refused", "political"),
            Closing::RefusedTrust => ("refused", "trust"),
            Closing::RefusedReciprocity => ("refused", "reciprocity"),
            Closing::Capacity => ("unanswered", "capacity"),
            Closing::Moot => ("unanswered", "moot"),
            Closing::NoInformation => ("no_information", ""),
            Closing::Pending => ("pending", ""),
        }
    }
}

/// Fate of a threat.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Fate {
    /// Disrupted in time.
    Disrupted,
    /// It became an attack.
    Attacked,
    /// Not due by the horizon, or arrived too late for the cohort.
    OutsideCohort,
    /// In the cohort, and the target alone would have disrupted it.
    DisruptedAlone,
    /// In the cohort, and all finds together would have disrupted it.
    DisruptedBest,
}

/// How many fates there are.
pub const FATES: usize = 5;

impl Fate {
    /// Every fate, in order.
    pub const ALL: [Fate; FATES] = [
        Fate::Disrupted,
        Fate::Attacked,
        Fate::OutsideCohort,
        Fate::DisruptedAlone,
        Fate::DisruptedBest,
    ];

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Fate::Disrupted => "disrupted",
            Fate::Attacked => "attacked",
            Fate::OutsideCohort => "pending",
            Fate::DisruptedAlone => "disrupted_alone",
            Fate::DisruptedBest => "disrupted_best",
        }
    }
}

/// Stages of the funnel: how far a piece that another nation found, and that is right, comes. Each stage counts the pieces
/// that reached it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Stage {
    /// Pieces that others found and the target needed.
    Wanted,
    /// Asked for or offered.
    Sent,
    /// Answered in any way.
    Answered,
    /// The holder was willing.
    Willing,
    /// Delivered.
    Delivered,
    /// Delivered before the case ended.
    InTime,
    /// Counted towards a disruption.
    Useful,
}

/// How many stages there are.
pub const STAGES: usize = 7;

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Stage; STAGES] = [
        Stage::Wanted,
        Stage::Sent,
        Stage::Answered,
        Stage::Willing,
        Stage::Delivered,
        Stage::InTime,
        Stage::Useful,
    ];

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Stage::Wanted => "wanted",
            Stage::Sent => "sent",
            Stage::Answered => "answered",
            Stage::Willing => "willing",
            Stage::Delivered => "delivered",
            Stage::InTime => "in_time",
            Stage::Useful => "useful",
        }
    }
}

/// Rows of the funnel: the kinds of request by which cases ask.
pub const FUNNEL_ROWS: usize = REQUEST_KINDS;
