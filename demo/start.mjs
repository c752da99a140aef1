// `npm start`: sets up, builds the widget and the reference server, runs the server with the shop window
// on it. Ctrl-C stops it all. What is already built is not built again.
//
//   PORT=8081 npm start             another port than 8080
//   DATABASE_URL=… npm start        another database than target/demo/wesign.db
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join, relative } from "node:path";
import { build } from "../js/tools/build.mjs";
import { adopt, cli, Failure, probe, ROOT, seconds, step } from "../js/tools/common.mjs";
import { prerequisites } from "../js/tools/setup.mjs";

const DATABASE = join(ROOT, "target", "demo", "wesign.db");

function portWanted() {
  const given = process.env.PORT || "8080";
  const port = Number(given);
  if (!/^\d+$/.test(given) || port < 1 || port > 65535) {
    throw new Failure(`PORT=${given} is not a port: a number from 1 to 65535 is expected.`);
  }
  return port;
}

/** What keeps us from listening there, as an error code, or null. */
const obstacle = (port, host) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code }) => resolve(code));
    server.listen({ port, host }, () => server.close(() => resolve(null)));
  });

/** Asked before anything is built: nobody waits two minutes to be told this. */
async function checkPort(port) {
  // A browser takes `localhost` to ::1 first: whatever listens there would answer in our place.
  for (const host of ["127.0.0.1", "::1"]) {
    const code = await obstacle(port, host);
    if (code === "EADDRINUSE") {
      throw new Failure(
        `Port ${port} is taken by another program (perhaps an earlier \`npm start\`).\n` +
          `Stop that one, or choose another port:\n  PORT=${port + 1} npm start`,
      );
    }
    if (code === "EACCES") {
      throw new Failure(
        `Port ${port} needs privileges. Choose one above 1023:\n  PORT=8080 npm start`,
      );
    }
  }
}

async function buildServer() {
  // Unoptimised, as the tests build it too: 20 s instead of a minute, and fast enough for one visitor.
  await step("reference server", "cargo", ["build", "--locked", "-p", "wesign-server"]);
  const { target_directory } = JSON.parse(
    probe("cargo", ["metadata", "--format-version", "1", "--no-deps"], { cwd: ROOT }),
  );
  return join(
    target_directory,
    "debug",
    process.platform === "win32" ? "wesign-server.exe" : "wesign-server",
  );
}

/** Resolves once something answers on the port; rejects if the server ends first. */
function answering(port, server) {
  return new Promise((resolve, reject) => {
    server.once("error", (error) =>
      reject(new Failure(`The server did not start: ${error.message}`)),
    );
    server.once("close", (code) =>
      reject(new Failure(`The server stopped at once (exit code ${code}): see above.`)),
    );
    const knock = () => {
      const socket = connect({ port, host: "127.0.0.1" }, () => resolve(socket.destroy()));
      socket.once("error", () => setTimeout(knock, 50));
    };
    knock();
  });
}

async function start() {
  const begun = performance.now();
  const port = portWanted();
  prerequisites();
  await checkPort(port);
  await build();
  const binary = await buildServer();

  mkdirSync(join(ROOT, "target", "demo"), { recursive: true });
  const database = process.env.DATABASE_URL || `sqlite:${DATABASE}`;
  const server = adopt(
    // The shop window's gatherings are always to come.
    spawn(binary, ["--demo"], {
      cwd: ROOT,
      env: { ...process.env, PORT: String(port), DATABASE_URL: database },
      stdio: "inherit",
    }),
  );
  await answering(port, server);
  console.log(`
wesign runs (after ${seconds(begun)}). Ctrl-C stops it.

  Shop window      http://localhost:${port}/
  Gallery          http://localhost:${port}/gallery.html
  Configurator     http://localhost:${port}/configurator.html
  Partners' pages  http://localhost:${port}/partners/ngo.html
                   http://localhost:${port}/partners/collective.html
                   http://localhost:${port}/partners/newspaper.html
  API              http://127.0.0.1:${port}/api/petitions/reconnaissance-faciale
  Database         ${process.env.DATABASE_URL ? "DATABASE_URL" : relative(ROOT, DATABASE)}
`);
  const code = await new Promise((resolve) => server.once("close", resolve));
  process.exitCode = code ?? 1;
}

cli(start);
