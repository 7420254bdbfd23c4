//! How the world changes.

pub mod network;
