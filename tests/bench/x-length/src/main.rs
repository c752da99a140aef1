//! Reads texts as lines on stdin, counts each for a while, prints nanoseconds and length a line.

use std::hint::black_box;
use std::io::BufRead;
use std::time::{Duration, Instant};

use wesign_core::interpellation::{Channel, Measuring};
use wesign_core::platform::Native;

fn main() -> std::io::Result<()> {
    for line in std::io::stdin().lock().lines() {
        let text = line?.replace('\u{1}', "\n");
        let measuring = Measuring::default();
        let length = Channel::X.measure(&text, &Native, &measuring).length;
        let mut best = f64::INFINITY;
        // The best of many short samples: the machine may be busy with other things.
        let end = Instant::now() + Duration::from_millis(600);
        while Instant::now() < end {
            let start = Instant::now();
            for _ in 0..200 {
                black_box(Channel::X.measure(black_box(&text), &Native, &measuring));
            }
            best = best.min(start.elapsed().as_nanos() as f64 / 200.0);
        }
        println!("{best:.0} {length}");
    }
    Ok(())
}
