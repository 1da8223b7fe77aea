//! How far items lie outside of what is usual in their series.

/// Which share of a series is usual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Fence {
    /// From the 25th to the 75th percentile, as Tukey proposed.
    Tukey,
    /// Between two percentiles.
    Custom { low: f64, high: f64 },
}

/// Of `ctukey`, unless told otherwise.
pub(crate) const CUSTOM: Fence = Fence::Custom { low: 10.0, high: 90.0 };

impl Fence {
    /// A fence by its name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "tukey" => Some(Self::Tukey),
            "" | "ctukey" => Some(CUSTOM),
            _ => None,
        }
    }

    const fn percentiles(self) -> (f64, f64) {
        match self {
            Self::Tukey => (25.0, 75.0),
            Self::Custom { low, high } => (low, high),
        }
    }

    /// By which part of the distance between the fence's ends scores count.
    fn unit(self) -> f64 {
        match self {
            Self::Tukey => 1.0,
            // Chosen by Microsoft's engine so that 1.5 means about as rare an item as with Tukey's fence; measured on
            // its answers for the 10th and 90th percentile.
            Self::Custom { low, high } => {
                const MEASURED: f64 = 0.360_671_563_966_202_4;
                let quartile = (3.0 * MEASURED + 1.0) / 4.0 * normal_quantile(0.9);
                let reach = (normal_quantile(high / 100.0) - normal_quantile(low / 100.0)) / 2.0;
                ((4.0 * quartile - reach) / (3.0 * reach)).max(0.01)
            }
        }
    }
}

/// A score for each item: 0 within the fence, above 1.5 far over it, below -1.5 far under it.
pub(crate) fn scores(items: &[Option<f64>], fence: Fence) -> Vec<f64> {
    let mut sorted: Vec<f64> = items.iter().flatten().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = fence.percentiles();
    let (Some(low), Some(high)) = (percentile(&sorted, low), percentile(&sorted, high)) else {
        return vec![0.0; items.len()];
    };
    let unit = (high - low) * fence.unit();
    let score = |item: &Option<f64>| match item {
        Some(v) if unit > 0.0 && *v > high => (v - high) / unit,
        Some(v) if unit > 0.0 && *v < low => (v - low) / unit,
        _ => 0.0,
    };
    items.iter().map(score).collect()
}

/// The value at a percentile of sorted numbers, interpolated between neighbours.
pub(crate) fn percentile(sorted: &[f64], percent: f64) -> Option<f64> {
    let at = (sorted.len().checked_sub(1)? as f64) * percent / 100.0;
    let below = *sorted.get(at.floor() as usize)?;
    let above = *sorted.get(at.ceil() as usize)?;
    Some(below + (above - below) * at.fract())
}

/// The value that a normally distributed number stays below with this probability (P. J. Acklam's approximation of
/// 2000, good to nine digits in the part used here and around it).
fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 6] = [
        -39.696_830_286_653_76,
        220.946_098_424_520_5,
        -275.928_510_446_968_7,
        138.357_751_867_269,
        -30.664_798_066_147_16,
        2.506_628_277_459_239,
    ];
    const B: [f64; 6] = [
        -54.476_098_798_224_06,
        161.585_836_858_040_9,
        -155.698_979_859_886_6,
        66.801_311_887_719_72,
        -13.280_681_552_885_72,
        1.0,
    ];
    // Past the central part the curve is steep; percentiles are between 2 and 98, where it still holds well.
    let q = p.clamp(0.02, 0.98) - 0.5;
    let r = q * q;
    let series = |c: &[f64; 6]| c.iter().fold(0.0, |sum, c| sum * r + c);
    q * series(&A) / series(&B)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles() {
        assert!((normal_quantile(0.9) - 1.281_551_565_5).abs() < 1e-8);
        assert!((normal_quantile(0.25) + 0.674_489_750_2).abs() < 1e-8);
        assert!((CUSTOM.unit() - 0.360_671_563_966_202_4).abs() < 1e-9);
    }

    #[test]
    fn far_items() {
        let items: Vec<Option<f64>> =
            (0..100).map(|i| Some(if i == 50 { 1000.0 } else { f64::from(i % 10) })).chain([None]).collect();
        for fence in [Fence::Tukey, CUSTOM] {
            let scores = scores(&items, fence);
            assert!(scores.get(50).is_some_and(|s| *s > 100.0), "{fence:?}");
            assert_eq!(scores.get(5), Some(&0.0));
            assert_eq!(scores.last(), Some(&0.0));
        }
        assert_eq!(scores(&[None], CUSTOM), [0.0]);
        assert_eq!(scores(&[Some(1.0), Some(1.0)], CUSTOM), [0.0, 0.0]);
    }
}
