//! From amounts to lengths: lines at round figures, and whole thousandths between them. No float comes near money.

use contract::locale::Locale;

/// At most so many lines above the base line, or below it.
const LINES: i128 = 6;

/// What a chart reaches from and to, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// From line to line.
    pub step: i128,
    /// How many steps lie above nothing.
    pub above: i128,
    /// How many lie below.
    pub below: i128,
}

impl Scale {
    /// The scale for figures from `least` (nothing or below) to `most` (nothing or above).
    pub fn of(least: i128, most: i128) -> Self {
        let reach = most.max(-least).max(1);
        let mut power: i128 = 1;
        let step = loop {
            let fits = [1, 2, 5].map(|digit| digit * power).into_iter().find(|step| step * LINES >= reach);
            match fits {
                Some(step) => break step,
                None => power *= 10,
            }
        };
        let steps = |length: i128| (length + step - 1) / step;
        Self { step, above: steps(most.max(0)), below: steps((-least).max(0)) }
    }

    /// Thousandths of the whole height.
    pub fn permille(self, length: i128) -> u64 {
        share(length, self.step * (self.above + self.below))
    }

    /// The base line is so high.
    pub fn base(self) -> u64 {
        self.permille(self.step * self.below)
    }

    /// Every line, from the bottom: its figure and how high it is.
    pub fn lines(self) -> impl Iterator<Item = (i128, u64)> {
        (-self.below..=self.above)
            .map(move |place| (place * self.step, self.permille((place + self.below) * self.step)))
    }
}

/// Thousandths that `part` is of `whole`; what is there at all has at least one.
pub fn share(part: i128, whole: i128) -> u64 {
    if part <= 0 || whole <= 0 {
        return 0;
    }
    u64::try_from(part * 1000 / whole).unwrap_or(1000).clamp(1, 1000)
}

/// A share in words: tenths of a percent, rounded half up.
pub fn percent(part: i128, whole: i128) -> Option<String> {
    if part < 0 || whole <= 0 {
        return None;
    }
    let tenths = (part * 2000 + whole) / (whole * 2);
    Some(format!("{}.{}%", tenths / 10, tenths % 10))
}

/// A round figure as an axis has it: `20k`, `1.5M`, `2万`. It loses no digit.
pub fn brief(minor: i128, exponent: u8, locale: Locale) -> String {
    let digits = minor.unsigned_abs();
    let whole = digits / 10_u128.pow(exponent.into());
    let units: &[(u32, &str)] = match locale {
        Locale::En => &[(9, "B"), (6, "M"), (3, "k")],
        Locale::Zh => &[(8, "亿"), (4, "万")],
    };
    let unit = units.iter().find(|(power, _)| whole >= 10_u128.pow(*power));
    let (power, unit) = unit.copied().unwrap_or((0, ""));
    let shift = usize::from(exponent) + power as usize;
    let text = format!("{digits:0>width$}", width = shift + 1);
    let (whole, rest) = text.split_at(text.len() - shift);
    let rest = rest.trim_end_matches('0');
    let sign = if minor < 0 { "-" } else { "" };
    let point = if rest.is_empty() { "" } else { "." };
    format!("{}{unit}", crate::locale::figure(&format!("{sign}{whole}{point}{rest}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_reaches_over_everything_in_few_round_steps() {
        for most in [0, 1, 7, 99, 100, 101, 250_000, 999_999, i128::from(i64::MAX)] {
            for least in [0, -1, -30, -most] {
                let scale = Scale::of(least, most);
                assert!(scale.step * scale.above >= most && scale.step * scale.below >= -least, "{scale:?}");
                assert!(scale.above <= LINES && scale.below <= LINES, "{scale:?}");
                assert_eq!(
                    scale.permille(scale.step * (scale.above + scale.below)),
                    if scale.above + scale.below > 0 { 1000 } else { 0 }
                );
                let text = scale.step.to_string();
                assert!(["1", "2", "5"].contains(&text.trim_end_matches('0')), "{text}");
            }
        }
    }

    #[test]
    fn an_axis_says_round_figures_briefly_and_exactly() {
        assert_eq!(brief(2_000_000, 2, Locale::En), "20k");
        assert_eq!(brief(150_000_000, 2, Locale::En), "1.5M");
        assert_eq!(brief(50_000, 2, Locale::En), "500");
        assert_eq!(brief(2_000_000, 2, Locale::Zh), "2万");
        assert_eq!(brief(500_000, 2, Locale::Zh), "5,000");
        assert_eq!(brief(5_000, 0, Locale::En), "5k");
        assert_eq!(brief(-5, 3, Locale::En), "−0.005");
        assert_eq!(brief(0, 2, Locale::En), "0");
    }

    #[test]
    fn shares_are_whole_thousandths_and_something_is_never_nothing() {
        assert_eq!((share(1, 3), share(0, 3), share(-1, 3), share(1, 1_000_000)), (333, 0, 0, 1));
        assert_eq!(percent(1, 3).as_deref(), Some("33.3%"));
        assert_eq!(percent(2, 3).as_deref(), Some("66.7%"));
        assert_eq!((percent(5, 5).as_deref(), percent(-1, 5), percent(1, 0)), (Some("100.0%"), None, None));
    }
}
