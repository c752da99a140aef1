//! Mail to who signed or subscribed: what is written, how it is sent, and the links in it.

mod letter;
mod link;
mod post;
mod relay;
mod words;

pub use link::{Action, Link};
pub use post::deliver;
pub use relay::{Mailer, MailerError, Relay, RelayError};
pub use words::words;
