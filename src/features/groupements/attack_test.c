/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people try who should not: foreign numbers, steps out of order, an invitation that has ended, a place in two
 * groups, a group one has left. */
#include "base/time.h"
#include "features/directory/directory.h"
#include "features/groupements/handlers.h"
#include "features/territory/sample.h"
#include "main/site.h"

enum { DAY = 86400, LATER = 60 };

struct cast { int64_t pilot, laundry, press, third; };

static int64_t add_actor(struct site *site, const char *name)
{
    return directory_add(site->db, &site->arena, &(struct directory_entry){.name = name, .college = "sse",
        .commune = "59350", .source = "test"}, site->now);
}

static const char *in_days(struct site *site, int64_t days)
{
    struct buffer out = {.arena = &site->arena};
    format_iso_date(&out, paris_day(site->now) + days);
    return out.text;
}

static void open_group(struct site *site)
{
    submit(site, "/groupements/nouveau", arena_format(&site->arena,
        "titre=Linge+des+cantines&acheteur=La+Ville&reference=M-12&limite=%s&heure=12%%3A00", in_days(site, LATER)));
    expect_status(site, SEE_OTHER);
}

static void invite(struct site *site, int group, int64_t actor, const char *role)
{
    submit(site, arena_format(&site->arena, "/groupements/%d/inviter", group),
           arena_format(&site->arena, "structure=%lld&role=%s", (long long)actor, role));
}

/* A group (1) of a laundry that leads and a press, signed on paper; the pilot is signed in. */
static struct cast gather(struct site *site)
{
    struct cast cast;
    db_begin_write(site->db);
    territory_sample(site->db);
    cast.laundry = add_actor(site, "La Lessive (exemple)");
    cast.press = add_actor(site, "La Presse (exemple)");
    cast.third = add_actor(site, "Le Tiers (exemple)");
    db_commit(site->db);
    cast.pilot = sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    open_group(site);
    invite(site, 1, cast.laundry, "lead");
    invite(site, 1, cast.press, "partner");
    submit(site, "/groupements/1/reponse", "membre=1&accord=1");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/reponse", "membre=2&accord=1");
    expect_status(site, SEE_OTHER);
    return cast;
}

/* Ready to deposit: one lot of 1,000 € split in two, papers, terms, the state of the offer. */
static void make_ready(struct site *site)
{
    static const char *const kinds[] = {"existence", "social", "tax", "insurance", "capacity"};
    submit(site, "/groupements/1/lots", "numero=1&objet=Lavage&offre=1000");
    submit(site, "/groupements/1/parts", "lot=1&membre=1&tache=Lavage&montant=600&tva=2000");
    submit(site, "/groupements/1/parts", "lot=1&membre=2&tache=Repassage&montant=400&tva=2000");
    for (int member = 1; member <= 2; member++)
        for (size_t i = 0; i < 5; i++)
            submit(site, "/groupements/1/pieces", arena_format(&site->arena, "membre=%d&piece=%s&valable=%s", member,
                                                               kinds[i], in_days(site, LATER)));
    submit(site, "/groupements/1/conditions", "forme=joint&remuneration=none");
    submit(site, "/groupements/1/geste", "geste=form");
    submit(site, "/groupements/1/geste", "geste=apply");
    submit(site, "/groupements/1/geste", "geste=offer");
    expect_status(site, SEE_OTHER);
}

static void numbers_of_another_group_change_nothing(void **state)
{
    struct site *site = *state;
    gather(site);
    submit(site, "/groupements/1/lots", "numero=1&objet=Lavage&offre=1000");
    submit(site, "/groupements/1/parts", "lot=1&membre=1&tache=Lavage&montant=600&tva=2000");
    submit(site, "/groupements/1/retroplanning", "");
    sign_in(site, ROLE_READER, SCOPE_SITE, 0);             /* opens one of its own, and aims at the first */
    submit(site, "/groupements/nouveau", "titre=Un+autre+march%C3%A9&acheteur=La+Ville");
    static const struct { const char *path, *body; } posts[] = {
        {"parts", "lot=1&membre=1&tache=Vol&montant=1&tva=2000"}, {"pieces", "membre=1&piece=tax&valable=2030-01-01"},
        {"role", "membre=1&role=subcontractor"}, {"reponse", "membre=1&accord=1"}, {"quitter", "membre=1"},
        {"bilan", "membre=1&reussi=Rien&juste=1&encore=0"}, {"sections/1", "titre=Vol&texte=Vol"}};
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++) {
        submit(site, arena_format(&site->arena, "/groupements/2/%s", posts[i].path), posts[i].body);
        assert_true(site->last.reply.status >= BAD_REQUEST);
    }
    submit(site, "/groupements/2/parts/retirer", "part=1");
    submit(site, "/groupements/2/taches/cocher", "tache=1");
    visit(site, "/groupements/1");
    expect_status(site, NOT_FOUND);
    struct shares_of shares = shares_of(site->db, (struct shares_of_args){.groupement_id = 1});
    struct members_of members = members_of(site->db, (struct members_of_args){.groupement_id = 1});
    struct tasks_of tasks = tasks_of(site->db, (struct tasks_of_args){.groupement_id = 1});
    assert_int_equal(shares.count, 1);
    assert_string_equal(members.rows[0].role, "lead");
    assert_null(tasks.rows[0].done_at);
}

