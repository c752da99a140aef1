//! Packed directory: postcode, communes, seats, people.
