// A new handbook of `bifold init` in a folder of its own, served by the program itself.
import { execFileSync, spawn } from "node:child_process";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { bifold, temporaryFolder, visitor } from "./support.mjs";

const begin = async (folder, port) => {
  const child = spawn(bifold, ["serve", "--port", String(port)], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout });
  const address = await new Promise((done, failed) => {
    lines.once("line", done);
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`bifold serve ended with ${code}`)));
  });
  return { child, address };
};

/** Serves a new handbook for as long as a test lasts. */
export async function book(t) {
  const folder = path.join(temporaryFolder(t), "book");
  execFileSync(bifold, ["init", folder], { stdio: "ignore" });
  let { child, address } = await begin(folder, 0);
  const end = () => new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once("exit", done);
    child.kill("SIGINT");
  });
  t.after(end);
  const whole = (name) => path.join(folder, name);
  const read = (name) => readFile(whole(name), "utf8");
  const write = async (name, text) => {
    await mkdir(path.dirname(whole(name)), { recursive: true });
    // As many editors do: the new file takes the old one's place.
    await writeFile(`${whole(name)}.tmp`, text);
    await rename(`${whole(name)}.tmp`, whole(name));
  };
  return {
    read,
    write,
    remove: (name) => rm(whole(name)),
    /** Changes words that must be there. */
    async edit(name, was, is) {
      const text = await read(name);
      if (!text.includes(was)) throw new Error(`${name} does not hold ${was}`);
      await write(name, text.replace(was, is));
    },
    get address() { return address; },
    end,
    /** Starts again at the same port, as another run. */
    async again() { ({ child, address } = await begin(folder, new URL(address).port)); },
  };
}

/** Opens an address of a book. `loads` counts how often the document was loaded; `holds` waits for words in the page. */
export async function reader(t, site, address, { may = [], ...options } = {}) {
  // The live channel ends when the page does.
  const page = await visitor(t, { may: [/\/-\/events.*ERR_ABORTED/, ...may], ...options });
  let loads = 0;
  page.on("load", () => loads++);
  await page.goto(site.address + address);
  await page.locator("bifold-serve .badge").waitFor();
  return {
    page,
    loads: () => loads,
    badge: page.locator("bifold-serve .badge"),
    panel: page.locator("bifold-serve .panel"),
    holds: (words) => page.waitForFunction((wanted) => document.body.textContent.includes(wanted), words),
  };
}
