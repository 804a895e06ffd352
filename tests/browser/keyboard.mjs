// SPDX-License-Identifier: AGPL-3.0-or-later
// A walk through a page with the Tab key alone: every link, button and field is reached, in the order in which it is
// written, with a visible focus, in sight and not covered.

const most = 600;

// In the page: numbers what Tab should reach, in order (data is kept on the elements' own object, not in the markup).
function number() {
    const shown = (one) => one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
                           && one.getClientRects().length > 0;
    const radios = new Set();
    let count = 0;
    for (const one of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")) {
        if (one.tabIndex < 0 || one.disabled || one.type === "hidden" || !shown(one))
            continue;
        if (one.type === "radio") {
            const group = (one.form ? Array.from(document.forms).indexOf(one.form) : "") + "/" + one.name;
            const chosen = one.form?.elements[one.name];
            const picked = chosen instanceof RadioNodeList ? chosen.value : chosen?.checked;
            if (radios.has(group) || (picked && !one.checked))
                continue;
            radios.add(group);
        }
        one.orderForTest = count++;
    }
    return count;
}

// In the page: what has the focus now.
function focused() {
    const one = document.activeElement;
    if (!one || one === document.body)
        return null;
    const ring = (style) =>
        style.outlineStyle === "auto" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
    const box = one.getBoundingClientRect();
    const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 20), 0), innerWidth - 1);
    const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    return {
        order: one.orderForTest ?? null,
        what: one.outerHTML.slice(0, 100),
        ring: ring(getComputedStyle(one)) || ring(getComputedStyle(one, "::after")),
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
                   && (one.contains(top) || !!top?.contains(one)),
    };
}

export async function keyboardTroubles(page) {
    // A summary of errors takes the focus when its page opens; the walk begins at the top, as it does after a reload.
    await page.evaluate(() => {
        if (document.activeElement === document.body)
            return;
        const start = document.createElement("span");
        start.tabIndex = -1;
        document.body.prepend(start);
        start.focus();
        start.remove();
    });
    const wanted = Math.min(await page.evaluate(number), most), troubles = [];
    for (let expected = 0; expected < wanted; expected++) {
        await page.keyboard.press("Tab");
        const now = await page.evaluate(focused);
        if (!now || now.order !== expected) {
            troubles.push(`Tab ${expected + 1} of ${wanted} goes to ${now ? `${now.order}: ${now.what}` : "nothing"}`);
            break;
        }
        if (!now.ring)
            troubles.push(`no visible focus: ${now.what}`);
        if (!now.seen)
            troubles.push(`out of sight with the focus: ${now.what}`);
    }
    return troubles;
}
