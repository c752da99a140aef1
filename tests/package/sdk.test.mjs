// The SDK as a program in Node has it: the rules as data, and a client on a network that fails.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOT } from "../../js/tools/common.mjs";

const sdk = await import(pathToFileURL(join(ROOT, "js", "dist", "sdk.node.js")).href);
const { ApiError, Client, Directory, load, nextAttempt } = sdk;
const read = (...path) => JSON.parse(readFileSync(join(ROOT, "tests", "cases", ...path), "utf8"));

let core;
before(async () => {
  core = await load();
});

test("signatures: every case gives in Node what it expects", () => {
  const groups = readdirSync(join(ROOT, "tests", "cases", "signature")).flatMap((file) =>
    read("signature", file),
  );
  const cases = groups.flatMap(({ group, cases }) => cases.map((one) => ({ group, ...one })));
  assert.ok(cases.length > 400);
  for (const { group, name, draft, policy, now, expect } of cases) {
    const moment = new Date(now ?? "2026-11-22T00:00:00Z");
    const result = { ...core.check(draft, policy, moment) };
    if (expect.canonical === undefined) delete result.canonical;
    assert.deepEqual(result, expect, `${group}: ${name}`);
  }
});

test("retry: every case waits in the SDK as it does in the core", () => {
  for (const { name, dice, expect, ...failed } of read("retry.json")) {
    assert.equal(nextAttempt(failed, undefined, dice / 2 ** 32) ?? null, expect, name);
  }
});

test("the core by itself: hint, tally, message, length, link, template", () => {
  assert.equal(load(), load());
  assert.equal(core.suggestEmail("zoe@gmial.com"), "zoe@gmail.com");
  assert.equal(core.suggestEmail("zoe@gmail.com"), undefined);
  assert.deepEqual(core.tally(14_832), {
    count: 14_832,
    goal: 15_000,
    remaining: 168,
    permille: 988,
  });
  assert.equal(core.tally(10, [50]).goal, 50);
  assert.throws(() => core.tally(-1), TypeError);
  const composed = core.compose("x", {
    template: "Bonjour {target.name} {petition.url}",
    lang: "fr",
    targets: [{ id: "1", name: "Zoé Durand" }],
    url: "https://wesign.it/visages",
  });
  assert.equal(composed.text, "Bonjour Zoé Durand https://wesign.it/visages");
  const tlds = readFileSync(join(ROOT, "js", "dist", "tlds.txt"), "utf8");
  assert.equal(core.measure("x", composed.text, { tlds }).length, 19 + 23);
  assert.match(core.link("x", { text: composed.text }), /^https:\/\/x\.com\/intent\//);
  assert.notEqual(core.templateErrors("{target.nme}", "fr").length, 0);
  assert.throws(() => core.measure("pigeon", ""), TypeError);
});

test("the directory: a postcode leads to seats, and only its prefix is asked for", async () => {
  const asked = [];
  const files = async (address) => {
    const name = new URL(address).pathname.split("/").at(-1);
    asked.push(name);
    return new Response(readFileSync(join(ROOT, "demo", "directory", name)));
  };
  const directory = new Directory(core, "https://api.example.org/directory", files);
  const paris = await directory.find("75018");
  assert.equal(paris.found, "choose_seat");
  const [{ constituency, holder }] = paris.seats;
  assert.match(constituency, /^75-\d\d$/);
  assert.deepEqual(await directory.seat("75018", constituency), { constituency, holder });
  assert.equal((await directory.find("7501")).found, "malformed");
  assert.ok((await directory.distance("75018", "69001")) > 300);
  assert.equal(asked.length, 3, "manifest, shard, points: once each");
  assert.ok(asked.every((name) => !name.includes("75018")));
});

/** An API that answers as `answers` say, one after the other; the last one stays. */
async function api(answers) {
  const heard = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const answer = answers[Math.min(heard.length, answers.length - 1)];
      heard.push({ key: request.headers["idempotency-key"], body, at: performance.now() });
      if (answer === "reset") return request.socket.resetAndDestroy();
      if (answer === "silence") return undefined;
      const [status, json, headers] = answer;
      return response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(typeof json === "string" ? json : JSON.stringify(json));
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  open.push(server);
  const address = `http://127.0.0.1:${server.address().port}`;
  return { heard, client: new Client(address, { longest: 20, timeout: 300 }) };
}
const open = [];
after(() => {
  for (const server of open) {
    server.closeAllConnections();
    server.close();
  }
});

const DRAFT = { given_name: "Zoé", email: "zoe@example.org" };
const TAKEN = [201, { count: 7 }];

for (const [what, trouble] of [
  ["resets the connection", "reset"],
  ["does not answer", "silence"],
  ["breaks", [500, { code: "internal" }]],
  ["breaks without a word", [502, "<h1>Bad gateway</h1>"]],
  ["is asked too much", [429, { code: "overloaded" }, { "retry-after": "0" }]],
  ["is cut short", [201, '{"count":']],
]) {
  test(`signing where the API ${what}: the same request again, under the same key`, async () => {
    const { heard, client } = await api([trouble, trouble, TAKEN]);
    assert.equal(await client.sign("a", DRAFT), 7);
    assert.equal(heard.length, 3);
    assert.match(heard[0].key, /^[0-9a-f]{32}$/);
    assert.equal(new Set(heard.map(({ key }) => key)).size, 1);
    assert.deepEqual(JSON.parse(heard[2].body), DRAFT);
  });
}

test("Retry-After is honoured, however short the own wait would be", async () => {
  const { heard, client } = await api([
    [503, { code: "overloaded" }, { "retry-after": "1" }],
    TAKEN,
  ]);
  assert.equal(await client.sign("a", DRAFT), 7);
  assert.ok(heard[1].at - heard[0].at >= 950);
});

test("what will not change is not asked again, and says every field", async () => {
  const errors = [{ field: "email", code: "email_missing_at" }];
  const { heard, client } = await api([[422, { code: "invalid_signature", errors }]]);
  await assert.rejects(client.sign("a", DRAFT), (error) => {
    assert.ok(error instanceof ApiError);
    assert.deepEqual([error.code, error.status, error.errors], ["invalid_signature", 422, errors]);
    assert.ok(!error.message.includes("zoe"), "no personal datum in a message that is logged");
    return true;
  });
  assert.equal(heard.length, 1);
});

test("patience ends: after the last try, or when the caller says so", async () => {
  const { heard, client } = await api(["reset"]);
  await assert.rejects(client.count("a"), { code: "unreachable", status: 0 });
  assert.equal(heard.length, 5);
  const stop = new AbortController();
  const { client: patient } = await api([[503, {}, { "retry-after": "60" }]]);
  const waiting = patient.sign("a", DRAFT, { signal: stop.signal });
  setTimeout(() => stop.abort(), 50);
  await assert.rejects(waiting, { name: "AbortError" });
});
