/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The life of a group, and what it refuses: a rival's eye, two leads, shares that do not add up, a paper that ends too
 * soon, a deposit after the deadline. */
#include "base/time.h"
#include "features/directory/directory.h"
#include "features/groupements/builder.h"
#include "features/groupements/handlers.h"
#include "features/territory/sample.h"
#include "main/site.h"

enum { DAY = 86400, LATER = 60 };

struct cast { int64_t pilot, laundry, press, rival; };

static int64_t add_actor(struct site *site, const char *name)
{
    return directory_add(site->db, &site->arena, &(struct directory_entry){.name = name, .college = "ess",
        .commune = "59350", .source = "test"}, site->now);
}

/* Two structures in the directory, and a person who speaks for each; the last one signed in opened nothing yet. */
static struct cast gather(struct site *site)
{
    struct cast cast;
    db_begin_write(site->db);
    territory_sample(site->db);
    cast.laundry = add_actor(site, "La Lessive (exemple)");
    cast.press = add_actor(site, "La Presse à plat (exemple)");
    cast.rival = add_actor(site, "Le Rival (exemple)");
    db_commit(site->db);
    cast.pilot = sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    return cast;
}

static const char *in_days(struct site *site, int64_t days)
{
    struct buffer out = {.arena = &site->arena};
    format_iso_date(&out, paris_day(site->now) + days);
    return out.text;
}

static void open_group(struct site *site, const char *reference)
{
    submit(site, "/groupements/nouveau", arena_format(&site->arena,
        "titre=Linge+des+cantines&acheteur=M%%C3%%A9tropole&reference=%s&limite=%s&heure=12%%3A00", reference,
        in_days(site, LATER)));
    expect_status(site, SEE_OTHER);
}

static void invite(struct site *site, int64_t actor, const char *role)
{
    submit(site, "/groupements/1/inviter", arena_format(&site->arena, "structure=%lld&role=%s", (long long)actor,
                                                        role));
}

/* Both in, by paper: a lead and a partner. */
static void form_group(struct site *site, const struct cast *cast)
{
    open_group(site, "M-12");
    visit(site, "/groupements/1/pieces");
    expect_text(site, "invite a structure first");     /* no question without any answer */
    expect_no_text(site, "name=\"membre\"");
    invite(site, cast->laundry, "lead");
    expect_status(site, SEE_OTHER);
    invite(site, cast->press, "partner");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/reponse", "membre=1&accord=1");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/reponse", "membre=2&accord=1");
    expect_status(site, SEE_OTHER);
}

static void write_papers(struct site *site, int64_t days)
{
    static const char *const kinds[] = {"existence", "social", "tax", "insurance", "capacity"};
    for (int member = 1; member <= 2; member++)
        for (size_t i = 0; i < 5; i++) {
            submit(site, "/groupements/1/pieces", arena_format(&site->arena, "membre=%d&piece=%s&valable=%s", member,
                                                               kinds[i], in_days(site, days)));
            expect_status(site, SEE_OTHER);
        }
}

static void write_split_of(struct site *site, const char *first, const char *second)
{
    submit(site, "/groupements/1/lots", "numero=1&objet=Lavage+et+repassage&offre=100000");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/parts", arena_format(&site->arena,
        "lot=1&membre=1&tache=Lavage&montant=%s&tva=2000", first));
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/parts", arena_format(&site->arena,
        "lot=1&membre=2&tache=Repassage&montant=%s&tva=550", second));
    expect_status(site, SEE_OTHER);
}

static void go_to_offer(struct site *site)
{
    submit(site, "/groupements/1/conditions", "forme=joint_solidary_lead&remuneration=percent&valeur=3");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/geste", "geste=form");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/geste", "geste=apply");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/geste", "geste=offer");
    expect_status(site, SEE_OTHER);
}

static void an_offer_that_adds_up_is_deposited_and_won(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    form_group(site, &cast);
    write_split_of(site, "62000", "38000");
    write_papers(site, LATER);
    go_to_offer(site);
    submit(site, "/groupements/1/geste", "geste=win");
    expect_status(site, INVALID);                          /* nothing was deposited */
    submit(site, "/groupements/1/deposer", "");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/deposer", "");
    expect_status(site, CONFLICT);                         /* once */
    submit(site, "/groupements/1/parts", "lot=1&membre=1&tache=Plus&montant=1&tva=2000");
    expect_status(site, CONFLICT);                         /* what is deposited changes no more */
    submit(site, "/groupements/1/geste", "geste=win");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/geste", "geste=start");
    submit(site, "/groupements/1/geste", "geste=close");
    expect_status(site, INVALID);                          /* no review */
    submit(site, "/groupements/1/bilan", "membre=1&reussi=Une+seule+voix&juste=4&encore=1");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/geste", "geste=close");
    expect_status(site, SEE_OTHER);
    visit(site, "/groupements/1");
    expect_text(site, "Closed, with its review");
}

