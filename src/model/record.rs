//! Everything that has happened and is worth writing down, on one page.

use crate::engine::identity::Identity;
use crate::model::outcome::{Closing, Stage};
use crate::scenario::conduct::Reason;
use crate::scenario::kind::Kind;

/// How a piece came to the lead.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// The lead found it itself.
    Own,
    /// In answer to a request.
    Reply,
    /// Offered unasked.
    Offer,
    /// From a shared database.
    Database,
    /// Passed on by a third nation.
    Relay,
}

impl Way {
    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Way::Own => "own",
            Way::Reply => "reply",
            Way::Offer => "offer",
            Way::Database => "database",
            Way::Relay => "relay",
        }
    }
}

/// Fate of a threat with what it is measured against.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Ending {
    /// Class and target.
    pub class: usize,
    /// As said.
    pub target: usize,
    /// Whether it counts in the cohort.
    pub cohort: bool,
    /// Disrupted, or else an attack.
    pub disrupted: bool,
    /// Harm suffered, and harm of the alone fate.
    pub harm: f64,
    /// As said.
    pub harm_alone: f64,
    /// Fates under the two bounds.
    pub alone: bool,
    /// As said.
    pub best: bool,
    /// Needed foreign pieces found but not delivered when the attack came.
    pub misses: u32,
}

/// Something that has happened. Nations are places in the scenario's vector.
#[expect(
    missing_docs,
    reason = "the fields are named by what they are, and each variant says what they mean together"
)]
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Record {
    /// A threat arrived.
    ThreatArrived {
        class: usize,
        target: usize,
        origin: usize,
        threat: Identity,
    },
    /// A threat was disrupted or became an attack.
    ThreatEnded { ending: Ending, threat: Identity },
    /// A holder found a piece that another nation needs.
    ForeignFind {
        holder: usize,
        target: usize,
        kind: Kind,
        threat: Identity,
    },
    /// A case opened.
    CaseOpened { lead: usize, threat: Identity },
    /// A foreign piece reached the lead.
    PieceDelivered {
        lead: usize,
        holder: usize,
        way: Way,
        in_time: bool,
        sound: bool,
        exposure: f64,
        channel: u16,
        threat: Identity,
    },
    /// A decision on an offer, with the reason if it was refused.
    Offered {
        holder: usize,
        target: usize,
        refused: Option<Reason>,
        threat: Identity,
    },
    /// Stage of the funnel that an offer or request of a case reached.
    Reached {
        kind: Option<Kind>,
        stage: Stage,
        times: u32,
    },
    /// A request was submitted.
    RequestSubmitted {
        kind: Kind,
        requester: usize,
        holder: usize,
        request: Identity,
    },
    /// The first reply of any sort came `days` after submission.
    RequestAnswered {
        kind: Kind,
        submitted: f64,
        days: f64,
        request: Identity,
    },
    /// A request closed.
    RequestClosed {
        kind: Kind,
        closing: Closing,
        of_case: bool,
        submitted: f64,
        answered: bool,
        requester: usize,
        holder: usize,
        request: Identity,
    },
    /// A granted request was delivered through a channel, with what personal data it exposed.
    AnswerDelivered {
        holder: usize,
        requester: usize,
        channel: u16,
        exposure: f64,
    },
    /// Justice was done.
    JusticeDone { lead: usize, threat: Identity },
    /// A matter failed.
    JusticeFailed { lead: usize, threat: Identity },
    /// A network was dismantled.
    NetworkDismantled { lead: usize, threat: Identity },
    /// A follow-up did not come, because its network was dismantled.
    FollowUpPrevented,
    /// A piece leaked or was misused.
    Leaked {
        misuse: bool,
        holder: usize,
        receiver: usize,
        threat: Identity,
    },
    /// It came to light, with the harm to the holder's public.
    LeakDiscovered {
        holder: usize,
        receiver: usize,
        attributed: bool,
        harm: f64,
    },
    /// Triage gave a false lead, with the harm to the nation's public.
    FalseLead { nation: usize, harm: f64 },
    /// Sharing was suspended.
    Suspended { holder: usize, requester: usize },
    /// Sharing was taken up again.
    Resumed { holder: usize, requester: usize },
    /// A nation ratified an instrument.
    Ratified { instrument: usize, nation: usize },
    /// A nation implemented an instrument to a degree.
    Implemented {
        instrument: usize,
        nation: usize,
        degree: f64,
    },
    /// A nation left an instrument.
    LeftInstrument { instrument: usize, nation: usize },
    /// A nation left an organization.
    LeftOrganization { organization: usize, nation: usize },
    /// A nation joined an organization.
    JoinedOrganization { organization: usize, nation: usize },
    /// A government changed.
    GovernmentChanged { nation: usize },
    /// A nation became unstable.
    BecameUnstable { nation: usize },
    /// A shock struck.
    ShockStruck { shock: usize },
    /// An option's action was done.
    ActionDone { action: usize },
    /// A member withheld its consent to an action.
    ConsentWithheld { nation: usize, organization: usize },
}

