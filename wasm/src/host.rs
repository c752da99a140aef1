//! What the session asks of the element and of the window around it.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// What `js/element.ts` gives a session.
    #[wasm_bindgen(typescript_type = "Host")]
    pub type Host;
    /// The petition as it came, with what the options put in place of its own.
    #[wasm_bindgen(method)]
    pub(crate) fn amend(this: &Host, body: &JsValue) -> JsValue;
    /// Tells the partner that the petition does not leave this option open.
    #[wasm_bindgen(method)]
    pub(crate) fn refuse(this: &Host, path: &str);
    /// Dispatches a DOM event on the element.
    #[wasm_bindgen(method)]
    pub(crate) fn emit(this: &Host, name: &str, detail: &JsValue);
    /// Begins a further step in a panel that is still empty: the petition as it came, and the
    /// handover, an object that tells more as more is known of the person.
    #[wasm_bindgen(method)]
    pub(crate) fn begin(
        this: &Host,
        step: &str,
        panel: &web_sys::Element,
        body: &JsValue,
        handover: &JsValue,
    );
    /// The rules under this policy, loaded where need be (`crate::rules`).
    #[wasm_bindgen(method, catch)]
    pub(crate) async fn rules(this: &Host, policy: &JsValue) -> Result<JsValue, JsValue>;
    /// The text of a file of the package, its digest checked.
    #[wasm_bindgen(method, catch)]
    async fn asset(this: &Host, name: &str) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// What the element read from attributes and options, and checked (`js/options.ts`).
    #[wasm_bindgen(typescript_type = "Options")]
    pub type Options;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn petition(this: &Options) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn api(this: &Options) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn lang(this: &Options) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn directory(this: &Options) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn steps(this: &Options) -> js_sys::Array;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn fields(this: &Options) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn consents(this: &Options) -> js_sys::Array;
}

#[wasm_bindgen(typescript_custom_section)]
const HOST: &str = "
/** The element's options that a session reads. */
export interface Options {
  petition: string;
  api: string;
  directory: string;
  lang: string;
  steps: readonly string[];
  fields: object;
  consents: readonly string[];
}

/** What the element does for its session. */
export interface Host {
  amend(body: object): object;
  refuse(path: string): void;
  emit(name: string, detail?: object): void;
  begin(step: string, panel: Element, body: unknown, handover: unknown): void;
  rules(policy: object): Promise<object>;
  asset(name: string): Promise<string>;
}
";

impl Host {
    /// The text of a file of the package; `None` where it can't be had.
    pub(crate) async fn text(&self, name: &str) -> Option<String> {
        self.asset(name).await.ok()?.as_string()
    }
}

/// An object of one string.
pub(crate) fn object(key: &str, value: &str) -> JsValue {
    let object = Object::new();
    crate::write::put(&object, key, value);
    object.into()
}

/// An error as it crosses to JavaScript: a code, never prose.
pub(crate) fn error(code: &str) -> JsValue {
    object("code", code)
}

/// This moment, by the visitor's clock.
pub(crate) fn now() -> wesign_core::time::Timestamp {
    wesign_core::time::Timestamp::from_unix((js_sys::Date::now() / 1000.0) as i64)
}

/// 128 random bits as 32 hexadecimal digits. Not `crypto.randomUUID`, which pages served over plain
/// http do not have.
pub(crate) fn fresh_key() -> String {
    let mut bytes = [0_u8; 16];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    let digit = |n: u8| char::from(b"0123456789abcdef"[usize::from(n)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// Whether the visitor asked for less motion.
pub(crate) fn calm() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// Whether nobody can see the page.
pub(crate) fn hidden() -> bool {
    window()
        .document()
        .is_some_and(|document| document.hidden())
}

pub(crate) fn window() -> web_sys::Window {
    web_sys::window().unwrap_throw()
}

/// Waits.
pub(crate) async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve: js_sys::Function, _| {
        let _ =
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}

/// Writes to the clipboard; false where the browser or a policy of the page says no.
pub(crate) async fn copy(text: &str) -> bool {
    // Absent outside secure contexts.
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into());
    match clipboard.ok().filter(JsValue::is_object) {
        Some(clipboard) => {
            let clipboard: web_sys::Clipboard = clipboard.unchecked_into();
            JsFuture::from(clipboard.write_text(text)).await.is_ok()
        }
        None => false,
    }
}

/// Whether the browser has the system's own way of sharing (Web Share).
pub(crate) fn can_share() -> bool {
    share_function().is_some()
}

fn share_function() -> Option<js_sys::Function> {
    Reflect::get(&window().navigator(), &"share".into())
        .ok()?
        .dyn_into()
        .ok()
}

/// Shares a text by [`share_data`].
pub(crate) fn share(text: &str) -> impl Future<Output = bool> + use<> {
    share_data(&object("text", text))
}

/// Opens the system's own way of sharing (Web Share's `ShareData`) at once, for only a click may;
/// then says whether it was used.
pub(crate) fn share_data(data: &JsValue) -> impl Future<Output = bool> + use<> {
    let promise = share_function().and_then(|share| {
        let promise = share.call1(&window().navigator(), data).ok()?;
        promise.dyn_into::<js_sys::Promise>().ok()
    });
    async {
        match promise {
            Some(promise) => JsFuture::from(promise).await.is_ok(),
            None => false,
        }
    }
}

/// How long a file that is being saved stays in memory. Milliseconds.
const SAVING: i32 = 60_000;

/// Hands a file to the browser for the person to keep. A blob's address needs no permission of the
/// page's policy.
pub(crate) fn save(name: &str, media_type: &str, text: &str) -> Option<()> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = js_sys::Array::of1(&text.into());
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    let address = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let link = window().document()?.create_element("a").ok()?;
    crate::dom::set(&link, "href", &address);
    crate::dom::set(&link, "download", name);
    link.unchecked_into::<web_sys::HtmlElement>().click();
    wasm_bindgen_futures::spawn_local(async move {
        sleep(SAVING).await;
        let _ = web_sys::Url::revoke_object_url(&address);
    });
    Some(())
}
