// The designer in a real browser: what is set is drawn, what is shown is what the command prints.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { close, open, rates, sgdr, text, until } from "./browser.mjs";

const FIXTURES = new URL("../cmd/check.in/", import.meta.url);

// The rates of the readout at a step, one for each schedule.
const readout = async (page, step) => {
  await page.fill("#step", String(step));
  const answered = page.waitForResponse((response) => response.url().includes(`/api/at?step=${step}`));
  await page.dispatchEvent("#step", "input");
  await answered;
  await page.waitForTimeout(30);
  return page.locator(".readout td[data-name=rate]").allInnerTexts();
};
const same = async (page, words, steps, schedule = 0) => {
  for (const [index, rate] of rates(words, steps).entries()) {
    await until(async () => (await readout(page, steps[index]))[schedule], rate, `${words}: step ${steps[index]}`);
  }
};
const set = async (page, name, value) => {
  await page.fill(`#${name}`, value);
  await page.press(`#${name}`, "Enter");
};
const STEPS = [0, 1, 499, 999, 1000, 2999, 3000, 12345];

test("number boxes set the schedule, and its rates are those of sgdr lr", async () => {
  const page = await open();
  await same(page, "-l 0.1 -s 1000", STEPS);
  for (const [name, value] of [["initial-learning-rate", "0.3"], ["first-decay-steps", "700"], ["t-mul", "1.1"], ["m-mul", "0.87"], ["alpha", "0.01"], ["name", "mine"]]) {
    await set(page, name, value);
  }
  await same(page, "-l 0.3 -s 700 --t-mul 1.1 --m-mul 0.87 --alpha 0.01", STEPS);
  await set(page, "warmup-steps", "50");
  await set(page, "cycle-limit", "3");
  await same(page, "-l 0.3 -s 700 --t-mul 1.1 --m-mul 0.87 --alpha 0.01 --warmup-steps 50 --cycle-limit 3", STEPS);
  const row = async () => (await page.locator("#rates tbody tr").nth(3).innerText()).split(/\s+/);
  const [step, rate] = await row();
  assert.equal(rate, rates("-l 0.3 -s 700 --t-mul 1.1 --m-mul 0.87 --alpha 0.01 --warmup-steps 50 --cycle-limit 3", [step.replace(",", "")])[0]);
  await close(page);
});

test("sliders set the boxes and the schedule", async () => {
  const page = await open();
  const slider = page.locator("[data-of=t-mul]");
  await slider.focus();
  await slider.press("ArrowLeft");
  await until(() => page.inputValue("#t-mul"), "1.95");
  await slider.press("Home");
  await until(() => page.inputValue("#t-mul"), "0.5");
  await same(page, "-l 0.1 -s 1000 --t-mul 0.5", STEPS);
  assert.equal(await slider.getAttribute("aria-valuetext"), "0.5");
  const rate = page.locator("[data-of=initial-learning-rate]");
  const box = await rate.boundingBox();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2, { steps: 12 });
  await page.mouse.up();
  const chosen = await page.inputValue("#initial-learning-rate");
  assert.ok(Number(chosen) > 1e-5 && Number(chosen) < 1e-3, chosen);
  await same(page, `-l ${chosen} -s 1000 --t-mul 0.5`, [0, 100]);
  await close(page);
});

test("lengths are steps, epochs or cycles", async () => {
  const page = await open("initial-learning-rate=0.1&first-decay-steps=9ep&t-mul=1&dataset-size=50000&batch-size=128&epochs=20");
  await until(() => text(page, "#sentence"), "7,820 steps (20 epochs) end 22 % into cycle 2; 7,038 or 10,557 steps end on a cycle's end");
  assert.equal(await page.inputValue("#unit"), "epochs");
  await until(async () => (await readout(page, 391)) && (await text(page, ".epoch")), "epoch 1");
  await page.selectOption("#unit", "cycles");
  await until(() => text(page, "#sentence"), "14,076 steps (36 epochs) end where cycle 3 ends");
  assert.match(page.url(), /cycles=4/);
  await close(page);
});

