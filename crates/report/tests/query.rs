//! One table of every type in every format that shows rows.

use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::datatypes::{
    DataType, Decimal128Type, TimeUnit, TimestampMicrosecondType, TimestampNanosecondType,
};
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use kql_functions::{KqlType, OwnedValue, Value, decimal, time};
use report::{Column, QueryTable, Style};
use std::fs::File;
use std::io::Write;

const TYPES: [KqlType; 10] = KqlType::ALL;

fn columns() -> Vec<Column> {
    TYPES.iter().map(|ty| Column { name: format!("{ty}_"), ty: *ty }).collect()
}

fn rows() -> Vec<Vec<OwnedValue>> {
    let nulls = TYPES.iter().map(|ty| if *ty == KqlType::String { Value::string("") } else { Value::Null });
    vec![
        vec![
            Value::Bool(true),
            Value::Int(-1),
            Value::Long(i64::MAX),
            Value::Real(0.5),
            Value::Decimal(decimal::ONE / 4),
            Value::string("=a\u{1b}b"),
            Value::DateTime(time::parse_datetime("2026-01-02T03:04:05.1234567Z").expect("a time")),
            Value::TimeSpan(time::DAY + 1),
            Value::Guid("74be27de-1e4e-49d9-b579-fe0b331d3642".into()),
            Value::Dynamic("{\"a\":[1,\"x\"]}".into()),
        ],
        nulls.collect(),
    ]
}

fn write(id: &str, columns: &[Column], rows: &Vec<Vec<OwnedValue>>) -> Vec<u8> {
    let mut out = Vec::new();
    let write = report::format(id).and_then(|format| format.query).expect("a format that shows rows");
    write(&[QueryTable { columns, rows }], &mut out, &Style::file()).expect("writes to memory");
    out
}

fn show(id: &str) -> String {
    String::from_utf8(write(id, &columns(), &rows())).expect("UTF-8")
}

#[test]
fn jsonl() {
    let expect = concat!(
        r#"{"bool_":true,"int_":-1,"long_":9223372036854775807,"real_":0.5,"decimal_":"0.25","#,
        r#""string_":"=a\u001bb","datetime_":"2026-01-02T03:04:05.1234567Z","#,
        r#""timespan_":"1.00:00:00.0000001","guid_":"74be27de-1e4e-49d9-b579-fe0b331d3642","#,
        r#""dynamic_":{"a":[1,"x"]}}"#,
        "\n",
        r#"{"bool_":null,"int_":null,"long_":null,"real_":null,"decimal_":null,"string_":"","datetime_":null,"#,
        r#""timespan_":null,"guid_":null,"dynamic_":null}"#,
        "\n",
    );
    assert_eq!(show("jsonl"), expect);
}

#[test]
fn json() {
    let value: serde_json::Value = serde_json::from_str(&show("json")).expect("JSON");
    let table = &value["tables"][0];
    assert_eq!(table["name"], "PrimaryResult");
    let types: Vec<&str> =
        table["columns"].as_array().expect("columns").iter().filter_map(|c| c["type"].as_str()).collect();
    assert_eq!(types, TYPES.map(KqlType::name));
    assert_eq!(table["rows"][0][6], "2026-01-02T03:04:05.1234567Z");
    assert_eq!(table["rows"][0][9]["a"][1], "x");
    assert!(table["rows"][1][0].is_null());
}

#[test]
fn several_statements() {
    let (columns, rows) = (columns(), rows());
    let table = QueryTable { columns: &columns, rows: &rows };
    let write = |id: &str| {
        let mut out = Vec::new();
        let write = report::format(id).and_then(|f| f.query).expect("a format that shows rows");
        write(&[table, table], &mut out, &Style::file()).map(|()| out)
    };
    let value: serde_json::Value = serde_json::from_slice(&write("json").expect("writes")).expect("JSON");
    assert_eq!(value["tables"][0]["name"], "Table_1");
    assert_eq!(value["tables"][1]["name"], "PrimaryResult");
    assert!(write("parquet").expect_err("one table only").to_string().contains("the query gives 2"));
}

#[test]
fn csv() {
    let expect = concat!(
        "bool_,int_,long_,real_,decimal_,string_,datetime_,timespan_,guid_,dynamic_\n",
        "true,-1,9223372036854775807,0.5,0.25,\"'=a\\u{1b}b\",2026-01-02T03:04:05.1234567Z,1.00:00:00.0000001,",
        "\"74be27de-1e4e-49d9-b579-fe0b331d3642\",\"{\"\"a\"\":[1,\"\"x\"\"]}\"\n",
        ",,,,,\"\",,,,\n",
    );
    assert_eq!(show("csv"), expect);
}

fn parquet(bytes: &[u8]) -> ParquetRecordBatchReaderBuilder<File> {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(bytes).expect("writes");
    ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet")
}

#[test]
fn parquet_has_natural_types() {
    let bytes = write("parquet", &columns(), &rows());
    let mut reader = parquet(&bytes).build().expect("a reader");
    let batch = reader.next().expect("a batch").expect("readable");
    assert_eq!(batch.num_rows(), 2);
    let types: Vec<DataType> = batch.schema().fields().iter().map(|f| f.data_type().clone()).collect();
    assert_eq!(types[6], DataType::Timestamp(TimeUnit::Nanosecond, Some("UTC".into())));
    assert_eq!(types[7], DataType::Duration(TimeUnit::Nanosecond));
    assert_eq!(batch.column(6).as_primitive::<TimestampNanosecondType>().value(0) % 1_000_000_000, 123_456_700);
    assert_eq!(batch.column(4).as_primitive::<Decimal128Type>().value(0), decimal::ONE / 4);
    assert_eq!(batch.column(5).as_string::<i32>().value(0), "=a\u{1b}b");
    assert!(batch.column(5).is_valid(1) && batch.column(8).is_null(1));
}

#[test]
fn parquet_reaches_far_times() {
    let columns = [Column { name: "t".into(), ty: KqlType::DateTime }];
    let bytes = write("parquet", &columns, &vec![vec![Value::DateTime(0)], vec![Value::DateTime(time::MAX)]]);
    let mut reader = parquet(&bytes).build().expect("a reader");
    let batch = reader.next().expect("a batch").expect("readable");
    let times = batch.column(0).as_primitive::<TimestampMicrosecondType>();
    assert_eq!(times.value(0), -62_135_596_800_000_000);
    assert_eq!(times.value(1), 253_402_300_799_999_999);
}

#[test]
fn parquet_without_rows() {
    let bytes = write("parquet", &columns(), &Vec::new());
    let reader = parquet(&bytes);
    assert_eq!(reader.schema().fields().len(), TYPES.len());
}
