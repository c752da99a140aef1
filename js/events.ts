/**
 * What the host page hears, by name. Each event bubbles out of the shadow root, and none carries what
 * a person typed: no name, no address, no postcode, no message.
 */
import type { WesignPetition } from "./element.js";
import type { WesignMobilisations } from "./mobilisations.js";
import type { Step } from "./options.js";

/** Which petition an event is about. */
export interface PetitionDetail {
  /** Identifier of the petition. */
  petition: string;
}

/** `detail` of each event of `<wesign-petition>`. */
export interface PetitionEvents {
  /** The form is there. */
  "wesign:ready": PetitionDetail;
  /** A further step came into view. */
  "wesign:viewed": PetitionDetail & { step: Step };
  /** A signature was accepted. */
  "wesign:signed": PetitionDetail;
  /** A message is being opened, or was copied. Cancelable: then the browser does not follow the link. */
  "wesign:message-opened": PetitionDetail & { channel: string };
  /** The person registered for a gathering; never which. */
  "wesign:gathering-joined": PetitionDetail;
  /** The crowdfunding page is being opened. Cancelable, as above. */
  "wesign:donate-opened": PetitionDetail;
  /** The petition was shared. */
  "wesign:shared": PetitionDetail & { channel: string };
  /** The person asked to be kept posted. */
  "wesign:subscribed": PetitionDetail;
  /** Something failed; `code` is of the widget's (`load_failed`, `unreachable`, `timeout` …) or the API's. */
  "wesign:error": PetitionDetail & { code: string };
}

/** `detail` of each event of `<wesign-mobilisations>`. */
export interface MobilisationsEvents {
  /** The cards are there. */
  "wesign:ready": object;
  /** The visitor goes to a petition. Cancelable: then the browser does not follow the link. */
  "wesign:opened": PetitionDetail;
  /** Something failed. */
  "wesign:error": { code: string };
}

type Typed<Details> = { [Name in keyof Details]: CustomEvent<Details[Name]> };

/** For `addEventListener`: the events of `<wesign-petition>`, as they are dispatched. */
export type PetitionEventMap = Typed<PetitionEvents>;
/** The same of `<wesign-mobilisations>`. */
export type MobilisationsEventMap = Typed<MobilisationsEvents>;

declare global {
  interface HTMLElementTagNameMap {
    "wesign-petition": WesignPetition;
    "wesign-mobilisations": WesignMobilisations;
  }
  /** `wesign:ready` and `wesign:error` of the list of mobilisations name no petition. */
  interface HTMLElementEventMap extends PetitionEventMap {
    "wesign:opened": CustomEvent<PetitionDetail>;
  }
}
