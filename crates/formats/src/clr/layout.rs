//! The columns of every metadata table (ECMA-335 II.22), which say how long its rows are.

use Column::{Blob, Coded, Guid, String, Table, U16, U32};

/// What a column holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column {
    U16,
    U32,
    String,
    Guid,
    Blob,
    /// A row number of one table.
    Table(u8),
    /// A row number and, in the low bits, which table of several.
    Coded(&'static CodedIndex),
}

/// A choice of tables (ECMA-335 II.24.2.6). `UNUSED` stands for tags that mean nothing.
#[derive(Debug)]
pub(super) struct CodedIndex {
    pub(super) bits: u32,
    pub(super) tables: &'static [u8],
}

const UNUSED: u8 = 0xff;

impl CodedIndex {
    /// The table and row number of a value; `None` for the null row and for unknown tags.
    pub(super) fn decode(&self, value: u32) -> Option<(u8, u32)> {
        let tag = value & ((1 << self.bits) - 1);
        let table = *self.tables.get(tag as usize)?;
        let row = value >> self.bits;
        (row != 0 && table != UNUSED).then_some((table, row))
    }
}

pub(super) const TYPE_REF: u8 = 0x01;
pub(super) const TYPE_DEF: u8 = 0x02;
pub(super) const INTERFACE_IMPL: u8 = 0x09;
pub(super) const MEMBER_REF: u8 = 0x0a;
pub(super) const CUSTOM_ATTRIBUTE: u8 = 0x0c;
pub(super) const TYPE_SPEC: u8 = 0x1b;
pub(super) const ASSEMBLY: u8 = 0x20;
pub(super) const ASSEMBLY_REF: u8 = 0x23;
pub(super) const EXPORTED_TYPE: u8 = 0x27;
pub(super) const NESTED_CLASS: u8 = 0x29;

macro_rules! coded {
    ($($name:ident $bits:literal $tables:expr;)*) => {
        $(pub(super) static $name: CodedIndex = CodedIndex { bits: $bits, tables: &$tables };)*
    };
}

coded! {
    TYPE_DEF_OR_REF 2 [0x02, 0x01, 0x1b];
    HAS_CONSTANT 2 [0x04, 0x08, 0x17];
    HAS_CUSTOM_ATTRIBUTE 5 [
        0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0a, 0x00, 0x0e, 0x17, 0x14, 0x11, 0x1a, 0x1b, 0x20, 0x23, 0x26, 0x27,
        0x28, 0x2a, 0x2c, 0x2b
    ];
    HAS_FIELD_MARSHAL 1 [0x04, 0x08];
    HAS_DECL_SECURITY 2 [0x02, 0x06, 0x20];
    MEMBER_REF_PARENT 3 [0x02, 0x01, 0x1a, 0x06, 0x1b];
    HAS_SEMANTICS 1 [0x14, 0x17];
    METHOD_DEF_OR_REF 1 [0x06, 0x0a];
    MEMBER_FORWARDED 1 [0x04, 0x06];
    IMPLEMENTATION 2 [0x26, 0x23, 0x27];
    CUSTOM_ATTRIBUTE_TYPE 3 [UNUSED, UNUSED, 0x06, 0x0a, UNUSED];
    RESOLUTION_SCOPE 2 [0x00, 0x1a, 0x23, 0x01];
    TYPE_OR_METHOD_DEF 1 [0x02, 0x06];
}

/// Tables by number. A metadata stream that has others cannot be read past them.
pub(super) static TABLES: [&[Column]; 0x2d] = [
    &[U16, String, Guid, Guid, Guid],                                          // 00 Module
    &[Coded(&RESOLUTION_SCOPE), String, String],                               // 01 TypeRef
    &[U32, String, String, Coded(&TYPE_DEF_OR_REF), Table(0x04), Table(0x06)], // 02 TypeDef
    &[Table(0x04)],                                                            // 03 FieldPtr
    &[U16, String, Blob],                                                      // 04 Field
    &[Table(0x06)],                                                            // 05 MethodPtr
    &[U32, U16, U16, String, Blob, Table(0x08)],                               // 06 MethodDef
    &[Table(0x08)],                                                            // 07 ParamPtr
    &[U16, U16, String],                                                       // 08 Param
    &[Table(0x02), Coded(&TYPE_DEF_OR_REF)],                                   // 09 InterfaceImpl
    &[Coded(&MEMBER_REF_PARENT), String, Blob],                                // 0a MemberRef
    &[U16, Coded(&HAS_CONSTANT), Blob],                                        // 0b Constant
    &[Coded(&HAS_CUSTOM_ATTRIBUTE), Coded(&CUSTOM_ATTRIBUTE_TYPE), Blob],      // 0c CustomAttribute
    &[Coded(&HAS_FIELD_MARSHAL), Blob],                                        // 0d FieldMarshal
    &[U16, Coded(&HAS_DECL_SECURITY), Blob],                                   // 0e DeclSecurity
    &[U16, U32, Table(0x02)],                                                  // 0f ClassLayout
    &[U32, Table(0x04)],                                                       // 10 FieldLayout
    &[Blob],                                                                   // 11 StandAloneSig
    &[Table(0x02), Table(0x14)],                                               // 12 EventMap
    &[Table(0x14)],                                                            // 13 EventPtr
    &[U16, String, Coded(&TYPE_DEF_OR_REF)],                                   // 14 Event
    &[Table(0x02), Table(0x17)],                                               // 15 PropertyMap
    &[Table(0x17)],                                                            // 16 PropertyPtr
    &[U16, String, Blob],                                                      // 17 Property
    &[U16, Table(0x06), Coded(&HAS_SEMANTICS)],                                // 18 MethodSemantics
    &[Table(0x02), Coded(&METHOD_DEF_OR_REF), Coded(&METHOD_DEF_OR_REF)],      // 19 MethodImpl
    &[String],                                                                 // 1a ModuleRef
    &[Blob],                                                                   // 1b TypeSpec
    &[U16, Coded(&MEMBER_FORWARDED), String, Table(0x1a)],                     // 1c ImplMap
    &[U32, Table(0x04)],                                                       // 1d FieldRVA
    &[U32, U32],                                                               // 1e EncLog
    &[U32],                                                                    // 1f EncMap
    &[U32, U16, U16, U16, U16, U32, Blob, String, String],                     // 20 Assembly
    &[U32],                                                                    // 21 AssemblyProcessor
    &[U32, U32, U32],                                                          // 22 AssemblyOS
    &[U16, U16, U16, U16, U32, Blob, String, String, Blob],                    // 23 AssemblyRef
    &[U32, Table(0x23)],                                                       // 24 AssemblyRefProcessor
    &[U32, U32, U32, Table(0x23)],                                             // 25 AssemblyRefOS
    &[U32, String, Blob],                                                      // 26 File
    &[U32, U32, String, String, Coded(&IMPLEMENTATION)],                       // 27 ExportedType
    &[U32, U32, String, Coded(&IMPLEMENTATION)],                               // 28 ManifestResource
    &[Table(0x02), Table(0x02)],                                               // 29 NestedClass
    &[U16, U16, Coded(&TYPE_OR_METHOD_DEF), String],                           // 2a GenericParam
    &[Coded(&METHOD_DEF_OR_REF), Blob],                                        // 2b MethodSpec
    &[Table(0x2a), Coded(&TYPE_DEF_OR_REF)],                                   // 2c GenericParamConstraint
];
