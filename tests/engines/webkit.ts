// WebKitGTK by its own WebDriver, on a screen that nobody sees.
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { Builder, Capabilities, Key, type WebDriver, type WebElement } from "selenium-webdriver";
import type { Engine, Find } from "./engine.ts";

/** A port that is free now. */
const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

/** Waits until the driver answers. */
async function listening(url: string, driver: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (driver.exitCode !== null) throw new Error(`the driver ended: ${driver.exitCode}`);
    const answered = await fetch(`${url}/status`).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the driver does not answer");
}

/** A screen in memory; it writes its number once it is ready. */
async function screen(xvfb: string): Promise<[ChildProcess, string]> {
  const child = spawn(xvfb, ["-displayfd", "3", "-screen", "0", "1280x1600x24"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const number = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`Xvfb ended: ${code}`)));
    child.stdio[3]?.once("data", (data: Buffer) => resolve(String(data).trim()));
  });
  return [child, `:${number}`];
}

export async function webkit(paths: {
  driver: string;
  browser: string;
  xvfb: string;
}): Promise<Engine> {
  const [xvfb, display] = await screen(paths.xvfb);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const served = spawn(paths.driver, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: display },
    stdio: "ignore",
  });
  const end = () => {
    served.kill();
    xvfb.kill();
  };
  let driver: WebDriver;
  try {
    await listening(url, served);
    driver = await new Builder()
      .usingServer(url)
      .withCapabilities(
        new Capabilities({
          browserName: "MiniBrowser",
          "webkitgtk:browserOptions": { binary: paths.browser, args: ["--automation"] },
        }),
      )
      .build();
  } catch (error) {
    end();
    throw error;
  }
  const element = async (find: Find): Promise<WebElement> => {
    const found = await driver.executeScript<WebElement | null>(`return ${find}`);
    if (!found) throw new Error(`nothing there: ${find}`);
    return found;
  };
  return {
    open: (to) => driver.get(to),
    read: (expression) => driver.executeScript(`return ${expression}`),
    click: async (find) => (await element(find)).click(),
    type: async (find, text) => (await element(find)).sendKeys(text),
    keys: async (text) => {
      for (const key of text) {
        const pressed = key === "\t" ? Key.TAB : key === "\n" ? Key.ENTER : key;
        await driver.actions().sendKeys(pressed).perform();
      }
    },
    complaints: [], // WebDriver tells nothing of the console
    close: async () => {
      await driver.quit().catch(() => undefined);
      end();
    },
  };
}
