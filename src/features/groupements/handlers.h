/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the rooms of groupements share. */
#pragma once
#include "features/groupements/groupements.h"
#include "groupements.bake.h"

extern const struct label fee_kinds[], vat_rates[], fairness[];

/* How far somebody is inside a group. One who is invited and has not signed the confidentiality agreement sees what the
 * group is for and who asks, nothing more. */
enum inside { OUTSIDE, INVITED, MEMBER, PILOT };
enum inside inside_of(struct request *rq, const struct groupement_by_id *group);
/* The group of the route, for who is at least so far inside. False: replied already (404 for who is outside: a
 * competitor does not learn that the group exists; 403 before the agreement is signed). */
bool enter(struct request *rq, enum inside least, struct groupement_by_id *group);
/* The same for what changes the group: also refused (409) once it is over. */
bool enter_to_change(struct request *rq, enum inside least, struct groupement_by_id *group);
/* Who is inside no more is told nothing more. */
void forget_strangers(struct request *rq, int64_t id);
/* False, replied 409, when the group holds as many of these as it may. */
enum group_part { PART_LOTS, PART_MEMBERS, PART_SHARES, PART_SECTIONS, PART_TASKS, PART_DECISIONS };
bool has_room(struct request *rq, int64_t id, enum group_part part);
const char *group_path(struct request *rq, int64_t id, const char *page);     /* "/groupements/3/equipe" */
struct tabs group_tabs(struct request *rq, const struct groupement_by_id *group, const char *here);
void group_note(struct request *rq, int64_t id, const char *action, const char *reason);       /* in the journal */

/* What stands between the group and the deposit of its offer; hard ones refuse it. */
struct requirements checks_of(struct request *rq, const struct groupement_by_id *group);
/* The first hard one that is not met, NULL when the offer may be deposited. */
const char *first_refusal(struct request *rq, const struct groupement_by_id *group);
/* Why this structure may not stand in this group (it stands in a rival one); NULL when it may. */
const char *rival_refusal(struct request *rq, const struct groupement_by_id *group, int64_t actor_id, const char *role);

/* Amounts with VAT: rounded half up, line by line, as invoices are. vat in hundredths of a percent. */
int64_t with_vat(int64_t cents, int64_t vat);
const char *money_text(struct request *rq, int64_t cents);
const char *quantity_text(struct request *rq, const int64_t *thousandths, const char *unit);
const char *day_text(struct request *rq, int64_t day);

/* What a field takes of a longer text: whole characters, at most so many; NULL for NULL. */
const char *cut_text(struct request *rq, const char *text, size_t most);

/* Lists of this group, as choices of a form. */
const struct label *member_choices(struct request *rq);
#define NO_MEMBER N_("This is for a member of the group: invite a structure first, under “Team”.")
const struct label *lot_choices(struct request *rq);

/* command.c */
int groupement_command(struct command_line *line);

/* opening.c */
extern const struct form group_form;
void list_groupements(struct request *rq);
void new_groupement(struct request *rq);
void open_groupement(struct request *rq);
void edit_groupement(struct request *rq);
void change_groupement(struct request *rq);

/* space.c */
extern const struct form terms_form, outcome_form;
struct cards groups_beside(struct request *rq, const char *subject, int64_t id);
void show_groupement(struct request *rq);
void move_groupement(struct request *rq);
void deposit_offer(struct request *rq);
void edit_terms(struct request *rq);
void change_terms(struct request *rq);

/* team.c */
extern const struct form invite_form, sign_form, role_form;
void show_team(struct request *rq);
void invite_member(struct request *rq);
void answer_invitation(struct request *rq);
void change_member(struct request *rq);
void leave_group(struct request *rq);

/* False, replied 409, once the offer is deposited. */
bool composition_is_free(struct request *rq, const struct groupement_by_id *group);
/* The one structure that who asks speaks for is invited first, to answer like the others: its name. NULL when there is
 * none, or several. */
const char *bring_own_structure(struct request *rq, int64_t groupement_id);
/* Invites this published actor and tells it; false when it is in the group already, or is none. */
bool invite_actor(struct request *rq, const struct groupement_by_id *group, int64_t actor_id, const char *role,
                  const char *brings);

/* construct_answer.c */
void show_builder(struct request *rq);
void invite_team(struct request *rq);

/* split.c */
extern const struct form lot_form, share_form;
void show_split(struct request *rq);
void keep_lot(struct request *rq);
void add_share(struct request *rq);
void remove_share(struct request *rq);

/* papers.c */
extern const struct form paper_form;
void show_papers(struct request *rq);
void keep_paper(struct request *rq);
void send_paper(struct request *rq);

/* memo.c */
extern const struct form section_form, task_form, decision_form;
void show_memo(struct request *rq);
void add_section(struct request *rq);
void edit_section(struct request *rq);
void write_section(struct request *rq);
void add_task(struct request *rq);
void tick_task(struct request *rq);
void plan_backwards(struct request *rq);
void add_decision(struct request *rq);
void plan_group(struct request *rq, const struct groupement_by_id *group);

/* review.c */
extern const struct form review_form;
void show_review(struct request *rq);
void keep_review(struct request *rq);
void keep_outcome(struct request *rq);

/* documents.c */
void send_document(struct request *rq);

/* offers.c */
extern const struct form offer_form, supplier_form;
void list_offers(struct request *rq);
void new_offer(struct request *rq);
void open_offer(struct request *rq);
void show_offer(struct request *rq);
void send_leaflet(struct request *rq);
void edit_offer(struct request *rq);
void change_offer(struct request *rq);
void move_offer(struct request *rq);
const char *offer_path(struct request *rq, int64_t id);
bool may_keep_offer(struct request *rq, const struct offer_by_id *offer);
/* The offer of the route, for who wrote it; else replied already. */
bool own_offer(struct request *rq, struct offer_by_id *offer);
void show_offer_with(struct request *rq, int status, const struct form_view *refused);

/* suppliers.c */
/* Whether this person speaks for a supplier of it, and what it may answer. */
bool asked_in(struct request *rq, int64_t offer_id, struct acts *answers);
void add_supplier(struct request *rq);
void agree_to_offer(struct request *rq);
void remove_supplier(struct request *rq);

/* opening.c: two groups compete when buyer and reference are the same once folded. NULL without a reference. */
const char *contract_key(struct arena *arena, const char *buyer, const char *reference);

/* folding.c */
extern const struct folding groupements_foldings[];
