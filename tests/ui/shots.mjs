// SPDX-License-Identifier: AGPL-3.0-or-later
// Pictures of the pages that ui-render wrote, 1280 and 320 wide, light and dark, and axe on each: shots.mjs FOLDER
// [NAME…]
import { createServer } from "node:http";
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { join, extname, basename } from "node:path";
import { openBrowser, violations } from "../browser/open.mjs";

const folder = process.argv[2], wanted = process.argv.slice(3);
const types = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml"
};
const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        + "base-uri 'none';  "
    + "require-trusted-types-for 'script'";
const server = createServer((request, response) => {
    const file = join(folder, basename(request.url.split("?")[0]));
    if (!existsSync(file))
        return response.writeHead(404).end();
    response.writeHead(200, {"Content-Type": types[extname(file)], "Content-Security-Policy": policy})
        .end(readFileSync(file));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const base = `http://127.0.0.1:${server.address().port}/`;
const browser = await openBrowser();
let failed = 0;
for (const name of readdirSync(folder).filter(
         (file) => file.endsWith(".html") && (!wanted.length || wanted.includes(basename(file, ".html")))))
    for (const colorScheme of ["light", "dark"])
        for (const width of [1280, 320]) {
            const context =
                await browser.newContext({ viewport: {width, height: width === 320 ? 640 : 800}, colorScheme });
            const page = await context.newPage(), said = [];
            page.on("console", (message) => {
                if (["error", "warning"].includes(message.type()))
                    said.push(message.text());
            });
            await page.goto(base + name);
            const troubles = await violations(page);
            const wide =
                await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            if (wide > 0) {
                troubles.push(
                    ...await page.evaluate(() => Array.from(document.querySelectorAll("main *, header *, footer *"))
                                                     .filter((one) => one.getBoundingClientRect().right
                                                                          > document.documentElement.clientWidth + 1
                                                                      && !one.closest(".scroll"))
                                                     .slice(0, 6)
                                                     .map((one) => `too wide: ${one.outerHTML.slice(0, 90)}`)));
                troubles.push(`scrolls sideways by ${wide} px`);
            }
            for (const trouble of [...troubles, ...said])
                console.log(`${name} ${width} ${colorScheme}: ${trouble}`);
            failed += troubles.length + said.length;
            await page.screenshot(
                {path: join(folder, `${basename(name, ".html")}-${width}-${colorScheme}.png`), fullPage: true});
            await context.close();
        }
await browser.close();
server.close();
console.log(failed ? `${failed} troubles` : "no trouble");
process.exit(failed ? 1 : 0);
