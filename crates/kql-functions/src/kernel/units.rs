//! Units of measure, for the functions that convert between them. Factors are exact where the unit is defined exactly
//! (BIPM, The International System of Units, 9th edition; NIST Special Publication 811).

use crate::prelude::*;
use std::f64::consts::PI;

/// A unit as a multiple of its kind's base unit.
pub(crate) type Unit = (&'static str, f64);

/// Degrees.
pub(crate) const ANGLE: &[Unit] = &[
    ("Arcminute", 1.0 / 60.0),
    ("Arcsecond", 1.0 / 3600.0),
    ("Centiradian", 180.0 / PI / 1e2),
    ("Deciradian", 180.0 / PI / 10.0),
    ("Degree", 1.0),
    ("Gradian", 0.9),
    ("Microdegree", 1e-6),
    ("Microradian", 180.0 / PI / 1e6),
    ("Millidegree", 1e-3),
    ("Milliradian", 180.0 / PI / 1e3),
    ("Nanodegree", 1e-9),
    ("Nanoradian", 180.0 / PI / 1e9),
    ("NatoMil", 9.0 / 160.0),
    ("Radian", 180.0 / PI),
    ("Revolution", 360.0),
    ("Tilt", 90.0),
];

/// Joules.
pub(crate) const ENERGY: &[Unit] = &[
    ("BritishThermalUnit", 1_055.055_852_62),
    ("Calorie", 4.184),
    ("DecathermEc", 1_055_055_852.62),
    ("DecathermImperial", 1_055_055_852.62),
    ("DecathermUs", 1_054_804_000.0),
    ("ElectronVolt", 1.602_176_634e-19),
    ("Erg", 1e-7),
    ("FootPound", 1.355_817_948_331_400_4),
    ("GigabritishThermalUnit", 1_055_055_852_620.0),
    ("GigaelectronVolt", 1.602_176_634e-10),
    ("Gigajoule", 1e9),
    ("GigawattDay", 8.64e13),
    ("GigawattHour", 3.6e12),
    ("HorsepowerHour", 2_684_519.537_696_172_7),
    ("Joule", 1.0),
    ("KilobritishThermalUnit", 1_055_055.852_62),
    ("Kilocalorie", 4184.0),
    ("KiloelectronVolt", 1.602_176_634e-16),
    ("Kilojoule", 1e3),
    ("KilowattDay", 8.64e7),
    ("KilowattHour", 3.6e6),
    ("MegabritishThermalUnit", 1_055_055_852.62),
    ("Megacalorie", 4_184_000.0),
    ("MegaelectronVolt", 1.602_176_634e-13),
    ("Megajoule", 1e6),
    ("MegawattDay", 8.64e10),
    ("MegawattHour", 3.6e9),
    ("Millijoule", 1e-3),
    ("TeraelectronVolt", 1.602_176_634e-7),
    ("Terawatthour", 3.6e15),
    ("TerawattDay", 8.64e16),
    ("TerawattHour", 3.6e15),
    ("ThermEc", 105_505_585.262),
    ("ThermImperial", 105_505_585.262),
    ("ThermUs", 105_480_400.0),
    ("WattDay", 86_400.0),
    ("WattHour", 3600.0),
];

/// Newtons.
pub(crate) const FORCE: &[Unit] = &[
    ("Decanewton", 10.0),
    ("Dyn", 1e-5),
    ("KilogramForce", 9.806_65),
    ("Kilonewton", 1e3),
    ("KiloPond", 9.806_65),
    ("KilopoundForce", 4_448.221_615_260_5),
    ("Meganewton", 1e6),
    ("Micronewton", 1e-6),
    ("Millinewton", 1e-3),
    ("Newton", 1.0),
    ("OunceForce", 0.278_013_850_953_781_2),
    ("Poundal", 0.138_254_954_376),
    ("PoundForce", 4.448_221_615_260_5),
    ("ShortTonForce", 8_896.443_230_521),
    ("TonneForce", 9806.65),
];

/// Metres.
pub(crate) const LENGTH: &[Unit] = &[
    ("Angstrom", 1e-10),
    ("AstronomicalUnit", 149_597_870_700.0),
    ("Centimeter", 1e-2),
    ("Chain", 20.1168),
    ("DataMile", 1828.8),
    ("Decameter", 10.0),
    ("Decimeter", 0.1),
    ("DtpPica", 0.0254 / 6.0),
    ("DtpPoint", 0.0254 / 72.0),
    ("Fathom", 1.8288),
    ("Foot", 0.3048),
    ("Hand", 0.1016),
    ("Hectometer", 100.0),
    ("Inch", 0.0254),
    ("KilolightYear", 9_460_730_472_580_800_000.0),
    ("Kilometer", 1e3),
    ("Kiloparsec", 3.085_677_581_491_367e19),
    ("LightYear", 9_460_730_472_580_800.0),
    ("MegalightYear", 9.460_730_472_580_8e21),
    ("Megaparsec", 3.085_677_581_491_367e22),
    ("Meter", 1.0),
    ("Microinch", 2.54e-8),
    ("Micrometer", 1e-6),
    ("Mil", 2.54e-5),
    ("Mile", 1609.344),
    ("Millimeter", 1e-3),
    ("Nanometer", 1e-9),
    ("NauticalMile", 1852.0),
    ("Parsec", 3.085_677_581_491_367e16),
    ("PrinterPica", 0.004_217_517_6),
    ("PrinterPoint", 0.000_351_459_8),
    ("Shackle", 27.432),
    ("SolarRadius", 695_510_000.0),
    ("Twip", 0.0254 / 1440.0),
    ("UsSurveyFoot", 1200.0 / 3937.0),
    ("Yard", 0.9144),
];

/// Kilograms.
pub(crate) const MASS: &[Unit] = &[
    ("Centigram", 1e-5),
    ("Decagram", 1e-2),
    ("Decigram", 1e-4),
    ("EarthMass", 5.9722e24),
    ("Grain", 6.479_891e-5),
    ("Gram", 1e-3),
    ("Hectogram", 0.1),
    ("Kilogram", 1.0),
    ("Kilopound", 453.592_37),
    ("Kilotonne", 1e6),
    ("LongHundredweight", 50.802_345_44),
    ("LongTon", 1_016.046_908_8),
    ("Megapound", 453_592.37),
    ("Megatonne", 1e9),
    ("Microgram", 1e-9),
    ("Milligram", 1e-6),
    ("Nanogram", 1e-12),
    ("Ounce", 0.028_349_523_125),
    ("Pound", 0.453_592_37),
    ("ShortHundredweight", 45.359_237),
    ("ShortTon", 907.184_74),
    ("Slug", 14.593_902_937_206_363),
    ("SolarMass", 1.988_47e30),
    ("Stone", 6.350_293_18),
    ("Tonne", 1e3),
];

/// Metres per second.
pub(crate) const SPEED: &[Unit] = &[
    ("CentimeterPerHour", 1e-2 / 3600.0),
    ("CentimeterPerMinute", 1e-2 / 60.0),
    ("CentimeterPerSecond", 1e-2),
    ("DecimeterPerMinute", 0.1 / 60.0),
    ("DecimeterPerSecond", 0.1),
    ("FootPerHour", 0.3048 / 3600.0),
    ("FootPerMinute", 0.3048 / 60.0),
    ("FootPerSecond", 0.3048),
    ("InchPerHour", 0.0254 / 3600.0),
    ("InchPerMinute", 0.0254 / 60.0),
    ("InchPerSecond", 0.0254),
    ("KilometerPerHour", 1.0 / 3.6),
    ("KilometerPerMinute", 1000.0 / 60.0),
    ("KilometerPerSecond", 1000.0),
    ("Knot", 1852.0 / 3600.0),
    ("MeterPerHour", 1.0 / 3600.0),
    ("MeterPerMinute", 1.0 / 60.0),
    ("MeterPerSecond", 1.0),
    ("MicrometerPerMinute", 1e-6 / 60.0),
    ("MicrometerPerSecond", 1e-6),
    ("MilePerHour", 0.447_04),
    ("MillimeterPerHour", 1e-3 / 3600.0),
    ("MillimeterPerMinute", 1e-3 / 60.0),
    ("MillimeterPerSecond", 1e-3),
    ("NanometerPerMinute", 1e-9 / 60.0),
    ("NanometerPerSecond", 1e-9),
    ("UsSurveyFootPerHour", 1200.0 / 3937.0 / 3600.0),
    ("UsSurveyFootPerMinute", 1200.0 / 3937.0 / 60.0),
    ("UsSurveyFootPerSecond", 1200.0 / 3937.0),
    ("YardPerHour", 0.9144 / 3600.0),
    ("YardPerMinute", 0.9144 / 60.0),
    ("YardPerSecond", 0.9144),
];

/// Cubic metres.
pub(crate) const VOLUME: &[Unit] = &[
    // As rounded by Microsoft's engine.
    ("AcreFoot", 1.0 / 0.000_810_714),
    ("AuTablespoon", 2e-5),
    ("BoardFoot", 0.002_359_737_216),
    ("Centiliter", 1e-5),
    ("CubicCentimeter", 1e-6),
    ("CubicDecimeter", 1e-3),
    ("CubicFoot", 0.028_316_846_592),
    ("CubicHectometer", 1e6),
    ("CubicInch", 1.638_706_4e-5),
    ("CubicKilometer", 1e9),
    ("CubicMeter", 1.0),
    ("CubicMicrometer", 1e-18),
    ("CubicMile", 4_168_181_825.440_579_4),
    ("CubicMillimeter", 1e-9),
    ("CubicYard", 0.764_554_857_984),
    ("Decaliter", 1e-2),
    ("Deciliter", 1e-4),
    ("DeciusGallon", 3.785_411_784e-4),
    ("HectocubicFoot", 2.831_684_659_2),
    ("HectocubicMeter", 100.0),
    ("Hectoliter", 0.1),
    ("HectousGallon", 0.378_541_178_4),
    ("ImperialBeerBarrel", 0.163_659_24),
    ("ImperialGallon", 0.004_546_09),
    ("ImperialOunce", 2.841_306_25e-5),
    ("ImperialPint", 5.682_612_5e-4),
    ("ImperialQuart", 0.001_136_522_5),
    ("KilocubicFoot", 28.316_846_592),
    ("KilocubicMeter", 1e3),
    ("KiloimperialGallon", 4.546_09),
    ("Kiloliter", 1.0),
    ("KilousGallon", 3.785_411_784),
    ("Liter", 1e-3),
    ("MegacubicFoot", 28_316.846_592),
    ("MegaimperialGallon", 4546.09),
    ("Megaliter", 1e3),
    ("MegausGallon", 3_785.411_784),
    ("MetricCup", 2.5e-4),
    ("MetricTeaspoon", 5e-6),
    ("Microliter", 1e-9),
    ("Milliliter", 1e-6),
    ("OilBarrel", 0.158_987_294_928),
    ("UkTablespoon", 1.5e-5),
    ("UsBeerBarrel", 0.117_347_765_304),
    ("UsCustomaryCup", 2.365_882_365e-4),
    ("UsGallon", 0.003_785_411_784),
    ("UsLegalCup", 2.4e-4),
    ("UsOunce", 2.957_352_956_25e-5),
    ("UsPint", 4.731_764_73e-4),
    ("UsQuart", 9.463_529_46e-4),
    ("UsTablespoon", 1.478_676_478_125e-5),
    ("UsTeaspoon", 4.928_921_593_75e-6),
];

const PARAMS: &[Overload] = &[takes(&[REAL, STRING, STRING], KqlType::Real)];

/// A function that converts between units.
pub(crate) const fn conversion(name: &'static str, run: for<'a> fn(&[Value<'a>]) -> OwnedValue, doc: Doc) -> Scalar {
    Scalar::new(name, Types::Overloads(PARAMS), Eval::Row(run), doc.notes("A unit that does not exist gives null."))
}

/// The first argument, given in the second argument's unit, in the third argument's.
pub(crate) fn convert(args: &[Value<'_>], units: &[Unit]) -> OwnedValue {
    let unit = |i: usize| units.iter().find(|(name, _)| *name == text(args, i)).map(|(_, factor)| *factor);
    match (real(args, 0), unit(1), unit(2)) {
        (Some(number), Some(from), Some(to)) => Value::Real(number * from / to),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_factors_make_sense() {
        for units in [ANGLE, ENERGY, FORCE, LENGTH, MASS, SPEED, VOLUME] {
            for (i, (name, factor)) in units.iter().enumerate() {
                assert!(factor.is_finite() && *factor > 0.0, "{name}");
                assert!(units.iter().skip(i + 1).all(|(other, _)| other != name), "{name}");
            }
        }
    }
}
