/* SPDX-License-Identifier: AGPL-3.0-or-later
 * About, legal notice, accessibility, personal data: what the program does by itself is said by the program; who
 * answers for the site is set by its operator, and what is missing is said. */
#include "features/about/about.h"
#include "about.bake.h"
#include "web/layout.h"
#include "work/setting.h"

enum { LONGEST = 300 };

static const struct setting publisher_name = {
    "publisher_name", SETTING_TEXT, NULL, NULL, N_("Publisher of this site: the organisation that answers for it"), 0,
        LONGEST};
static const struct setting publisher_address = {
    "publisher_address", SETTING_TEXT, NULL, NULL, N_("Postal address and telephone of the publisher"), 0, LONGEST};
static const struct setting publication_director = {
    "publication_director", SETTING_TEXT, NULL, NULL, N_("Director of publication"), 0, LONGEST};
static const struct setting site_host = {
    "site_host", SETTING_TEXT, NULL, NULL, N_("Host of this site: name, address, telephone"), 0, LONGEST};
static const struct setting contact_address = {
    "contact_address", SETTING_TEXT, NULL, NULL, N_("E-mail address to write to about this site"), 0, LONGEST,
    .read = read_mail_address};
static const struct setting data_officer = {
    "data_officer", SETTING_TEXT, NULL, NULL, N_("Data protection officer: name or role, and how to reach them"), 0,
        LONGEST};
static const struct setting *const settings[] = {&publisher_name, &publisher_address, &publication_director, &site_host,
    &contact_address, &data_officer, NULL};

static struct publisher_shown publisher(struct request *rq)
{
    struct publisher_shown shown = {0};
    struct publisher_shown_args args = {
        .name = setting_text(rq->db, &publisher_name), .address = setting_text(rq->db, &publisher_address),
        .director = setting_text(rq->db, &publication_director), .host = setting_text(rq->db, &site_host),
        .contact = setting_text(rq->db, &contact_address), .officer = setting_text(rq->db, &data_officer),
        .site = site_name(rq)};
    args.missing = !args.name || !args.address || !args.director || !args.host || !args.contact || !args.officer;
    publisher_shown(rq->db, args, &shown);
    return shown;
}

static void show_about(struct request *rq)
{
    struct about_page page = {.publisher = publisher(rq)};
    reply(rq, &about_page, &page);
}

static void show_legal(struct request *rq)
{
    struct legal_page page = {.publisher = publisher(rq)};
    reply(rq, &legal_page, &page);
}

static void show_accessibility(struct request *rq)
{
    struct accessibility_page page = {.publisher = publisher(rq)};
    reply(rq, &accessibility_page, &page);
}

static void show_personal_data(struct request *rq)
{
    struct personal_data_page page = {.publisher = publisher(rq)};
    reply(rq, &personal_data_page, &page);
}

static const struct route routes[] = {
    {GET, "/a-propos", show_about, &anyone},
    {GET, "/mentions-legales", show_legal, &anyone},
    {GET, "/accessibilite", show_accessibility, &anyone},
    {GET, "/donnees-personnelles", show_personal_data, &anyone},
    {0}
};

const struct feature about_feature = {.name = "about", .routes = routes, .settings = settings};
