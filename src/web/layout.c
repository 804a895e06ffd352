/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The frame of every page: skip links, name, sign-in, languages, navigation, message, footer. */
#include "web/layout.h"
#include <string.h>
#include "web/draw.h"
#include "web/feature.h"

const char *site_name(struct request *rq)
{
    const char *name = rq->app && rq->app->site_name ? rq->app->site_name(rq) : NULL;
    return name ? name : "Maillage";
}

static void draw_head(struct request *rq, const struct frame *frame)
{
    draw(rq, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>", rq->language);
    if (frame->status == INVALID)
        draw(rq, "%s ", translate(rq, N_("Error:")));
    draw(rq, "%s – %s</title>\n", frame->title, site_name(rq));
    draw(rq, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n"
             "<meta name=\"theme-color\" media=\"(prefers-color-scheme: light)\" content=\"#f8f4ea\">\n"
             "<meta name=\"theme-color\" media=\"(prefers-color-scheme: dark)\" content=\"#14201b\">\n");
    if (frame->status >= BAD_REQUEST)
        draw(rq, "<meta name=\"robots\" content=\"noindex\">\n");
    draw(rq, "<link rel=\"stylesheet\" href=\"%s\">\n", asset_address("/style.css"));
    draw(rq, "<link rel=\"icon\" type=\"image/svg+xml\" href=\"%s\">\n", asset_address("/icon.svg"));
    draw(rq, "<script defer src=\"%s\"></script>\n</head>\n", asset_address("/app.js"));
}

/* "/besoins" is where we are on /besoins and on /besoins/12. */
static bool holds(const struct request *rq, const char *path)
{
    size_t length = strlen(path);
    return strncmp(rq->path, path, length) == 0 && (!rq->path[length] || rq->path[length] == '/');
}

static bool is_public(const struct entry *entry)
{
    return !entry->allow || entry->allow == &anyone;
}

/* Whether another entry leads nearer to here: "/besoins/a-traiter" is not also "/besoins". */
static bool is_nearest(struct request *rq, const struct entry *entry)
{
    for (const struct feature *const *feature = rq->app->features; *feature; feature++)
        for (const struct entry *other = (*feature)->entries; other && other->path; other++)
            if (strlen(other->path) > strlen(entry->path) && holds(rq, other->path)
                && (is_public(other) || may(rq, other->allow)))
                return false;
    return true;
}

static void draw_entry(struct request *rq, const struct entry *entry)
{
    const char *current = text_is(rq->path, entry->path) ? " aria-current=\"page\""
                          : holds(rq, entry->path) && is_nearest(rq, entry) ? " aria-current=\"true\"" : "";
    draw(rq, "<li><a");
    draw_href(rq, entry->path);
    html_markup(rq, current, strlen(current));
    draw(rq, ">%s</a></li>\n", translate(rq, entry->label));
}

/* What everybody may open, or else what this person's work asks for. How many. */
static size_t draw_entries(struct request *rq, bool public, bool draws)
{
    size_t count = 0;
    for (const struct feature *const *feature = rq->app ? rq->app->features : NULL; feature && *feature; feature++)
        for (const struct entry *entry = (*feature)->entries; entry && entry->path; entry++)
            if (is_public(entry) == public && (public || may(rq, entry->allow))) {
                count++;
                if (draws)
                    draw_entry(rq, entry);
            }
    return count;
}

/* Beside the name on a wide screen, at the end of the menu on a small one. */
static void draw_sign_out(struct request *rq)
{
    draw(rq, "<form class=\"sign-out\" method=\"post\" action=\"/deconnexion\">");
    html_csrf(rq);
    draw(rq, "<button class=\"plain\">%s</button></form>\n", translate(rq, N_("Sign out")));
}

/* The menu is open on a wide screen and folded behind its button on a small one: the popover attribute does it without
 * JavaScript, and a browser that does not know it shows the list. */
static void draw_navigation(struct request *rq)
{
    if (!draw_entries(rq, true, false) && !draw_entries(rq, false, false))
        return;
    draw(rq, "<nav id=\"menu\" popover aria-label=\"%s\">\n<div class=\"band\">\n", translate(rq, N_("Main menu")));
    draw(rq,
         "<button class=\"menu-close\" type=\"button\" popovertarget=\"menu\" "
         "popovertargetaction=\"hide\">%s</button>\n<ul>\n",
         translate(rq, N_("Close the menu")));
    draw_entries(rq, true, true);
    draw(rq, "</ul>\n");
    if (draw_entries(rq, false, false)) {
        draw(rq, "<ul class=\"desk\" aria-label=\"%s\">\n", translate(rq, N_("My work")));
        draw_entries(rq, false, true);
        draw(rq, "</ul>\n");
    }
    if (rq->user)
        draw_sign_out(rq);
    draw(rq, "</div>\n</nav>\n");
}

static void draw_language(struct request *rq, const char *code, const char *name)
{
    if (text_is(rq->language, code))
        return;
    draw(rq, "<a lang=\"%s\" hreflang=\"%s\" rel=\"alternate nofollow\"", code, code);
    draw_href(rq, address_with(rq, "langue", code));
    draw(rq, ">%s</a>\n", name);
}

static void draw_person(struct request *rq)
{
    if (!rq->user) {
        if (page_exists(rq, "/connexion"))
            draw(rq, "<a class=\"sign-in\" href=\"/connexion\">%s</a>\n", translate(rq, N_("Sign in")));
        return;
    }
    const char *name = rq->user->name ? rq->user->name : rq->user->email;
    draw(rq, "<span class=\"who\">");
    draw_link(rq, page_exists(rq, "/compte") ? "/compte" : NULL, name);
    draw(rq, "</span>\n");
    draw_sign_out(rq);
}

static void draw_header(struct request *rq)
{
    draw(rq, "<header class=\"site\">\n<div class=\"band\">\n<a class=\"name\" href=\"/\">");
    draw_mark(rq, 40);
    draw(rq, "<span>%s</span></a>\n<div class=\"tools\">\n", site_name(rq));
    draw_language(rq, "fr", "Français");
    draw_language(rq, "en", "English");
    draw_person(rq);
    if (draw_entries(rq, true, false))
        draw(rq, "<button class=\"menu-open\" type=\"button\" popovertarget=\"menu\">%s</button>\n",
             translate(rq, N_("Menu")));
    draw(rq, "</div>\n</div>\n");
    draw_navigation(rq);
    draw(rq, "</header>\n");
}

void layout_open(struct request *rq, const struct frame *frame)
{
    draw_head(rq, frame);
    draw(rq, "<body>\n<a class=\"skip\" href=\"#contenu\">%s</a>\n", translate(rq, N_("Skip to content")));
    draw_header(rq);
    draw(rq, "<main id=\"contenu\" tabindex=\"-1\" class=\"band\">\n");
    if (frame->flash)
        draw(rq, "<p class=\"note good flash\" role=\"status\">%s</p>\n", frame->flash);
}

/* The name of a page in the menu; NULL when it has none. */
static const char *entry_label(struct request *rq, const char *path)
{
    for (const struct feature *const *feature = rq->app->features; *feature; feature++)
        for (const struct entry *entry = (*feature)->entries; entry && entry->path; entry++)
            if (text_is(entry->path, path))
                return translate(rq, entry->label);
    return NULL;
}

/* "/groupements/:id" is above "/groupements/:id/pieces"; "/territoires/:code" not above "/territoires/perimetre/…". */
static bool is_above(const struct route *route, const struct route *here)
{
    size_t length = strlen(route->path);
    return !here || (strncmp(here->path, route->path, length) == 0 && here->path[length] == '/');
}

void draw_way_back(struct request *rq)
{
    char *path = arena_format(rq->arena, "%s", rq->path);
    for (char *slash = strrchr(path, '/'); rq->app && slash && slash != path; slash = strrchr(path, '/')) {
        *slash = '\0';
        const struct route *route = route_at(rq, GET, path, NULL);
        if (!route || !route->allow || !may(rq, route->allow) || !is_above(route, rq->route))
            continue;
        const char *label = entry_label(rq, path);
        draw(rq, "<p class=\"back\"><a");
        draw_href(rq, path);
        draw(rq, ">%s</a></p>\n", label ? label : translate(rq, N_("Go back")));
        return;
    }
}

/* What a footer may point to, drawn when the program has it. */
static const struct { const char *path, *text; } foot[] = {
    {"/a-propos", N_("About")},
    {"/accessibilite", N_("Accessibility: not compliant")},
    {"/donnees-personnelles", N_("Personal data")},
    {"/mentions-legales", N_("Legal notice")},
    {"/ecoconception", N_("Ecodesign")},
    {"/donnees", N_("Open data")},
    {"/api", N_("API")},
    {"/plan-du-site", N_("Site map")},
    {"/contact", N_("Contact")},
};

void layout_close(struct request *rq)
{
    draw(rq, "</main>\n<footer class=\"site\">\n<div class=\"band\">\n<p>%s</p>\n<ul>\n",
         translate(rq, N_("From a need to a cooperation, and from a euro to its effect: the thread is kept here.")));
    for (size_t i = 0; i < sizeof foot / sizeof *foot; i++)
        if (page_exists(rq, foot[i].path))
            draw(rq, "<li><a href=\"%s\">%s</a></li>\n", foot[i].path, translate(rq, foot[i].text));
    draw(rq, "</ul>\n<p class=\"made\">%s",
         say(rq, N_("Made with Maillage %s, free software (AGPL)."),
             rq->app && rq->app->version ? rq->app->version : ""));
    if (page_exists(rq, "/code-source"))
        draw(rq, " <a href=\"/code-source\">%s</a>", translate(rq, N_("Its source code")));
    draw(rq, "</p>\n</div>\n</footer>\n</body>\n</html>\n");
}
