// The designer for everybody: by keyboard alone, with a screen reader, on a phone, in the dark, and at once.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { close, modules, open, rates, text, until } from "./browser.mjs";

const AXE = readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");
const COMPARED = "initial-learning-rate=0.1&first-decay-steps=1000&m-mul=0.8&steps=10000&vs=t_mul%3D1.5&vs=m_mul%3D0.5&vs=alpha%3D0.1&dataset-size=50000&batch-size=128";

const violations = async (page) => {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`);
};

for (const [width, height] of [[375, 812], [768, 1024], [1280, 900]]) {
  for (const dark of [false, true]) {
    test(`axe finds nothing at ${width}, ${dark ? "dark" : "light"}`, async () => {
      for (const link of ["", COMPARED, `config=${encodeURIComponent('{"class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.1, "decay_steps": 100, "decay_rate": 0.9}}')}`]) {
        const page = await open(link, { width, height, dark });
        assert.deepEqual(await violations(page), []);
        await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
        await page.fill("#warmup-steps", "-1");
        await until(() => page.locator("#problem").isVisible(), true);
        assert.deepEqual(await violations(page), []);
        const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
        assert.ok(scroll <= client, `${scroll} pixels wide in ${client}`);
        await close(page);
      }
    });
  }
}

test("everything can be done by keyboard", async () => {
  const page = await open();
  const reach = async (selector) => {
    for (let presses = 0; presses < 120; presses++) {
      await page.keyboard.press("Tab");
      const [isThere, isSeen] = await page.evaluate((selector) => {
        const active = document.activeElement;
        const outlined = [active, active.closest("label")].some((it) => it && getComputedStyle(it).outlineStyle !== "none");
        return [active.matches(selector), outlined || active === document.body];
      }, selector);
      assert.ok(isSeen, "the focus is seen");
      if (isThere) return;
    }
    throw new Error(`${selector} cannot be reached`);
  };
  await reach("#open");
  await reach("#link");
  await reach("#theme");
  await reach(".more");
  await page.keyboard.press("Enter");
  await until(() => page.locator(".pill").count(), 2);
  await reach(".sgdr-stage");
  await page.keyboard.press("PageDown");
  await until(() => page.inputValue("#step"), "1000");
  await until(async () => (await page.locator("#said").textContent()).startsWith("step 1,000: A 0.1, cycle 1, 0 %"), true);
  for (const key of ["ArrowRight", "+", "-", "0", "End"]) await page.keyboard.press(key);
  await until(() => page.inputValue("#step"), "9999");
  await reach("#fixes button");
  await page.keyboard.press("Enter");
  await until(() => text(page, "#sentence"), "7,000 steps end where cycle 2 ends");
  await reach("#t-mul");
  await page.keyboard.type("1.5");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowLeft");
  await until(() => page.inputValue("#t-mul"), "1.45");
  await reach("#step");
  await page.keyboard.type("1450");
  await page.keyboard.press("ArrowUp");
  const [expected] = rates("-l 0.1 -s 1000 --t-mul 1.45", [1451]);
  await until(() => page.locator(".readout td[data-name=rate]").nth(1).innerText(), expected);
  await reach("[role=tab]");
  await page.keyboard.press("ArrowRight");
  await until(() => page.getAttribute("[data-target=pytorch]", "aria-selected"), "true");
  await until(async () => (await page.locator("#code-panel code").textContent()).includes("torch"), true);
  await reach(".copy");
  await reach("[data-format=svg]");
  await close(page);
});

test("the theme can be chosen", async () => {
  const page = await open();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(await background(), "rgb(255, 255, 255)");
  await page.selectOption("#theme", "dark");
  assert.equal(await background(), "rgb(13, 17, 23)");
  await page.reload();
  await page.waitForSelector("main:not(.starting)");
  assert.equal(await background(), "rgb(13, 17, 23)");
  await close(page);
});

test("the first curve is there at once, and nothing moves", async () => {
  const times = [];
  for (let tries = 0; tries < 5; tries++) {
    const page = await open("initial-learning-rate=0.1&first-decay-steps=1000&steps=10000");
    await page.waitForTimeout(300);
    const [after, sinceLoad, shift] = await page.evaluate(() => new Promise((tell) => {
      const { startTime } = performance.getEntriesByName("sgdr-drawn")[0];
      const times = [startTime, startTime - performance.getEntriesByType("navigation")[0].loadEventEnd];
      new PerformanceObserver((list) => tell([...times, list.getEntries().reduce((sum, { value }) => sum + value, 0)])).observe({ type: "layout-shift", buffered: true });
      setTimeout(() => tell([...times, 0]), 300);
    }));
    times.push(`${after.toFixed(0)} (${sinceLoad.toFixed(0)})`);
    assert.ok(shift < 0.01, `layout shift ${shift}`);
    await close(page);
  }
  console.log(`# first curve after ${times.join(", ")} ms; in brackets, since the load event`);
});
