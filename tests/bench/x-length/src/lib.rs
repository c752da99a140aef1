//! The counter with the narrowest boundary that JavaScript can have: a buffer and a length.

use wesign_core::interpellation::{Channel, Measuring, Tlds};
use wesign_core::platform::Platform;

#[link(wasm_import_module = "env")]
unsafe extern "C" {
    /// Normalises the buffer's text in place (the host's `String.prototype.normalize`).
    fn normalize(text: *mut u8, length: usize, capacity: usize) -> usize;
}

/// What the host does for the widget.
struct Host;

impl Platform for Host {
    fn nfc(&self, text: &str) -> String {
        let mut bytes = vec![0; text.len() * 3 + 16];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        // SAFETY: the host writes at most `capacity` bytes at the pointer and returns how many.
        let length = unsafe { normalize(bytes.as_mut_ptr(), text.len(), bytes.len()) };
        bytes.truncate(length);
        String::from_utf8(bytes).unwrap_or_default()
    }

    fn domain_to_ascii(&self, _: &str) -> Option<String> {
        None
    }

    fn graphemes(&self, _: &str, _: &mut dyn FnMut(&str)) {}
}

/// A buffer of `length` bytes that stays.
#[unsafe(no_mangle)]
pub extern "C" fn buffer(length: usize) -> *mut u8 {
    Box::leak(vec![0; length].into_boxed_slice()).as_mut_ptr()
}

/// Counts the text in a buffer with the list of domains in another.
///
/// # Safety
///
/// Both are buffers of [`buffer`], of at least these lengths.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn x_length(text: *const u8, length: usize, list: *const u8, list_length: usize) -> u32 {
    // SAFETY: see above; the bytes are initialised.
    let (text, list) = unsafe {
        (std::slice::from_raw_parts(text, length), std::slice::from_raw_parts(list, list_length))
    };
    let (Ok(text), Ok(list)) = (str::from_utf8(text), str::from_utf8(list)) else {
        return u32::MAX;
    };
    let measuring = Measuring { tlds: Tlds::new(list), limit: None };
    Channel::X.measure(text, &Host, &measuring).length
}
