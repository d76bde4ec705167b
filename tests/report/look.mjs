// Looks at the audit's page as people do: look.mjs CHROMIUM MODULES PAGE FOLDER. Pictures go into FOLDER.
// Fails for a message in the console, a request, words that are wider than the screen, what no key reaches, and whatever
// axe-core finds wrong, contrast included.
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [chromium, modules, page, folder] = process.argv.slice(2);
const require = createRequire(path.join(modules, "x.js"));
const { default: puppeteer } = await import(pathToFileURL(require.resolve("puppeteer-core")));
const axe = require.resolve("axe-core/axe.min.js");

const SCREENS = [
  { name: "desktop", width: 1280, height: 900, scheme: "light" },
  { name: "desktop-dark", width: 1280, height: 900, scheme: "dark" },
  { name: "phone", width: 375, height: 740, isMobile: true, hasTouch: true, scheme: "light" },
  { name: "phone-dark", width: 375, height: 740, isMobile: true, hasTouch: true, scheme: "dark" },
];
const faults = [];
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });

for (const { name, scheme, ...viewport } of SCREENS) {
  const tab = await browser.newPage();
  const fault = (text) => faults.push(`${name}: ${text}`);
  tab.on("console", (message) => fault(`the console says: ${message.text()}`));
  tab.on("pageerror", (error) => fault(`an error: ${error.message}`));
  tab.on("request", (request) => /^(file|data):/.test(request.url()) || fault(`a request to ${request.url()}`));
  await tab.setViewport(viewport);
  await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await tab.setBypassCSP(true); // Of the page's own: what looks at it is a script.
  await tab.goto(pathToFileURL(path.resolve(page)).href);
  await tab.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));

  const wide = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) fault(`the page is ${wide} pixels wider than the screen`);

  await tab.addScriptTag({ path: axe });
  const found = await tab.evaluate(() => globalThis.axe.run(document));
  for (const { id, help, nodes } of found.violations) fault(`${id}: ${help} (${nodes.length}: ${nodes[0].html.slice(0, 120)})`);
  if (!found.passes.some((pass) => pass.id === "color-contrast")) fault("no contrast was measured");

  await keys(tab, fault);
  await tab.screenshot({ path: path.join(folder, `${name}.png`), fullPage: false });
  await tab.close();
}
await browser.close();
faults.forEach((text) => console.log(text));
console.log(`${SCREENS.length} screens, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);

/** Every link, fold and quotation is reached by the tabulator key, in order, and shows that it is. */
async function keys(tab, fault) {
  const reachable = "a[href], summary, [tabindex='0']";
  const wanted = await tab.$$eval(reachable, (all) => all.length);
  if (wanted < 5) return fault(`only ${wanted} things can be reached`);
  await tab.evaluate(() => window.scrollTo(0, 0));
  let reached = 0;
  for (let press = 0; press < wanted + 5; press++) {
    await tab.keyboard.press("Tab");
    const [is, outlined] = await tab.evaluate((selector) => {
      const here = document.activeElement;
      return [here.matches(selector), getComputedStyle(here).outlineStyle !== "none"];
    }, reachable);
    if (!is) break;
    if (!outlined) fault("what has the focus does not show it");
    reached += 1;
  }
  if (reached < wanted) fault(`${reached} of ${wanted} things were reached by key`);
  const folds = await tab.$$eval("summary", (all) => all.length);
  if (folds > 0) {
    await tab.focus("summary");
    await tab.keyboard.press("Enter");
    const shut = await tab.$eval("summary", (one) => !one.parentElement.open);
    if (!shut) fault("a fold does not answer to the Enter key");
  }
}
