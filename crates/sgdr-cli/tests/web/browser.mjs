// What the tests share: the command, a designer, a browser, and a way to wait for what a page will say.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { after, before } from "node:test";

const { SGDR, MODULES, CHROMIUM = "/usr/bin/chromium" } = process.env;
export const modules = createRequire(`${MODULES}/`);
const { chromium } = modules("playwright-core");
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

// What the command prints for some words; its exit code does not matter.
export const sgdr = (...words) => {
  try {
    return execFileSync(SGDR, words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 });
  } catch (error) {
    return error.stdout;
  }
};

// The rates of some steps.
export const rates = (words, steps) => sgdr("lr", ...words.split(" "), ...steps.map(String)).trim().split("\n");

let browser;
let server;
let url;

before(async () => {
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  server = spawn(SGDR, ["design"], { stdio: ["ignore", "pipe", "ignore"] });
  const [line] = await once(server.stdout, "data");
  url = String(line).trim();
});

after(async () => {
  server.kill("SIGINT");
  await browser.close();
});

const opened = new WeakMap();

// A page of the designer that begins with the words of a link. It must not fail, nor ask for anything elsewhere.
export const open = async (link = "", { width = 1280, height = 900, dark = false, address = url } = {}) => {
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: dark ? "dark" : "light", permissions: ["clipboard-read", "clipboard-write"], acceptDownloads: true,
  });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("400 (Bad Request)") && faults.push(message.text()));
  page.on("request", (request) => !request.url().startsWith(address.replace(/\/$/, "")) && !request.url().startsWith("blob:") && faults.push(`asks for ${request.url()}`));
  opened.set(page, faults);
  await page.goto(address + (link && `#${link}`));
  await page.waitForSelector("main:not(.starting), .sgdr-stage canvas");
  return page;
};

export const close = async (page) => {
  const faults = opened.get(page);
  await page.context().close();
  if (faults?.length) throw new Error(faults.join("\n"));
};

// Waits until a function of the page gives what is expected.
export const until = async (look, expected, what = String(look)) => {
  const wanted = JSON.stringify(expected);
  let last;
  for (let tries = 0; tries < 200; tries++) {
    last = JSON.stringify(await look());
    if (last === wanted) return;
    await new Promise((wake) => setTimeout(wake, 25));
  }
  throw new Error(`${what}\n  expected ${wanted}\n  but was  ${last}`);
};

export const text = (page, selector) => page.locator(selector).first().innerText();
