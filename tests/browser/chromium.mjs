// Debian's Chromium, driven by playwright-core. `BIFOLD_CHROMIUM` names another one.
import { chromium } from "playwright-core";

/** A browser that asks nobody on the network for anything. */
export const launch = () => chromium.launch({
  executablePath: process.env.BIFOLD_CHROMIUM || "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
});
