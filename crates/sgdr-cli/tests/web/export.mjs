// The page that `sgdr export` writes, which has the same chart.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { close, open, rates, sgdr, text, until } from "./browser.mjs";

const folder = mkdtempSync(join(tmpdir(), "sgdr-web-"));
after(() => rmSync(folder, { recursive: true }));

const exported = async (words, options) => {
  const file = join(folder, "run.html");
  sgdr("export", ...words.split(" "), "-o", file);
  return open("", { ...options, address: pathToFileURL(file).href });
};
const step = async (page) => (await text(page, ".sgdr-readout output")).replaceAll(",", "");

test("an exported page is hovered, zoomed and read by key", async () => {
  const words = "-l 0.1 -s 1000 --m-mul 0.8";
  const page = await exported(`${words} --steps 10000 --vs t_mul=1.5`);
  const [, head, ...rows] = (await text(page, ".sgdr-readout")).split("\n");
  assert.equal(await page.locator(".sgdr-readout tbody tr").count(), 2, `${head} ${rows}`);
  const box = await page.locator(".sgdr-stage .u-over").boundingBox();
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
  await until(async () => Number(await step(page)) > 3900, true);
  const hovered = await step(page);
  const shown = () => page.locator(".sgdr-readout td:nth-child(2)").allInnerTexts();
  assert.deepEqual(await shown(), [rates(words, [hovered])[0], rates(`${words} --t-mul 1.5`, [hovered])[0]]);
  await page.focus(".sgdr-stage");
  await page.keyboard.press("Home");
  await page.keyboard.press("PageDown");
  assert.equal(await step(page), "1000");
  await page.keyboard.press("ArrowRight");
  assert.equal(await step(page), "1001");
  await page.click("[aria-label='Zoom in']");
  await page.keyboard.press("0");
  await page.click("[aria-label='log rate axis']");
  assert.equal(await page.getAttribute("[aria-label='log rate axis']", "aria-pressed"), "true");
  await page.click(".sgdr-name >> nth=1");
  assert.equal(await page.getAttribute(".sgdr-name >> nth=1", "aria-pressed"), "false");
  await close(page);
});

test("an exported page follows the theme", async () => {
  for (const [dark, color] of [[false, "rgb(255, 255, 255)"], [true, "rgb(13, 17, 23)"]]) {
    const page = await exported("-l 0.1 -s 1000", { dark, width: 375 });
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), color);
    await close(page);
  }
});
