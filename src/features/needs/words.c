/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The words of needs and resources: themes, publics, states. */
#include "features/needs/needs.h"

const struct label themes[] = {
    {"food", N_("Food and farming")}, {"housing", N_("Housing")}, {"health", N_("Health")}, {"ageing",
        N_("Ageing well")},
    {"childhood", N_("Childhood and youth")}, {"mobility", N_("Mobility")}, {"work", N_("Work and training")},
    {"digital", N_("Digital skills and tools")}, {"culture", N_("Culture and sport")}, {"links", N_("Social links")},
    {"energy", N_("Energy and climate")}, {"nature", N_("Nature and water")}, {"waste", N_("Reuse and waste")},
    {"shops", N_("Shops and local services")}, {"places", N_("Shared places")}, {"rights", N_("Access to rights")},
    {"other", N_("Something else")}, {0}
};

const struct label publics[] = {
    {"all", N_("Everybody")}, {"children", N_("Children")}, {"young", N_("Young people")}, {"families", N_("Families")},
    {"elders", N_("Older people")}, {"disabled", N_("Disabled people")}, {"jobless", N_("People looking for work")},
    {"carers", N_("Family carers")}, {"associations", N_("Associations")}, {"companies", N_("Companies")},
    {"farmers", N_("Farmers")}, {"authority", N_("Local authorities")}, {0}
};

const struct label need_states[] = {
    {"captured", N_("Received, to be read")}, {"published", N_("Published")}, {"qualified",
        N_("Confirmed by several sources")},
    {"in_progress", N_("An answer is being built")}, {"answered", N_("Answered")}, {"parked", N_("Set aside for now")},
    {"merged", N_("Joined to another need")}, {"refused", N_("Not kept")}, {0}
};

const struct label need_sources[] = {
    {"box", N_("Said by an inhabitant")}, {"interview", N_("Heard in an interview")},
    {"questionnaire", N_("From a questionnaire")}, {"workshop", N_("From a workshop")}, {"data", N_("Shown by data")},
        {0}
};

const struct label voice_kinds[] = {
    {"box", N_("An inhabitant")}, {"interview", N_("An interview")}, {"questionnaire", N_("A questionnaire")},
    {"workshop", N_("A workshop")}, {"data", N_("A figure")}, {"me_too", N_("Somebody else feels it too")}, {0}
};

const struct label strengths[] = {
    {"1", N_("It would be nice")}, {"2", N_("It is missed")}, {"3", N_("It is urgent")}, {"4", N_("It is vital")}, {0}
};

const struct label resource_states[] = {
    {"captured", N_("Received, to be read")}, {"published", N_("Available")}, {"lent", N_("In use at the moment")},
    {"withdrawn", N_("Withdrawn")}, {"refused", N_("Not kept")}, {0}
};

const struct label resource_kinds[] = {
    {"place", N_("A place")}, {"equipment", N_("Equipment")}, {"land", N_("Land")}, {"skill", N_("Know-how")},
    {"time", N_("Time")}, {"network", N_("Contacts")}, {"data", N_("Data")}, {"money", N_("Money")}, {0}
};

const struct label resource_terms[] = {
    {"free", N_("Free")}, {"at_cost", N_("At cost")}, {"paid", N_("Paid")}, {"exchange",
        N_("In exchange for something")}, {0}
};
