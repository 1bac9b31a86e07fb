// Serves a folder of finished pages with the whole of `bifold serve` around them: `cargo build --example mirror` first.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

const target = process.env.CARGO_TARGET_DIR ?? join(import.meta.dirname, "../../target");
const program = process.env.MIRROR || join(target, "debug/examples/mirror");
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
  + "base-uri 'none'; require-trusted-types-for 'script'";

/** A page under the policy of all pages. */
export const page = (main, { lang = "zh-Hans", title = "题", head = "", attributes = "" } = {}) => `<!DOCTYPE html>
<html lang="${lang}"${attributes}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<link rel="icon" href="data:,">
${head}
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;

const begin = async (folder, port) => {
  const child = spawn(program, [folder, "--port", String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const address = await new Promise((done, failed) => {
    lines.once("line", done);
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`mirror ended with ${code}`)));
  });
  return { child, address };
};

/** Serves these pages (`path below content/` → text). */
export const serve = async (files) => {
  const folder = await mkdtemp(join(tmpdir(), "bifold-serve-"));
  const write = async (path, text) => {
    const whole = join(folder, "content", path);
    await mkdir(dirname(whole), { recursive: true });
    // As many editors do: the new file takes the old one's place.
    await writeFile(`${whole}.tmp`, text);
    await rename(`${whole}.tmp`, whole);
  };
  for (const [path, text] of Object.entries(files)) await write(path, text);
  let { child, address } = await begin(folder, 0);
  const end = () => new Promise((done) => {
    if (child.exitCode !== null) done();
    child.once("exit", done);
    child.kill("SIGTERM");
  });
  return {
    write,
    remove: (path) => rm(join(folder, "content", path)),
    get address() { return address; },
    end,
    /** Starts again at the same port, as another run. */
    async again() { ({ child, address } = await begin(folder, new URL(address).port)); },
    async close() {
      await end();
      await rm(folder, { recursive: true });
    },
  };
};