test("schedules are compared", async () => {
  const page = await open();
  await page.click(".more");
  await set(page, "t-mul", "1.5");
  await page.click(".more");
  await set(page, "alpha", "0.05");
  await until(() => page.locator(".pill").allInnerTexts(), ["A t_mul=2, alpha=0", "B t_mul=1.5, alpha=0", "C t_mul=1.5, alpha=0.05"]);
  await same(page, "-l 0.1 -s 1000", STEPS, 0);
  await same(page, "-l 0.1 -s 1000 --t-mul 1.5", STEPS, 1);
  await same(page, "-l 0.1 -s 1000 --t-mul 1.5 --alpha 0.05", STEPS, 2);
  const differences = await page.locator("#differences tbody tr").allInnerTexts();
  assert.deepEqual(differences.map((row) => row.split(/\t/)), [
    ["t_mul", "2", "1.5", "1.5"], ["alpha", "0", "0", "0.05"], ["restarts in the run", "3", "4", "4"],
    ["rate of the last step", ...["--t-mul 2", "--t-mul 1.5", "--t-mul 1.5 --alpha 0.05"].map((more) => rates(`-l 0.1 -s 1000 ${more}`, [9999])[0])],
  ]);
  await page.click(".more");
  await until(() => page.locator(".more").count(), 0);
  await page.click("[data-key=gone-1]");
  await until(() => page.locator(".pill").count(), 3);
  // One may have a warm-up or a limit that others have not.
  await set(page, "warmup-steps", "50");
  await set(page, "cycle-limit", "2");
  const index = Number(new URLSearchParams(new URL(page.url()).hash.slice(1)).getAll("vs").findIndex((words) => words.includes("warmup_steps=50"))) + 1;
  await same(page, "-l 0.1 -s 1000 --t-mul 1.5 --alpha 0.05 --warmup-steps 50 --cycle-limit 2", STEPS, index);
  await same(page, "-l 0.1 -s 1000", STEPS, 0);
  await until(async () => (await text(page, "#differences tbody")).includes("warmup_steps"), true);
  // What changes in the first one changes in all that do not say otherwise.
  await page.click("[data-key=pick-0]");
  await set(page, "initial-learning-rate", "0.2");
  await same(page, "-l 0.2 -s 1000 --t-mul 1.5 --alpha 0.05", STEPS, 1);
  await set(page, "warmup-steps", "70");
  await same(page, "-l 0.2 -s 1000 --t-mul 1.5 --alpha 0.05 --warmup-steps 70", STEPS, 1);
  await page.click("[data-key=pick-1]");
  await set(page, "warmup-steps", "");
  await same(page, "-l 0.2 -s 1000 --t-mul 1.5 --alpha 0.05", STEPS, 1);
  assert.match(page.url(), /warmup_steps%3Dnone/);
  await close(page);
});

test("each fix makes the run end where a cycle ends", async () => {
  for (const link of ["", "initial-learning-rate=0.1&first-decay-steps=700&t-mul=1.3&steps=9999&warmup-steps=100", "initial-learning-rate=1&first-decay-steps=10ep&steps=9999&dataset-size=1000&batch-size=10&vs=t_mul%3D1"]) {
    const page = await open(link);
    const count = await page.locator("#fixes button").count();
    assert.ok(count >= 3, `${count} fixes`);
    for (let fix = 0; fix < count; fix++) {
      const before = await text(page, "#sentence");
      await page.locator("#fixes button").nth(fix).click();
      await page.waitForFunction((before) => document.getElementById("sentence").textContent !== before, before);
      assert.match(await text(page, "#sentence"), /ends? where cycle \d+ ends$/);
      await until(() => page.locator("#fixes button").count(), 0);
      await page.goBack();
      await until(() => text(page, "#sentence"), before);
    }
    await close(page);
  }
});

