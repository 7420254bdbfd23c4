//! Time, events and chance; knows no nation.

pub mod ahead;
mod bands;
pub mod calendar;
pub mod chance;
pub mod discrete;
pub mod distribution;
pub mod identity;
pub mod large;
mod near;
pub mod philox;
mod ring;
pub mod simulation;
mod slots;
pub mod special;
pub mod station;
pub mod statistics;
pub mod time;
