/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What every entry point needs first. */
#include "main/start.h"
#include "db/script.h"
#include "features/accounts/accounts.h"
#include "main/command.h"
#include "main/features.h"
#include "web/request.h"
#include "work/folding.h"
#include "work/work.h"
#include <sodium.h>
#include <string.h>

enum { MOST_FEATURES = 64 };

static const struct setting secret_setting = {"secret", SETTING_SECRET, NULL, NULL, N_("Secret of this database"), 64,
                                              64};

static const char *given_name(struct request *rq)
{
    return setting_text(rq->db, &site_title);
}

static void fold_again(struct db *db)
{
    bool told = false;
    int64_t rows;
    for (bool more = !folding_done(db); more;) {
        more = folding_step(db, features, &rows);
        if (rows && !told)
            complain(N_("Words of search are made again, once: this version reads them otherwise.\n"));
        told = told || rows;
    }
}

bool start_migrate(struct db *db, int64_t now)
{
    const struct migration *lists[MOST_FEATURES] = {0};
    for (size_t i = 0; features[i] && i + 1 < MOST_FEATURES; i++)
        lists[i] = features[i]->migrations;
    if (!db_migrate(db, lists, now))
        return false;
    for (size_t i = 0; features[i]; i++)
        parameter_presets(db, features[i]->parameters);
    fold_again(db);
    return !db_failed(db);
}

/* Kept in the database, so that several front-ends of one site agree. */
static void read_secret(struct db *db, unsigned char secret[32])
{
    char hex[65];
    const char *known = setting_text(db, &secret_setting), *why;
    if (!known) {
        randombytes_buf(secret, 32);
        db_begin_write(db);
        known = setting_text(db, &secret_setting);
        if (!known)
            setting_set(db, &secret_setting, sodium_bin2hex(hex, sizeof hex, secret, 32), &why);
        db_commit(db);
    }
    if (known)
        sodium_hex2bin(secret, 32, known, strlen(known), NULL, NULL, NULL);
}

struct app start_app(struct db *db)
{
    struct app app = {.features = features, .identify = accounts_identify, .notice_visit = accounts_notice_visit,
                      .keep_draft = accounts_keep_draft, .drop_draft = accounts_drop_draft, .version = MAILLAGE_VERSION,
                      .site_name = given_name};
    read_secret(db, app.secret);
    return app;
}
