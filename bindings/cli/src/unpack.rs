//! Reads what gzip or zstd has packed as if it were not, in constant memory.

use std::fmt;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// What a stream is packed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    Gzip,
    Zstd,
}

impl Packing {
    /// Tells it by the first four bytes.
    fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, ..] => Some(Packing::Gzip),
            // Archives may begin with a frame that is to be skipped.
            [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => Some(Packing::Zstd),
            _ => None,
        }
    }
}

impl fmt::Display for Packing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
        })
    }
}

type Reader = Box<dyn Read + Send>;

/// Read at once from an archive.
const BUFFER: usize = 1 << 16;

/// What `zstd -d` unpacks without being asked for more memory.
const LARGEST_WINDOW: u64 = 128 << 20;

/// The stream as it was before it was packed, and what it was packed with.
pub fn unpack(mut reader: Reader) -> io::Result<(Reader, Option<Packing>)> {
    let mut head = Vec::new();
    reader.by_ref().take(4).read_to_end(&mut head)?;
    let packing = Packing::of(&head);
    let whole = Cursor::new(head).chain(reader);
    let archive = BufReader::with_capacity(BUFFER, Watched::new(whole));
    let unpacked: Reader = match packing {
        None => Box::new(archive.into_inner().inner),
        Some(Packing::Gzip) => Box::new(Members(MultiGzDecoder::new(archive))),
        Some(Packing::Zstd) => Box::new(Frames::new(archive)),
    };
    Ok((unpacked, packing))
}

/// A stream that remembers whether somebody wanted more than there was, and what failed in it.
struct Watched<R> {
    inner: R,
    exhausted: bool,
    failed: Option<io::ErrorKind>,
}

impl<R> Watched<R> {
    fn new(inner: R) -> Self {
        Watched {
            inner,
            exhausted: false,
            failed: None,
        }
    }

    /// Why it cannot be unpacked.
    fn explain(&self, packing: Packing, error: &dyn fmt::Display) -> io::Error {
        if let Some(kind) = self.failed {
            return io::Error::new(kind, error.to_string());
        }
        let (kind, message) = if self.exhausted {
            let message = format!("the {packing} archive is cut off; get it again, as a whole");
            (io::ErrorKind::UnexpectedEof, message)
        } else {
            let message = format!("the {packing} archive is damaged ({error})");
            (io::ErrorKind::InvalidData, message)
        };
        io::Error::new(kind, message)
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer);
        match &read {
            Ok(count) => self.exhausted |= *count == 0,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => self.failed = Some(error.kind()),
        }
        read
    }
}

/// gzip, with as many members as there are.
struct Members<R: Read>(MultiGzDecoder<BufReader<Watched<R>>>);

impl<R: Read> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| {
            let archive = self.0.get_ref().get_ref();
            archive.explain(Packing::Gzip, &error)
        })
    }
}

/// zstd, with as many frames as there are.
struct Frames<R> {
    archive: BufReader<Watched<R>>,
    decoder: FrameDecoder,
}