/// A record as a row: event, nation, other, threat, request, reason, value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// What happened.
    pub event: &'static str,
    /// The nation it happened to, and the other one.
    pub nation: Option<usize>,
    /// As said.
    pub other: Option<usize>,
    /// The threat and the request that it is about.
    pub threat: Option<Identity>,
    /// As said.
    pub request: Option<Identity>,
    /// Why, or which.
    pub reason: &'static str,
    /// A number: harm, days, a degree.
    pub value: Option<f64>,
}

impl Record {
    /// The record as a row of `events.csv`; counters of the funnel have none.
    pub fn row(&self) -> Option<Row> {
        let row = |event, nation: usize| Row {
            event,
            nation: Some(nation),
            ..Row::default()
        };
        let pair = |event, nation: usize, other: usize| Row {
            other: Some(other),
            ..row(event, nation)
        };
        Some(match *self {
            Record::Reached { .. } | Record::FollowUpPrevented => return None,
            Record::ThreatArrived {
                target,
                origin,
                threat,
                ..
            } => Row {
                threat: Some(threat),
                ..pair("threat_arrived", target, origin)
            },
            Record::ThreatEnded { ending, threat } => Row {
                threat: Some(threat),
                value: Some(ending.harm),
                ..row(
                    if ending.disrupted {
                        "threat_disrupted"
                    } else {
                        "attack"
                    },
                    ending.target,
                )
            },
            Record::ForeignFind {
                holder,
                target,
                threat,
                ..
            } => Row {
                threat: Some(threat),
                ..pair("piece_found", holder, target)
            },
            Record::CaseOpened { lead, threat } => Row {
                threat: Some(threat),
                ..row("case_opened", lead)
            },
            Record::PieceDelivered {
                lead,
                holder,
                way,
                threat,
                ..
            } => Row {
                threat: Some(threat),
                reason: way.name(),
                ..pair("piece_delivered", lead, holder)
            },
            Record::Offered {
                holder,
                target,
                refused,
                threat,
            } => Row {
                threat: Some(threat),
                reason: refused.map_or("", Reason::name),
                ..pair("offer_decided", holder, target)
            },
            Record::RequestSubmitted {
                requester,
                holder,
                request,
                kind,
            } => Row {
                request: Some(request),
                reason: kind.name(),
                ..pair("request_submitted", requester, holder)
            },
            Record::RequestAnswered { request, days, .. } => Row {
                event: "request_answered",
                request: Some(request),
                value: Some(days),
                ..Row::default()
            },
            Record::RequestClosed {
                closing,
                requester,
                holder,
                request,
                ..
            } => {
                let (outcome, reason) = closing.names();
                Row {
                    request: Some(request),
                    reason: if reason.is_empty() { outcome } else { reason },
                    ..pair("request_closed", requester, holder)
                }
            }
            Record::AnswerDelivered {
                holder, requester, ..
            } => pair("answer_delivered", requester, holder),
            Record::JusticeDone { lead, threat } => Row {
                threat: Some(threat),
                ..row("justice_done", lead)
            },
            Record::JusticeFailed { lead, threat } => Row {
                threat: Some(threat),
                ..row("justice_failed", lead)
            },
            Record::NetworkDismantled { lead, threat } => Row {
                threat: Some(threat),
                ..row("network_dismantled", lead)
            },
            Record::Leaked {
                misuse,
                holder,
                receiver,
                threat,
            } => Row {
                threat: Some(threat),
                ..pair(if misuse { "misused" } else { "leaked" }, receiver, holder)
            },
            Record::LeakDiscovered {
                holder,
                receiver,
                attributed,
                harm,
            } => Row {
                reason: if attributed { "attributed" } else { "" },
                value: Some(harm),
                ..pair("leak_discovered", holder, receiver)
            },
            Record::FalseLead { nation, harm } => Row {
                value: Some(harm),
                ..row("false_lead", nation)
            },
            Record::Suspended { holder, requester } => pair("suspended", holder, requester),
            Record::Resumed { holder, requester } => pair("resumed", holder, requester),
            Record::Ratified { nation, instrument } => Row {
                value: Some(instrument as f64),
                ..row("ratified", nation)
            },
            Record::Implemented { nation, degree, .. } => Row {
                value: Some(degree),
                ..row("implemented", nation)
            },
            Record::LeftInstrument { nation, instrument } => Row {
                value: Some(instrument as f64),
                ..row("left_instrument", nation)
            },
            Record::LeftOrganization { nation, organization } => Row {
                value: Some(organization as f64),
                ..row("left_organization", nation)
            },
            Record::JoinedOrganization { nation, organization } => Row {
                value: Some(organization as f64),
                ..row("joined_organization", nation)
            },
            Record::GovernmentChanged { nation } => row("government_changed", nation),
            Record::BecameUnstable { nation } => row("became_unstable", nation),
            Record::ShockStruck { shock } => Row {
                event: "shock",
                value: Some(shock as f64),
                ..Row::default()
            },
            Record::ActionDone { action } => Row {
                event: "action",
                value: Some(action as f64),
                ..Row::default()
            },
            Record::ConsentWithheld { nation, organization } => Row {
                value: Some(organization as f64),
                ..row("consent_withheld", nation)
            },
        })
    }
}
