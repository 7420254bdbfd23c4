//! What is counted in a replication, and the measures made of it; one line each.

macro_rules! columns {
    ($(#[$doc:meta])* $name:ident, $list:ident: $($variant:ident = $text:literal, $unit:literal, $about:literal;)*) => {
        $(#[$doc])*
        #[derive(Copy, Clone, Debug, PartialEq, Eq)]
        #[repr(usize)]
        pub enum $name { $(#[doc = $about] $variant,)* }

        /// Name, unit and meaning of each, in order.
        pub const $list: &[(&str, &str, &str)] = &[$(($text, $unit, $about),)*];

        impl $name {
            /// The name in tables.
            pub const fn name(self) -> &'static str {
                $list[self as usize].0
            }
        }
    };
}

// A macro, because variant, column name, unit and meaning must stay together.
columns! {
    /// Something counted or summed in a replication.
    Count, COUNTS:
    Threats = "threats", "threats", "threats that arrived after warm-up";
    Cohort = "cohort", "threats", "threats of the cohort: arrived after warm-up and early enough to be due by the horizon";
    Disrupted = "disrupted", "threats", "threats of the cohort that were disrupted";
    DisruptedAlone = "disrupted_alone", "threats", "threats of the cohort that the target would have disrupted by its own finds";
    DisruptedBest = "disrupted_best", "threats", "threats of the cohort that all finds together would have disrupted";
    Attacks = "attacks", "attacks", "threats of the cohort that became attacks";
    Harm = "harm", "harm", "harm of the attacks of the cohort";
    HarmAlone = "harm_alone", "harm", "harm that the cohort would have done if nobody had shared";
    HarmAverted = "harm_averted", "harm", "harm of the alone fates minus harm suffered";
    Convictions = "convictions", "matters", "matters in which justice was done after warm-up";
    Dismantled = "dismantled", "networks", "networks dismantled after warm-up";
    Prevented = "prevented_follow_ups", "threats", "follow-ups that dismantling prevented";
    Requests = "requests", "requests", "requests, case and routine, submitted after warm-up and closed by the horizon";
    Granted = "granted", "requests", "requests delivered, in time or late";
    Refused = "refused", "requests", "requests refused";
    RefusedLegal = "refused_legal_count", "requests", "requests refused with reason legal";
    RefusedPrivacy = "refused_privacy_count", "requests", "requests refused with reason privacy";
    RefusedSovereignty = "refused_sovereignty_count", "requests", "requests refused with reason sovereignty";
    RefusedPolitical = "refused_political_count", "requests", "requests refused with reason political";
    RefusedTrust = "refused_trust_count", "requests", "requests refused with reason trust";
    RefusedReciprocity = "refused_reciprocity_count", "requests", "requests refused with reason reciprocity";
    UnansweredCapacity = "unanswered_capacity", "requests", "requests ended by attack or patience while they waited or travelled";
    UnansweredMoot = "unanswered_moot", "requests", "requests that became pointless while they waited or travelled";
    NoInformation = "no_information", "requests", "requests to a willing holder that found nothing before the case closed";
    ClosedNotMoot = "closed_not_moot", "requests", "requests closed, without those that became moot";
    CaseDelivered = "case_delivered", "requests", "requests of cases delivered";
    CaseInTime = "case_in_time", "requests", "requests of cases delivered before the case ended";
    ClosedGrantedRefused = "granted_and_refused", "requests", "requests delivered or refused";
    Pending = "pending", "requests", "requests submitted after warm-up and open at the horizon";
    WaitsDesk = "waits_desk", "services", "services started at intelligence desks after warm-up";
    WaitDaysDesk = "wait_days_desk_sum", "d", "days that those waited";
    WaitsAuthority = "waits_authority", "services", "services started at central authorities after warm-up";
    WaitDaysAuthority = "wait_days_authority_sum", "d", "days that those waited";
    BusyDesk = "busy_days_desk", "d", "server-days busy at desks after warm-up";
    OpenDesk = "open_days_desk", "d", "server-days available at desks after warm-up";
    BusyAuthority = "busy_days_authority", "d", "server-days busy at authorities after warm-up";
    OpenAuthority = "open_days_authority", "d", "server-days available at authorities after warm-up";
    Leaks = "leaks", "leaks", "leaks that happened after warm-up";
    Misuses = "misuses", "misuses", "misuses that happened after warm-up";
    PrivacyHarm = "privacy_harm", "personal", "personal data harmed, counted at discovery after warm-up";
    Exposure = "exposure", "personal", "personal data passed × weakness of the receiver's protection, after warm-up";
    Hits = "ce_hits", "pieces", "needed foreign pieces that reached the lead before the case ended, after warm-up";
    Misses = "ce_misses", "pieces", "needed foreign pieces found but not delivered when the attack came, after warm-up";
    HitsAndMisses = "ce_outcomes", "pieces", "hits and misses together";
    Deliveries = "deliveries", "deliveries", "answers and offers delivered through any channel after warm-up";
    HubDeliveries = "hub_deliveries", "deliveries", "those through the busiest channel of an organization";
    Joined = "accessions", "accessions", "ratifications after warm-up";
    Left = "exits", "exits", "exits from organizations and instruments after warm-up";
    Suspensions = "suspensions", "suspensions", "suspensions begun after warm-up";
    Cost = "cost", "money", "discounted cost of the option until the horizon";
    Events = "events", "events", "events that changed something, starts of service among them, over the whole run";
}

/// How many counts there are.
pub const COUNT_COLUMNS: usize = COUNTS.len();

columns! {
    /// A level seen at every report; its measure is the mean over reports after warm-up.
    Level, LEVELS:
    SharingEffectiveness = "sharing_effectiveness", "share", "CE(t): hits over hits and misses in the window before t";
    MeanTrust = "mean_trust", "share", "mean trust over ordered pairs";
    TrustWithin = "trust_within_blocs", "share", "mean trust over ordered pairs within blocs";
    TrustBetween = "trust_between_blocs", "share", "mean trust over ordered pairs between blocs";
    TrustGini = "trust_gini", "share", "Gini coefficient of trust over ordered pairs";
    TrustingPairs = "trusting_pairs", "share", "share of pairs with mutual trust at or above the level of trusting pairs";
    LargestComponent = "largest_trusting_component", "share", "share of nations in the largest component of trusting pairs";
    LegalCompatibility = "legal_compatibility", "share", "mean legal compatibility over ordered pairs and the four request kinds";
    TreatyCoverage = "treaty_coverage", "share", "share of pairs that an instrument binds both of";
    ImplementedCoverage = "implemented_coverage", "share", "mean over pairs of the best degree to which both have implemented one instrument";
    Backlog = "backlog", "jobs", "jobs waiting at all stations together";
    Attacks = "attacks_so_far", "attacks", "attacks since the start";
    Harm = "harm_so_far", "harm", "harm of attacks since the start";
    Leaks = "leaks_so_far", "leaks", "leaks and misuses since the start";
    PrivacyHarm = "privacy_harm_so_far", "personal", "personal data harmed since the start";
    Deliveries = "deliveries_so_far", "deliveries", "deliveries since the start";
}

/// How many levels there are.
pub const LEVEL_COLUMNS: usize = LEVELS.len();

/// How a measure comes from counts and levels, and how it is estimated.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Formula {
    /// The count itself; mean over replications.
    Total(Count),
    /// One count over another; ratio of means.
    Ratio(Count, Count),
    /// (disrupted − alone)/(best − alone); ratio of means.
    Efficiency,
    /// Mean of a level over reports after warm-up; mean over replications.
    MeanLevel(Level),
    /// Quantile of the Kaplan–Meier curve of answer times; mean over replications.
    AnswerDays(f64),
    /// Time average of jobs waiting after warm-up; mean over replications.
    BacklogMean,
}

/// A measure: name, unit, how it is worked out, and what it means.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Measure {
    /// The name in tables.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// How it is worked out.
    pub formula: Formula,
    /// What it means.
    pub about: &'static str,
}

const fn total(count: Count) -> Measure {
    let (name, unit, about) = COUNTS[count as usize];
    Measure {
        name,
        unit,
        formula: Formula::Total(count),
        about,
    }
}

const fn level(level: Level) -> Measure {
    let (name, unit, about) = LEVELS[level as usize];
    Measure {
        name,
        unit,
        formula: Formula::MeanLevel(level),
        about,
    }
}

const fn ratio(
    name: &'static str,
    unit: &'static str,
    numerator: Count,
    denominator: Count,
    about: &'static str,
) -> Measure {
    Measure {
        name,
        unit,
        formula: Formula::Ratio(numerator, denominator),
        about,
    }
}

/// All measures, in the order of tables.
pub const MEASURES: &[Measure] = &[
    total(Count::Threats),
    total(Count::Cohort),
    ratio(
        "disruption_rate",
        "share",
        Count::Disrupted,
        Count::Cohort,
        "D: share of the cohort that was disrupted",
    ),
    ratio(
        "disruption_rate_alone",
        "share",
        Count::DisruptedAlone,
        Count::Cohort,
        "share of the cohort that targets would disrupt alone",
    ),
    ratio(
        "disruption_rate_best",
        "share",
        Count::DisruptedBest,
        Count::Cohort,
        "share of the cohort that all finds together would disrupt",
    ),
    Measure {
        name: "cooperation_efficiency",
        unit: "share",
        formula: Formula::Efficiency,
        about: "(D − alone)/(best − alone): what is reached of what sharing could bring; can exceed 1 with joint operations",
    },
    total(Count::Attacks),
    total(Count::Harm),
    total(Count::HarmAverted),
    total(Count::Convictions),
    total(Count::Dismantled),
    total(Count::Requests),
    Measure {
        name: "granted_share",
        unit: "share",
        formula: Formula::Ratio(Count::Granted, Count::ClosedGrantedRefused),
        about: "granted/(granted + refused)",
    },
    ratio(
        "refused_share",
        "share",
        Count::Refused,
        Count::ClosedGrantedRefused,
        "refused/(granted + refused)",
    ),
    ratio(
        "refused_legal",
        "share",
        Count::RefusedLegal,
        Count::Refused,
        "share of refusals with reason legal",
    ),
    ratio(
        "refused_privacy",
        "share",
        Count::RefusedPrivacy,
        Count::Refused,
        "share of refusals with reason privacy",
    ),
    ratio(
        "refused_sovereignty",
        "share",
        Count::RefusedSovereignty,
        Count::Refused,
        "share of refusals with reason sovereignty",
    ),
    ratio(
        "refused_political",
        "share",
        Count::RefusedPolitical,
        Count::Refused,
        "share of refusals with reason political",
    ),
    ratio(
        "refused_trust",
        "share",
        Count::RefusedTrust,
        Count::Refused,
        "share of refusals with reason trust",
    ),
    ratio(
        "refused_reciprocity",
        "share",
        Count::RefusedReciprocity,
        Count::Refused,
        "share of refusals with reason reciprocity",
    ),
    ratio(
        "unanswered_share",
        "share",
        Count::UnansweredCapacity,
        Count::ClosedNotMoot,
        "ended by attack or patience, of all closed but the moot",
    ),
    ratio(
        "in_time_share",
        "share",
        Count::CaseInTime,
        Count::CaseDelivered,
        "delivered before the case ended, of the case requests delivered",
    ),
    Measure {
        name: "answer_days_p50",
        unit: "d",
        formula: Formula::AnswerDays(0.5),
        about: "median time from submission to the first reply (Kaplan–Meier, withdrawn as censored)",
    },
    Measure {
        name: "answer_days_p90",
        unit: "d",
        formula: Formula::AnswerDays(0.9),
        about: "time within which 90 % are answered (Kaplan–Meier, withdrawn as censored)",
    },
    ratio(
        "wait_days_desk",
        "d",
        Count::WaitDaysDesk,
        Count::WaitsDesk,
        "mean wait at an intelligence desk",
    ),
    ratio(
        "wait_days_authority",
        "d",
        Count::WaitDaysAuthority,
        Count::WaitsAuthority,
        "mean wait at a central authority",
    ),
    Measure {
        name: "backlog_mean",
        unit: "jobs",
        formula: Formula::BacklogMean,
        about: "jobs waiting at all stations together, time average after warm-up",
    },
    ratio(
        "utilization_desk",
        "share",
        Count::BusyDesk,
        Count::OpenDesk,
        "share of the available server time of desks that was busy",
    ),
    ratio(
        "utilization_authority",
        "share",
        Count::BusyAuthority,
        Count::OpenAuthority,
        "share of the available server time of authorities that was busy",
    ),
    total(Count::Leaks),
    total(Count::Misuses),
    total(Count::PrivacyHarm),
    total(Count::Exposure),
    level(Level::MeanTrust),
    level(Level::TrustWithin),
    level(Level::TrustBetween),
    level(Level::TrustGini),
    level(Level::LegalCompatibility),
    level(Level::TreatyCoverage),
    level(Level::ImplementedCoverage),
    level(Level::TrustingPairs),
    level(Level::LargestComponent),
    ratio(
        "hub_dependence",
        "share",
        Count::HubDeliveries,
        Count::Deliveries,
        "share of deliveries over the busiest channel of an organization",
    ),
    ratio(
        "sharing_effectiveness",
        "share",
        Count::Hits,
        Count::HitsAndMisses,
        "hits/(hits + misses) of needed foreign pieces",
    ),
    total(Count::Joined),
    total(Count::Left),
    total(Count::Suspensions),
    total(Count::Prevented),
    total(Count::Cost),
    total(Count::Events),
];
