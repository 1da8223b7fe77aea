//! `geo_info_from_ip_address`

use crate::geo_info::locate;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_info_from_ip_address",
    Types::Overloads(&[takes(&[STRING], KqlType::Dynamic)]),
    Eval::Row(|args| locate(args, |_| None)),
    Doc::new(
        "geo_info_from_ip_address(ip)",
        "Where an IP address is: `country`, `state`, `city`, `latitude` and `longitude`, as a property bag.",
        &[("geo_info_from_ip_address('192.0.2.1')", "{}"), ("geo_info_from_ip_address('nowhere')", "null")],
    )
    .notes("What is known comes from a database in MaxMind's format that the user names (`--mmdb FILE`); without one the bag is empty, and a warning says so. Microsoft's engine uses GeoLite2."),
);
