/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A few comforts. Every page does its work without this file. */
"use strict";

/* How many characters are left, said once typing pauses. The server counts again. */
for (const area of document.querySelectorAll("textarea[data-most]")) {
    const most = Number(area.dataset.most), said = document.createElement("span");
    let pause;
    said.className = "counter";
    said.setAttribute("aria-live", "polite");
    area.after(said);
    const count = () => {
        const length = Array.from(area.value).length;
        said.textContent = length > most * 0.8 ? length.toLocaleString(document.documentElement.lang) + " / "
            + most.toLocaleString(document.documentElement.lang) : "";
    };
    area.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(count, 400); });
    count();
}

/* Two quick clicks send once. */
for (const form of document.querySelectorAll("form[method=post]")) {
    let sent = 0;
    form.addEventListener("submit", (event) => {
        const now = Date.now();
        if (now - sent < 4000)
            event.preventDefault();
        else
            sent = now;
    });
    addEventListener("pageshow", () => { sent = 0; });
}

/* What was typed and not sent is not lost by a slip of the finger. */
let typed = false;
for (const form of document.querySelectorAll("form.form")) {
    form.addEventListener("change", () => { typed = true; });
    form.addEventListener("submit", () => { typed = false; });
}
addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });

/* A text made to be copied (data-copy: the button's words | what it says once done). */
for (const text of document.querySelectorAll("[data-copy]")) {
    const [word, done] = text.dataset.copy.split("|"), button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.textContent = word;
    text.after(button);
    button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(text.value || text.textContent);
        button.textContent = done || word;
    });
}

/* A page that waits for a job looks again by itself, while somebody looks at it. */
const again = document.querySelector("a[data-again]");
if (again)
    setInterval(() => { if (!document.hidden) location.replace(again.href); }, 3000);

/* Paper cannot be unfolded. */
let unfolded = [];
addEventListener("beforeprint", () => {
    unfolded = Array.from(document.querySelectorAll("details:not([open])"));
    for (const one of unfolded)
        one.open = true;
});
addEventListener("afterprint", () => { for (const one of unfolded) one.open = false; });
