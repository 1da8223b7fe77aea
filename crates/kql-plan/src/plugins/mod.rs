//! Plugins of `evaluate`, one file each. Written by `cargo xtask codegen`.

mod bag_unpack;
mod ipv4_lookup;
mod narrow;
mod pivot;

/// All of them.
pub(crate) static ALL: &[&crate::plugin::Plugin] =
    &[&bag_unpack::PLUGIN, &ipv4_lookup::PLUGIN, &narrow::PLUGIN, &pivot::PLUGIN];
