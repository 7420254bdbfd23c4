//! Everything that has happened and is worth writing down, on one page.

use crate::engine::identity::Identity;
use crate::model::ending::{Closing, STAGES};
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fate of one threat and asked for by name"
)]
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
    /// How far the pieces that others found have come by the end of a threat, by stage of the funnel.
    PiecesFollowed { kind: Kind, stages: [u32; STAGES] },
    /// A request was submitted.
    RequestSubmitted {
        kind: Kind,
        requester: usize,
        holder: usize,
        request: Identity,
    },
    /// The first reply of any sort is given; it comes `days` after submission.
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

impl Row {
    fn of(event: &'static str, nation: usize) -> Row {
        Row {
            event,
            nation: Some(nation),
            ..Row::default()
        }
    }

    fn between(event: &'static str, nation: usize, other: usize) -> Row {
        Row {
            other: Some(other),
            ..Row::of(event, nation)
        }
    }

    fn threat(self, threat: Identity) -> Row {
        let threat = Some(threat);
        Row { threat, ..self }
    }

    fn request(self, request: Identity) -> Row {
        let request = Some(request);
        Row { request, ..self }
    }

    fn reason(self, reason: &'static str) -> Row {
        Row { reason, ..self }
    }

    fn value(self, value: f64) -> Row {
        let value = Some(value);
        Row { value, ..self }
    }

    /// What a nation does with an instrument or an organization, told by its number.
    fn about(event: &'static str, nation: usize, what: usize) -> Row {
        Row::of(event, nation).value(what as f64)
    }

    /// What happens to no nation in particular.
    fn anywhere(event: &'static str) -> Row {
        Row {
            event,
            ..Row::default()
        }
    }
}

/// The reason of a refusal or withdrawal, else the outcome.
fn word_of(closing: Closing) -> &'static str {
    let (outcome, reason) = closing.names();
    if reason.is_empty() { outcome } else { reason }
}

fn event_of(ending: Ending) -> &'static str {
    if ending.disrupted {
        "threat_disrupted"
    } else {
        "attack"
    }
}

impl Record {
    /// The record as a row of `events.csv`; counters of the funnel have none.
    pub fn row(&self) -> Option<Row> {
        Some(match *self {
            Record::PiecesFollowed { .. } | Record::FollowUpPrevented => return None,
            Record::ThreatArrived {
                target,
                origin,
                threat,
                ..
            } => Row::between("threat_arrived", target, origin).threat(threat),
            Record::ThreatEnded { ending, threat } => Row::of(event_of(ending), ending.target)
                .threat(threat)
                .value(ending.harm),
            Record::ForeignFind {
                holder,
                target,
                threat,
                ..
            } => Row::between("piece_found", holder, target).threat(threat),
            Record::CaseOpened { lead, threat } => Row::of("case_opened", lead).threat(threat),
            Record::PieceDelivered {
                lead,
                holder,
                way,
                threat,
                ..
            } => Row::between("piece_delivered", lead, holder)
                .threat(threat)
                .reason(way.name()),
            Record::Offered {
                holder,
                target,
                refused,
                threat,
            } => Row::between("offer_decided", holder, target)
                .threat(threat)
                .reason(refused.map_or("", Reason::name)),
            Record::RequestSubmitted {
                requester,
                holder,
                request,
                kind,
            } => Row::between("request_submitted", requester, holder)
                .request(request)
                .reason(kind.name()),
            Record::RequestAnswered { request, days, .. } => {
                Row::anywhere("request_answered").request(request).value(days)
            }
            Record::RequestClosed {
                closing,
                requester,
                holder,
                request,
                ..
            } => Row::between("request_closed", requester, holder)
                .request(request)
                .reason(word_of(closing)),
            Record::AnswerDelivered {
                holder, requester, ..
            } => Row::between("answer_delivered", requester, holder),
            Record::JusticeDone { lead, threat } => Row::of("justice_done", lead).threat(threat),
            Record::JusticeFailed { lead, threat } => Row::of("justice_failed", lead).threat(threat),
            Record::NetworkDismantled { lead, threat } => Row::of("network_dismantled", lead).threat(threat),
            Record::Leaked {
                misuse,
                holder,
                receiver,
                threat,
            } => Row::between(if misuse { "misused" } else { "leaked" }, receiver, holder).threat(threat),
            Record::LeakDiscovered {
                holder,
                receiver,
                attributed,
                harm,
            } => Row::between("leak_discovered", holder, receiver)
                .reason(if attributed { "attributed" } else { "" })
                .value(harm),
            Record::FalseLead { nation, harm } => Row::of("false_lead", nation).value(harm),
            Record::Suspended { holder, requester } => Row::between("suspended", holder, requester),
            Record::Resumed { holder, requester } => Row::between("resumed", holder, requester),
            Record::Ratified { nation, instrument } => Row::about("ratified", nation, instrument),
            Record::Implemented { nation, degree, .. } => Row::of("implemented", nation).value(degree),
            Record::LeftInstrument { nation, instrument } => {
                Row::about("left_instrument", nation, instrument)
            }
            Record::LeftOrganization { nation, organization } => {
                Row::about("left_organization", nation, organization)
            }
            Record::JoinedOrganization { nation, organization } => {
                Row::about("joined_organization", nation, organization)
            }
            Record::GovernmentChanged { nation } => Row::of("government_changed", nation),
            Record::BecameUnstable { nation } => Row::of("became_unstable", nation),
            Record::ShockStruck { shock } => Row::anywhere("shock").value(shock as f64),
            Record::ActionDone { action } => Row::anywhere("action").value(action as f64),
            Record::ConsentWithheld { nation, organization } => {
                Row::about("consent_withheld", nation, organization)
            }
        })
    }
}
