//! Many targets, as several messages that each fit.

use alloc::vec::Vec;
use core::ops::Range;

use super::channel::Channel;
use super::context::{Context, Rendered};
use super::measure::{Measure, Measuring};
use super::template::Template;
use crate::platform::Platform;

/// One message to some of the targets.
///
/// ```
/// use wesign_core::interpellation::{Channel, Context, Grammar, Measuring, Target, Template};
/// use wesign_core::platform::Native;
/// let lea = Target { name: "Léa".into(), ..Target::default() };
/// let targets = [&lea];
/// let template = Template::parse("{target.name} ?", &Grammar::FRENCH)?;
/// let context = Context::new(&targets);
/// let groups = template.render_groups(&context, Channel::X, &Native, &Measuring::default());
/// assert_eq!((groups[0].targets.clone(), &*groups[0].rendered.text), (0..1, "Léa ?"));
/// # Ok::<(), wesign_core::interpellation::TemplateError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Group {
    /// Which targets, by their places in the context.
    pub targets: Range<usize>,
    /// The message; [`Rendered::named`] gives places in the context.
    pub rendered: Rendered,
    /// Its length. It may not fit where it goes to one target only.
    pub measure: Measure,
}

impl Template {
    /// One message for as many targets as fit, then another for the next ones, in order. A template
    /// without plural forms writes to each alone.
    ///
    /// ```
    /// use wesign_core::interpellation::{Accounts, Channel, Context, Grammar, Measuring, Target, Template};
    /// use wesign_core::platform::Native;
    /// let account = |n: usize| Accounts { x: format!("account_{n:07}"), ..Accounts::default() };
    /// let all: Vec<Target> = (0..30).map(|n| Target { accounts: account(n), ..Target::default() }).collect();
    /// let targets: Vec<&Target> = all.iter().collect();
    /// let template = Template::parse("{target.handle}, et maintenant ?", &Grammar::FRENCH)?;
    /// let context = Context::new(&targets);
    /// let groups = template.render_groups(&context, Channel::X, &Native, &Measuring::default());
    /// assert_eq!(groups.len(), 2);
    /// assert!(groups.iter().all(|group| group.measure.fits()));
    /// # Ok::<(), wesign_core::interpellation::TemplateError>(())
    /// ```
    pub fn render_groups(
        &self,
        context: &Context<'_>,
        channel: Channel,
        platform: &impl Platform,
        measuring: &Measuring<'_>,
    ) -> Vec<Group> {
        let most = if self.speaks_to_groups() {
            usize::MAX
        } else {
            1
        };
        let mut groups: Vec<Group> = Vec::new();
        let mut start = 0;
        while start < context.targets.len() {
            let mut end = start + 1;
            let mut group = self.group(context, start..end, channel, platform, measuring);
            while end < context.targets.len() && end - start < most && group.measure.fits() {
                let larger = self.group(context, start..end + 1, channel, platform, measuring);
                if !larger.measure.fits() {
                    break;
                }
                end += 1;
                group = larger;
            }
            groups.push(group);
            start = end;
        }
        groups
    }

    fn group(
        &self,
        context: &Context<'_>,
        targets: Range<usize>,
        channel: Channel,
        platform: &impl Platform,
        measuring: &Measuring<'_>,
    ) -> Group {
        let part = Context {
            targets: &context.targets[targets.clone()],
            ..*context
        };
        let mut rendered = self.render(&part, channel);
        for named in &mut rendered.named {
            *named += targets.start;
        }
        let measure = channel.measure(&rendered.text, platform, measuring);
        Group {
            targets,
            rendered,
            measure,
        }
    }
}
