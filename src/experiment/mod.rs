//! Many worlds: what replications say together.

mod bench;
pub mod bootstrap;
pub mod comparison;
pub mod decomposition;
pub mod direction;
pub mod estimate;
pub mod hypercube;
pub mod keeper;
pub mod quantile;
pub mod replication;
pub mod resilience;
pub mod runner;
pub mod selection;
pub mod sequential;
pub mod study;
pub mod summary;
pub mod survival;
pub mod tradeoff;
pub mod unit;
