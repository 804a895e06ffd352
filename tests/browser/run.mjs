// SPDX-License-Identifier: AGPL-3.0-or-later
// Visits every page of a running site: light and dark, 1280 and 320 wide, with and without JavaScript.
import { openBrowser, violations } from "./open.mjs";
import { keyboardTroubles } from "./keyboard.mjs";
import { Pages } from "./pages.mjs";

const mostBytes = 50 * 1024, mostRequests = 6;
const base = process.argv[2].replace(/\/$/, ""), pages = new Pages(process.argv[3]), only = process.env.ONLY;
const titles = new Map(), browser = await openBrowser();
let passed = 0, failed = 0;

function judge(path, what, troubles) {
    if (!troubles.length) {
        passed++;
        return;
    }
    failed++;
    for (const trouble of new Set(troubles))
        console.log(`${path} (${what}): ${trouble}`);
}

async function open(path, width, colorScheme, javaScriptEnabled) {
    const context = await browser.newContext({
        viewport: { width, height: width === 320 ? 640 : 800 },
        colorScheme,
        javaScriptEnabled,
        locale: "fr-FR",
        reducedMotion: "reduce",
        acceptDownloads: false
    });
    if (process.env.SESSION)
        await context.addCookies([{ name: "maillage", value: process.env.SESSION, url: base }]);
    const page = await context.newPage(), session = await context.newCDPSession(page);
    const seen = { context, page, said: [], addresses: [], bytes: 0 };
    page.on("console", (message) => { if (message.type() === "error") seen.said.push(message.text()); });
    page.on("pageerror", (error) => seen.said.push(String(error)));
    page.on("request", (request) => seen.addresses.push(request.url()));
    await session.send("Network.enable");
    session.on("Network.loadingFinished", (event) => { seen.bytes += event.encodedDataLength; });
    try {
        seen.response = await page.goto(base + path, { waitUntil: "load", timeout: 30000 });
    } catch (error) {
        seen.download = /download/i.test(String(error));
        if (!seen.download)
            seen.said.push(String(error).split("\n")[0]);
    }
    return seen;
}

const isPage = (seen) => seen.response && /text\/html/.test(seen.response.headers()["content-type"] || "");
const sideways = (page) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// The browser itself reports a page that answers 401 or 403 as an error of the console: that is no fault of the page.
const faults = (seen) => seen.said.filter((text) => !/the server responded with a status of 4\d\d/.test(text));

function statusTroubles(seen) {
    const status = seen.response ? seen.response.status() : 0;
    return status === 404 || status >= 500 || !status ? [`answers ${status || "nothing"}`] : [];
}

function weightTroubles(seen) {
    const others = seen.addresses.filter((address) => !address.startsWith(base + "/") && !address.startsWith("data:"));
    return [
        ...others.map((address) => `asks a third party: ${address}`),
        ...(seen.bytes > mostBytes ? [`weighs ${seen.bytes} bytes, ${mostBytes} at most`] : []),
        ...(seen.addresses.length > mostRequests
                ? [`makes ${seen.addresses.length} requests, ${mostRequests} at most`]
                : [])
    ];
}

// Two pages never bear the same title; refusals may.
async function titleTroubles(seen, path) {
    const title = await seen.page.title(), other = titles.get(title), where = new URL(seen.page.url()).pathname;
    if (seen.response.status() !== 200 || where !== path)
        return title ? [] : ["has no title"];
    titles.set(title, path);
    return !title ? ["has no title"] : other ? [`bears the title of ${other}: ${title}`] : [];
}

// Letters twice as large (our base is 112.5 %), then lines, words and letters spread as WCAG 1.4.12 says: nothing is
// cut, nothing scrolls sideways.
async function textTroubles(page) {
    const look = () =>
        page.evaluate(() => Array.from(document.querySelectorAll("body *"))
                                .filter((one) => !one.closest("svg, .visually-hidden, textarea, select")
                                                 && /hidden|clip/.test(getComputedStyle(one).overflow)
                                                 && one.clientHeight > 1 && one.scrollHeight > one.clientHeight + 2)
                                .map((one) => `cut: ${one.outerHTML.slice(0, 80)}`));
    const troubles = [];
    const spread = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
        + " p { margin-bottom: 2em !important }";
    for (const [what, rule] of [["text at 200 %", "html { font-size: 225% !important }"], ["spread text", spread]]) {
        await page.evaluate((text) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(text);
            document.adoptedStyleSheets = [sheet];
        }, rule);
        const wide = await sideways(page);
        troubles.push(...(wide > 0 ? [`${what} scrolls sideways by ${wide} px`] : []),
                      ...(await look()).map((trouble) => `${what} is ${trouble}`));
    }
    return troubles;
}

// What may be read of the page, whatever scripts add.
const words = (page) => page.evaluate(() => {
    const wanted = "h1, h2, h3, a[href], label, legend, button[name], p, dt, dd, td, th";
    for (const time of document.querySelectorAll("time"))
        time.textContent = "";             // "a minute ago" would differ from one visit to the next
    return Array.from(document.querySelectorAll(wanted)).map((one) => one.textContent.trim()).join("\n");
});

async function visitOne(path, width, colorScheme) {
    const seen = await open(path, width, colorScheme, true), look = `${width} ${colorScheme}`;
    if (isPage(seen)) {
        const wide = await sideways(seen.page);
        judge(path, look, [...statusTroubles(seen), ...faults(seen), ...await violations(seen.page),
            ...(wide > 0 ? [`scrolls sideways by ${wide} px`] : [])]);
        if (colorScheme === "light")
            judge(path, `keyboard, ${width}`, await keyboardTroubles(seen.page));
    } else if (!seen.download) {
        judge(path, look, [...statusTroubles(seen), ...seen.said]);
    }
    await seen.context.close();
}

async function visit(path) {
    const first = await open(path, 1280, "light", true);
    if (isPage(first)) {
        pages.met(await first.page.evaluate(() => Array.from(document.querySelectorAll("a[href]"))
            .filter((link) => link.origin === location.origin).map((link) => link.pathname)));
        if (pages.isOther(path)) {
            await first.context.close();
            return;
        }
        judge(path, "weight", weightTroubles(first));
        judge(path, "title", await titleTroubles(first, path));
    }
    const scripted = isPage(first) ? await words(first.page) : null;
    if (scripted !== null)
        judge(path, "text", await textTroubles(first.page));
    await first.context.close();
    for (const colorScheme of ["light", "dark"])
        for (const width of [1280, 320])
            await visitOne(path, width, colorScheme);
    if (scripted === null)
        return;
    const bare = await open(path, 320, "light", false);
    const wide = await sideways(bare.page), unscripted = await words(bare.page);
    judge(path, "without JavaScript", [...statusTroubles(bare), ...(wide > 0 ? [`scrolls sideways by ${wide} px`] : []),
        ...(unscripted === scripted ? [] : ["does not read the same without JavaScript"])]);
    await bare.context.close();
}

for (let path = pages.next(); path; path = pages.next())
    if (!only || path.includes(only))
        await visit(path);
await browser.close();
for (const pattern of pages.unseen().filter((one) => !pages.isOther(one.replace(/:(id|code)/g, "1"))))
    console.log(`not visited, no link leads to one: ${pattern}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
