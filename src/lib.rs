//! comity: a discrete-event simulator of international security cooperation.
//!
//! Nations are agents. Trust, legal compatibility and political interests shape whether they share intelligence and legal
//! assistance; threats cross borders; treaties, organizations, breaches, elections and shocks change everything slowly or at
//! once. What the model means is written in `docs/model.md`.
//!
//! ```text
//!             what the user wrote      the world in motion       many worlds          rows and pictures
//!  engine  <-----  scenario  <----------  model  <-------------  experiment  <------  output  <-----  cli
//!  time, events,   the nouns              the verbs              replications,        tables,
//!  chance, queues  checked, immutable     events and rules       estimates            charts
//! ```
//!
//! An arrow points to what is imported. Data flow from left to right from `scenario` on. Beside `experiment` stands
//! `verification`: worlds whose answer is known.
//!
//! ```
//! use comity::experiment::replication::replicate;
//! use comity::model::blueprint::Blueprint;
//! use comity::model::measure::Count;
//! use comity::scenario::check::load_scenario;
//! use comity::scenario::load::Part;
//!
//! let text = "format = 1\n[nation.here]\n[nation.there]\n[class.smuggling]\nrate = 50\n";
//! let fetch = |_: &str, _: &str| Ok(Part { name: "two.toml".into(), text: text.into() });
//! let scenario = load_scenario("two.toml", &[], &fetch).expect("the text is a scenario").value;
//! let outcome = replicate(&Blueprint::new(&scenario, None, None), 1, 0, false, u64::MAX).expect("it ends");
//! assert!(outcome.counts[Count::Disrupted as usize] <= outcome.counts[Count::Cohort as usize]);
//! ```

pub mod cli;
pub mod engine;
pub mod experiment;
pub mod model;
pub mod output;
pub mod scenario;
pub mod verification;
