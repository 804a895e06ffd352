// SPDX-License-Identifier: AGPL-3.0-or-later
// Proof that run.mjs sees what it looks for: a page with every fault it knows, and a page with none.
import { createServer } from "node:http";
import { mkdtempSync, writeFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "node:child_process";

const head = "<!doctype html><html lang=fr><head><meta charset=utf-8><title>Page</title><link rel=icon href='data:,'>"
    + "<meta name=viewport content='width=device-width'>";
const good = head + "</head><body><main><h1>Bonne page</h1><p><a href=/bonne>Ici</a></p></main></body></html>";
const bad =
    head
    + "<link rel=stylesheet href=/bad.css><script src=/bad.js></script></head><body><main><h1 style='color:red'>"
        + "Page</h1>"
    +
    "<p class=pale>Gris sur blanc</p><p class=wide>Large</p><img src=http://127.0.0.1:1/x.png alt=x>"
        + "<a href=/bonne class=dim>Sans contour</a>"
    +
    "<div class=cover></div><a href=/bonne class=under>Couvert</a>"
    + Array.from({ length: 6}, (_, i) => `<img alt='' src=/${i}.svg>`).join("") + "</main></body></html>";
const disorder = good.replace("</main>", "<a href=/bonne tabindex=3>Avant les autres</a></main>");
const files = {
    "/bonne" : ["text/html", good],
    "/mauvaise" : ["text/html", bad],
    "/coupee" : [
        "text/html", good.replace("<p>", "<p class=cut>").replace("<link", "<link rel=stylesheet href=/cut.css><link")
    ],
    "/cut.css" : [
        "text/css",
        "h1{width:45rem}.cut{height:1.3rem;line-height:1.2rem;overflow:hidden;font-size:1rem}"
            + ".cut a{display:block;width:34rem;line-height:20px;font-size:16px}"
    ],
    "/desordre" : ["text/html", disorder],
    "/bad.css" : [
        "text/css", ".pale{color:#bbb}.wide{width:900px}.dim:focus{outline:none}.under{position:fixed;bottom:0}" +
                        ".cover{position:fixed;bottom:0;left:0;width:100%;height:4rem;background:#fff;z-index:2}/*" +
                        "x".repeat(60000) + "*/"
    ],
    "/bad.js" : [
        "text/javascript", "addEventListener('load',()=>{const p=document.createElement('p');p.textContent='Script';" +
                               "document.querySelector('main').append(p);nothing()})"
    ],
};
const server = createServer((request, response) => {
    const [type, body] = files[request.url] || ["image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>"];
    response.writeHead(/^\/perdue/.test(request.url) ? 404 : 200, { "Content-Type": type,
        "Content-Security-Policy": "default-src 'self'; img-src 'self' data:" }).end(body);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const folder = mkdtempSync(join(tmpdir(), "pages-"));

async function run(paths) {
    const list = join(folder, "paths");
    writeFileSync(list, paths.join("\n"));
    const child =
        spawn(process.execPath, ["tests/browser/run.mjs", `http://127.0.0.1:${server.address().port}`, list],
              {stdio: ["ignore", "pipe", "inherit"]});
    let said = "";
    child.stdout.on("data", (text) => { said += text; });
    const status = await new Promise((done) => child.on("close", done));
    return { said, status };
}

const fine = await run(["/bonne"]), faulty = await run(["/mauvaise", "/desordre", "/coupee", "/perdue"]),
      nothing = await run([]);
let failed = 0, passed = 0;
function claim(sentence, holds) {
    passed += holds ? 1 : 0;
    failed += holds ? 0 : 1;
    if (!holds)
        console.log(`not so: ${sentence}`);
}
claim("a good page passes", fine.status === 0 && /^[1-9]\d* passed, 0 failed$/m.test(fine.said));
claim("no page at all is a failure", nothing.status !== 0);
claim("faults fail", faulty.status !== 0);
for (const trouble of ["color-contrast", "scrolls sideways", "Content Security Policy", "third party", "at most",
                       "requests,", "no visible focus", "out of sight with the focus", "Tab 1 of",
                       "does not read the same without JavaScript", "nothing is not defined", "answers 404",
                       "bears the title of", "text at 200 % scrolls sideways", "spread text is cut"])
    claim(`"${trouble}" is seen`, faulty.said.includes(trouble));
if (failed)
    console.log(faulty.said);
server.close();
rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
