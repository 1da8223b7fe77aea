//! Readers are asked for every table of a query, also for those that stand inside a filter of another.

use engine::{Options, Tables, request_of};

#[test]
fn a_filter_with_a_table_in_it_hides_neither() {
    let tables = |text: &str| -> Vec<String> {
        let planned = engine::check(text, &Tables::described(), &Options::default());
        assert!(planned.plan.is_some(), "{text}: {:?}", planned.diagnostics);
        request_of(&planned.analysis).tables.into_keys().collect()
    };
    for text in [
        "DeviceImageLoadEvents | where SHA1 in (DeviceFileCertificateInfo | project SHA1)",
        "let U = DeviceFileCertificateInfo | where IsSigned == false | distinct SHA1; \
         DeviceImageLoadEvents | where FileName endswith '.dll' | where SHA1 in (U) | project FolderPath",
    ] {
        assert_eq!(tables(text), ["DeviceFileCertificateInfo", "DeviceImageLoadEvents"], "{text}");
    }
}

#[test]
fn a_table_that_is_also_read_whole_is_asked_for_whole() {
    let text = "DeviceFileEvents | where FileName == 'a' | where SHA1 in (DeviceFileEvents | project SHA1)";
    let planned = engine::check(text, &Tables::described(), &Options::default());
    let request = request_of(&planned.analysis);
    let table = &request.tables["DeviceFileEvents"];
    assert!(matches!(table.filter, tables::Filter::All), "{:?}", table.filter);
}
