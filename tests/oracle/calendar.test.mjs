// Calendar files against a parser of iCalendar (npm `ical.js`, Mozilla's): hostile texts come out as
// they went in, and nothing of them becomes a property or another event.
import assert from "node:assert/strict";
import { test } from "node:test";
import ICAL from "ical.js";
import { example } from "./example.mjs";
import { random, texts } from "./texts.mjs";

const NOW = "2026-11-25T08:00:00Z";
const PAGE = "https://example.org/p?a=1,2;b=3";

const BREAKING = [
  "END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nVERSION:2.0",
  "\r\nATTENDEE:mailto:eve@example.org",
  "\n ATTACH:javascript:alert(1)",
  "a\rBEGIN:VALARM",
  "\\n \\, \\; \\\\",
  ";VALUE=URI:https://evil.example",
  'quoted "text", with; all: of\\it',
  "\u0000\u0007\u001b[31m\u007f",
  "\u2028END:VEVENT\u2029\u0085END:VEVENT",
  "é".repeat(200),
  "👩‍👩‍👧‍👦".repeat(40),
  "日本語".repeat(60),
  "a".repeat(300),
  "\t tab \t",
  "<script>alert(1)</script>",
];

/** The text as it is meant: trimmed, line breaks as `\n`, without control characters. */
function meant(text) {
  return text
    .replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, "\n")
    .replace(/(?![\n\t])\p{Cc}/gu, "")
    .toWellFormed();
}

function gatherings() {
  const next = random(20261125);
  const words = texts(600, 20261125);
  return [...BREAKING, ...words].map((text, at) => {
    const place = text.trim() === "" ? "Mairie" : text.trim();
    const starts = Date.UTC(2026, 0, 1) + Math.floor(next() * 1e11);
    return {
      id: `g-${at}`,
      title: text,
      text: text.trim(),
      starts_at: new Date(starts).toISOString(),
      ends_at: at % 3 === 0 ? null : new Date(starts + 5.4e6).toISOString(),
      cancelled: at % 7 === 0,
      url: at % 2 === 0 ? "https://example.org/gathering?é=1" : "javascript:alert(1)",
      place: {
        name: place,
        address: "1, rue de l’Été; 35000 Rennes",
        point: at % 5 === 0 ? null : [next() * 180 - 90, next() * 360 - 180],
      },
    };
  });
}

test("a parser reads every calendar as it was meant", () => {
  const given = gatherings().map((gathering) => JSON.parse(JSON.stringify(gathering)));
  const made = example("calendar", [NOW, "p", PAGE], given);
  for (const line of made.split("\r\n")) {
    assert.ok(Buffer.byteLength(line) <= 75, line);
    assert.doesNotMatch(line, /[\r\n]/);
  }
  const calendars = ICAL.parse(made);
  assert.equal(calendars.length, given.length);
  for (const [at, jcal] of calendars.entries()) {
    const gathering = given[at];
    const calendar = new ICAL.Component(jcal);
    assert.equal(calendar.getFirstPropertyValue("version"), "2.0");
    assert.deepEqual(
      calendar
        .getAllProperties()
        .map((property) => property.name)
        .sort(),
      ["method", "prodid", "version"],
    );
    const [component, ...more] = calendar.getAllSubcomponents();
    assert.deepEqual(more, []);
    assert.deepEqual(component.getAllSubcomponents(), []);
    const event = new ICAL.Event(component, { strictExceptions: true });
    const url = at % 2 === 0 ? gathering.url : PAGE;
    assert.equal(event.uid, `p/${gathering.id}@wesign.it`);
    assert.equal(event.summary ?? "", meant(gathering.title));
    const text = meant(gathering.text);
    assert.equal(event.description, text === "" ? url : `${text}\n\n${url}`);
    const place = meant(gathering.place.name);
    assert.equal(event.location, `${place}, ${gathering.place.address}`);
    assert.equal(component.getFirstPropertyValue("url"), url);
    const seconds = (text) => Date.parse(text) - (Date.parse(text) % 1000);
    assert.equal(event.startDate.toJSDate().getTime(), seconds(gathering.starts_at));
    assert.equal(event.startDate.zone, ICAL.Timezone.utcTimezone);
    assert.equal(component.getFirstPropertyValue("dtstamp").toJSDate().getTime(), Date.parse(NOW));
    assert.equal(component.hasProperty("dtend"), gathering.ends_at !== null);
    if (gathering.ends_at !== null) {
      assert.equal(event.endDate.toJSDate().getTime(), seconds(gathering.ends_at));
    }
    const status = gathering.cancelled ? "CANCELLED" : "CONFIRMED";
    assert.equal(component.getFirstPropertyValue("status"), status);
    const geo = component.getFirstPropertyValue("geo");
    const { point } = gathering.place;
    assert.equal(geo === null, point === null);
    for (const axis of [0, 1]) {
      if (point !== null) assert.ok(Math.abs(Number(geo[axis]) - point[axis]) < 1e-6, `${geo}`);
    }
  }
});
