//! Time, events and chance; knows no nation.
