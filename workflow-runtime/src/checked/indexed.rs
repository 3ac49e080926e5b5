//! Items and parts of lists and maps, evaluation faults where there are none.

use crate::fault::fault;
use std::borrow::Borrow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::slice::SliceIndex;

/// What has items.
pub trait Items {
    /// One of them.
    type Item;
}

/// What has an item for an index.
#[diagnostic::on_unimplemented(
    message = "[W0834] `{Self}` has no items by `{Index}` in a workflow",
    label = "lists have items by position and maps by key here",
    note = "Rust counts the bytes of text and JSONata its characters: use `.split_once(..)` and its like, or a task"
)]
pub trait Indexed<Index>: Items {
    #[doc(hidden)]
    fn find(&self, index: Index) -> Option<&Self::Item>;
}

impl<T> Items for [T] {
    type Item = T;
}

impl<T> Indexed<usize> for [T] {
    #[inline]
    fn find(&self, index: usize) -> Option<&T> {
        self.get(index)
    }
}

impl<T> Items for Vec<T> {
    type Item = T;
}

impl<T> Indexed<usize> for Vec<T> {
    #[inline]
    fn find(&self, index: usize) -> Option<&T> {
        self.get(index)
    }
}

impl<T, const N: usize> Items for [T; N] {
    type Item = T;
}

impl<T, const N: usize> Indexed<usize> for [T; N] {
    #[inline]
    fn find(&self, index: usize) -> Option<&T> {
        self.get(index)
    }
}

impl<T> Items for BTreeMap<String, T> {
    type Item = T;
}

impl<T, Q: Ord + ?Sized> Indexed<&Q> for BTreeMap<String, T>
where
    String: Borrow<Q>,
{
    fn find(&self, key: &Q) -> Option<&T> {
        self.get(key)
    }
}

impl<C: Items + ?Sized> Items for &C {
    type Item = C::Item;
}

impl<Index, C: Indexed<Index> + ?Sized> Indexed<Index> for &C {
    #[inline]
    fn find(&self, index: Index) -> Option<&C::Item> {
        (**self).find(index)
    }
}

impl<C: Items + ?Sized> Items for Box<C> {
    type Item = C::Item;
}

impl<Index, C: Indexed<Index> + ?Sized> Indexed<Index> for Box<C> {
    #[inline]
    fn find(&self, index: Index) -> Option<&C::Item> {
        (**self).find(index)
    }
}

/// `collection[index]`.
#[doc(hidden)]
#[inline]
pub fn index<Index, C: Indexed<Index> + ?Sized>(collection: &C, index: Index) -> &C::Item {
    match collection.find(index) {
        Some(item) => item,
        None => fault("there is no such item"),
    }
}

/// Stands for any item, for its type.
#[doc(hidden)]
#[cold]
pub fn an_item<C: Items + ?Sized>(_: &C) -> &C::Item {
    fault("an item that nothing reads")
}

/// What has parts: lists.
#[diagnostic::on_unimplemented(
    message = "[W0834] a part of `{Self}` has no exact form in a workflow",
    label = "lists have parts here",
    note = "Rust counts the bytes of text and JSONata its characters: use `.split_once(..)` and its like, or a task"
)]
pub trait Parts: Items {
    #[doc(hidden)]
    fn all(&self) -> &[Self::Item];
}

impl<T> Parts for [T] {
    fn all(&self) -> &[T] {
        self
    }
}

impl<T> Parts for Vec<T> {
    fn all(&self) -> &[T] {
        self
    }
}

impl<T, const N: usize> Parts for [T; N] {
    fn all(&self) -> &[T] {
        self
    }
}

impl<C: Parts + ?Sized> Parts for &C {
    fn all(&self) -> &[C::Item] {
        (**self).all()
    }
}

/// `&list[start..end]`.
#[doc(hidden)]
pub fn part<C: Parts + ?Sized, R: SliceIndex<[C::Item], Output = [C::Item]>>(list: &C, range: R) -> &[C::Item] {
    match list.all().get(range) {
        Some(part) => part,
        None => fault("the list has no such part"),
    }
}

/// `Reverse(key)`, and nothing else of that name.
#[doc(hidden)]
pub fn reverse<T>(key: Reverse<T>) -> Reverse<T> {
    key
}
