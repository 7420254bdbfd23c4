//! Everything that can happen, on one page; plain data.

use crate::engine::calendar::EventKey;
use crate::engine::identity::Identity;

/// A future event. Numbers are places in the world's vectors and slabs.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A shock of the scenario strikes: (shock, occurrence).
    ShockStruck(u16, u32),
    /// What a shock took away comes back: (shock, occurrence).
    ShockEnded(u16, u32),
    /// An option's action is due: (action, attempt).
    ActionDue(u16, u16),
    /// The nation that waits first at an instrument ratifies it.
    Ratified(u16),
    /// A dated ratification: (instrument, nation).
    RatifiedOnDate(u16, u16),
    /// An instrument starts to bind a nation: (instrument, nation).
    EnteredIntoForce(u16, u16),
    /// A nation implements an instrument: (instrument, nation).
    Implemented(u16, u16),
    /// An instrument opens for accession.
    InstrumentOpened(u16),
    /// A nation is considered for an invitation: (instrument, nation).
    InvitationDue(u16, u16),
    /// An invitation lapses: (instrument, nation).
    InvitationLapsed(u16, u16),
    /// A nation comes back to a closed instrument: (instrument, nation).
    InstrumentRejoined(u16, u16),
    /// A nation joins an organization: (organization, nation).
    OrganizationJoined(u16, u16),
    /// A channel starts to work.
    ChannelStarted(u16),
    /// A database starts to work.
    DatabaseStarted(u16),
    /// A nation reforms its law.
    LawReformed(u16),
    /// A legal dispute arises between two nations.
    DisputeArose(u16, u16),
    /// A legal dispute is settled.
    DisputeSettled(u16, u16),
    /// The support that a success brought a nation ends: (nation, count).
    SupportEnded(u16, u32),
    /// An immigrant of an arrival stream comes.
    ThreatArrived(u16),
    /// A follow-up comes: the place of its seed.
    FollowUpArrived(u32),
    /// A new variant of a class appears.
    VariantAppeared(u16),
    /// Holders have adapted to the variant of a class.
    VariantKnown(u16),
    /// A holder finds a piece: (threat, piece).
    PieceFound(u32, u8),
    /// A piece reaches the lead without a request: (threat, piece).
    PieceDelivered(u32, u8),
    /// A relayed piece reaches the lead, after the originator's consent where that is needed.
    RelayCleared(u32),
    /// A request reaches the holder: (request, holder, station).
    RequestReceived(u32, u16, u8),
    /// A request returned for more information has been at the requester and is back: (request, holder, station).
    RequestReturned(u32, u16, u8),
    /// A reply reaches the requester.
    ReplyDelivered(u32),
    /// A review ends: (request, holder, station).
    ReviewCompleted(u32, u16, u8),
    /// An execution ends.
    ExecutionCompleted(u32),
    /// A station looks for its next job: (nation, station).
    ReviewsStarted(u16, u8),
    /// A lead asks one more nation.
    FollowUpDue(u32),
    /// A requester's patience ends.
    PatienceEnded(u32),
    /// The limitation period of a matter ends.
    LimitationReached(u32),
    /// A notice has been reviewed.
    NoticeReviewed(u32),
    /// A fugitive moves.
    FugitiveMoved(u32),
    /// A lead learns where a fugitive went: (threat, the last bits of its moves until then).
    FugitiveTraced(u32, u16),
    /// The preparation of a threat is complete.
    AttackDue(u32),
    /// A delivered piece leaks or is misused.
    PieceLeaked(u32),
    /// A leak or misuse comes to light.
    LeakDiscovered(u32),
    /// Interests of a nation drift.
    PoliticsMoved(u16),
    /// The government of a nation changes.
    GovernmentChanged(u16),
    /// A nation becomes unstable.
    InstabilityBegan(u16),
    /// Calm returns to a nation.
    CalmReturned(u16),
    /// An organization holds an exercise.
    ExerciseHeld(u16),
    /// Liaison officers meet.
    LiaisonMet,
    /// A nation takes a diplomatic initiative.
    DiplomacyHeld(u16),
    /// A nation tries to end a suspension by a costly signal: (holder, requester).
    ReassuranceGiven(u16, u16),
    /// A suspension runs out: (holder, requester).
    SuspensionEnded(u16, u16),
    /// An organization builds its members' capacity.
    CapacityBuilt(u16),
    /// An organization reviews implementation.
    ImplementationReviewed(u16),
    /// An organization promotes norms.
    NormsPromoted(u16),
    /// A nation sends a routine request: (nation, kind, who is asked, if there is anybody).
    RoutineSent(u16, u8, Option<u16>),
    /// Automation invites one more routine request: (nation, kind, who is asked, if there is anybody).
    RoutineInvited(u16, u8, Option<u16>),
    /// Domestic work comes to a station: (nation, station).
    DomesticWorkCame(u16, u8),
    /// Triage gives a false lead.
    FalseLeadCame(u16),
    /// From now on it counts.
    WarmUpEnded,
    /// The state is reported: count.
    Reported(u32),
    /// A snapshot of all pairs is taken: moment.
    PairsReported(u8),
}

