//! Many worlds: what replications say together.

pub mod bootstrap;
pub mod estimate;
pub mod keeper;
pub mod quantile;
pub mod replication;
pub mod resilience;
pub mod sequential;
pub mod study;
pub mod summary;
pub mod survival;
pub mod unit;
