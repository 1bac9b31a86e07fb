// A static host as GitHub Pages is one: below a path, `index.html` for folders, redirects to the final slash, `404.html`
// for what is missing, compressed. It knows no other rule, so neither may the site.
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import zlib from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".xml": "application/xml",
  ".svg": "image/svg+xml",
  ".md": "text/markdown; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".webp": "image/webp",
  ".jpg": "image/jpeg",
};
const PICTURE = /^image\/(?!svg)/;

// What is sent of a file: its type, and its bytes as they are or compressed.
export function packed(file, compressed) {
  const type = TYPES[path.extname(file)] ?? "application/octet-stream";
  const bytes = fs.readFileSync(file);
  const gzip = compressed && !PICTURE.test(type);
  return { type, gzip, bytes: gzip ? zlib.gzipSync(bytes, { level: 6 }) : bytes };
}

// Serves `folder` below `base` at a free port of this machine alone, and gives the root's address and `close`.
// `kept` keeps what was compressed once: for measuring, when the folder does not change.
export async function serve(folder, { base = "/", kept = false } = {}) {
  const packages = new Map();
  const pack = (file, compressed) => {
    const key = `${compressed} ${file}`;
    if (!kept || !packages.has(key)) packages.set(key, packed(file, compressed));
    return packages.get(key);
  };
  const server = http.createServer((request, response) => answer({ folder, base, pack }, request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `http://127.0.0.1:${server.address().port}${base}`, close };
}

function answer({ folder, base, pack }, request, response) {
  const wanted = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  const below = wanted.startsWith(base) ? path.join(folder, wanted.slice(base.length)) : undefined;
  const found = below && fs.statSync(below, { throwIfNoEntry: false });
  if (found?.isDirectory() && !wanted.endsWith("/")) {
    return response.writeHead(301, { location: `${wanted}/` }).end();
  }
  let file = found?.isDirectory() ? path.join(below, "index.html") : below;
  const status = file && fs.existsSync(file) ? 200 : 404;
  if (status === 404) file = path.join(folder, "404.html");
  const { type, gzip, bytes } = pack(file, /\bgzip\b/.test(request.headers["accept-encoding"] ?? ""));
  // Names of assets hold a mark of their content, so they never change; pages do.
  const age = wanted.startsWith(`${base}assets/`) ? "public, max-age=31536000, immutable" : "public, max-age=600";
  const headers = { "content-type": type, "cache-control": age, vary: "accept-encoding", "content-length": bytes.length };
  if (gzip) headers["content-encoding"] = "gzip";
  response.writeHead(status, headers);
  response.end(request.method === "HEAD" ? undefined : bytes);
}
