//! Files of the directory: any bytes are refused or read, never a panic. The checksum is made right first, for else
//! nothing but the header would ever be tried.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wesign_core::directory::{Names, Points, Shard, encode};

/// CRC-32 (IEEE), as the header has it.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

fuzz_target!(|bytes: &[u8]| {
    let _ = Shard::decode(bytes);
    if bytes.len() < 16 {
        return;
    }
    let mut bytes = bytes.to_vec();
    let length = bytes.len() as u32;
    bytes[..4].copy_from_slice(b"WSGD");
    let kind = bytes[9] % 5;
    bytes[8..12].copy_from_slice(&[1, kind, 0, 0]);
    bytes[12..16].copy_from_slice(&length.to_le_bytes());
    let sum = checksum(&bytes[8..]);
    bytes[4..8].copy_from_slice(&sum.to_le_bytes());
    if let Ok(points) = Points::decode(&bytes) {
        let read: Vec<_> = points.iter().collect();
        let again = encode::points(&read).expect("what was read can be written");
        assert!(
            Points::decode(&again)
                .expect("what was written")
                .iter()
                .eq(read)
        );
        let _ = points.find("01000");
    }
    if let Ok(names) = Names::decode(&bytes) {
        let _ = names.search("st a", 5);
        let read: Vec<_> = names.iter().collect();
        // What merged into something of another group cannot be written.
        if let Ok(again) = encode::names(&read) {
            assert_eq!(
                Names::decode(&again)
                    .expect("what was written")
                    .iter()
                    .count(),
                {
                    let mut all: Vec<_> = read.iter().map(|name| format!("{name:?}")).collect();
                    all.sort();
                    all.dedup();
                    all.len()
                }
            );
        }
    }
    let Ok(shard) = Shard::decode(&bytes) else {
        return;
    };
    let postcodes: Vec<u32> = shard.postcodes().take(20).collect();
    for postcode in postcodes {
        let _ = shard.find(&format!("{postcode:05}"));
    }
    let _ = shard.find("01000");
    for place in shard.communes().take(20) {
        for seat in &place.seats {
            let _ = shard.hint(&place, *seat);
        }
        let _ = shard.of_place(&place);
    }
    for area in shard.areas().take(20) {
        let _ = shard.people(&area).count() + shard.seats_of(&area).count();
    }
    let _ = shard.search("saint").count();
});
