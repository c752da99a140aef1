//! Messages to elected people and other targets: from an organiser's template to the text and the
//! link that a network accepts.
//!
//! ```
//! use wesign_core::interpellation::{Channel, Context, Grammar, Measuring, Message, Target, Template};
//! use wesign_core::platform::Native;
//!
//! let template = Template::parse(
//!     "{target.handle}, vous êtes {target|la députée|le député} de la {target.constituency} : {petition.url}",
//!     &Grammar::of("fr"),
//! )?;
//! let target = Target {
//!     name: "Léa Exemple".into(),
//!     gender: Some(wesign_core::interpellation::Gender::Feminine),
//!     constituency: "3e circonscription de Paris".into(),
//!     ..Target::default()
//! };
//! let targets = [&target];
//! let mut context = Context::new(&targets);
//! context.petition.url = "https://example.org/petition";
//! let rendered = template.render(&context, Channel::X);
//! // No account on X: named, and the result tells it.
//! assert_eq!(rendered.named, [0]);
//! assert!(rendered.text.starts_with("Léa Exemple, vous êtes la députée de la 3e"));
//!
//! let measure = Channel::X.measure(&rendered.text, &Native, &Measuring::default());
//! assert!(measure.fits());
//! let url = Channel::X.compose_url(&Message::new(&rendered.text))?;
//! assert!(url.starts_with("https://x.com/intent/tweet?text=L%C3%A9a%20Exemple%2C"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod channel;
mod compose;
mod context;
mod departement;
mod domain;
mod emoji;
mod grammar;
mod group;
mod instance;
mod latin;
mod letters;
mod link;
mod mastodon;
mod measure;
mod parser;
mod punycode;
mod target;
mod template;
mod thread;
mod tlds;
mod variant;
mod x;

pub use channel::Channel;
pub use compose::{ComposeCode, ComposeError, Message};
pub use context::{Context, Petition, Rendered, Signer};
pub use departement::{constituency_name, departement_with_article, departements};
pub use grammar::{Forms, Grammar};
pub use group::Group;
pub use instance::{Instance, InstanceError};
pub use measure::{Measure, Measuring};
pub use target::{Accounts, Gender, Role, Target, TargetKind};
pub use template::{Template, TemplateCode, TemplateError, Variable};
pub use thread::{SplitError, ThreadPart};
pub use tlds::Tlds;
pub use variant::{rotation, variant};

/// Whether `c` is one of `set`. `str::contains` would bring the general search for texts into the
/// widget, two kilobytes of it.
fn among(c: char, set: &str) -> bool {
    set.chars().any(|one| one == c)
}
