//! What changes about threats: their pieces, cases, justice and networks.

use smallvec::SmallVec;

use crate::engine::calendar::Ticket;
use crate::engine::identity::Identity;
use crate::scenario::threat::Holders;

/// A piece of evidence.
#[derive(Copy, Clone, Debug, Default)]
pub struct Piece {
    /// Where it lies.
    pub holder: u16,
    /// Day on which its holder finds it; later when a joint operation has not yet sped it up.
    pub find: f64,
    /// Whether it is right.
    pub sound: bool,
    /// How far it has come.
    pub state: PieceState,
    /// Entered into a database: its number.
    pub database: Option<u16>,
    /// The pending find.
    pub ticket: Ticket,
    /// The channel of an offer under way.
    pub channel: u16,
}

/// How far a piece has come.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum PieceState {
    /// Not found.
    #[default]
    Hidden,
    /// Found by its holder.
    Found,
    /// On its way to the lead.
    Sent,
    /// With the lead.
    Delivered,
}

/// How far a case has come.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum CaseState {
    /// Nobody at the target knows.
    #[default]
    Unknown,
    /// Open.
    Open,
    /// Ended by disruption.
    Disrupted,
    /// Ended by the attack.
    Attacked,
}

/// How far a nation has gone to meet a lead that may ask it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reply {
    /// It was not asked.
    #[default]
    Unasked,
    /// It was asked.
    Asked,
    /// It has decided.
    Answered,
    /// It is willing.
    Willing,
}

/// A nation that a lead may ask, and how far it has gone to meet it.
#[derive(Copy, Clone, Debug)]
pub struct Ranked {
    /// Which.
    pub nation: u16,
    /// How far.
    pub reply: Reply,
}

/// The matter of justice after a case.
#[derive(Copy, Clone, Debug, Default)]
pub struct Justice {
    /// Evidence requests still to be granted.
    pub evidence_left: u32,
    /// The warrant has still to be executed.
    pub warrant_left: bool,
    /// Under way.
    pub open: bool,
    /// End of the limitation period.
    pub limit: f64,
    /// The pending end of the period.
    pub ticket: Ticket,
    /// The pending move of the fugitive.
    pub move_ticket: Ticket,
    /// Moves so far.
    pub moves: u32,
    /// A notice is out.
    pub notice: bool,
}

/// A threat and its case. What a step of a request looks at stands together, in whole cache lines; of pieces, nations and
/// requests as many as most cases have stand here, and more elsewhere.
#[derive(Clone, Debug, Default)]
#[repr(C, align(64))]
pub struct Threat {
    /// What its draws are keyed by.
    pub identity: Identity,
    /// Day on which the attack is due.
    pub due: f64,
    /// Harm of an attack that nothing mitigates.
    pub severity: f64,
    /// Class, target, origin, refuge.
    pub class: u16,
    /// The lead of its case.
    pub target: u16,
    /// Where it comes from.
    pub origin: u16,
    /// Where its people hide.
    pub refuge: u16,
    /// Its network.
    pub network: u32,
    /// Things under way that refer to it.
    pub references: u32,
    /// q.
    pub needed: u32,
    /// Sound pieces with the lead.
    pub held: u32,
    /// Sound finds of the target alone before the due time, at most q.
    pub held_alone: u32,
    /// How many of the ranking have been asked.
    pub asked: u32,
    /// How far its case has come.
    pub state: CaseState,
    /// Fates under the two bounds.
    pub alone: bool,
    /// As said.
    pub best: bool,
    /// Whether it counts in the cohort.
    pub cohort: bool,
    /// Requests that have been sent for it and may still be open.
    pub requests: SmallVec<[u32; 10]>,
    /// Pending attack and pending follow-up.
    pub attack: Ticket,
    /// As said.
    pub follow_up: Ticket,
    /// Its pieces.
    pub pieces: SmallVec<[Piece; 6]>,
    /// Whom to ask, best first.
    pub ranking: SmallVec<[Ranked; 8]>,
    /// Nations that joined the operation; the lead among them once it began.
    pub joined: Vec<u16>,
    /// Nations that have been asked to join it.
    pub invited: Vec<u16>,
    /// Its justice.
    pub justice: Justice,
}

#[cfg(target_pointer_width = "64")]
const _: () = assert!(
    std::mem::offset_of!(Threat, requests) == 64
        && std::mem::offset_of!(Threat, pieces) == 128
        && std::mem::offset_of!(Threat, ranking) == 328
        && size_of::<Threat>() == 512
);

/// A tree of threats under one immigrant.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// Members that have not arrived do not arrive any more.
    pub dismantled: bool,
    /// Threats of it that are live.
    pub members: Vec<u32>,
    /// Members and seeds that refer to it.
    pub references: u32,
}

/// A follow-up that has not arrived.
#[derive(Copy, Clone, Debug, Default)]
pub struct Seed {
    /// What its draws will be keyed by.
    pub identity: Identity,
    /// Class, origin, refuge and network of its root.
    pub class: u16,
    /// As said.
    pub origin: u16,
    /// As said.
    pub refuge: u16,
    /// As said.
    pub network: u32,
}

/// A piece on its way to the lead of a sister case.
#[derive(Copy, Clone, Debug, Default)]
pub struct Relay {
    /// The sister case.
    pub threat: u32,
    /// Which of its pieces.
    pub piece: u8,
    /// Who relays it.
    pub reader: u16,
    /// Through which channel.
    pub channel: u16,
}

/// A delivered piece that may do harm.
#[derive(Copy, Clone, Debug, Default)]
pub struct Leak {
    /// Identity of the piece, with whether this is misuse.
    pub identity: Identity,
    /// The threat, kept alive until then.
    pub threat: u32,
    /// Whose piece it was, and who leaked it.
    pub holder: u16,
    /// As said.
    pub receiver: u16,
    /// Class of the threat.
    pub class: u16,
    /// Misuse rather than a leak.
    pub misuse: bool,
}

/// A nation that hears of a leak.
#[derive(Copy, Clone, Debug)]
pub struct Hearer {
    /// Which.
    pub nation: usize,
    /// The place of its pair with the nation that it hears from, and then with the nation that it hears of.
    pub place: usize,
    /// How heavily that weighs with it.
    pub weight: f64,
}

/// Variants of a class.
#[derive(Copy, Clone, Debug)]
pub struct Variants {
    /// Discovery takes so many times longer now.
    pub factor: f64,
    /// Variants so far, and the day of the newest.
    pub count: u32,
    /// As said.
    pub newest: f64,
}
impl Threat {
    /// The best nation that its lead has not asked yet.
    #[inline]
    pub fn next_ranked(&self) -> Option<u16> {
        self.ranking.get(self.asked as usize).map(|ranked| ranked.nation)
    }

    /// The chance that a given piece lies with a nation because it is the target, the origin or the refuge.
    pub fn chance_by_part(&self, holders: &Holders, nation: u16) -> f64 {
        let part = |has_it: bool, share: f64| if has_it { share } else { 0.0 };
        part(self.target == nation, holders.target)
            + part(self.origin == nation, holders.origin)
            + part(self.refuge == nation, holders.refuge)
    }
}
