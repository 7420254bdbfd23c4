//! What draws are for: one page listing every use of chance in the model.

/// The purpose part of every draw's key. Numbers are part of the results: never reuse one.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Purpose {
    /// Unit exponential between two immigrants of a class; (class, n).
    Arrival = 1,
    /// Number of follow-ups; threat.
    FollowUps = 2,
    /// Delay of a follow-up; child.
    FollowUpDelay = 3,
    /// Target; threat.
    Target = 4,
    /// Origin; threat.
    Origin = 5,
    /// Refuge; threat.
    Refuge = 6,
    /// Category of a piece's holder, and the holder within it; piece.
    Holder = 7,
    /// Preparation time; threat.
    Preparation = 8,
    /// Severity; threat.
    Severity = 9,
    /// Discovery time; piece.
    Discovery = 10,
    /// Soundness; piece.
    Soundness = 11,
    /// Entry into a database; (piece, database).
    DatabaseEntry = 12,
    /// The decision on a spontaneous offer; piece.
    Spontaneous = 13,
    /// Whether a willing holder passes a piece on; piece.
    Candour = 14,
    /// The decision on a request; request.
    Decision = 15,
    /// Review time, by round; request.
    Review = 16,
    /// Execution time; request.
    Execution = 17,
    /// Patience; request.
    Patience = 18,
    /// Whether a request is returned; request.
    Return = 19,
    /// Whether a deadline is kept; (request, instrument or organization).
    Deadline = 20,
    /// Whether an answer needs conversion; request.
    Conversion = 21,
    /// Whether automation serves a request; request.
    Automation = 22,
    /// The decision to join an operation; (threat, nation).
    JointOperation = 23,
    /// The decision to relay; (piece, relaying nation).
    Relay = 24,
    /// The originator's consent; (piece, relaying nation).
    OriginatorConsent = 25,
    /// Misreading of a refusal; request.
    Misreading = 26,
    /// Whether a third party sees a refusal; (request, third party).
    Transparency = 27,
    /// Unit exponential of a leak; piece.
    Leak = 28,
    /// Unit exponential of a misuse; piece.
    Misuse = 29,
    /// Delay of a discovery; (piece, leak or misuse).
    LeakDiscovery = 30,
    /// Whether a leak is attributed; (piece, leak or misuse).
    Attribution = 31,
    /// Whether sharing is suspended, and for how long; (piece, leak or misuse).
    Suspension = 32,
    /// Success of a reassurance; (pair, count).
    Reassurance = 33,
    /// Time to the next politics event; (nation, count).
    PoliticsTime = 34,
    /// Step of drift; (nation, count), index: dimension.
    PoliticsStep = 35,
    /// Time to the next change of government; (nation, count).
    GovernmentTime = 36,
    /// Leaning of a government; (nation, count), index: dimension.
    Leaning = 37,
    /// Commitment of a government; (nation, count).
    Commitment = 38,
    /// Whether something is left; (nation, occasion).
    Exit = 39,
    /// What is left: the lowest hash; (nation, occasion, what).
    ExitChoice = 40,
    /// Time to rejoin; (what, nation, count).
    Rejoin = 41,
    /// Unit exponential of ratification; (instrument, nation, spell).
    Ratification = 42,
    /// Delay of implementation; (instrument, nation, spell).
    Implementation = 43,
    /// Degree of implementation; (instrument, nation, spell).
    Degree = 44,
    /// Time to the next invitation; (instrument, nation, count).
    Invitation = 45,
    /// A member's consent; (what, member, attempt).
    Consent = 46,
    /// Time to the next onset of instability, and to calm; (nation, count).
    Instability = 47,
    /// Time to the next law reform, its domain and step; (nation, count).
    Reform = 48,
    /// Time to the next dispute, its length; (pair, count).
    Dispute = 49,
    /// Partner and success of an initiative; (nation, count).
    Diplomacy = 50,
    /// Time to the next routine request; (nation, kind, n).
    RoutineTime = 51,
    /// Address of a routine request; (nation, kind, n).
    RoutineAddress = 52,
    /// Time to the next domestic job; (nation, station, n).
    DomesticTime = 53,
    /// Time to the next false lead; (nation, n).
    FalseLead = 54,
    /// Time to the next shock; (shock, n).
    ShockTime = 55,
    /// Time to the next variant; (class, n).
    Novelty = 56,
    /// Time to the next jump of a stock, and its size; (class, n).
    Stock = 57,
    /// Review of a notice; threat.
    Notice = 58,
    /// Time to the next move of a fugitive, and where to; (threat, count).
    FugitiveMove = 59,
    /// Noise and forgiveness of the reciprocity rules; the decision's own identity.
    RuleNoise = 60,
}