/// Class of the event at which stations look for their next jobs: what comes before it may bring more urgent ones.
pub const START: u8 = class::START;

/// An event fits into one register: it goes to the calendar and back without being put together in memory.
const _: () = assert!(size_of::<Event>() == 8);

/// Order of events at one instant.
mod class {
    pub(super) const SHOCK: u8 = 0;
    pub(super) const MEMBERSHIP: u8 = 1;
    pub(super) const ARRIVAL: u8 = 2;
    pub(super) const DISCOVERY: u8 = 3;
    pub(super) const DELIVERY: u8 = 4;
    pub(super) const COMPLETION: u8 = 5;
    pub(super) const START: u8 = 6;
    pub(super) const FOLLOW_UP: u8 = 7;
    pub(super) const WITHDRAWAL: u8 = 8;
    pub(super) const LIMITATION: u8 = 9;
    pub(super) const ATTACK: u8 = 10;
    pub(super) const LEAK: u8 = 11;
    pub(super) const POLITICS: u8 = 12;
    pub(super) const ROUTINE: u8 = 13;
    pub(super) const REPORT: u8 = 14;
}

impl Event {
    /// The event's key at its instant: class, then the entity that it is about, then which event and `sub` of it.
    #[inline]
    pub fn key(self, entity: Identity, sub: u16) -> EventKey {
        let (class, code) = self.place();
        EventKey {
            class,
            entity: entity.0,
            index: (u32::from(code) << 16) | u32::from(sub),
        }
    }

    /// The kind of event in words, such as `follow up arrived`.
    pub fn in_words(self) -> String {
        let name = format!("{self:?}");
        let kind = name.split('(').next().unwrap_or_default();
        let mut words = String::new();
        for c in kind.chars() {
            if c.is_ascii_uppercase() && !words.is_empty() {
                words.push(' ');
            }
            words.push(c.to_ascii_lowercase());
        }
        words
    }

    /// Reports and the end of warm-up change nothing.
    pub const fn only_looks(self) -> bool {
        matches!(
            self,
            Event::Reported(_) | Event::PairsReported(_) | Event::WarmUpEnded
        )
    }

    /// The request that the event is a step of.
    #[inline]
    pub const fn request(self) -> Option<u32> {
        if let Event::RequestReceived(slot, ..)
        | Event::RequestReturned(slot, ..)
        | Event::ReplyDelivered(slot)
        | Event::ReviewCompleted(slot, ..)
        | Event::ExecutionCompleted(slot)
        | Event::PatienceEnded(slot) = self
        {
            Some(slot)
        } else {
            None
        }
    }

    /// The station at which a job comes or ends: the nation, and which of its own it is. It is told here so that memory can be asked
    /// for it before the request is at hand.
    #[inline]
    pub const fn station(self) -> Option<(u16, u8)> {
        if let Event::RequestReceived(_, nation, station)
        | Event::RequestReturned(_, nation, station)
        | Event::ReviewCompleted(_, nation, station)
        | Event::DomesticWorkCame(nation, station) = self
        {
            Some((nation, station))
        } else {
            None
        }
    }