test("code is that of sgdr convert, and is copied", async () => {
  const page = await open("initial-learning-rate=0.1&first-decay-steps=41&t-mul=1&m-mul=0.9&steps=5000&vs=t_mul%3D1.5");
  const command = "sgdr plot -l 0.1 -s 41 --t-mul 1 --m-mul 0.9 --steps 5000 --vs t_mul=1.5";
  await until(() => text(page, "#code-panel code"), command);
  const targets = await page.locator("[data-target]").evaluateAll((tabs) => tabs.map((tab) => tab.dataset.target));
  assert.ok(targets.length >= 12);
  for (const [schedule, t_mul] of [[0, "1"], [1, "1.5"]]) {
    await page.click(`[data-key=pick-${schedule}]`);
    for (const target of targets.slice(1)) {
      await page.click(`[data-target=${target}]`);
      const expected = sgdr("convert", "--to", target, "-l", "0.1", "-s", "41", "--t-mul", t_mul, "--m-mul", "0.9", "--steps", "5000");
      await until(() => page.locator("#code-panel code").textContent(), expected, target);
    }
  }
  await page.click("[data-key=pick-0]");
  await page.click("[data-target=keras]");
  await until(() => page.locator(".notes .loss").count(), 1);
  await page.click(".copy");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, sgdr("convert", "--to", "keras", "-l", "0.1", "-s", "41", "--t-mul", "1", "--m-mul", "0.9", "--steps", "5000"));
  await close(page);
});

test("a link shows the same, and the back button goes back", async () => {
  const page = await open();
  await set(page, "t-mul", "1.5");
  await set(page, "m-mul", "0.8");
  await page.click(".more");
  await set(page, "alpha", "0.1");
  await page.click("[aria-label='log rate axis']");
  await page.click("#link");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, page.url());
  const other = await open(link.split("#")[1]);
  await same(other, "-l 0.1 -s 1000 --t-mul 1.5 --m-mul 0.8", STEPS, 0);
  await same(other, "-l 0.1 -s 1000 --t-mul 1.5 --m-mul 0.8 --alpha 0.1", STEPS, 1);
  assert.equal(await other.getAttribute("[aria-label='log rate axis']", "aria-pressed"), "true");
  await close(other);
  // The axis, alpha, the other schedule, m_mul, t_mul.
  for (const [t_mul, m_mul, count] of [["1.5", "0.8", 2], ["1.5", "0.8", 2], ["1.5", "0.8", 1], ["1.5", "1", 1], ["2", "1", 1]]) {
    await page.goBack();
    await until(async () => [await page.inputValue("#t-mul"), await page.inputValue("#m-mul"), await page.locator(".pill").count()], [t_mul, m_mul, count]);
  }
  await page.goForward();
  await until(() => page.inputValue("#t-mul"), "1.5");
  await same(page, "-l 0.1 -s 1000 --t-mul 1.5", STEPS);
  await close(page);
});

const drop = (page, name, bytes) => page.evaluate(([name, bytes]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
  for (const type of ["dragenter", "dragover", "drop"]) document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
}, [name, [...bytes]]);

test("files are dropped and chosen", async () => {
  const page = await open();
  const json = sgdr("convert", "--to", "keras", "-l", "0.25", "-s", "300", "--t-mul", "1.5", "--alpha", "0.02");
  await drop(page, "schedule.json", Buffer.from(json));
  await same(page, "-l 0.25 -s 300 --t-mul 1.5 --alpha 0.02", STEPS);
  assert.ok(await page.locator("#drop").isHidden());
  await drop(page, "model.keras", readFileSync(new URL("model.keras", FIXTURES)));
  const model = new URL("model.keras", FIXTURES).pathname;
  await until(async () => (await readout(page, 700))[0], sgdr("lr", "--config", model, "700").trim());
  // Another class has no sliders, but all the rest.
  await page.setInputFiles("#open", new URL("exponential.json", FIXTURES).pathname);
  const exponential = new URL("exponential.json", FIXTURES).pathname;
  await until(() => text(page, "legend >> visible=true"), "Schedule of a file");
  await until(async () => (await readout(page, 5))[0], sgdr("lr", "--config", exponential, "5").trim());
  const other = await open(page.url().split("#")[1]);
  await until(async () => (await readout(other, 5))[0], sgdr("lr", "--config", exponential, "5").trim());
  await close(other);
  // The file of the command is the JSON, with the plan.
  await set(page, "warmup-steps", "7");
  await until(() => text(page, "#code-panel code"), "sgdr plot --config schedule.json");
  await page.click("[data-target=keras]");
  await until(() => page.locator("#code-panel code").textContent(), sgdr("convert", "--to", "keras", "--config", exponential, "--warmup-steps", "7"));
  await drop(page, "broken.json", Buffer.from("{'a': 1}"));
  await until(async () => (await text(page, "#problem")).startsWith("broken.json: "), true);
  await page.getByText("Shape one by hand").click();
  await same(page, "-l 0.1 -s 1000", [0, 1000]);
  await close(page);
});

