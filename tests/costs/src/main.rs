//! One operation of the core a number of times, for `valgrind --tool=callgrind` and for the count of its
//! allocations, which is printed. Twice, with different numbers, the difference is what the operation costs.
//!
//!   wesign-costs validate|compose|measure|look-up TIMES SHARD.bin

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use wesign_core::directory::Shard;
use wesign_core::interpellation::{Channel, Context, Grammar, Measuring, Target, Template};
use wesign_core::platform::Native;
use wesign_core::policy::Policy;
use wesign_core::signature::Draft;
use wesign_core::time::Timestamp;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

struct Counting;

// SAFETY: hands everything to the system's allocator and counts.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// In the eighteenth arrondissement, which three constituencies share.
const POSTCODE: &str = "75018";
/// 2026-11-22T00:00:00Z.
const NOW: Timestamp = Timestamp::from_unix(1_795_305_600);
const TEXT: &str = "@LeaExemple, vous êtes la députée de la 3e circonscription de Paris : refusez 👁️ ! \
     https://petition.example.org/reconnaissance-faciale Nous comptons sur vous.";
const TEMPLATE: &str = "{target.title} {target.name}, je suis {signer.given_name} de \
     {signer.locality}. Avec {petition.count} autres, je vous demande de voter contre. {petition.url}";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [operation, times, shard] = &arguments[..] else {
        return ExitCode::from(2);
    };
    let (Ok(times), Ok(bytes)) = (times.parse(), std::fs::read(shard)) else {
        return ExitCode::from(2);
    };
    let mut run: Box<dyn FnMut()> = match operation.as_str() {
        "validate" => {
            let policy = Policy::default();
            let draft = Draft {
                given_name: "Éléonore".into(),
                family_name: "d’Arc-Müller".into(),
                email: "eleonore@example.org".into(),
                postcode: POSTCODE.into(),
                ..Draft::default()
            };
            Box::new(move || {
                let signature = black_box(&draft).check(&policy, &Native, NOW);
                assert!(black_box(signature).is_ok());
            })
        }
        "compose" => {
            let grammar = Grammar::of("fr");
            let template = Template::parse(TEMPLATE, &grammar).expect("a template");
            let target = Target {
                id: "1".into(),
                name: "Léa Exemple".into(),
                family_name: "Exemple".into(),
                ..Target::default()
            };
            Box::new(move || {
                let targets = [&target];
                let mut context = Context::new(&targets);
                context.grammar = grammar;
                context.signer.given_name = "Éléonore";
                context.signer.locality = "Paris";
                context.petition.url = "https://petition.example.org/reconnaissance-faciale";
                context.petition.count = "14 832";
                let rendered = template.render_groups(
                    black_box(&context),
                    Channel::X,
                    &Native,
                    &Measuring::default(),
                );
                assert_eq!(black_box(rendered).len(), 1);
            })
        }
        "measure" => Box::new(|| {
            let measure = Channel::X.measure(black_box(TEXT), &Native, &Measuring::default());
            assert!(black_box(measure).fits());
        }),
        "look-up" => Box::new(|| {
            let shard = Shard::decode(black_box(&bytes)).expect("a shard");
            black_box(shard.find(black_box(POSTCODE)));
        }),
        _ => return ExitCode::from(2),
    };
    let before = ALLOCATIONS.load(Relaxed);
    for _ in 0..times {
        run();
    }
    println!("{}", ALLOCATIONS.load(Relaxed) - before);
    ExitCode::SUCCESS
}