impl<R: Read> Frames<R> {
    fn new(archive: BufReader<Watched<R>>) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(LARGEST_WINDOW);
        Frames { archive, decoder }
    }

    fn failed(&self, error: &dyn fmt::Display) -> io::Error {
        self.archive.get_ref().explain(Packing::Zstd, error)
    }

    /// Begins the next frame; false at the end.
    fn begin(&mut self) -> io::Result<bool> {
        loop {
            if self.archive.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.reset(&mut self.archive) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => self.skip(u64::from(length))?,
                Err(error) => return Err(self.failed(&error)),
            }
        }
    }

    fn skip(&mut self, length: u64) -> io::Result<()> {
        let mut frame = self.archive.by_ref().take(length);
        if io::copy(&mut frame, &mut io::sink())? < length {
            return Err(self.failed(&"it ends in a frame"));
        }
        Ok(())
    }

    /// Whether the frame that has been read to its end is the one that was packed.
    fn verify(&self) -> io::Result<()> {
        match self.decoder.get_checksum_from_data() {
            Some(sum) if self.decoder.get_calculated_checksum() != Some(sum) => {
                Err(self.failed(&"its checksum is another"))
            }
            _ => Ok(()),
        }
    }
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.decoder.can_collect() > 0 {
                return self.decoder.read(buffer);
            }
            if self.decoder.is_finished() {
                self.verify()?;
                if !self.begin()? {
                    return Ok(0);
                }
            } else {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                let decoded = self.decoder.decode_blocks(&mut self.archive, one);
                decoded.map_err(|error| self.failed(&error))?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    /// Hands out a byte at a time, as a slow pipe may.
    struct Slow(Cursor<Vec<u8>>);

    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = buffer.len().min(1);
            self.0.read(buffer.get_mut(..most).unwrap())
        }
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        compress_to_vec(text, CompressionLevel::Fastest)
    }

    fn read(archive: &[u8]) -> (Option<Packing>, Vec<u8>, Result<(), String>) {
        let slow = Slow(Cursor::new(archive.to_vec()));
        let (mut reader, packing) = unpack(Box::new(slow)).unwrap();
        let mut text = Vec::new();
        let end = reader.read_to_end(&mut text);
        (
            packing,
            text,
            end.map(|_| ()).map_err(|error| error.to_string()),
        )
    }

    fn sample() -> Vec<u8> {
        (0..20_000_u32)
            .flat_map(|number| number.to_string().into_bytes())
            .collect()
    }

    #[test]
    fn what_is_not_packed_comes_as_it_is() {
        for text in ["", "{", "\u{1f}", "{\"content\":\"\"}"] {
            assert_eq!(
                read(text.as_bytes()),
                (None, text.as_bytes().to_vec(), Ok(()))
            );
        }
    }

    #[test]
    fn archives_of_several_parts_are_one_text() {
        let text = sample();
        let (head, tail) = text.split_at(1_000);
        let several = [gzip(head), gzip(b""), gzip(tail)].concat();
        assert_eq!(read(&several), (Some(Packing::Gzip), text.clone(), Ok(())));
        let skipped = b"\x50\x2a\x4d\x18\x03\0\0\0abc".to_vec();
        let several = [skipped.clone(), zstd(head), skipped, zstd(tail)].concat();
        assert_eq!(read(&several), (Some(Packing::Zstd), text, Ok(())));
    }

    #[test]
    fn an_archive_that_is_cut_off_says_so_wherever_it_is_cut() {
        let text = sample();
        for archive in [gzip(&text), zstd(&text)] {
            for length in [5, 12, 100, archive.len() / 2, archive.len() - 1] {
                let (_, read, end) = read(&archive[..length]);
                let error = end.unwrap_err();
                assert!(error.contains("is cut off"), "{length}: {error}");
                assert!(text.starts_with(&read));
            }
        }
        let (.., end) = read(b"\x50\x2a\x4d\x18\x03\0\0\0ab");
        assert!(end.unwrap_err().contains("is cut off"));
    }

    #[test]
    fn an_archive_that_was_changed_says_so() {
        let text = sample();
        for mut archive in [gzip(&text), zstd(&text)] {
            // The last eight bytes of gzip and the last four of zstd tell what was packed.
            let last = archive.len() - 1;
            archive[last] ^= 1;
            let error = read(&archive).2.unwrap_err();
            assert!(error.contains("is damaged"), "{error}");
        }
        let behind = [gzip(&text), b"and more of it behind".to_vec()].concat();
        assert!(read(&behind).2.unwrap_err().contains("is damaged"));
        let behind = [zstd(&text), b"and more of it behind".to_vec()].concat();
        assert!(read(&behind).2.unwrap_err().contains("is damaged"));
    }

    #[test]
    fn a_window_too_large_for_memory_is_refused_before_it_is_made() {
        // A frame that wants 2 GiB to be kept.
        let error = read(b"\x28\xb5\x2f\xfd\x00\xa8\x01\0\0").2.unwrap_err();
        assert!(
            error.contains("is damaged") && error.contains("window"),
            "{error}"
        );
    }
}