static void a_rival_does_not_learn_that_the_group_exists(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    form_group(site, &cast);
    sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, cast.rival);
    static const char *const pages[] = {"", "/equipe", "/repartition", "/pieces", "/memoire", "/bilan", "/conditions",
        "/modifier", "/documents/convention.pdf", "/documents/repartition.odt"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        visit(site, arena_format(&site->arena, "/groupements/1%s", pages[i]));
        expect_status(site, NOT_FOUND);
        expect_no_text(site, "cantines");
    }
    visit(site, "/groupements");
    expect_no_text(site, "cantines");
    as_json(site);
    visit(site, "/groupements");
    expect_no_text(site, "cantines");
    submit(site, "/groupements/1/geste", "geste=drop&motif=Non");
    expect_status(site, NOT_FOUND);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);              /* nor does the authority that buys */
    visit(site, "/groupements/1");
    expect_status(site, NOT_FOUND);
}

static void who_is_invited_sees_nothing_before_signing(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    open_group(site, "M-12");
    invite(site, cast.laundry, "lead");
    sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, cast.laundry);
    visit(site, "/groupements/1");
    expect_status(site, OK);
    expect_text(site, "What signing means");
    visit(site, "/groupements/1/repartition");
    expect_status(site, FORBIDDEN);
    submit(site, "/groupements/1/reponse", "");
    expect_status(site, INVALID);
    expect_text(site, "nobody enters without it");
    submit(site, "/groupements/1/reponse", "accord=1");
    expect_status(site, SEE_OTHER);
    visit(site, "/groupements/1/repartition");
    expect_status(site, OK);
}

static void nobody_accepts_in_the_place_of_another(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    open_group(site, "M-12");
    invite(site, cast.laundry, "lead");
    invite(site, cast.press, "partner");
    sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, cast.press);
    submit(site, "/groupements/1/reponse", "membre=1&accord=1");
    expect_status(site, FORBIDDEN);
}

static void a_second_lead_is_refused_when_it_is_asked_for(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    open_group(site, "M-12");
    invite(site, cast.laundry, "lead");
    invite(site, cast.press, "lead");
    expect_status(site, INVALID);
    expect_text(site, "is lead already");
    invite(site, cast.press, "partner");
    submit(site, "/groupements/1/role", "membre=2&role=lead");
    expect_status(site, INVALID);
}

static void shares_that_do_not_add_up_stop_the_deposit(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    form_group(site, &cast);
    write_split_of(site, "62000", "37999.99");
    write_papers(site, LATER);
    go_to_offer(site);
    submit(site, "/groupements/1/deposer", "");
    expect_status(site, CONFLICT);
    expect_text(site, "the shares add up to");
    visit(site, "/groupements/1");
    expect_text(site, "too little");
}

static void a_paper_that_ends_before_the_deadline_stops_the_deposit(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    form_group(site, &cast);
    write_split_of(site, "62000", "38000");
    write_papers(site, LATER - 1);
    go_to_offer(site);
    submit(site, "/groupements/1/deposer", "");
    expect_status(site, CONFLICT);
    expect_text(site, "before the deadline");
}

static void a_deposit_after_the_deadline_is_refused(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    form_group(site, &cast);
    write_split_of(site, "62000", "38000");
    write_papers(site, LATER + 400);
    go_to_offer(site);
    pass_time(site, (LATER + 1) * DAY);
    sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, cast.laundry);
    submit(site, "/groupements/1/deposer", "");
    expect_status(site, CONFLICT);
    expect_text(site, "The deadline passed");
}

/* The rival group is opened by another person; it asks the press, which alone knows that it stands in both. */
static void a_member_of_a_rival_group_is_refused_and_alone_knows_why(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    form_group(site, &cast);
    sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    submit(site, "/groupements/nouveau", "titre=Le+m%C3%AAme+linge&acheteur=METROPOLE&reference=m-12");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/2/inviter", arena_format(&site->arena, "structure=%lld&role=partner",
                                                        (long long)cast.press));
    expect_status(site, SEE_OTHER);                        /* who invites learns nothing */
    sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, cast.press);
    submit(site, "/groupements/2/reponse", "accord=1");
    expect_status(site, INVALID);
    expect_text(site, "already stand in another group");
}

