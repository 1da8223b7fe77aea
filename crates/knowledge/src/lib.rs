//! What is known of IIS components: the stock ones, well-known vendors', and names that malware used.
//!
//! The facts are in `knowledge/*.csv`, one row each with its source; this crate embeds and types them.
//!
//! ```
//! let stock = knowledge::stock();
//! assert!(stock.native_module("HttpLoggingModule").is_some());
//! assert!(stock.native_module("HttpLoggingmodule").is_none(), "IIS tells upper from lower case");
//! assert_eq!(stock.nearest_stock("authmd4.dll"), Some(("authmd5.dll", 1)));
//! ```

mod distance;
mod fold;
mod near;
mod rows;
mod stock;
mod vendor;
mod wildcard;

pub use distance::distance_within;
pub use fold::confusable_fold;
pub use near::{Near, Resemblance};
pub use rows::{Family, Handler, IsapiFilter, IsapiRestriction, ManagedModule, NativeModule, StockFile, Vendor};
pub use stock::{Stock, is_same_type, stock};
pub use wildcard::matches;
