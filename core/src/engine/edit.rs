//! What an editor of pictures and videos needs to mend a file: where to crop, how far to scale.

use serde_json::Value as Json;

use super::target::product;
use crate::rules::Ratio;

/// The largest centred rectangle of a ratio inside a picture.
pub(super) fn crop((width, height): (u32, u32), ratio: Ratio) -> Json {
    let (w, h) = (width, height);
    let (cw, ch) = inside((w, h), ratio);
    let (x, y) = (w.saturating_sub(cw) / 2, h.saturating_sub(ch) / 2);
    serde_json::json!({ "x": x, "y": y, "width": cw, "height": ch })
}

/// The ratio whose crop leaves most of a picture.
pub(super) fn roomiest((width, height): (u32, u32), ratios: &[Ratio]) -> Option<Ratio> {
    let area = |ratio: &&Ratio| {
        let (w, h) = inside((width, height), **ratio);
        // The first of equals wins.
        core::cmp::Reverse(product(w, h))
    };
    ratios.iter().min_by_key(area).copied()
}

/// The side that is cut is rounded down, which never leaves the far side of the ratio.
fn inside((w, h): (u32, u32), ratio: Ratio) -> (u32, u32) {
    let (wide, high) = (product(w, ratio.height), product(ratio.width, h));
    // INVARIANT: the other side divided is no longer than the side that is cut.
    let side = |area: u64, by: u32| area.checked_div(u64::from(by)).unwrap_or(area) as u32;
    let (cw, ch) = if wide > high {
        (side(high, ratio.height), h)
    } else {
        (w, side(wide, ratio.width))
    };
    (cw.max(1), ch.max(1))
}

/// Width and height, in the picture's own proportions, that meet every bound on a side.
///
/// `bounds` are pairs of a side and its bound; `least` says that they are minima.
pub(super) fn scaled(
    (width, height): (u32, u32),
    bounds: impl Iterator<Item = (u32, u32)>,
    least: bool,
) -> [(&'static str, Json); 2] {
    // The bound that asks for the strongest change, as a fraction bound : side.
    let strongest = bounds
        .map(|(side, bound)| (bound, side.max(1)))
        .reduce(|one, other| {
            let larger = product(other.0, one.1) > product(one.0, other.1);
            if larger == least { other } else { one }
        });
    let (bound, side) = strongest.unwrap_or((1, 1));
    let scale = |length: u32| {
        let whole = product(length, bound);
        let side = u64::from(side);
        let rest = whole.checked_rem(side).unwrap_or_default();
        let down = whole.checked_div(side).unwrap_or(whole);
        let scaled = down.saturating_add(u64::from(least && rest > 0));
        Json::from(scaled.max(1))
    };
    [
        ("targetWidth", scale(width)),
        ("targetHeight", scale(height)),
    ]
}

/// Bits per second of the whole file at which a video of this length has at most `max` bytes.
pub(super) fn bitrate(max: u64, duration_ms: u64) -> Option<u64> {
    // INVARIANT: 128 bits hold it.
    let bits = u128::from(max).wrapping_mul(8 * 1000);
    let rate = bits.checked_div(u128::from(duration_ms))?;
    u64::try_from(rate).ok().filter(|rate| *rate > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(json: &Json, name: &str) -> u32 {
        json[name].as_u64().unwrap() as u32
    }

    #[test]
    fn a_crop_lies_inside_and_on_the_allowed_side() {
        for (width, height) in [(326, 408), (1, 1), (7, 3), (1920, 1080), (4000, 1001)] {
            for ratio in [Ratio::of(4, 5), Ratio::of(191, 100), Ratio::of(1, 1)] {
                let crop = crop((width, height), ratio);
                let (w, h) = (number(&crop, "width"), number(&crop, "height"));
                assert!(number(&crop, "x") + w <= width && number(&crop, "y") + h <= height);
                let too_narrow = u64::from(width) * u64::from(ratio.height)
                    < u64::from(ratio.width) * u64::from(height);
                let (left, right) = (w * ratio.height, ratio.width * h);
                assert!(
                    w == 1
                        || h == 1
                        || if too_narrow {
                            left >= right
                        } else {
                            left <= right
                        },
                    "{crop} of {width} x {height} for {ratio}"
                );
            }
        }
    }

    #[test]
    fn a_scaled_picture_meets_every_bound() {
        let least = scaled((608, 1080), [(1080, 1280), (608, 720)].into_iter(), true);
        assert_eq!(least[0].1, 721);
        assert_eq!(least[1].1, 1280);
        let most = scaled((4000, 100), [(4000, 2000), (100, 2000)].into_iter(), false);
        assert_eq!((&most[0].1, &most[1].1), (&2000.into(), &50.into()));
    }

    #[test]
    fn a_bitrate_fits_the_bytes() {
        assert_eq!(bitrate(1_000_000, 8_000), Some(1_000_000));
        assert_eq!(bitrate(1, 0), None);
    }
}
