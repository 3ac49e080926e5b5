//! The shop's surroundings, in memory: what a real shop would reach over the network.

use super::{Item, OrderError, Reservation};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is on the shelves. Clones share them.
#[derive(Clone, Debug)]
pub struct Warehouse {
    shelves: Arc<Mutex<BTreeMap<String, Shelf>>>,
}

#[derive(Debug)]
struct Shelf {
    left: u32,
    cents: u32,
}

impl Warehouse {
    /// A warehouse with `(sku, how many, cents for one)` on its shelves.
    pub fn new<'a>(stock: impl IntoIterator<Item = (&'a str, u32, u32)>) -> Self {
        let shelf = |(sku, left, cents): (&str, u32, u32)| (sku.to_owned(), Shelf { left, cents });
        Warehouse { shelves: Arc::new(Mutex::new(stock.into_iter().map(shelf).collect())) }
    }

    /// How many there are of a thing.
    pub fn left(&self, sku: &str) -> u32 {
        self.shelves().get(sku).map_or(0, |shelf| shelf.left)
    }

    pub(super) fn take(&self, item: &Item) -> Result<Reservation, OrderError> {
        let sold_out = || OrderError::SoldOut { sku: item.sku.clone() };
        let mut shelves = self.shelves();
        let shelf = shelves.get_mut(&item.sku).ok_or_else(sold_out)?;
        let cents = shelf.cents.checked_mul(item.quantity).ok_or_else(sold_out)?;
        shelf.left = shelf.left.checked_sub(item.quantity).ok_or_else(sold_out)?;
        Ok(Reservation { sku: item.sku.clone(), quantity: item.quantity, cents })
    }

    pub(super) fn put_back(&self, reservation: &Reservation) {
        if let Some(shelf) = self.shelves().get_mut(&reservation.sku) {
            shelf.left += reservation.quantity;
        }
    }

    fn shelves(&self) -> MutexGuard<'_, BTreeMap<String, Shelf>> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Stands in for a topic of SNS. Clones share the messages.
#[derive(Clone, Debug, Default)]
pub struct Topic {
    messages: Arc<Mutex<Vec<String>>>,
}

impl Topic {
    /// The messages that were published, each after its subject.
    pub fn messages(&self) -> Vec<String> {
        self.lock().clone()
    }

    /// Publishes a message and gives its number.
    pub(super) fn publish(&self, subject: &str, message: &str) -> usize {
        let mut messages = self.lock();
        messages.push(format!("{subject}: {message}"));
        messages.len()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A bank. Clones share the accounts.
#[derive(Clone, Debug)]
pub struct Bank {
    accounts: Arc<Mutex<BTreeMap<String, Account>>>,
}

#[derive(Debug)]
struct Account {
    cents: u32,
    /// The keys of its payments.
    payments: BTreeSet<String>,
}

impl Bank {
    /// A bank with `(card, cents)`.
    pub fn new<'a>(cards: impl IntoIterator<Item = (&'a str, u32)>) -> Self {
        let account = |(card, cents): (&str, u32)| (card.to_owned(), Account { cents, payments: BTreeSet::new() });
        Bank { accounts: Arc::new(Mutex::new(cards.into_iter().map(account).collect())) }
    }

    /// What is left on a card.
    pub fn balance(&self, card: &str) -> Option<u32> {
        self.accounts().get(card).map(|account| account.cents)
    }

    /// Pays once for each key, however often it is asked to.
    pub(super) fn pay(&self, card: &str, cents: u32, key: &str) -> Result<(), OrderError> {
        let mut accounts = self.accounts();
        let unknown = || OrderError::CardDeclined { reason: "there is no such card".to_owned() };
        let account = accounts.get_mut(card).ok_or_else(unknown)?;
        if account.payments.contains(key) {
            return Ok(());
        }
        let rest = account.cents.checked_sub(cents);
        account.cents = rest.ok_or(OrderError::InsufficientFunds { available: account.cents })?;
        account.payments.insert(key.to_owned());
        Ok(())
    }

    fn accounts(&self) -> MutexGuard<'_, BTreeMap<String, Account>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
