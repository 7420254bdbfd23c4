//! What changes about requests, and jobs at a station.

use crate::engine::calendar::Ticket;
use crate::engine::identity::Identity;
use crate::engine::station::Rank;
use crate::engine::time::SimTime;
use crate::scenario::kind::Kind;

/// Why a request was made.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Owner {
    /// By the case of a threat.
    Case(u32),
    /// By the justice of a threat.
    Justice(u32),
    /// Without a threat.
    #[default]
    Routine,
    /// Work at home: no request at all, but a job at a station.
    Domestic,
}

/// Where a request is.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// On its way to the holder.
    #[default]
    Outward,
    /// In the line of a station.
    Waiting,
    /// Under review at a desk.
    Review,
    /// On its way back and forth for more information.
    Returned,
    /// Being executed.
    Execution,
    /// The holder is willing and has found nothing yet.
    Standing,
    /// On its way to the requester with an answer.
    Answer,
    /// On its way to the requester with a refusal: its [`crate::scenario::conduct::Reason`] as a number.
    Refusal(u8),
}

/// A request, or a job at a station; two whole cache lines, of which the first holds what most steps ask for.
#[derive(Copy, Clone, Debug)]
#[repr(C, align(64))]
pub struct Request {
    /// What its draws are keyed by.
    pub identity: Identity,
    /// The event under way.
    pub next: Ticket,
    /// The end of patience.
    pub patience: Ticket,
    /// Day of submission.
    pub submitted: f64,
    /// Why.
    pub owner: Owner,
    /// The place of the pair (requester, holder).
    pub pair: u32,
    /// Class of the threat; `None` for routine.
    pub class: Option<u16>,
    /// Origin of the threat.
    pub origin: Option<u16>,
    /// Who asks.
    pub requester: u16,
    /// Who is asked.
    pub holder: u16,
    /// The channel, kept for the return.
    pub channel: u16,
    /// What is asked for.
    pub kind: Kind,
    /// Where it is.
    pub stage: Stage,
    /// Reviews so far.
    pub round: u8,
    /// Served without a desk.
    pub automated: bool,
    /// Whether a first reply has been seen.
    pub answered: bool,
    /// [0, 1].
    pub urgency: f64,
    /// Day of first receipt.
    pub received: f64,
    /// Day on which it joined the line of its station.
    pub joined: f64,
    /// What is left of an interrupted service, days; negative: none.
    pub left: f64,
    /// Day on which the service under way ends.
    pub ends: f64,
    /// Pieces that the answer carries, as bits.
    pub carries: u64,
    /// Day on which its patience ends; what is in service then runs on.
    pub gives_up: f64,
    /// The place of the pair the other way round: (holder, requester).
    pub back: u32,
    /// Whether it stands behind those with a lower number, whatever the urgency.
    pub front: u8,
}

/// What most steps ask for fits into one line.
const _: () = assert!(std::mem::offset_of!(Request, urgency) == 64 && size_of::<Request>() == 128);

impl Request {
    /// The places of the pair (requester, holder), and of the pair the other way round.
    #[inline]
    pub fn places(&self) -> [usize; 2] {
        [self.pair as usize, self.back as usize]
    }

    /// Its place in the line of its station.
    #[inline]
    pub fn rank(&self) -> Rank {
        Rank {
            front: self.front,
            urgency: self.urgency,
            arrived: SimTime::from_days(self.joined),
            tie: self.identity.0,
        }
    }
}

impl Default for Request {
    fn default() -> Request {
        Request {
            identity: Identity::default(),
            kind: Kind::PoliceQuery,
            owner: Owner::Routine,
            class: None,
            origin: None,
            requester: 0,
            holder: 0,
            pair: 0,
            back: 0,
            channel: 0,
            automated: false,
            urgency: 0.0,
            submitted: 0.0,
            received: 0.0,
            stage: Stage::Outward,
            joined: 0.0,
            front: 0,
            next: Ticket::NONE,
            patience: Ticket::NONE,
            round: 0,
            left: -1.0,
            ends: 0.0,
            carries: 0,
            answered: false,
            gives_up: f64::INFINITY,
        }
    }
}