static void a_group_whose_rules_allow_it_takes_a_member_of_another(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    form_group(site, &cast);
    sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    submit(site, "/groupements/nouveau", "titre=Le+m%C3%AAme+linge&acheteur=METROPOLE&reference=m-12&plusieurs=1");
    submit(site, "/groupements/2/inviter", arena_format(&site->arena, "structure=%lld&role=partner",
                                                        (long long)cast.press));
    sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, cast.press);
    submit(site, "/groupements/2/reponse", "accord=1");
    expect_status(site, SEE_OTHER);
}

static void who_leaves_frees_its_shares(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    form_group(site, &cast);
    write_split_of(site, "62000", "38000");
    submit(site, "/groupements/1/quitter", "membre=2");
    expect_status(site, SEE_OTHER);
    visit(site, "/groupements/1/repartition");
    expect_no_text(site, "Repassage</td>");
}

static void the_plan_runs_backwards_and_can_be_written_again(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    form_group(site, &cast);
    submit(site, "/groupements/1/retroplanning", "");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/taches/cocher", "tache=1");
    submit(site, "/groupements/1/retroplanning", "");
    as_json(site);
    visit(site, "/groupements/1/memoire");
    size_t steps = 0;
    for (const char *at = body(site); (at = strstr(at, "\"due_day\"")); at++)
        steps++;
    assert_int_equal(steps, 10);
}

static void documents_hold_what_the_group_wrote(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    form_group(site, &cast);
    write_split_of(site, "62000", "38000");
    submit(site, "/groupements/1/retroplanning", "");
    static const char *const codes[] = {"accord-de-confidentialite", "lettre-d-intention", "convention", "repartition",
        "dc1", "dc2", "dc4", "attri1", "memoire", "retroplanning", "decisions"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        visit(site, arena_format(&site->arena, "/groupements/1/documents/%s.pdf", codes[i]));
        expect_status(site, OK);
        assert_memory_equal(body(site), "%PDF", 4);
        visit(site, arena_format(&site->arena, "/groupements/1/documents/%s.odt", codes[i]));
        expect_status(site, OK);
        assert_memory_equal(body(site), "PK", 2);
    }
    visit(site, "/groupements/1/documents/retroplanning.ics");
    expect_text(site, "BEGIN:VEVENT");
    visit(site, "/groupements/1/documents/inconnu.pdf");
    expect_status(site, NOT_FOUND);
}

static void the_builder_covers_what_it_can_and_says_what_is_missing(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    site_commit(site);
    struct wish wishes[] = {{WISH_LOT, "1", "presse", .volume = 900, .unit = "kg", .threshold = 1},
                            {WISH_COLLEGE, "ess", .threshold = 1}, {WISH_LABEL, "introuvable", .threshold = 1}};
    struct declared declared[] = {{cast.press, 0, 500}, {cast.laundry, 0, 300}};
    struct build build = {.wishes = wishes, .wish_count = 3, .at = "59350", .declared = declared, .declared_count = 2,
                          .excluded = &cast.rival, .excluded_count = 1, .most_teams = 3};
    struct built built = build_teams(site->db, &site->arena, site->now, &build);
    assert_int_equal(built.teams.missing_count, 2);        /* 100 kg, and the label that nobody has */
    assert_true(built.teams.missing[0].wanted - built.teams.missing[0].reachable == 100);
    assert_int_equal(built.teams.missing[1].demand, 2);
    assert_true(built.teams.count >= 1);
    assert_int_equal(built.teams.teams[0].count, 2);
    for (size_t i = 0; i < built.count; i++)
        for (size_t t = 0; t < built.teams.count; t++)
            for (size_t m = 0; m < built.teams.teams[t].count; m++)
                assert_true(built.candidates[built.teams.teams[t].members[m]].id != cast.rival);
}

static void vat_is_rounded_line_by_line(void **state)
{
    assert_int_equal(with_vat(1000, 2000), 1200);
    assert_int_equal(with_vat(1001, 550), 1056);           /* 10.56055 € */
    assert_int_equal(with_vat(10, 550), 11);               /* 0.1055 €: half a cent and more goes up */
    assert_int_equal(with_vat(0, 2000), 0);
}

