//! Worlds whose answer is known: settings in which the model reduces to a published formula, run as scenario files through
//! the whole program, and analyses of samples with certified answers. `comity verify` prints what is found beside what is
//! expected; docs/verification.md says what is verified where.

pub mod effort;
pub mod families;
pub mod finding;
pub mod quadrature;
pub mod queueing;
pub mod setting;
