//! The rules of a form, in a module of their own: a form can be read without them, so they come with
//! the first focus. What crosses are the contract's JSON objects, as the browser holds them.

use wasm_bindgen::prelude::*;
use wesign_core::field::Field;
use wesign_core::flow::{OwnRules, Validator as _};
use wesign_core::policy::Policy;

use crate::host::now;
use crate::intl::Browser;
use crate::{read, write};

/// What is right in a draft, under one policy.
#[wasm_bindgen]
pub struct Rules {
    policy: Policy,
}

#[wasm_bindgen]
impl Rules {
    /// The rules under this policy, an object of the contract.
    #[wasm_bindgen(constructor)]
    pub fn new(policy: JsValue) -> Rules {
        Rules {
            policy: read::policy(&policy),
        }
    }

    /// `{ errors }`: what is wrong with the field of this name, at most one thing.
    pub fn error(&self, field: &str, draft: JsValue) -> JsValue {
        let draft = read::draft(&draft);
        let field = Field::parse(field);
        let error = field.and_then(|field| own().error(&field, &draft, &self.policy));
        write::errors(error.as_slice())
    }

    /// `{ errors }`: all that is wrong, in the order of the fields.
    pub fn errors(&self, draft: JsValue) -> JsValue {
        write::errors(&own().errors(&read::draft(&draft), &self.policy))
    }

    /// A likelier spelling of an e-mail address.
    pub fn suggestion(&self, email: &str) -> Option<String> {
        own().suggestion(email)
    }
}

fn own() -> OwnRules<'static> {
    OwnRules {
        now: now(),
        platform: &Browser,
    }
}
