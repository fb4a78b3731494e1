//! Unpacks what zlib packed, as the tables and object streams of PDF are.

use alloc::vec::Vec;

/// Unpacks up to `most` bytes, and of a damaged stream what comes before the damage.
pub(super) fn unpack(packed: &[u8], most: usize) -> Vec<u8> {
    let [method, _, deflated @ ..] = packed else {
        return Vec::new();
    };
    if method & 0xf != 8 {
        return Vec::new();
    }
    // Counted first, for what grows while it is filled is there twice.
    let mut out = Out {
        length: 0,
        most,
        kept: None,
    };
    blocks(deflated, &mut out);
    let mut out = Out {
        length: 0,
        most,
        kept: Some(Vec::with_capacity(out.length)),
    };
    blocks(deflated, &mut out);
    out.kept.unwrap_or_default()
}

/// What is unpacked: counted, or kept as well.
struct Out {
    length: usize,
    most: usize,
    kept: Option<Vec<u8>>,
}

impl Out {
    fn room(&self) -> usize {
        self.most.saturating_sub(self.length)
    }

    fn extend(&mut self, bytes: &[u8]) {
        self.length = self.length.saturating_add(bytes.len());
        if let Some(kept) = &mut self.kept {
            kept.extend_from_slice(bytes);
        }
    }

    /// Repeats `length` bytes that stand `distance` before the end.
    fn repeat(&mut self, distance: usize, length: usize) -> Option<()> {
        let from = self.length.checked_sub(distance)?;
        if length > self.room() {
            return None;
        }
        self.length = self.length.saturating_add(length);
        if let Some(kept) = &mut self.kept {
            // One by one, for the copy may run into what it has just written.
            for at in from..from.saturating_add(length) {
                kept.push(*kept.get(at)?);
            }
        }
        Some(())
    }
}

/// Unpacks every block.
fn blocks(deflated: &[u8], out: &mut Out) {
    let mut bits = Bits {
        bytes: deflated,
        held: 0,
        count: 0,
    };
    while let Some(true) = block(&mut bits, out) {}
}

/// Bits from the low end of each byte.
struct Bits<'b> {
    bytes: &'b [u8],
    held: u32,
    count: u32,
}

impl Bits<'_> {
    /// The next `count` bits, 16 at the most.
    #[cfg_attr(target_family = "wasm", inline(never))]
    fn take(&mut self, count: u32) -> Option<u32> {
        while self.count < count {
            let (byte, rest) = self.bytes.split_first()?;
            self.held |= u32::from(*byte) << self.count;
            self.count = self.count.saturating_add(8);
            self.bytes = rest;
        }
        let taken = self.held & !(u32::MAX << count);
        self.held >>= count;
        self.count = self.count.saturating_sub(count);
        Some(taken)
    }
}

/// A canonical Huffman code: how many symbols each length has, and the symbols in order.
struct Code {
    counts: [u16; 16],
    symbols: [u16; 288],
}

impl Code {
    fn new(lengths: &[u8]) -> Self {
        let mut code = Self {
            counts: [0; 16],
            symbols: [0; 288],
        };
        let used = || {
            lengths
                .iter()
                .zip(0_u16..)
                .filter(|(length, _)| **length > 0)
        };
        for (length, _) in used() {
            if let Some(count) = code.counts.get_mut(usize::from(*length)) {
                *count = count.saturating_add(1);
            }
        }
        // Where the symbols of each length start.
        let mut starts = [0_u16; 16];
        let mut sum = 0_u16;
        for (start, count) in starts.iter_mut().zip(code.counts) {
            *start = sum;
            sum = sum.saturating_add(count);
        }
        for (length, symbol) in used() {
            if let Some(start) = starts.get_mut(usize::from(*length)) {
                if let Some(slot) = code.symbols.get_mut(usize::from(*start)) {
                    *slot = symbol;
                }
                *start = start.saturating_add(1);
            }
        }
        code
    }

    fn symbol(&self, bits: &mut Bits<'_>) -> Option<usize> {
        let (mut code, mut first, mut index) = (0_u32, 0_u32, 0_u32);
        for count in self.counts.iter().skip(1) {
            let count = u32::from(*count);
            code |= bits.take(1)?;
            if let Some(number) = code.checked_sub(first).filter(|number| *number < count) {
                let symbol = self.symbols.get(index.saturating_add(number) as usize)?;
                return Some(usize::from(*symbol));
            }
            index = index.saturating_add(count);
            first = first.saturating_add(count) << 1;
            code <<= 1;
        }
        None
    }
}

/// Unpacks one block; true when another follows, none where the stream breaks off.
fn block(bits: &mut Bits<'_>, out: &mut Out) -> Option<bool> {
    let last = bits.take(1)? == 1;
    match bits.take(2)? {
        0 => {
            // Stored bytes start at a whole byte, after their length and its complement.
            bits.take(bits.count % 8)?;
            let length = bits.take(16)? as usize;
            bits.take(16)?;
            let stored = bits.bytes.get(..length.min(out.room()))?;
            out.extend(stored);
            bits.bytes = bits.bytes.get(length..)?;
        }
        1 => {
            let mut lengths = [8; 288];
            for (symbol, length) in lengths.iter_mut().enumerate() {
                *length = match symbol {
                    144..=255 => 9,
                    256..=279 => 7,
                    _ => 8,
                };
            }
            symbols(bits, out, &Code::new(&lengths), &Code::new(&[5; 30]))?;
        }
        2 => {
            let (literals, distances) = codes(bits)?;
            symbols(bits, out, &literals, &distances)?;
        }
        _ => return None,
    }
    Some(!last)
}

