//! Lists in order.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// Puts `item` where it belongs, behind its equals. Lists here are short, and a sort routine would be
/// three kilobytes of the widget.
pub(crate) fn insert<T>(list: &mut Vec<T>, item: T, order: impl Fn(&T, &T) -> Ordering) {
    let at = list.partition_point(|known| order(known, &item) != Ordering::Greater);
    list.insert(at, item);
}

/// The items in order, equal ones as they came.
pub(crate) fn sorted<T>(
    items: impl Iterator<Item = T>,
    order: impl Fn(&T, &T) -> Ordering,
) -> Vec<T> {
    let mut list = Vec::new();
    items.for_each(|item| insert(&mut list, item, &order));
    list
}
