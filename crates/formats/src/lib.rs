//! Hostile bytes to structs: no I/O, no panic, no unbounded recursion or allocation.
//!
//! Each module reads one format and gives what could be read, with the place of what could not.

pub mod iis_xml;
pub mod pe;