/// Reads the two codes that a block brings along, themselves packed with a third.
fn codes(bits: &mut Bits<'_>) -> Option<(Code, Code)> {
    const ORDER: [usize; 19] = [
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
    ];
    let count = |bits: &mut Bits<'_>, wide, least: usize| {
        Some(least.saturating_add(bits.take(wide)? as usize))
    };
    let literals = count(bits, 5, 257)?;
    let distances = count(bits, 5, 1)?;
    let given = count(bits, 4, 4)?;
    let mut lengths = [0; 19];
    for at in ORDER.iter().take(given) {
        *lengths.get_mut(*at)? = u8::try_from(bits.take(3)?).ok()?;
    }
    let code = Code::new(&lengths);
    let mut lengths = Vec::with_capacity(320);
    while lengths.len() < literals.saturating_add(distances) {
        let (length, times) = match code.symbol(bits)? {
            16 => (*lengths.last()?, count(bits, 2, 3)?),
            17 => (0, count(bits, 3, 3)?),
            18 => (0, count(bits, 7, 11)?),
            length => (u8::try_from(length).ok()?, 1),
        };
        lengths.resize(lengths.len().saturating_add(times), length);
    }
    let (literals, rest) = lengths.split_at_checked(literals)?;
    Some((
        Code::new(literals.get(..288).unwrap_or(literals)),
        Code::new(rest.get(..distances)?),
    ))
}

/// Unpacks up to the symbol that ends a block.
fn symbols(bits: &mut Bits<'_>, out: &mut Out, literals: &Code, distances: &Code) -> Option<()> {
    loop {
        let symbol = literals.symbol(bits)?;
        if let Ok(byte) = u8::try_from(symbol) {
            if out.room() == 0 {
                return None;
            }
            out.extend(&[byte]);
            continue;
        }
        if symbol == 256 {
            return Some(());
        }
        let length = match symbol.saturating_sub(257) {
            code @ ..8 => code.saturating_add(3),
            28 => 258,
            code => stepped(bits, code, 2)?.saturating_add(3),
        };
        let distance = match distances.symbol(bits)? {
            code @ ..4 => code.saturating_add(1),
            code => stepped(bits, code, 1)?.saturating_add(1),
        };
        out.repeat(distance, length)?;
    }
}

/// A length or distance whose steps double every `1 << shift` codes.
fn stepped(bits: &mut Bits<'_>, code: usize, shift: usize) -> Option<usize> {
    let steps = 1_usize << shift;
    let extra = (code >> shift).checked_sub(1)?;
    let within = code & !(usize::MAX << shift);
    let base = (steps | within) << extra;
    Some(base.saturating_add(bits.take(u32::try_from(extra).ok()?)? as usize))
}

#[cfg(test)]
mod tests {
    use super::unpack;
    use alloc::vec::Vec;
    use miniz_oxide::deflate::compress_to_vec_zlib;

    /// Data with repetitions near and far, and with none.
    fn samples() -> Vec<Vec<u8>> {
        let mut state = 1_u32;
        let mut noise = || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state.to_le_bytes()[0]
        };
        let random: Vec<u8> = (0..70_000).map(|_| noise()).collect();
        let skewed = random.iter().map(|byte| byte & byte >> 3).collect();
        let text = b"0000000017 00000 n\r\n".repeat(4000);
        let far = [&random[..32_768], b"near", &random[..20_000]].concat();
        [Vec::new(), b"a".to_vec(), text, skewed, far, random].into()
    }

    #[test]
    fn what_another_implementation_packed_is_unpacked() {
        for sample in samples() {
            for level in [0, 1, 6, 10] {
                let packed = compress_to_vec_zlib(&sample, level);
                assert!(unpack(&packed, 1 << 20) == sample, "level {level}");
            }
        }
    }

    #[test]
    fn a_fixed_code_is_known() {
        // By hand from the format: a final block of the fixed code that holds "aaaaaaaaaa".
        let packed = [0x78, 0x9c, 0x4b, 0x84, 0x03, 0x00];
        assert_eq!(unpack(&packed, 100), b"aaaaaaaaaa");
    }

    #[test]
    fn the_limit_and_a_cut_leave_the_beginning() {
        for sample in samples() {
            let packed = compress_to_vec_zlib(&sample, 6);
            for most in [0, 1, 1000, 40_000] {
                let start = unpack(&packed, most);
                assert!(start.len() <= most && sample.starts_with(&start));
            }
            for end in [0, 1, 2, 10, packed.len() / 2] {
                assert!(sample.starts_with(&unpack(&packed[..end.min(packed.len())], 1 << 20)));
            }
        }
    }

    #[test]
    fn any_bytes_come_to_an_end() {
        let [.., random] = <[Vec<u8>; 6]>::try_from(samples()).unwrap();
        for start in 0..2000 {
            let mut bytes = random[start..start + 400].to_vec();
            bytes[0] = 0x78;
            assert!(unpack(&bytes, 5000).len() <= 5000);
        }
    }
}
