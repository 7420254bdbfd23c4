//! The command `comity`.

fn main() {}
