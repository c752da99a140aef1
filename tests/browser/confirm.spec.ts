// Double opt-in as a person lives it: sign on the partner's page, open the letter, press its button.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, expectAccessible, fill, openPage, PETITION, submit, test } from "./fixtures.ts";
import { Server } from "./server.ts";

/** A mail server that keeps what it takes. */
async function mailServer() {
  const letters: string[] = [];
  const server = createServer((socket) => {
    let received = "";
    let data = false;
    socket.write("220 test ESMTP\r\n");
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      received += chunk;
      for (;;) {
        const end = data ? received.indexOf("\r\n.\r\n") : received.indexOf("\r\n");
        if (end < 0) return;
        const line = received.slice(0, end);
        received = received.slice(end + (data ? 5 : 2));
        if (data) letters.push(line);
        const begins = !data && line.toUpperCase() === "DATA";
        socket.write(begins ? "354 go ahead\r\n" : "250 ok\r\n");
        data = begins;
      }
    });
  });
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("no port");
  return { letters, url: `smtp://127.0.0.1:${address.port}`, close: () => server.close() };
}

/** Quoted-printable, as far as an address needs it. */
const plain = (letter: string) => letter.replaceAll("=\r\n", "").replaceAll("=3D", "=");

test("signs, is told of the letter, and counts once its button is pressed", async ({
  page,
  consoleErrors,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "wesign-"));
  const file = `${PETITION}.json`;
  const petition = JSON.parse(readFileSync(join("demo/server/mobilisations", file), "utf8"));
  writeFileSync(join(folder, file), JSON.stringify({ ...petition, confirm_email: true }));
  const mail = await mailServer();
  await using server = await Server.start(
    ...["--mobilisations", folder, "--smtp", mail.url, "--mail-from", "Nous <nous@us.example>"],
  );

  // Read at the start only.
  rmSync(folder, { recursive: true });

  const widget = await openPage(page, server);
  await fill(widget);
  await submit(widget);
  const told = widget.getByRole("heading", { name: /ouvrez le message/ });
  await expect(told).toBeVisible();
  await expect(widget.getByText(/avec la vôtre/)).toHaveCount(0);
  await expect(widget.getByText(/14.832 signatures/)).toBeVisible();
  await expectAccessible(page, "mailed");

  await expect.poll(() => mail.letters.length).toBe(1);
  const link = /http:\/\/127\.0\.0\.1:\d+(\/petitions\/\S+\/confirm\/\S+)/.exec(
    plain(mail.letters[0] ?? ""),
  );
  await page.goto(server.api + link?.[1]);
  await expectAccessible(page, "confirm");
  await page.getByRole("button", { name: "Je confirme ma signature" }).click();
  await expect(page.getByRole("heading", { name: "Merci, votre signature compte" })).toBeVisible();
  await expectAccessible(page, "confirmed");
  const count = `${server.api}/api/petitions/${PETITION}/count`;
  const counted = async () => (await (await page.request.get(count)).json()).count;
  await expect.poll(counted).toBe(14_833);
  expect(consoleErrors).toEqual([]);
  mail.close();
});
