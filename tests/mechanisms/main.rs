//! Every mechanism, shock and action: a world in which it alone makes the difference, on the same luck.

#[path = "../support/mod.rs"]
mod support;

mod cases;
mod consequences;
mod decisions;
mod options;
mod requests;
mod shocks;
mod slow;
mod switched;
