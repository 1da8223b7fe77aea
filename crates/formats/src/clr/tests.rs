use super::*;

/// Writes the few tables that a test asks for; all indexes take two bytes.
#[derive(Default)]
struct Writer {
    strings: Vec<u8>,
    blobs: Vec<u8>,
    tables: std::collections::BTreeMap<u8, Vec<Vec<u8>>>,
}

impl Writer {
    fn new() -> Self {
        Self { strings: vec![0], blobs: vec![0], ..Self::default() }
    }

    fn string(&mut self, text: &str) -> u16 {
        let at = self.strings.len() as u16;
        self.strings.extend(text.bytes().chain([0]));
        at
    }

    fn blob(&mut self, bytes: &[u8]) -> u16 {
        let at = self.blobs.len() as u16;
        self.blobs.push(bytes.len() as u8);
        self.blobs.extend(bytes);
        at
    }

    /// Adds a row and gives its number.
    fn row(&mut self, table: u8, words: &[u16]) -> u16 {
        let rows = self.tables.entry(table).or_default();
        rows.push(words.iter().flat_map(|word| word.to_le_bytes()).collect());
        rows.len() as u16
    }

    fn type_ref(&mut self, namespace: &str, name: &str) -> u16 {
        let (name, namespace) = (self.string(name), self.string(namespace));
        self.row(layout::TYPE_REF, &[0, name, namespace])
    }

    fn type_def(&mut self, flags: u16, namespace: &str, name: &str, extends: u16) -> u16 {
        let (name, namespace) = (self.string(name), self.string(namespace));
        self.row(layout::TYPE_DEF, &[flags, 0, name, namespace, extends, 1, 1])
    }

    fn build(self) -> Vec<u8> {
        let mut tables = vec![0; 8];
        let present = self.tables.keys().fold(0_u64, |bits, table| bits | 1 << table);
        tables.extend(present.to_le_bytes());
        tables.extend([0; 8]);
        for rows in self.tables.values() {
            tables.extend((rows.len() as u32).to_le_bytes());
        }
        tables.extend(self.tables.values().flatten().flatten());
        let streams = [("#~\0\0", tables), ("#Strings\0\0\0\0", self.strings), ("#Blob\0\0\0", self.blobs)];
        let mut out = b"BSJB\x01\0\x01\0\0\0\0\0\x04\0\0\0v4\0\0\0\0\x03\0".to_vec();
        let mut at = out.len() + streams.iter().map(|(name, _)| 8 + name.len()).sum::<usize>();
        for (name, bytes) in &streams {
            out.extend((at as u32).to_le_bytes());
            out.extend((bytes.len() as u32).to_le_bytes());
            out.extend(name.bytes());
            at += bytes.len();
        }
        streams.into_iter().for_each(|(_, bytes)| out.extend(bytes));
        out
    }
}

const fn def(row: u16) -> u16 {
    row << 2
}

const fn reference(row: u16) -> u16 {
    row << 2 | 1
}

fn sample() -> Writer {
    let mut w = Writer::new();
    let object = w.type_ref("System", "Object");
    let module = w.type_ref("System.Web", "IHttpModule");
    let handler = w.type_ref("System.Web", "IHttpAsyncHandler");
    let other = w.type_ref("Contoso", "IHttpModule");
    let base = w.type_def(ABSTRACT, "Contoso", "Base", reference(object));
    let heir = w.type_def(1, "Contoso", "Heir", def(base));
    let inner = w.type_def(2, "", "Inner", reference(object));
    let decoy = w.type_def(1, "Contoso", "Decoy", reference(object));
    w.row(layout::INTERFACE_IMPL, &[base, reference(module)]);
    w.row(layout::INTERFACE_IMPL, &[inner, reference(handler)]);
    w.row(layout::INTERFACE_IMPL, &[decoy, reference(other)]);
    w.row(layout::NESTED_CLASS, &[inner, heir]);
    w
}

const ABSTRACT: u16 = 0x81;

