//! Where IP addresses are: asked of whoever calls, because no program has that in itself.

use crate::{KqlType, OwnedValue, Prepared, Value};
use serde_json::{Map, Value as Json};
use std::net::IpAddr;
use std::sync::Arc;

/// Knows where addresses are.
pub trait IpLocations: Send + Sync {
    /// Where an address is, if anything is known of it.
    fn locate(&self, address: IpAddr) -> Option<IpLocation>;
}

/// Where an address is; what is not known is missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IpLocation {
    /// The English name, as all names here.
    pub country: Option<String>,
    /// The first subdivision of the country.
    pub state: Option<String>,
    pub city: Option<String>,
    /// Degrees, north above 0.
    pub latitude: Option<f64>,
    /// Degrees, east above 0.
    pub longitude: Option<f64>,
}

impl IpLocation {
    fn to_value(&self) -> OwnedValue {
        let name = |text: &Option<String>| text.as_deref().map(Json::from);
        let parts = [
            ("country", name(&self.country)),
            ("state", name(&self.state)),
            ("city", name(&self.city)),
            ("latitude", self.latitude.map(Json::from)),
            ("longitude", self.longitude.map(Json::from)),
        ];
        let bag: Map<String, Json> =
            parts.into_iter().filter_map(|(name, part)| Some((name.to_owned(), part?))).collect();
        Value::json(&Json::Object(bag))
    }
}

/// A call of `geo_info_from_ip_address` that asks for locations; without them the function knows of nothing.
pub fn geo_info(locations: Arc<dyn IpLocations>) -> Prepared {
    let run = move |args: &[Value<'_>]| locate(args, |address| locations.locate(address));
    Prepared::of_rows(Arc::new(run), &[KqlType::String], KqlType::Dynamic)
}

/// The location of the address in the first argument: an empty bag where nothing is known, null for no address.
pub(crate) fn locate(args: &[Value<'_>], of: impl Fn(IpAddr) -> Option<IpLocation>) -> OwnedValue {
    let address = args.first().and_then(Value::as_str).and_then(|text| text.trim().parse::<IpAddr>().ok());
    address.map_or(Value::Null, |address| of(address.to_canonical()).unwrap_or_default().to_value())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ColumnArg, read};

    struct Known;

    impl IpLocations for Known {
        fn locate(&self, address: IpAddr) -> Option<IpLocation> {
            let here = address.to_string() == "192.0.2.1";
            here.then(|| IpLocation {
                country: Some("Utopia".to_owned()),
                longitude: Some(1.5),
                ..IpLocation::default()
            })
        }
    }

    #[test]
    fn locations() {
        let call = geo_info(Arc::new(Known));
        let of = |text: &'static str| {
            let result = call.run(&[ColumnArg::Constant(Value::str(text))], 1).unwrap();
            read(result.as_ref(), KqlType::Dynamic).unwrap().get(0).into_owned()
        };
        let known = Value::Dynamic(r#"{"country":"Utopia","longitude":1.5}"#.into());
        assert_eq!(of("192.0.2.1"), known);
        assert_eq!(of("::ffff:192.0.2.1"), known);
        assert_eq!(of("192.0.2.2"), Value::Dynamic("{}".into()));
        assert_eq!(of("nowhere"), Value::Null);
    }
}
