//! The scenarios that are compiled in, so that `comity run classroom` works anywhere.

/// Name and text of every file in `scenarios/`.
pub const SHIPPED: &[(&str, &str)] = &[];