test("what is wrong is said as on the command line, and beside its field", async () => {
  const page = await open();
  await page.fill("#t-mul", "-1");
  await until(() => text(page, "#problem"), "t_mul must be finite and > 0 (received -1) (use --t-mul 1 for cycles of equal length)");
  await until(() => page.getAttribute("#t-mul", "aria-invalid"), "true");
  await page.fill("#t-mul", "2");
  await until(() => page.locator("#problem").isHidden(), true);
  await set(page, "first-decay-steps", "10ep");
  await until(() => page.getAttribute("#first-decay-steps", "aria-invalid"), "true");
  assert.match(await text(page, "#problem"), /the number of steps in an epoch is not known/);
  await page.fill("#step", "1.5");
  await until(() => text(page, "#step-problem"), "step must be a whole number >= 0 (received 1.5)");
  await close(page);
});

test("downloads are what sgdr export writes", async () => {
  const page = await open("initial-learning-rate=0.1&first-decay-steps=1000&steps=5000&vs=t_mul%3D1");
  for (const format of ["csv", "json", "svg", "png", "html"]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(`[data-format=${format}]`)]);
    assert.equal(download.suggestedFilename(), `schedule.${format}`);
    const expected = `${await download.path()}.${format}`;
    sgdr("export", "-l", "0.1", "-s", "1000", "--steps", "5000", "--vs", "t_mul=1", "-o", expected);
    assert.ok(readFileSync(await download.path()).equals(readFileSync(expected)), format);
  }
  await close(page);
});

test("long runs are drawn with every restart", async () => {
  for (const [words, restarts] of [["t-mul=1&steps=1000000", 999], ["steps=1000000000000", 29], ["t-mul=1&steps=10000000000000000000", null]]) {
    const answer = async (page) => {
      const started = performance.now();
      const [response] = await Promise.all([page.waitForResponse((response) => response.url().includes("/api/view")), set(page, "m-mul", "0.99")]);
      const view = await response.json();
      await page.waitForFunction(() => document.getElementById("m-mul").value === "0.99");
      return [view, performance.now() - started];
    };
    const page = await open(`initial-learning-rate=0.1&first-decay-steps=1000&${words}`);
    const [{ chart }, time] = await answer(page);
    console.log(`# ${words}: ${chart.step.length} steps of ${chart.steps} drawn, ${time.toFixed(0)} ms from key to answer`);
    assert.ok(chart.step.length < 6000);
    if (restarts !== null) {
      assert.equal(chart.curves[0].restarts.length, restarts);
      assert.ok(chart.curves[0].restarts.every((restart) => chart.step.includes(restart)));
      // From cycle to cycle by key, each one is there.
      await page.focus(".sgdr-stage");
      for (const restart of chart.curves[0].restarts.slice(0, 5)) {
        await page.keyboard.press("PageDown");
        await until(() => page.inputValue("#step"), String(restart));
      }
    }
    // A closer look has more steps.
    for (let closer = 0; closer < 6; closer++) await page.click("[aria-label='Zoom in']");
    await page.waitForResponse((response) => /view\?.*from=/.test(response.url()));
    await close(page);
  }
});
