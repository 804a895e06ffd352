// SPDX-License-Identifier: AGPL-3.0-or-later
// Which pages there are: what the program says of its routes (or a file of paths), and for /x/:id examples found in
// links. A visitor sees the public ones; who has a session (SESSION) sees the others, so that none is looked at twice.
// EXAMPLES: how many of each /x/:id, 1 unless said.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const examples = Number(process.env.EXAMPLES || 1), inside = Boolean(process.env.SESSION);

export class Pages {
    constructor(file) {
        const routes =
            file ? readFileSync(file, "utf8").split("\n").filter(Boolean).map((path) => ({ method: "GET", path }))
                 : JSON.parse(
                     execFileSync("build/maillage", ["routes", "--json"], {encoding: "utf8", maxBuffer: 1 << 24}));
        const pages = routes.filter((route) => route.method === "GET" && !/\.[a-z]+$/.test(route.path));
        const gets = pages.map((route) => route.path);
        this.others = pages.filter((route) => route.permission && (route.permission === "anyone") === inside)
                          .map((route) => new RegExp("^" + route.path.replace(/[.]/g, "\\.").replace(/:id/g, "\\d+")
                              .replace(/:code/g, "[A-Za-z0-9_.~-]+") + "$"));
        this.patterns =
            gets.filter((path) => path.includes(":"))
                .map((path) => ({
                         path,
                         found: 0,
                         regex: new RegExp(
                             "^"
                             + path.replace(/[.]/g, "\\.").replace(/:id/g, "\\d+").replace(/:code/g, "[A-Za-z0-9_.~-]+")
                             + "$")
                     }));
        this.waiting = [...new Set(gets.filter((path) => !path.includes(":")))];
        this.known = new Set(this.waiting);
    }

    next() {
        return this.waiting.shift();
    }

    // A page that the other visit looks at: only its links are of use here.
    isOther(path) {
        return this.others.some((one) => one.test(path));
    }

    // Links of a page, as paths of this site.
    met(paths) {
        for (const path of paths) {
            const pattern = this.patterns.find((one) => one.regex.test(path));
            if (!pattern || pattern.found === examples || this.known.has(path))
                continue;
            pattern.found++;
            this.known.add(path);
            this.waiting.push(path);
        }
    }

    unseen() {
        return this.patterns.filter((one) => !one.found).map((one) => one.path);
    }
}
