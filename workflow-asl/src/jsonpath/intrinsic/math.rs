use serde_json::Value;

use crate::jsonpath::RandomSource;

/// A Java `int`, of which a fraction is cut off.
pub(super) fn int(value: &Value) -> Option<i32> {
    let number = value.as_number()?;
    match number.as_i64() {
        Some(integer) => i32::try_from(integer).ok(),
        None => in_int(number.as_f64()?.trunc()),
    }
}

fn in_int(whole: f64) -> Option<i32> {
    // Exact: the value is whole and within the bounds.
    (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&whole).then_some(whole as i32)
}

/// A Java `int`, rounded: halves go up, those of negative numbers too.
fn rounded(value: &Value) -> Option<i32> {
    let number = value.as_number()?;
    match number.as_i64() {
        Some(integer) => i32::try_from(integer).ok(),
        None => in_int((number.as_f64()? + 0.5).floor()),
    }
}

/// `States.MathAdd`
pub(super) fn add(left: &Value, right: &Value) -> Option<Value> {
    rounded(left)?.checked_add(rounded(right)?).map(Value::from)
}

/// `States.MathRandom`: from the start up to, but without, the end.
pub(super) fn random(start: &Value, end: &Value, source: &dyn RandomSource) -> Option<Value> {
    let (start, size) = interval(start, end)?;
    let bits = u128::from(source.next_bits());
    // The high half of the product is evenly spread over 0..size.
    let offset = (bits * u128::from(size)) >> 64;
    i64::try_from(offset).ok().map(|offset| Value::from(start + offset))
}

/// `States.MathRandom` with a seed: the first number of Java's generator for it.
pub(super) fn seeded_random(start: &Value, end: &Value, seed: &Value) -> Option<Value> {
    let (start, size) = interval(start, end)?;
    let mut generator = JavaRandom::new(int(seed)?.into());
    Some(Value::from(start + i64::from(generator.next_below(size))))
}

/// The start, and how many numbers there are from it.
fn interval(start: &Value, end: &Value) -> Option<(i64, u32)> {
    let (start, end) = (i64::from(int(start)?), i64::from(int(end)?));
    let size = u32::try_from(end - start).ok().filter(|size| *size > 0)?;
    Some((start, size))
}

/// `java.util.Random`, which its documentation specifies: a linear congruential generator of 48 bits.
struct JavaRandom {
    state: u64,
}

impl JavaRandom {
    const MULTIPLIER: u64 = 0x5_DEEC_E66D;
    const MASK: u64 = (1 << 48) - 1;

    fn new(seed: i64) -> Self {
        Self { state: (seed.cast_unsigned() ^ Self::MULTIPLIER) & Self::MASK }
    }

    fn next_31_bits(&mut self) -> u32 {
        self.state = self.state.wrapping_mul(Self::MULTIPLIER).wrapping_add(0xB) & Self::MASK;
        (self.state >> 17) as u32
    }

    /// `nextInt(bound)`; where the bound is no `int`, its documentation for ranges: numbers are drawn until one fits.
    fn next_below(&mut self, bound: u32) -> u32 {
        if bound.is_power_of_two() && bound <= 1 << 30 {
            return ((u64::from(bound) * u64::from(self.next_31_bits())) >> 31) as u32;
        }
        loop {
            let bits = self.next_31_bits();
            if bound > i32::MAX.cast_unsigned() {
                return bits;
            }
            let number = bits % bound;
            if bits - number <= i32::MAX.cast_unsigned() - (bound - 1) {
                return number;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::JavaRandom;

    #[test]
    fn draws_what_java_draws() {
        // `new Random(42)` gives -1170105035 and 234785527, and `new Random(0)` -1155484576: these are 31 of their bits.
        let mut generator = JavaRandom::new(42);
        assert_eq!([generator.next_31_bits(), generator.next_31_bits()], [1_562_431_130, 117_392_763]);
        assert_eq!(JavaRandom::new(0).next_below(100), 60);
        assert_eq!(JavaRandom::new(0).next_below(16), 11);
    }
}
