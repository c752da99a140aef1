// Firefox over WebDriver BiDi, without a driver beside it.
import { type ElementHandle, launch } from "puppeteer-core";
import type { Engine, Find } from "./engine.ts";

export async function firefox(executablePath: string): Promise<Engine> {
  const browser = await launch({ browser: "firefox", executablePath, headless: true });
  const page = await browser.newPage();
  await page.setViewport({ width: 1000, height: 1400 });
  const heard: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") heard.push(message.text());
  });
  page.on("pageerror", (error) => heard.push(String(error)));
  const element = async (find: Find): Promise<ElementHandle> => {
    const found = (await page.evaluateHandle(find)).asElement();
    if (!found) throw new Error(`nothing there: ${find}`);
    return found as ElementHandle;
  };
  return {
    open: async (url) => void (await page.goto(url)),
    read: async <T>(expression: string) => (await page.evaluate(expression)) as T,
    click: async (find) => (await element(find)).click(),
    type: async (find, text) => (await element(find)).type(text),
    keys: async (text) => {
      for (const key of text) {
        if (key === "\t") await page.keyboard.press("Tab");
        else if (key === "\n") await page.keyboard.press("Enter");
        else await page.keyboard.type(key);
      }
    },
    complaints: heard,
    close: () => browser.close(),
  };
}
