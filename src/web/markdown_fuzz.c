/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as Markdown: what comes out is well formed, and holds no tag or address that a browser would run. */
#include <stdio.h>
#include <stdlib.h>
#include "web/component.h"
#include "web/markup_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const tags[] = {"p",          "ul",     "ol",    "li",    "h3",    "h4", "h5", "h6",
                                   "em",         "strong", "code",  "pre",   "del",   "a",  "br", "hr",
                                   "blockquote", "div",    "table", "thead", "tbody", "tr", "th", "td"};

static bool is_ours(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (strlen(tags[i]) == length && memcmp(tags[i], name, length) == 0)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct request rq = {.arena = &arena, .language = "en", .reply.body.arena = &arena};
    const char *made = markdown_html(&rq, arena_copy(&arena, (const char *)data, size)).trusted;
    const char *trouble = markup_trouble(&arena, made);
    for (const char *at = strchr(made, '<'); at && !trouble; at = strchr(at + 1, '<')) {
        const char *name = at + 1 + (at[1] == '/');
        if (!is_ours(name, strcspn(name, " >")))
            trouble = "a tag that is not ours";
    }
    if (trouble) {
        fprintf(stderr, "%s\n%s\n", trouble, made);
        abort();
    }
    arena_free(&arena);
    return 0;
}