static void steps_are_not_skipped(void **state)
{
    struct site *site = *state;
    gather(site);
    static const char *const acts[] = {"apply", "offer", "win", "lose", "start", "close", "nothing", ""};
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        submit(site, "/groupements/1/geste", arena_format(&site->arena, "geste=%s&motif=Parce+que", acts[i]));
        assert_true(site->last.reply.status >= BAD_REQUEST);
    }
    submit(site, "/groupements/1/deposer", "");
    expect_status(site, CONFLICT);
    as_json(site);
    visit(site, "/groupements/1");
    expect_text(site, "\"state\":\"exploration\"");
}

static void an_invitation_ends_after_thirty_days_and_can_be_made_again(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    invite(site, 1, cast.third, "partner");
    int64_t third = sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, cast.third);
    pass_time(site, 31 * DAY);
    come_back(site, third);
    submit(site, "/groupements/1/reponse", "accord=1");
    expect_status(site, CONFLICT);
    expect_text(site, "it has ended");
    come_back(site, cast.pilot);
    invite(site, 1, cast.third, "partner");
    expect_status(site, SEE_OTHER);
    come_back(site, third);
    submit(site, "/groupements/1/reponse", "accord=1");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/reponse", "accord=1");
    expect_status(site, CONFLICT);                         /* once */
}

static void an_invitation_ends_with_the_deadline(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    pass_time(site, (LATER - 5) * DAY);
    come_back(site, cast.pilot);
    invite(site, 1, cast.third, "partner");
    pass_time(site, 6 * DAY);
    sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, cast.third);
    submit(site, "/groupements/1/reponse", "accord=1");
    expect_status(site, CONFLICT);
}

static void once_deposited_nobody_comes_goes_or_moves_the_deadline(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    invite(site, 1, cast.third, "partner");
    make_ready(site);
    submit(site, "/groupements/1/deposer", "");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/modifier", "titre=Autre+chose&acheteur=La+Ville");
    expect_status(site, CONFLICT);
    submit(site, "/groupements/1/role", "membre=2&role=subcontractor");
    expect_status(site, CONFLICT);
    submit(site, "/groupements/1/quitter", "membre=2");
    expect_status(site, CONFLICT);
    submit(site, "/groupements/1/reponse", "membre=2&reponse=non");
    expect_status(site, CONFLICT);                         /* to decline is no way out either */
    submit(site, "/groupements/1/construire/inviter", "membres=3:0");
    expect_status(site, CONFLICT);
    sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, cast.third);
    submit(site, "/groupements/1/reponse", "accord=1");
    expect_status(site, CONFLICT);
}

static void who_left_reads_and_hears_nothing_more(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    invite(site, 1, cast.third, "partner");
    int64_t third = sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, cast.third);
    submit(site, "/groupements/1/reponse", "accord=1");
    expect_status(site, SEE_OTHER);
    visit(site, "/groupements/1/repartition");
    expect_status(site, OK);
    come_back(site, cast.pilot);
    submit(site, "/groupements/1/quitter", "membre=3");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/geste", "geste=form");
    expect_status(site, SEE_OTHER);
    come_back(site, third);
    static const char *const pages[] = {"", "/equipe", "/construire", "/documents/convention.pdf"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        visit(site, arena_format(&site->arena, "/groupements/1%s", pages[i]));
        expect_status(site, NOT_FOUND);
    }
    visit(site, "/messages");
    expect_no_text(site, "is being formed");
    submit(site, "/groupements/1/quitter", "membre=3");
    expect_status(site, NOT_FOUND);
}

