// A full draft validated in JavaScript: wesign-core in wasm, boundary included, against zod 4 and
// validator 13 with the same rules as far as their users would write them. Ratios in one run; above 1
// wesign-core is the faster one.
//
//   node tests/bench/draft-js/run.mjs
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSdk } from "../../../js/tools/build.mjs";
import { cli, isMain, ROOT, step } from "../../../js/tools/common.mjs";

const HERE = import.meta.dirname;
const NOW = Date.UTC(2026, 10, 22) / 1000;
const ROUNDS = 9;
const CALLS = 20_000;

const POLICY = {
  consents: [{ purpose: "petition_updates", wording: "updates", version: 1, lang: "fr" }],
};
const CONSENT = {
  purpose: "petition_updates",
  granted: true,
  wording: "updates",
  version: 1,
  lang: "fr",
};
const PLAIN = {
  given_name: "Jean",
  family_name: "Martin",
  email: "jean.martin@example.org",
  postcode: "75018",
  consents: [CONSENT],
};
const DRAFTS = {
  plain: PLAIN,
  accents: { ...PLAIN, given_name: "Éléonore", family_name: "d’Aubigné" },
  wrong: { ...PLAIN, given_name: "=1+1", email: "jean@", postcode: "7501" },
};

/** wesign-core: the draft's texts in one string, as `Rules.errors` in wasm/src/sdk.rs takes them. */
async function ours() {
  const sdk = await import(join(ROOT, "target", "sdk", "sdk.js"));
  sdk.initSync({ module: readFileSync(join(ROOT, "target", "sdk", "sdk_bg.wasm")) });
  const rules = new sdk.Rules(POLICY);
  const fields = rules.fields();
  const plain = fields.filter((field) => !field.startsWith("consents."));
  const codes = sdk.Rules.codes();
  const bound = (number) => (number === 0xffffffff ? undefined : number);
  return (draft) => {
    let texts = draft[plain[0]] ?? "";
    for (let index = 1; index < plain.length; index++) {
      texts += `\0${draft[plain[index]] ?? ""}`;
    }
    for (const { granted, purpose, wording, version, lang } of draft.consents) {
      if (granted) texts += `\0${purpose}\0${wording}\0${version}\0${lang}`;
    }
    const numbers = rules.errors(texts, NOW);
    const errors = [];
    for (let at = 0; numbers && at < numbers.length; at += 4) {
      const [min, max] = [bound(numbers[at + 2]), bound(numbers[at + 3])];
      errors.push({ field: fields[numbers[at]], code: codes[numbers[at + 1]], min, max });
    }
    return errors;
  };
}

const FORMULA = /^[=+\-@\t]/;
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
const LETTER = /\p{L}/u;
const HOSTILE = /:\/\/|\bwww\.|\bhttps?:|\bmailto:|\bjavascript:|[<>]|\{\{|&#|\[url/iu;
const tidy = (text) => text.normalize("NFC").trim().replace(/\s+/gu, " ");

async function byZod() {
  const z = await import("zod");
  const name = z
    .string()
    .transform(tidy)
    .pipe(
      z
        .string()
        .min(1)
        .max(100)
        .refine((text) => !FORMULA.test(text))
        .refine((text) => !UNSEEN.test(text))
        .refine((text) => LETTER.test(text))
        .refine((text) => !HOSTILE.test(text)),
    );
  const schema = z.object({
    given_name: name,
    family_name: name,
    email: z.email().max(254),
    postcode: z
      .string()
      .transform((text) => text.replace(/\s/gu, ""))
      .pipe(z.string().regex(/^(?!00|96|99)\d{5}$/u)),
    consents: z.array(
      z.object({
        purpose: z.literal("petition_updates"),
        granted: z.boolean(),
        wording: z.literal("updates"),
        version: z.literal(1),
        lang: z.string(),
      }),
    ),
  });
  return (draft) => {
    const result = schema.safeParse(draft);
    return result.success ? [] : result.error.issues.map(({ path }) => ({ field: path[0] }));
  };
}

async function byValidator() {
  const { default: validator } = await import("validator");
  const name = (text) => {
    const clean = tidy(text);
    return (
      validator.isLength(clean, { min: 1, max: 100 }) &&
      !FORMULA.test(clean) &&
      !UNSEEN.test(clean) &&
      LETTER.test(clean) &&
      !HOSTILE.test(clean)
    );
  };
  return (draft) => {
    const errors = [];
    if (!name(draft.given_name)) errors.push({ field: "given_name" });
    if (!name(draft.family_name)) errors.push({ field: "family_name" });
    if (!validator.isEmail(draft.email)) errors.push({ field: "email" });
    if (!validator.isPostalCode(draft.postcode, "FR")) errors.push({ field: "postcode" });
    for (const { purpose, wording, version } of draft.consents) {
      if (purpose !== "petition_updates" || wording !== "updates" || version !== 1) {
        errors.push({ field: `consents.${purpose}` });
      }
    }
    return errors;
  };
}

export async function bench() {
  await buildSdk();
  if (!existsSync(join(HERE, "node_modules"))) {
    await step("npm ci: zod and validator", "npm", ["ci", "--prefix", HERE]);
  }
  const candidates = {
    "wesign-core": await ours(),
    "zod 4": await byZod(),
    "validator 13": await byValidator(),
  };
  console.log(`\nA draft validated in JavaScript (Node ${process.version}, median of ${ROUNDS})`);
  console.log(
    `${"".padEnd(10)}${Object.keys(candidates)
      .map((n) => n.padStart(20))
      .join("")}`,
  );
  for (const [kind, draft] of Object.entries(DRAFTS)) {
    const fields = (check) => [...new Set(check(draft).map(({ field }) => field))].join();
    const expected = fields(candidates["wesign-core"]);
    const times = {};
    // Rounds in turn: a busy moment of the machine meets all of them.
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, check] of Object.entries(candidates)) {
        if (fields(check) !== expected) throw new Error(`${name} judges "${kind}" otherwise`);
        const start = performance.now();
        for (let call = 0; call < CALLS; call++) check(draft);
        times[name] ??= [];
        times[name].push(((performance.now() - start) / CALLS) * 1e6);
      }
    }
    const median = (name) => times[name].toSorted((a, b) => a - b)[ROUNDS >> 1];
    const own = median("wesign-core");
    const cells = Object.keys(candidates).map((name) => {
      const ratio = name === "wesign-core" ? "" : ` (${(median(name) / own).toFixed(2)}×)`;
      return `${Math.round(median(name))} ns${ratio}`.padStart(20);
    });
    console.log(kind.padEnd(10) + cells.join(""));
  }
}

if (isMain(import.meta)) cli(bench);
