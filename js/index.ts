/**
 * The package for bundlers: importing it registers nothing, touches no page, and is harmless on a
 * server. `@wesign/widget/define` registers the elements.
 */
export { WesignPetition } from "./element.js";
export type {
  MobilisationsEventMap,
  MobilisationsEvents,
  PetitionDetail,
  PetitionEventMap,
  PetitionEvents,
} from "./events.js";
export { WesignMobilisations } from "./mobilisations.js";
export { mount } from "./mount.js";
export type {
  Ask,
  CommonOptions,
  FieldName,
  GivenOptions,
  MobilisationsOptions,
  PetitionOptions,
  Step,
  TargetList,
} from "./options.js";
export { define } from "./registry.js";