static void a_role_that_binds_more_is_accepted_again(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    invite(site, 1, cast.third, "subcontractor");
    submit(site, "/groupements/1/reponse", "membre=3&accord=1");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/role", "membre=3&role=partner");
    expect_status(site, SEE_OTHER);
    visit(site, "/groupements/1");
    expect_text(site, "Le Tiers (exemple) has not answered");
    submit(site, "/groupements/1/role", "membre=2&role=subcontractor");
    expect_status(site, SEE_OTHER);
    struct member_by_id member;
    member_by_id(site->db, (struct member_by_id_args){.id = 2}, &member);
    assert_string_equal(member.state, "accepted");         /* what binds less needs no new word */
}

/* A partner in one group, a subcontractor in a rival, which the rules allow: then the rival makes it a partner. */
static void a_subcontractor_made_partner_meets_the_rule_of_rivals(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    int64_t rival = sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    submit(site, "/groupements/nouveau", "titre=Le+m%C3%AAme+linge&acheteur=la+ville&reference=m-12");
    invite(site, 2, cast.press, "subcontractor");
    int64_t press = sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, cast.press);
    submit(site, "/groupements/2/reponse", "accord=1");
    expect_status(site, SEE_OTHER);
    come_back(site, rival);
    submit(site, "/groupements/2/role", "membre=3&role=partner");
    expect_status(site, SEE_OTHER);
    expect_no_text(site, "another group");                 /* who asks learns nothing */
    submit(site, "/groupements/2/reponse", "membre=3&accord=1");
    expect_status(site, CONFLICT);                         /* nor may it answer for who has an account */
    expect_text(site, "it answers by itself");
    come_back(site, press);
    submit(site, "/groupements/2/reponse", "accord=1");
    expect_status(site, INVALID);
    expect_text(site, "already stand in another group");
}

static void shares_of_who_did_not_accept_stop_the_deposit(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    invite(site, 1, cast.third, "partner");
    make_ready(site);
    submit(site, "/groupements/1/lots", "numero=2&objet=Livraison&offre=100");
    submit(site, "/groupements/1/parts", "lot=2&membre=3&tache=Livraison&montant=100&tva=2000");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/deposer", "");
    expect_status(site, CONFLICT);
    expect_text(site, "has shares and has not accepted");
    submit(site, "/groupements/1/reponse", "membre=3&reponse=non");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/deposer", "");
    expect_text(site, "Lot 2");                            /* its shares went with it: the lot does not add up */
}

static void odd_amounts_are_refused(void **state)
{
    struct site *site = *state;
    gather(site);
    submit(site, "/groupements/1/lots", "numero=1&objet=Lavage&offre=1000");
    static const char *const amounts[] = {"-1", "1e9", "99999999999999999999", "NaN", "0x10", "1,2,3", "--5", "%2B",
        "1 000 000 000 001"};
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        submit(site, "/groupements/1/parts", arena_format(&site->arena,
            "lot=1&membre=1&tache=Lavage&montant=%s&tva=2000", amounts[i]));
        expect_status(site, INVALID);
        submit(site, "/groupements/1/lots", arena_format(&site->arena, "numero=1&objet=Lavage&offre=%s", amounts[i]));
        expect_status(site, INVALID);
        submit(site, "/groupements/1/conditions", arena_format(&site->arena,
            "forme=joint&remuneration=percent&valeur=%s", amounts[i]));
        expect_status(site, INVALID);
    }
    submit(site, "/groupements/1/parts", "lot=1&membre=1&tache=Lavage&montant=1&tva=12345");
    expect_status(site, INVALID);
    submit(site, "/groupements/1/parts", "lot=1&membre=1&tache=Lavage&montant=1&tva=2000&quantite=-3");
    expect_status(site, INVALID);
}

static void no_list_grows_without_end_and_no_check_is_dropped(void **state)
{
    struct site *site = *state;
    gather(site);
    for (int i = 1; i <= 301; i++)
        submit(site, "/groupements/1/lots", arena_format(&site->arena, "numero=%d&objet=Lavage", i));
    expect_status(site, CONFLICT);
    expect_text(site, "at most 300");
    struct groupement_by_id group;
    struct request *rq = site_request(site);
    groupement_by_id(site->db, (struct groupement_by_id_args){.id = 1}, &group);
    struct requirements checks = checks_of(rq, &group);
    assert_true(checks.count > 310);                       /* 300 lots, and the papers after them */
    assert_false(checks.items[checks.count - 1].met);
}

