//! Chance that can be had again: the same seed, the same choices.

/// SplitMix64.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// Some of them, each in one case of `n`, in their order, as a list of TOML.
    pub fn some(&mut self, all: &[&str], n: usize) -> String {
        let kept: Vec<String> =
            all.iter().filter(|_| self.one_in(n)).map(|item| format!("{item:?}")).collect();
        format!("[{}]", kept.join(", "))
    }
}
