//! The switches: which mechanisms of the model are on.

use crate::scenario::section::Section;

macro_rules! mechanisms {
    ($($name:ident: $default:literal, $about:literal;)*) => {
        /// Which mechanisms are on. Each has a neutral value that it takes when it is off.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Mechanisms { $(#[doc = $about] pub $name: bool,)* }

        impl Default for Mechanisms {
            fn default() -> Mechanisms {
                Mechanisms { $($name: $default,)* }
            }
        }

        impl Mechanisms {
            /// Reads `[mechanisms]`.
            pub fn read(section: &Section) -> Mechanisms {
                Mechanisms { $($name: section.flag(stringify!($name), $default, $about, SOURCE),)* }
            }

            /// Every switch with its state and meaning, in order.
            pub fn list(&self) -> Vec<(&'static str, bool, &'static str)> {
                vec![$((stringify!($name), self.$name, $about),)*]
            }
        }
    };
}

const SOURCE: &str = "assumption: the core mechanisms are on, the rest is added one at a time";

// A macro, because each switch must be a field, a key of the file and a line of the list, always all three.
mechanisms! {
    trust_evidence: true, "trust learns from answers, refusals and silence (off: it stays at the prior)";
    law: true, "legal compatibility differs between pairs (off: it is 1)";
    affinity: true, "political interests differ between pairs (off: affinity is 1)";
    reciprocity: true, "who received more than it gave owes";
    sovereignty: true, "sensitive matters meet the reluctance of sovereign states";
    privacy: true, "weaker data protection at the receiver deters sharing of personal data, and can bar it";
    queues: true, "requests wait for a free desk (off: every station has room for all)";
    patience: true, "who waits too long withdraws";
    requests: true, "the lead of a case asks others (off: only what is offered or entered)";
    spontaneous: true, "finds may be offered to their target unasked";
    databases: true, "finds may be entered into shared databases";
    follow_ups: true, "threats have follow-ups (a Hawkes cluster)";
    justice: true, "after a case closes, evidence and a warrant are asked for";
    routine: true, "routine requests load the stations and feed trust";
    ignored: true, "silence costs trust";
    success: true, "a threat disrupted with a partner's piece builds trust both ways";
    leaks: true, "delivered pieces may leak from the open case";
    indirect_blame: true, "a leak costs trust with the partners of the one betrayed, too";
    politics: true, "interests drift";
    governments: true, "governments change, and with them interests and commitment";
    exits: true, "a new government may leave an organization or an instrument";
    instability: true, "unstable nations lose desks for a while";
    treaties: true, "nations join open instruments by hazard";
    contagion: true, "who joins depends on who has joined (φ)";
    implementation_gap: true, "an instrument is implemented to a degree (off: fully)";
    deadlines: true, "instruments and organizations that set deadlines cap execution";
    originator_control: true, "organizations with originator control ask the source before a piece is passed on";
    consensus: true, "organizations that decide by consensus ask every member before they act";
    exercises: true, "organizations that hold exercises build trust by them";
    liaison: true, "liaison officers build trust and speed the channel";
    task_forces: true, "task forces speed discovery";
    capacity_building: true, "organizations that build capacity raise it";
    reviews: true, "implementation reviews raise the degree of implementation";
    norms: true, "norm promotion raises commitment";
    mediation: true, "mediators soften refusals and settle disputes";
    shocks: true, "the shocks of the scenario strike";
    accuracy: false, "some finds are unsound";
    rounds: false, "requests across different law may be returned once for more information";
    joint_operations: false, "partners who delivered may join the case and speed what is still to be found";
    misreading: false, "a lawful refusal may be taken for bad faith";
    misuse: false, "delivered pieces may be used beyond the agreed purpose";
    suspension: false, "who is betrayed may suspend sharing";
    reassurance: false, "a costly signal may end a suspension";
    privacy_loop: false, "privacy harm at home lowers willingness and tightens the privacy bar";
    repercussions: false, "nations are slow to share what points at a friend";
    domestic_work: false, "domestic work loads the stations";
    automation: false, "channels that automate serve a share of requests without a desk";
    relay: false, "pieces received may be passed on to the lead of a sister case";
    notices: false, "warrants may be broadcast as notices, after a review for political motives";
    fugitive_moves: false, "fugitives move between nations while a warrant is open";
    club: false, "members of the founding organization join an instrument sooner";
    entry_into_force: false, "instruments bind by their entry-into-force rule (off: on ratification)";
    candour: false, "a willing holder may withhold part";
    transparency: false, "third parties may see a refusal";
    interoperability: false, "answers may need conversion";
    novelty: false, "new variants lengthen discovery until holders have adapted";
    extremism: false, "a slow stock feeds the rate of a class";
    support: false, "success with foreign help raises support for joining";
    disputes: false, "legal disputes freeze the formal kinds of a pair";
    law_reform: false, "nations reform their law one at a time";
    diplomacy: false, "diplomacy pulls interests together and ends suspensions";
    invitation: false, "instruments that ask for one need an invitation before accession";
}