static void a_plain_member_names_no_lead(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    submit(site, "/groupements/1/quitter", "membre=1");    /* the lead goes */
    sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, cast.press);
    invite(site, 1, cast.third, "lead");
    expect_status(site, INVALID);
    expect_text(site, "Only the lead of the group");
    submit(site, "/groupements/1/role", "membre=2&role=lead");
    expect_status(site, FORBIDDEN);
    invite(site, 1, cast.third, "partner");
    expect_status(site, SEE_OTHER);
}

/* A structure with an account agrees by itself before buyers read its name, and leaves when it wants. */
static void nobody_is_offered_to_buyers_without_a_word(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    int64_t third = sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, cast.third);
    come_back(site, cast.pilot);
    submit(site, "/offres-communes/nouvelle", "titre=Linge+complet&presentation=Lavage+et+repassage+pour+les+cantines"
        "&prix=Au+kilo&contact=Bureau&adresse=bureau%40example.org");
    submit(site, "/offres-communes/1/fournisseurs", "structure=La+Lessive+(exemple)");
    submit(site, "/offres-communes/1/fournisseurs", "structure=Le+Tiers+(exemple)");
    expect_status(site, SEE_OTHER);
    submit(site, "/offres-communes/1/geste", "geste=publish");
    expect_status(site, INVALID);                          /* one of the two is only asked */
    submit(site, "/offres-communes/1/accord", arena_format(&site->arena, "structure=%lld", (long long)cast.third));
    expect_status(site, NOT_FOUND);                        /* nor does who wrote it answer for it */
    come_back(site, third);
    visit(site, "/offres-communes/1");
    expect_text(site, "takes part in this offer");
    submit(site, "/offres-communes/1/accord", arena_format(&site->arena, "structure=%lld", (long long)cast.laundry));
    expect_status(site, FORBIDDEN);
    submit(site, "/offres-communes/1/accord", arena_format(&site->arena, "structure=%lld", (long long)cast.third));
    expect_status(site, SEE_OTHER);
    come_back(site, cast.pilot);
    submit(site, "/offres-communes/1/geste", "geste=publish");
    expect_status(site, SEE_OTHER);
    sign_out(site);
    visit(site, "/offres-communes/1");
    expect_text(site, "Le Tiers (exemple)");
    sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    submit(site, "/offres-communes/1/fournisseurs/retirer", arena_format(&site->arena, "structure=%lld",
                                                                         (long long)cast.third));
    expect_status(site, NOT_FOUND);
    come_back(site, third);
    submit(site, "/offres-communes/1/fournisseurs/retirer", arena_format(&site->arena, "structure=%lld",
                                                                         (long long)cast.third));
    expect_status(site, SEE_OTHER);
    sign_out(site);
    visit(site, "/offres-communes/1");
    expect_status(site, NOT_FOUND);                        /* one supplier alone is no joint offer */
}

const struct CMUnitTest attack_tests[] = {
    ON_A_SITE("numbers of another group change nothing", numbers_of_another_group_change_nothing),
    ON_A_SITE("steps are not skipped", steps_are_not_skipped),
    ON_A_SITE("an invitation ends after thirty days, and can be made again",
              an_invitation_ends_after_thirty_days_and_can_be_made_again),
    ON_A_SITE("an invitation ends with the deadline", an_invitation_ends_with_the_deadline),
    ON_A_SITE("once deposited, nobody comes, goes or moves the deadline",
              once_deposited_nobody_comes_goes_or_moves_the_deadline),
    ON_A_SITE("who left reads and hears nothing more", who_left_reads_and_hears_nothing_more),
    ON_A_SITE("a role that binds more is accepted again", a_role_that_binds_more_is_accepted_again),
    ON_A_SITE("a subcontractor made partner meets the rule of rivals",
              a_subcontractor_made_partner_meets_the_rule_of_rivals),
    ON_A_SITE("shares of who did not accept stop the deposit", shares_of_who_did_not_accept_stop_the_deposit),
    ON_A_SITE("odd amounts are refused", odd_amounts_are_refused),
    ON_A_SITE("no list grows without end, and no check is dropped", no_list_grows_without_end_and_no_check_is_dropped),
    ON_A_SITE("nobody is offered to buyers without a word", nobody_is_offered_to_buyers_without_a_word),
    ON_A_SITE("a plain member names no lead", a_plain_member_names_no_lead),
    {0}
};
