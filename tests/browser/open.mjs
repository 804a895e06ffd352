// SPDX-License-Identifier: AGPL-3.0-or-later
// Chromium as the browser tests start it, and axe in a page.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const calls = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"];

export const openBrowser = () =>
    chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: calls });

// The violations of the page as it stands: "rule: target (why)". Runs in a world of its own, where the page's policy
// does not reach.
export async function violations(page) {
    const session = await page.context().newCDPSession(page);
    const { frameTree } = await session.send("Page.getFrameTree");
    const {executionContextId} =
        await session.send("Page.createIsolatedWorld", {frameId: frameTree.frame.id, worldName: "axe"});
    const run = async (expression) => {
        const { result, exceptionDetails } = await session.send("Runtime.evaluate",
            { expression, contextId: executionContextId, awaitPromise: true, returnByValue: true });
        if (exceptionDetails)
            throw new Error(exceptionDetails.exception?.description || exceptionDetails.text);
        return result.value;
    };
    await run(axe + ";0");
    const found = await run(
        "axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })" +
        ".then(r => r.violations.map(v => ({ id: v.id, nodes: v.nodes.map(n => n.target.join(' ') + ' ' + "
            + "(n.failureSummary || '').split('\\n').slice(1).join(' ')) })))");
    await session.detach();
    return found.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node}`));
}