static void a_joint_offer_is_public_once_two_suppliers_carry_it(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    submit(site, "/offres-communes/nouvelle", "titre=Linge+complet&presentation=Lavage+et+repassage+pour+les+cantines"
        "&prix=Au+kilo&contact=Bureau&adresse=bureau%40example.org");
    expect_status(site, SEE_OTHER);
    submit(site, "/offres-communes/1/fournisseurs", arena_format(&site->arena, "structure=%lld",
                                                                 (long long)cast.laundry));
    submit(site, "/offres-communes/1/geste", "geste=publish");
    expect_status(site, INVALID);
    expect_text(site, "at least two suppliers");
    submit(site, "/offres-communes/1/fournisseurs", arena_format(&site->arena, "structure=%lld",
                                                                 (long long)cast.press));
    sign_out(site);
    visit(site, "/offres-communes/1");
    expect_status(site, NOT_FOUND);
    sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    submit(site, "/offres-communes/1/geste", "geste=publish");
    expect_status(site, FORBIDDEN);                        /* not hers */
}

static void a_buyer_reads_the_catalogue_and_its_leaflet(void **state)
{
    struct site *site = *state;
    struct cast cast = gather(site);
    submit(site, "/offres-communes/nouvelle", "titre=Linge+complet&presentation=Lavage+et+repassage+pour+les+cantines"
        "&prix=Au+kilo&contact=Bureau&adresse=bureau%40example.org");
    submit(site, "/offres-communes/1/fournisseurs", arena_format(&site->arena, "structure=%lld",
                                                                 (long long)cast.laundry));
    submit(site, "/offres-communes/1/fournisseurs", arena_format(&site->arena, "structure=%lld",
                                                                 (long long)cast.press));
    submit(site, "/offres-communes/1/geste", "geste=publish");
    expect_status(site, SEE_OTHER);
    sign_out(site);
    visit(site, "/offres-communes?q=repassages");
    visit(site, "/offres-communes?q=repassage");
    expect_text(site, "Linge complet");
    visit(site, "/offres-communes/1");
    expect_text(site, "bureau@example.org");
    visit(site, "/offres-communes/1/documents/plaquette.pdf");
    assert_memory_equal(body(site), "%PDF", 4);
}

const struct CMUnitTest groupements_tests[] = {
    ON_A_SITE("an offer that adds up is deposited and won", an_offer_that_adds_up_is_deposited_and_won),
    ON_A_SITE("a rival does not learn that the group exists", a_rival_does_not_learn_that_the_group_exists),
    ON_A_SITE("who is invited sees nothing before signing", who_is_invited_sees_nothing_before_signing),
    ON_A_SITE("nobody accepts in the place of another", nobody_accepts_in_the_place_of_another),
    ON_A_SITE("a second lead is refused when it is asked for", a_second_lead_is_refused_when_it_is_asked_for),
    ON_A_SITE("shares that do not add up stop the deposit", shares_that_do_not_add_up_stop_the_deposit),
    ON_A_SITE("a paper that ends before the deadline stops the deposit",
              a_paper_that_ends_before_the_deadline_stops_the_deposit),
    ON_A_SITE("a deposit after the deadline is refused", a_deposit_after_the_deadline_is_refused),
    ON_A_SITE("a member of a rival group is refused, and alone knows why",
              a_member_of_a_rival_group_is_refused_and_alone_knows_why),
    ON_A_SITE("a group whose rules allow it takes a member of another",
              a_group_whose_rules_allow_it_takes_a_member_of_another),
    ON_A_SITE("who leaves frees its shares", who_leaves_frees_its_shares),
    ON_A_SITE("the plan runs backwards and can be written again", the_plan_runs_backwards_and_can_be_written_again),
    ON_A_SITE("documents hold what the group wrote", documents_hold_what_the_group_wrote),
    ON_A_SITE("the builder covers what it can and says what is missing",
              the_builder_covers_what_it_can_and_says_what_is_missing),
    PLAIN("VAT is rounded line by line", vat_is_rounded_line_by_line),
    ON_A_SITE("a joint offer is public once two suppliers carry it",
              a_joint_offer_is_public_once_two_suppliers_carry_it),
    ON_A_SITE("a buyer reads the catalogue and its leaflet", a_buyer_reads_the_catalogue_and_its_leaflet),
    {0}
};