fn found(assembly: &Assembly) -> Vec<(&str, &[&'static str])> {
    assembly.types.iter().map(|t| (t.name.as_str(), t.interfaces.as_slice())).collect()
}

#[test]
fn interfaces_come_from_base_types_too() {
    let assembly = parse(&sample().build()).unwrap();
    let expect: [(&str, &[&str]); 2] =
        [("Contoso.Heir", &["IHttpModule"]), ("Contoso.Heir+Inner", &["IHttpAsyncHandler", "IHttpHandler"])];
    assert_eq!(found(&assembly), expect);
}

#[test]
fn bases_in_other_assemblies() {
    let mut w = Writer::new();
    let base = w.string("Base");
    w.row(layout::ASSEMBLY_REF, &[1, 0, 0, 0, 0, 0, 0, base, 0, 0]);
    let framework = w.string("mscorlib");
    w.row(layout::ASSEMBLY_REF, &[4, 0, 0, 0, 0, 0, 0, framework, 0, 0]);
    let of = |w: &mut Writer, scope: u16, namespace: &str, name: &str| {
        let (name, namespace) = (w.string(name), w.string(namespace));
        w.row(layout::TYPE_REF, &[scope, name, namespace])
    };
    let module = of(&mut w, 1 << 2 | 2, "B", "Module");
    let object = of(&mut w, 2 << 2 | 2, "System", "Object");
    let inner = of(&mut w, module << 2 | 3, "", "Inner");
    // An instance of the generic type `B.Module`.
    let signature = w.blob(&[0x15, 0x12, (module << 2 | 1) as u8, 1, 0x0e]);
    let instance = w.row(layout::TYPE_SPEC, &[signature]);
    let own = w.type_def(1, "W", "Own", instance << 2 | 2);
    w.type_def(1, "W", "Heir", def(own));
    w.type_def(ABSTRACT, "W", "Nested", reference(inner));
    w.type_def(1, "W", "Plain", reference(object));
    let assembly = parse(&w.build()).unwrap();
    let takes: Vec<(&str, bool, &str, &str)> = assembly
        .family
        .takes
        .iter()
        .map(|t| (t.name.as_str(), t.can_be_made, t.assembly.as_str(), t.base.as_str()))
        .collect();
    let expect = [
        ("W.Heir", true, "", "W.Own"),
        ("W.Nested", false, "Base", "B.Module+Inner"),
        ("W.Own", true, "Base", "B.Module"),
    ];
    assert_eq!((takes, assembly.types, assembly.runtime.as_str()), (expect.to_vec(), vec![], "v4"));
}

#[test]
fn cyclic_base_types_end() {
    let mut w = Writer::new();
    let module = w.type_ref("System.Web", "IHttpModule");
    w.type_def(1, "", "A", def(2));
    w.type_def(1, "", "B", def(1));
    w.row(layout::INTERFACE_IMPL, &[1, reference(module)]);
    w.row(layout::NESTED_CLASS, &[1, 2]);
    w.row(layout::NESTED_CLASS, &[2, 1]);
    let assembly = parse(&w.build()).unwrap();
    assert_eq!(found(&assembly), [("A+B", ["IHttpModule"].as_slice()), ("B+A", &["IHttpModule"])]);
}

#[test]
fn two_types_of_one_name_are_one() {
    let mut w = Writer::new();
    let module = w.type_ref("System.Web", "IHttpModule");
    for _ in 0..2 {
        let own = w.type_def(1, "A", "B", 0);
        w.row(layout::INTERFACE_IMPL, &[own, reference(module)]);
    }
    let assembly = parse(&w.build()).unwrap();
    assert_eq!(found(&assembly), [("A.B", ["IHttpModule"].as_slice())]);
    assert_eq!(assembly.family.gives.len(), 1);
}

#[test]
fn identity_references_and_start_methods() {
    let mut w = Writer::new();
    let attribute = w.type_ref("System.Web", "PreApplicationStartMethodAttribute");
    let constructor = w.string(".ctor");
    let member = w.row(layout::MEMBER_REF, &[attribute << 3 | 1, constructor, 0]);
    let value = w.blob(b"\x01\0\x0fContoso.Starter\x03Run\0\0");
    let parent = 1 << 5 | 14;
    w.row(layout::CUSTOM_ATTRIBUTE, &[parent, member << 3 | 3, value]);
    let key = w.blob(&[0x42; 20]);
    let name = w.string("Contoso.Web");
    w.row(layout::ASSEMBLY, &[4, 0x8000, 1, 2, 3, 4, 1, 0, key, name, 0]);
    let token = w.blob(&[0xb0, 0x3f, 0x5f, 0x7f, 0x11, 0xd5, 0x0a, 0x3a]);
    let name = w.string("System.Web");
    w.row(layout::ASSEMBLY_REF, &[4, 0, 0, 0, 0, 0, token, name, 0, 0]);
    let assembly = parse(&w.build()).unwrap();
    assert_eq!(assembly.public_key_token.len(), 16);
    assert!(assembly.full_name().starts_with("Contoso.Web, Version=1.2.3.4, PublicKeyToken="));
    assert_eq!(assembly.references[0].to_string(), "System.Web, Version=4.0.0.0, PublicKeyToken=b03f5f7f11d50a3a");
    assert_eq!(assembly.start_methods, ["Contoso.Starter.Run"]);
}

#[test]
fn the_token_of_a_key() {
    // The key that ECMA-335 II.6.2.1.3 gives every conforming implementation, and its well-known token.
    let key = [0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0];
    assert_eq!(token_of_key(&key), "b77a5c561934e089");
    assert_eq!(token_of_key(&[]), "");
}

#[test]
fn no_cut_and_no_flip_panics() {
    let bytes = sample().build();
    for at in 0..bytes.len() {
        let _ = parse(&bytes[..at]);
        for bits in [1, 0x40, 0x80, 0xff] {
            let mut flipped = bytes.clone();
            flipped[at] ^= bits;
            let _ = parse(&flipped);
        }
    }
}