    #[inline]
    const fn place(self) -> (u8, u8) {
        match self {
            Event::ShockEnded(..) => (class::SHOCK, 0),
            Event::ShockStruck(..) => (class::SHOCK, 1),
            Event::ActionDue(..) => (class::SHOCK, 2),
            Event::InstrumentOpened(_) => (class::MEMBERSHIP, 0),
            Event::OrganizationJoined(..) => (class::MEMBERSHIP, 1),
            Event::ChannelStarted(_) => (class::MEMBERSHIP, 2),
            Event::DatabaseStarted(_) => (class::MEMBERSHIP, 3),
            Event::Ratified(_) => (class::MEMBERSHIP, 4),
            Event::RatifiedOnDate(..) => (class::MEMBERSHIP, 5),
            Event::EnteredIntoForce(..) => (class::MEMBERSHIP, 6),
            Event::Implemented(..) => (class::MEMBERSHIP, 7),
            Event::InvitationDue(..) => (class::MEMBERSHIP, 8),
            Event::InvitationLapsed(..) => (class::MEMBERSHIP, 9),
            Event::InstrumentRejoined(..) => (class::MEMBERSHIP, 10),
            Event::LawReformed(_) => (class::MEMBERSHIP, 11),
            Event::DisputeArose(..) => (class::MEMBERSHIP, 12),
            Event::DisputeSettled(..) => (class::MEMBERSHIP, 13),
            Event::SupportEnded(..) => (class::MEMBERSHIP, 14),
            Event::VariantAppeared(_) => (class::ARRIVAL, 0),
            Event::VariantKnown(_) => (class::ARRIVAL, 1),
            Event::ThreatArrived(_) => (class::ARRIVAL, 2),
            Event::FollowUpArrived(_) => (class::ARRIVAL, 3),
            Event::PieceFound(..) => (class::DISCOVERY, 0),
            Event::PieceDelivered(..) => (class::DELIVERY, 0),
            Event::RelayCleared(..) => (class::DELIVERY, 1),
            Event::RequestReceived(..) => (class::DELIVERY, 2),
            Event::RequestReturned(..) => (class::DELIVERY, 3),
            Event::ReplyDelivered(_) => (class::DELIVERY, 4),
            Event::NoticeReviewed(_) => (class::DELIVERY, 5),
            Event::FugitiveMoved(_) => (class::DELIVERY, 6),
            Event::FugitiveTraced(..) => (class::DELIVERY, 7),
            Event::ReviewCompleted(..) => (class::COMPLETION, 0),
            Event::ExecutionCompleted(_) => (class::COMPLETION, 1),
            Event::ReviewsStarted(..) => (class::START, 0),
            Event::FollowUpDue(_) => (class::FOLLOW_UP, 0),
            Event::PatienceEnded(_) => (class::WITHDRAWAL, 0),
            Event::LimitationReached(_) => (class::LIMITATION, 0),
            Event::AttackDue(_) => (class::ATTACK, 0),
            Event::PieceLeaked(_) => (class::LEAK, 0),
            Event::LeakDiscovered(_) => (class::LEAK, 1),
            Event::PoliticsMoved(_) => (class::POLITICS, 0),
            Event::GovernmentChanged(_) => (class::POLITICS, 1),
            Event::InstabilityBegan(_) => (class::POLITICS, 2),
            Event::CalmReturned(_) => (class::POLITICS, 3),
            Event::ExerciseHeld(_) => (class::POLITICS, 4),
            Event::LiaisonMet => (class::POLITICS, 5),
            Event::DiplomacyHeld(_) => (class::POLITICS, 6),
            Event::ReassuranceGiven(..) => (class::POLITICS, 7),
            Event::SuspensionEnded(..) => (class::POLITICS, 8),
            Event::CapacityBuilt(_) => (class::POLITICS, 9),
            Event::ImplementationReviewed(_) => (class::POLITICS, 10),
            Event::NormsPromoted(_) => (class::POLITICS, 11),
            Event::RoutineSent(..) => (class::ROUTINE, 0),
            Event::RoutineInvited(..) => (class::ROUTINE, 1),
            Event::DomesticWorkCame(..) => (class::ROUTINE, 2),
            Event::FalseLeadCame(_) => (class::ROUTINE, 3),
            Event::WarmUpEnded => (class::SHOCK, 3),
            Event::Reported(_) => (class::REPORT, 0),
            Event::PairsReported(_) => (class::REPORT, 1),
        }
    }
}
