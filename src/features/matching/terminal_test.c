/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage partners, on the terminal. */
#include "features/matching/handlers.h"
#include "features/territory/sample.h"
#include "main/site.h"
#include "work/import.h"
#include <stdlib.h>
#include <unistd.h>

static void with_territory(struct site *site)
{
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
}

/* What the command prints. */
static const char *partners(struct site *site, int *status, int count, char **words)
{
    struct command_line line = {.count = count, .words = words, .db = site->db, .arena = &site->arena, .app =
        &site->app, .json = true};
    char path[] = "/tmp/maillage-partners-XXXXXX";
    int file = mkstemp(path), kept = dup(STDOUT_FILENO);
    size_t length;
    fflush(stdout);
    dup2(file, STDOUT_FILENO);
    *status = partners_command(&line);
    fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    close(file);
    const char *said = test_file(&site->arena, path, &length);
    unlink(path);
    return said;
}

static const char contracts[] =
    "source,id,acheteur_id,acheteur_nom,nature,objet,cpv,lieu_code,lieu_type,titulaires_ids,titulaires_noms\n"
    "essai,1,21590350100017,Ville,Marché,Toiture de l’école,45261000,59350,Code commune,"
    "10000000900017|20000000800017,Alpha|Bêta\n"
    "essai,2,21590350100017,Ville,Marché,Vitres,45441000,59350,Code commune,30000000700017,Gamma\n";

static void with_contracts(struct site *site)
{
    with_territory(site);
    struct import *import = import_open(site->db, &site->arena, "contracts", "essai.csv", 0, site->now);
    assert_true(importer_find(&site->app, "contracts")->run(import, site->db, &site->arena, "essai.csv",
                                                           contracts, strlen(contracts)));
    assert_int_equal(import_close(import).added, 2);
}

static void what_partners_cannot_understand_is_refused(void **state)
{
    struct site *site = *state;
    int status;
    with_territory(site);
    static char *const wrong[][4] = {{"--at", "59350"}, {"--cpv", "45"}, {"--cpv", "77310000", "--at", "99999"},
        {"--cpv", "77310000", "--limit", "0"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_string_equal(partners(site, &status, wrong[i][2] ? 4 : 2, (char **)wrong[i]), "");
        assert_int_equal(status, 2);
    }
}

static void who_won_with_a_member_is_proposed_first(void **state)
{
    struct site *site = *state;
    int status;
    with_contracts(site);
    const char *said = partners(site, &status, 6,
        (char *[]){"--cpv", "45261000", "--at", "59350", "--with", "10000000900017,123456789,BE0404"});
    assert_int_equal(status, 0);
    assert_true(text_starts(said, "{\"partners\":[{\"siret\":\"20000000800017\",\"name\":\"Bêta\",\"score\":0."));
    assert_contains(said, "a déjà remporté un marché avec Alpha");
    assert_contains(said, "même famille d’achat\xC2\xA0: toiture et maçonnerie (45261)");
    assert_contains(said, "30000000700017");
    assert_lacks(said, "10000000900017");
}

const struct CMUnitTest terminal_tests[] = {
    ON_A_SITE("what partners cannot understand is refused", what_partners_cannot_understand_is_refused),
    ON_A_SITE("who won with a member is proposed first", who_won_with_a_member_is_proposed_first),
    {0}};
